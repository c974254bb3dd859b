//! The actions that read, change and delete a resource, as calls that are filled in.

use serde_json::{Map, Value, json};
use tencentcloud_catalogue::resources;
use tencentcloud_emulator::KeptResource;
use tencentcloud_schema::resource::{Resource, Use, Verb};
use tencentcloud_schema::{Description, Member};

use crate::call::Call;

/// What actions do with a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doing {
    Reads,
    Changes,
    Deletes,
}

/// Returns the actions that do something with `resource`, each as a call about it: those that show it
/// first, those that end it last, and of each those first that need nothing else.
pub(super) fn about(resource: &KeptResource) -> Vec<(Doing, Call)> {
    let key = &resource.key;
    let facts = resources(&key.service).ok().flatten();
    let kinds = facts
        .as_ref()
        .and_then(|facts| facts.versions.get(&resource.version));
    let Some(kind) = kinds.and_then(|kinds| kinds.get(&key.kind)) else {
        return Vec::new();
    };
    let mut calls: Vec<(Doing, Call, usize)> = kind
        .actions
        .iter()
        .filter_map(|(action, used)| {
            let doing = match used.does {
                Verb::Get | Verb::List => Doing::Reads,
                Verb::Modify | Verb::State | Verb::Add | Verb::Remove => Doing::Changes,
                Verb::Delete => Doing::Deletes,
                Verb::Create => return None,
            };
            let (call, missing) = call(resource, kind, action, used)?;
            Some((doing, call, missing))
        })
        .collect();
    calls.sort_by_key(|(doing, call, missing)| (*doing as u8, *missing, call.action.len()));
    let calls = calls.into_iter();
    calls.map(|(doing, call, _)| (doing, call)).collect()
}

/// Returns the call of `action` about `resource`, and how many other parameters it needs; `None` if it
/// cannot name it.
fn call(
    resource: &KeptResource,
    kind: &Resource,
    action: &str,
    used: &Use,
) -> Option<(Call, usize)> {
    let mut call = Call {
        service: resource.key.service.clone(),
        version: resource.version.clone(),
        action: action.to_owned(),
        region: Some(resource.region.clone()).filter(|region| !region.is_empty()),
        ..Call::default()
    };
    let known = call.known()?;
    let request = &known.action().request;
    let value = |member: &str| at(&resource.members, member).filter(|value| !value.is_null());
    let id = kind.id.last()?;
    let mut named = Map::new();
    for (path, member) in &used.by {
        // A list of names beside a list of ids would be a second condition.
        if let Some(value) = value(member).filter(|_| kind.id.contains(member)) {
            let within = used.each.as_deref();
            put(&known.description, request, &mut named, within, path, value);
        }
    }
    let by_filter = used.filters.as_ref().filter(|_| named.is_empty());
    if let Some(filters) = by_filter {
        let (name, _) = filters.members.iter().find(|(_, member)| *member == id)?;
        let values = text(value(id)?);
        let is_list = shape(&known.description, request, &filters.at)
            .and_then(|list| inner(&known.description, list, &filters.values))
            .is_none_or(|member| member.list);
        let values = if is_list { json!([values]) } else { values };
        let mut filter = Map::new();
        filter.insert(filters.name.clone(), name.as_str().into());
        filter.insert(filters.values.clone(), values);
        named.insert(filters.at.clone(), json!([filter]));
    }
    if named.is_empty() {
        return None;
    }
    let needed = request.iter().filter(|member| member.required);
    let missing = needed.filter(|member| !named.contains_key(&member.name));
    let missing = missing.count();
    call.parameters = named;
    Some((call, missing))
}

/// Returns the value at `path`, which passes no list.
fn at<'v>(members: &'v Map<String, Value>, path: &str) -> Option<&'v Value> {
    match path.split_once('.') {
        None => members.get(path),
        Some((first, rest)) => at(members.get(first)?.as_object()?, rest),
    }
}

/// Returns the member at `path` of a request.
fn shape<'d>(
    description: &'d Description,
    members: &'d [Member],
    path: &str,
) -> Option<&'d Member> {
    let (first, rest) = path.split_once('.').unwrap_or((path, ""));
    let member = members.iter().find(|member| member.name == first)?;
    match rest {
        "" => Some(member),
        rest => inner(description, member, rest),
    }
}

/// Returns the member at `path` of the objects of `member`.
fn inner<'d>(description: &'d Description, member: &'d Member, path: &str) -> Option<&'d Member> {
    let object = description.types.get(member.kind.object()?)?;
    shape(description, &object.members, path)
}

/// Puts `value` where the request has `path`: within the only entry of the list `within`, if there is one.
fn put(
    description: &Description,
    members: &[Member],
    into: &mut Map<String, Value>,
    within: Option<&str>,
    path: &str,
    value: &Value,
) {
    let own = members
        .iter()
        .any(|member| path.split('.').next() == Some(&member.name));
    let path = match within {
        Some(list) if !own => format!("{list}.{path}"),
        _ => path.to_owned(),
    };
    let (first, rest) = path.split_once('.').unwrap_or((&path, ""));
    let Some(member) = members.iter().find(|member| member.name == first) else {
        return;
    };
    let mut wrap = |value: Value| {
        let value = if member.list { json!([value]) } else { value };
        into.insert(first.to_owned(), value);
    };
    if rest.is_empty() {
        wrap(match member.kind.is_text() {
            true => text(value),
            false => value.clone(),
        });
        return;
    }
    let object = member
        .kind
        .object()
        .and_then(|name| description.types.get(name));
    let Some(object) = object else { return };
    // Of an id of several members, the second joins the first.
    let mut entry = match into.get(first) {
        Some(Value::Array(entries)) => entries.first().and_then(Value::as_object).cloned(),
        Some(Value::Object(entry)) => Some(entry.clone()),
        _ => None,
    }
    .unwrap_or_default();
    put(description, &object.members, &mut entry, None, rest, value);
    let value = Value::Object(entry);
    let value = if member.list { json!([value]) } else { value };
    into.insert(first.to_owned(), value);
}

/// Returns a value as text, which ids in requests are.
fn text(value: &Value) -> Value {
    match value {
        Value::Number(number) => number.to_string().into(),
        value => value.clone(),
    }
}
