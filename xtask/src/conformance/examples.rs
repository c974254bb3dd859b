//! The documented examples, as the package holds them.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use tencentcloud_schema::{Action, Body, Description, Member};

use crate::import::Package;

/// What an example shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Form {
    /// An answer.
    Answer,
    /// A request with a JSON body.
    Post,
    /// A request as a URL.
    Get,
}

/// One documented request or answer.
#[derive(Clone, Debug)]
pub(super) struct Example {
    pub(super) version: String,
    pub(super) action: String,
    pub(super) index: usize,
    pub(super) form: Form,
    /// The answer's `Response`, or the request's parameters, as JSON.
    pub(super) json: Value,
}

impl Example {
    /// The example within its action: its number from 1 and its form.
    pub(super) fn slot(&self) -> String {
        format!("{} {}", self.index + 1, self.form.name())
    }

    /// A number that is the same for the same seed and example.
    pub(super) fn number(&self, seed: u64) -> u64 {
        let mut hasher = DefaultHasher::new();
        (seed, &self.version, &self.action, self.index, self.form).hash(&mut hasher);
        hasher.finish()
    }
}

#[derive(Deserialize)]
struct File {
    actions: BTreeMap<String, Vec<Documented>>,
}

#[derive(Deserialize)]
struct Documented {
    #[serde(default)]
    input: String,
    #[serde(default)]
    output: String,
}

/// The examples of a service's actions. Those that are no JSON, and requests of other body kinds
/// than JSON, are left out and told.
pub(super) fn of(package: &Package, versions: &[Description]) -> Result<Vec<Example>> {
    let mut examples = Vec::new();
    for description in versions {
        // One service's folder has another name than the service.
        let folder = if description.service == "as" {
            "autoscaling"
        } else {
            &description.service
        };
        let path = format!(
            "tccli/services/{folder}/v{}/examples.json",
            description.version.replace('-', "")
        );
        let file: File =
            serde_json::from_str(&package.text(&path)?).with_context(|| package.place(&path))?;
        for (name, documented) in file.actions {
            let Some(action) = description.actions.get(&name) else {
                continue;
            };
            for (index, example) in documented.iter().enumerate() {
                let mut add = |form, json| {
                    let (version, action) = (description.version.clone(), name.clone());
                    examples.push(Example {
                        version,
                        action,
                        index,
                        form,
                        json,
                    });
                };
                match serde_json::from_str::<Value>(&example.output) {
                    Ok(answer) if answer.get("Response").is_some_and(Value::is_object) => {
                        add(Form::Answer, answer["Response"].clone())
                    }
                    _ => println!(
                        "  left out: {name} {}: the answer is not JSON with a Response",
                        index + 1
                    ),
                }
                if action.body != Body::Json {
                    println!(
                        "  left out: {name} {}: the request has a body of its own kind",
                        index + 1
                    );
                    continue;
                }
                match request(description, action, &example.input) {
                    Some((form, json)) => add(form, json),
                    None => println!(
                        "  left out: {name} {}: the request is neither a URL nor a POST of JSON",
                        index + 1
                    ),
                }
            }
        }
    }
    Ok(examples)
}

fn request(description: &Description, action: &Action, input: &str) -> Option<(Form, Value)> {
    let input = input.trim();
    if input.starts_with("POST") {
        let body = input.split_once("\n\n").map_or("", |(_, body)| body).trim();
        let body: Value = if body.is_empty() {
            json!({})
        } else {
            serde_json::from_str(body).ok()?
        };
        return body.is_object().then_some((Form::Post, body));
    }
    let (_, query) = input
        .strip_prefix("http")
        .and_then(|url| url.split_once('?'))?;
    let mut tree = Map::new();
    for pair in query.split('&').map(str::trim) {
        let Some((name, value)) = pair.split_once('=') else {
            continue;
        };
        if [
            "Action",
            "Version",
            "Region",
            "Timestamp",
            "Nonce",
            "SecretId",
            "Signature",
            "Token",
        ]
        .contains(&name)
            && !action.request.iter().any(|member| member.name == name)
        {
            continue;
        }
        let steps: Vec<_> = name.split('.').collect();
        insert(&mut tree, &steps, decoded(value));
    }
    let mut tree = Value::Object(tree);
    shape(description, &action.request, &mut tree);
    Some((Form::Get, tree))
}

/// `%XX` decoded where the whole is UTF-8; most examples are not encoded at all.
fn decoded(value: &str) -> String {
    let bytes = value.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let hex = bytes
            .get(at + 1..at + 3)
            .and_then(|hex| std::str::from_utf8(hex).ok());
        match hex
            .and_then(|hex| u8::from_str_radix(hex, 16).ok())
            .filter(|_| bytes[at] == b'%')
        {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| value.to_owned())
}

fn insert(tree: &mut Map<String, Value>, steps: &[&str], value: String) {
    let [step, rest @ ..] = steps else { return };
    if rest.is_empty() {
        tree.insert((*step).to_owned(), Value::String(value));
        return;
    }
    let slot = tree.entry((*step).to_owned()).or_insert_with(|| json!({}));
    if !slot.is_object() {
        *slot = json!({});
    }
    if let Some(inner) = slot.as_object_mut() {
        insert(inner, rest, value);
    }
}

/// Makes lists of what is indexed, and JSON of what is JSON in a string, as the schema has it.
fn shape(description: &Description, members: &[Member], value: &mut Value) {
    let Some(object) = value.as_object_mut() else {
        return;
    };
    for member in members {
        let Some(value) = object.get_mut(&member.name) else {
            continue;
        };
        if let Value::String(text) = value
            && (member.list || member.kind.object().is_some())
            && let Ok(parsed) = serde_json::from_str::<Value>(text)
            && (parsed.is_array() || parsed.is_object())
        {
            *value = parsed;
        }
        if member.list
            && let Value::Object(indexed) = value
            && !indexed.is_empty()
            && indexed
                .keys()
                .all(|key| key.parse::<usize>().is_ok() || key == "N")
        {
            let mut items: Vec<_> = std::mem::take(indexed).into_iter().collect();
            items.sort_by_key(|(index, _)| index.parse::<usize>().unwrap_or(usize::MAX));
            *value = items.into_iter().map(|(_, item)| item).collect();
        }
        let inner = member
            .kind
            .object()
            .and_then(|name| description.types.get(name));
        let Some(inner) = inner else { continue };
        match value {
            Value::Array(items) => items
                .iter_mut()
                .for_each(|item| shape(description, &inner.members, item)),
            single => shape(description, &inner.members, single),
        }
    }
}
