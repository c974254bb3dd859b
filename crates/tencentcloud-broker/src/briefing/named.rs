//! The resources that a request names.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use tencentcloud_calls::resources::{Kind, Reading};
use tencentcloud_calls::{Given, NoFiles, Parameters};
use tencentcloud_runtime::OneLine;
use tencentcloud_schema::Member;
use tencentcloud_twin::{Knowledge, Trial, Twin};

use super::reader::Reader;
use crate::brief::Named;

/// How many calls are made for one brief.
const CALLS: usize = 8;
/// How many resources are shown.
const SHOWN: usize = 100;
/// The longest name, in characters.
const NAME: usize = 120;

/// What was read.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) resources: Vec<Named>,
    pub(super) unknown: Vec<String>,
}

/// Reads what the request with `given` names by what the twin knows of it, and lets the `twin` learn it.
pub(super) async fn read(
    reader: &Reader<'_>,
    twin: &Twin,
    knowledge: &Knowledge,
    given: &Map<String, Value>,
) -> Read {
    let mut read = Read::default();
    let mut kinds: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for named in &knowledge.named {
        let ids = kinds.entry((&named.service, &named.kind)).or_default();
        if !ids.contains(&&*named.id) {
            ids.push(&named.id);
        }
    }
    let mut calls = 0;
    for ((service, name), ids) in kinds {
        let mut items = Vec::new();
        let kind = Kind::find(service, name).ok();
        if let Some(kind) = &kind {
            match of_kind(reader, twin, kind, &ids, given, &mut calls).await {
                Ok(found) => items = found,
                Err(why) => read.unknown.push(format!("the {name} of {service}: {why}")),
            }
        }
        for id in ids
            .into_iter()
            .take(SHOWN - read.resources.len().min(SHOWN))
        {
            read.resources.push(named(name, id, kind.as_ref(), &items));
        }
    }
    read
}

/// Reads the resources `ids` of `kind`.
async fn of_kind(
    reader: &Reader<'_>,
    twin: &Twin,
    kind: &Kind,
    ids: &[&str],
    given: &Map<String, Value>,
    calls: &mut usize,
) -> Result<Vec<Value>, String> {
    let member = kind.id().last().ok_or("nothing identifies one")?;
    let reading = || Reading::one(kind).map_err(|error| error.message);
    let first = reading()?;
    let sets: Vec<Vec<&str>> = match takes_many(&first, member) {
        true => vec![ids.to_vec()],
        false => ids.iter().map(|id| vec![*id]).collect(),
    };
    let mut items = Vec::new();
    for ids in sets {
        *calls += 1;
        if *calls > CALLS {
            return Err(format!("more than {CALLS} calls would be needed"));
        }
        let reading = reading()?;
        let base = base(&reading, member, &ids, given)?;
        let pages = match reading.parameter_of(member) {
            Some(_) => Vec::new(),
            None => reading.first_page(),
        };
        let parameters = parameters(&reading, base, &pages)?;
        let mut trial = Trial::new(
            &reading.target.service,
            &reading.target.version,
            &reading.target.name,
        );
        trial.account = reader.number().map(str::to_owned);
        trial.region = reader.region().map(str::to_owned);
        trial.parameters.clone_from(&parameters.members);
        let path = reading.used.item.clone().unwrap_or_default();
        let response = reader.read(reading.target, parameters).await?;
        // What no facts describe teaches the twin nothing.
        let _ = twin.learn(&trial, &response);
        let response = Value::Object(response);
        collect(&response, &path, &mut items);
    }
    Ok(items)
}

fn parameters(
    reading: &Reading,
    base: Map<String, Value>,
    pages: &[Given],
) -> Result<Parameters, String> {
    let read = Parameters::read(&reading.target, base, pages, true, &mut NoFiles);
    read.map_err(|error| error.message)
}

/// True if one call shows several resources by `member`.
fn takes_many(reading: &Reading, member: &str) -> bool {
    let name = reading.parameter_of(member);
    let name = name.and_then(|name| reading.parameters().iter().find(|own| own.name == name));
    name.is_none_or(|own| own.list)
}

/// The parameters by which `reading` shows those whose `member` is one of `ids`. What else it needs is what the
/// request gives.
fn base(
    reading: &Reading,
    member: &str,
    ids: &[&str],
    given: &Map<String, Value>,
) -> Result<Map<String, Value>, String> {
    let own = |name: &str| reading.parameters().iter().find(|own| own.name == name);
    let mut base = Map::new();
    if let Some(own) = reading.parameter_of(member).and_then(own) {
        let ids: Value = ids.to_vec().into();
        base.insert(own.name.clone(), fitted(own, &ids));
    } else if let (Some(name), Some(form)) = (reading.filter_of(member), &reading.used.filters) {
        let filter = serde_json::json!([{ &*form.name: name, &*form.values: ids }]);
        base.insert(form.at.clone(), filter);
    }
    for needed in reading.required() {
        if base.contains_key(&needed.name) {
            continue;
        }
        let value = given.get(&needed.name);
        let value = value.ok_or_else(|| {
            format!(
                "{} needs {}, which the request does not say",
                reading.target.name, needed.name
            )
        })?;
        base.insert(needed.name.clone(), fitted(needed, value));
    }
    Ok(base)
}

/// The value as `member` takes it: a list of one, or the first of a list.
fn fitted(member: &Member, value: &Value) -> Value {
    match (member.list, value) {
        (true, Value::Array(_)) => value.clone(),
        (true, value) => Value::Array(vec![value.clone()]),
        (false, Value::Array(items)) => items.first().cloned().unwrap_or_default(),
        (false, value) => value.clone(),
    }
}

/// Collects what stands at `path`: items, one by one.
fn collect(value: &Value, path: &str, items: &mut Vec<Value>) {
    match (value, path.split_once('.')) {
        (Value::Array(list), _) => list.iter().for_each(|one| collect(one, path, items)),
        (value, _) if path.is_empty() => items.push(value.clone()),
        (value, Some((name, rest))) => collect(&value[name], rest, items),
        (value, None) => collect(&value[path], "", items),
    }
}

/// What is known of the resource `id`, by the item that has it.
fn named(name: &str, id: &str, kind: Option<&Kind>, items: &[Value]) -> Named {
    let text = |item: &Value, path: &str| {
        let mut found = Vec::new();
        collect(item, path, &mut found);
        match found.first()? {
            Value::String(text) if !text.is_empty() => Some(plain(text)),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    };
    let member = kind.and_then(|kind| kind.id().last());
    let item = member.and_then(|member| {
        let is_it = |item: &&Value| text(item, member).as_deref() == Some(id);
        items.iter().find(is_it)
    });
    let of = |path: Option<&str>| text(item?, path?);
    let resource = kind.map(|kind| &kind.resource);
    Named {
        kind: name.to_owned(),
        id: id.to_owned(),
        name: of(resource.and_then(|resource| resource.name.as_deref())),
        state: of(resource.and_then(|resource| Some(&*resource.state.as_ref()?.member))),
    }
}

/// Somebody's text on one line.
fn plain(text: &str) -> String {
    let line = OneLine(text).to_string();
    match line.char_indices().nth(NAME) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
