//! The documented examples, as the packages hold them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use anyhow::{Context, Result, bail};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use tencentcloud_schema::{Action, Body, Description, Member};

use crate::counts::Counts;
use tencentcloud_import::official::Package;

/// What an example shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Form {
    /// An answer.
    Answer,
    /// A request with a JSON body.
    Post,
    /// A request as a URL.
    Get,
}

impl Form {
    /// The form's name in slots and to the programs.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Post => "post",
            Self::Get => "get",
        }
    }
}

/// One documented request or answer.
#[derive(Clone, Debug)]
pub(crate) struct Example {
    pub(crate) version: String,
    pub(crate) action: String,
    /// What tells the package from `tccli` in slots.
    pub(crate) origin: &'static str,
    pub(crate) index: usize,
    pub(crate) form: Form,
    /// What a program reads: an answer or a body as it is documented, a query as JSON.
    pub(crate) text: String,
    /// The answer's `Response`, or the request's parameters, as JSON.
    pub(crate) json: Value,
}

impl Example {
    /// The example within its action, as [`slot`] names it.
    pub(crate) fn slot(&self) -> String {
        slot(self.origin, self.index, self.form)
    }

    /// A number that is the same for the same seed and example.
    pub(crate) fn number(&self, seed: u64) -> u64 {
        let mut hasher = DefaultHasher::new();
        (seed, &self.version, &self.action, self.slot()).hash(&mut hasher);
        hasher.finish()
    }
}

/// The name of an example within its action: its number from 1 and its form, behind `intl` for one of
/// the international site.
pub(crate) fn slot(origin: &str, index: usize, form: Form) -> String {
    format!("{origin}{} {}", index + 1, form.name())
}

#[derive(Deserialize)]
struct File {
    actions: BTreeMap<String, Vec<Documented>>,
}

#[derive(Deserialize)]
struct Documented {
    input: String,
    output: String,
}

/// An action's example as a package has it.
pub(crate) struct Written<'a> {
    pub(crate) description: &'a Description,
    pub(crate) name: String,
    pub(crate) action: &'a Action,
    /// What tells the package from `tccli` in slots.
    pub(crate) origin: &'static str,
    pub(crate) index: usize,
    pub(crate) input: String,
    output: String,
}

/// What stands for the package in the names of examples.
pub(crate) fn origin(package: &Package) -> &'static str {
    match package.name() {
        "tccli-intl-en" => "intl ",
        _ => "",
    }
}

/// All examples of a service's actions, by action.
///
/// # Errors
/// An example of an action that the schema lacks.
pub(crate) fn written<'a>(
    package: &Package,
    versions: &'a [Description],
) -> Result<Vec<Written<'a>>> {
    let mut all = Vec::new();
    for description in versions {
        // One service's folder has another name than the service.
        let folder = match description.service.as_str() {
            "as" => "autoscaling",
            service => service,
        };
        let path = format!(
            "tccli/services/{folder}/v{}/examples.json",
            description.version.replace('-', "")
        );
        if !package.paths(&path)?.contains(&path) {
            // The other site alone has this version.
            continue;
        }
        let file: File =
            serde_json::from_str(&package.text(&path)?).with_context(|| package.place(&path))?;
        for (name, documented) in file.actions {
            let Some(action) = description.actions.get(&name) else {
                bail!(
                    "{}: the action {name} is not in the schema; import the package again",
                    package.place(&path)
                );
            };
            let of_action = documented.into_iter().enumerate();
            all.extend(of_action.map(|(index, example)| Written {
                description,
                name: name.clone(),
                action,
                origin: origin(package),
                index,
                input: example.input,
                output: example.output,
            }));
        }
    }
    Ok(all)
}

/// The examples of a service's actions. What is no JSON is left out, reported and counted.
///
/// # Errors
/// An example of an action that the schema lacks.
pub(crate) fn of(
    package: &Package,
    versions: &[Description],
    counts: &mut Counts,
) -> Result<Vec<Example>> {
    let mut examples = Vec::new();
    for written in written(package, versions)? {
        let (description, action) = (written.description, written.action);
        counts.add("examples, each an answer and a request");
        let mut add = |form, text: String, json| {
            examples.push(Example {
                version: description.version.clone(),
                action: written.name.clone(),
                origin: written.origin,
                index: written.index,
                form,
                text,
                json,
            });
        };
        let left_out = |kind, counts: &mut Counts| {
            println!(
                "  {} {} {}{}: {kind}",
                description.version,
                written.name,
                written.origin,
                written.index + 1
            );
            counts.add(kind);
        };
        let mut answers = answers(&written.output).peekable();
        if answers.peek().is_none() {
            left_out("left out: an answer that is not JSON", counts);
        }
        for (text, json) in answers {
            add(Form::Answer, text.to_owned(), json);
        }
        if action.body != Body::Json {
            left_out(
                "left out: a request whose body is not JSON by design",
                counts,
            );
            continue;
        }
        match request(description, action, &written.input, counts) {
            Some((form, text, json)) => add(form, text, json),
            None => left_out("left out: a request that is neither a URL nor JSON", counts),
        }
    }
    Ok(examples)
}

