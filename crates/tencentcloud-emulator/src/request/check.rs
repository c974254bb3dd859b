//! Parameters against the description.

use serde_json::{Map, Value};
use tencentcloud_schema::{Action, Description, Kind, Member};

use super::form::{expected, join};
use crate::fault::Fault;

/// Checks names, types and presence. Listed values and bounds are hints and are not checked; a
/// `null` counts as left out.
///
/// # Errors
/// A parameter is unknown, of the wrong type or missing; the first one is reported.
pub(crate) fn parameters(
    given: &Map<String, Value>,
    action: &Action,
    description: &Description,
) -> Result<(), Fault> {
    object(given, &action.request, description, "")
}

fn object(
    given: &Map<String, Value>,
    members: &[Member],
    description: &Description,
    path: &str,
) -> Result<(), Fault> {
    for (name, value) in given {
        let path = join(path, name);
        let member = members
            .iter()
            .find(|member| member.name == *name)
            .ok_or_else(|| unknown(&path, name, members))?;
        if !value.is_null() {
            check(value, member, description, &path)?;
        }
    }
    let missing = members
        .iter()
        .find(|member| member.required && given.get(&member.name).is_none_or(Value::is_null));
    match missing {
        Some(member) => Err(Fault::missing(&join(path, &member.name))),
        None => Ok(()),
    }
}

fn check(
    value: &Value,
    member: &Member,
    description: &Description,
    path: &str,
) -> Result<(), Fault> {
    match value {
        Value::Array(items) if member.list => items
            .iter()
            .enumerate()
            .try_for_each(|(i, item)| one(item, &member.kind, description, &format!("{path}.{i}"))),
        _ if member.list => Err(Fault::mistyped(path, &expected(member), kind_of(value))),
        value => one(value, &member.kind, description, path),
    }
}

fn one(value: &Value, kind: &Kind, description: &Description, path: &str) -> Result<(), Fault> {
    if !kind.accepts(value) {
        return Err(Fault::mistyped(path, kind.as_str(), kind_of(value)));
    }
    // Of a type without members nothing is known, so nothing in it is unknown.
    if let (Some(name), Value::Object(given)) = (kind.object(), value)
        && let Some(object_type) = description.types.get(name)
        && !object_type.members.is_empty()
    {
        return object(given, &object_type.members, description, path);
    }
    Ok(())
}

fn unknown(path: &str, name: &str, members: &[Member]) -> Fault {
    let mut message = format!("The parameter `{path}` does not exist");
    match members
        .iter()
        .find(|member| member.name.eq_ignore_ascii_case(name))
    {
        Some(member) => message.push_str(&format!("; `{}` does.", member.name)),
        None => message.push('.'),
    }
    Fault::new("UnknownParameter", message)
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(number) if number.is_f64() => "a number with a fraction",
        Value::Number(_) => "a whole number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// Returns the parameters without those that are `null`, at any depth.
pub(crate) fn without_null(given: Map<String, Value>) -> Map<String, Value> {
    fn clean(value: Value) -> Value {
        match value {
            Value::Object(map) => without_null(map).into(),
            Value::Array(items) => items.into_iter().map(clean).collect(),
            scalar => scalar,
        }
    }
    given
        .into_iter()
        .filter(|(_, value)| !value.is_null())
        .map(|(name, value)| (name, clean(value)))
        .collect()
}