/// The JSON answers of a text: it as a whole, or the events of a stream.
fn answers(output: &str) -> impl Iterator<Item = (&str, Value)> {
    let whole = object(output);
    let events = match whole {
        Some(_) => "",
        None => output,
    };
    let events = events.lines().filter_map(|line| {
        let text = line.trim().strip_prefix("data:")?;
        Some((text, object(text)?))
    });
    let inner = |(text, mut json): (_, Value)| match json.get_mut("Response") {
        Some(response) if response.is_object() => (text, response.take()),
        _ => (text, json),
    };
    whole
        .map(|json| (output, json))
        .into_iter()
        .chain(events)
        .map(inner)
}

fn object(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok().filter(Value::is_object)
}

/// What a documented request sends.
pub(crate) enum Sent<'a> {
    /// The parameters of its query, decoded.
    Query(Vec<(&'a str, String)>),
    /// Its body, which need not be JSON.
    Body(&'a str),
}

impl<'a> Sent<'a> {
    /// Reads a documented request: a URL, or a body below the lines of its head.
    pub(crate) fn read(action: &Action, input: &'a str) -> Self {
        let input = input.trim();
        if let Some(url) = input.strip_prefix("http") {
            let (_, query) = url.split_once('?').unwrap_or_default();
            let pairs = query.split('&').map(str::trim);
            let pairs = pairs.filter_map(|pair| pair.split_once('='));
            let own = |name: &str| action.request.iter().any(|member| member.name == name);
            let pairs = pairs.filter(|(name, _)| !COMMON.contains(name) || own(name));
            return Self::Query(pairs.map(|(name, value)| (name, decoded(value))).collect());
        }
        let head = input
            .split_inclusive('\n')
            .take_while(|line| !line.trim_start().starts_with('{'));
        match &input[head.map(str::len).sum()..] {
            "" if input.starts_with("POST") && !input.contains('{') => Self::Body("{}"),
            body => Self::Body(body),
        }
    }

    /// Returns the query, encoded; empty for a body.
    pub(crate) fn query(&self) -> String {
        let escape = |text| utf8_percent_encode(text, ESCAPED);
        let pairs = match self {
            Self::Query(pairs) => &pairs[..],
            Self::Body(_) => &[],
        };
        let pairs: Vec<_> = pairs
            .iter()
            .map(|(name, value)| format!("{}={}", escape(name), escape(value)))
            .collect();
        pairs.join("&")
    }

    /// Returns the texts and numbers of all parameters.
    pub(crate) fn texts(&self) -> Vec<String> {
        fn collect(value: Value, texts: &mut Vec<String>) {
            match value {
                Value::Array(items) => items.into_iter().for_each(|item| collect(item, texts)),
                Value::Object(members) => {
                    members
                        .into_iter()
                        .for_each(|(_, member)| collect(member, texts));
                }
                Value::String(text) => texts.push(text),
                other => texts.push(other.to_string()),
            }
        }
        let mut texts = Vec::new();
        match self {
            Self::Query(pairs) => texts.extend(pairs.iter().map(|(_, value)| value.clone())),
            Self::Body(body) => {
                collect(serde_json::from_str(body).unwrap_or_default(), &mut texts);
            }
        }
        texts
    }
}

/// What is escaped in a query.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The parameters of a request: its form, what a program reads, and the same as JSON.
fn request(
    description: &Description,
    action: &Action,
    input: &str,
    counts: &mut Counts,
) -> Option<(Form, String, Value)> {
    let pairs = match Sent::read(action, input) {
        Sent::Body(body) => return Some((Form::Post, body.to_owned(), object(body)?)),
        Sent::Query(pairs) => pairs,
    };
    let mut tree = Map::new();
    for (name, value) in pairs {
        // One example writes `Types.=7`.
        let steps: Vec<_> = name.split('.').filter(|step| !step.is_empty()).collect();
        if insert(&mut tree, &steps, value) {
            counts.add("deleted: a parameter that is given twice in a query");
        }
    }
    let mut tree = Value::Object(tree);
    shape(description, &action.request, &mut tree, counts);
    Some((Form::Get, tree.to_string(), tree))
}

/// The parameters that any query may have, which are not the action's.
const COMMON: [&str; 11] = [
    "Action",
    "Language",
    "Nonce",
    "Region",
    "RequestClient",
    "SecretId",
    "Signature",
    "SignatureMethod",
    "Timestamp",
    "Token",
    "Version",
];

/// `%XX` decoded where the whole is UTF-8; most examples are not encoded at all.
pub(crate) fn decoded(value: &str) -> String {
    let text = percent_decode_str(value).decode_utf8();
    text.map_or_else(|_| value.to_owned(), Cow::into_owned)
}

/// Puts a value into the tree; true where it takes the place of another.
fn insert(tree: &mut Map<String, Value>, steps: &[&str], value: String) -> bool {
    let [step, rest @ ..] = steps else {
        return false;
    };
    if rest.is_empty() {
        return tree
            .insert((*step).to_owned(), Value::String(value))
            .is_some();
    }
    let slot = tree.entry((*step).to_owned()).or_insert_with(|| json!({}));
    let replaced = !slot.is_object();
    if replaced {
        *slot = json!({});
    }
    slot.as_object_mut()
        .is_some_and(|inner| insert(inner, rest, value))
        || replaced
}

/// Makes lists of what is indexed, and JSON of what is JSON in a string, as the schema has it.
fn shape(description: &Description, members: &[Member], value: &mut Value, counts: &mut Counts) {
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
            counts.add("converted: JSON in a query to parameters");
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
                .for_each(|item| shape(description, &inner.members, item, counts)),
            single => shape(description, &inner.members, single, counts),
        }
    }
}
