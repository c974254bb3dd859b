//! What a parameter takes, in words.

use serde_json::Value;
use tencentcloud_schema::{Kind, Member};

use crate::shell::quoted;

/// The most values that are shown of a long list of them.
const SHOWN: usize = 12;

/// Returns the kind of value that `member` takes, with its article; `item` is true for an item of a list.
pub(super) fn kind(member: &Member, item: bool) -> String {
    let (one, many) = match &member.kind {
        Kind::String => ("a text", "texts"),
        Kind::Integer | Kind::Int64 => ("a whole number", "whole numbers"),
        Kind::Uint64 => ("a whole number from 0", "whole numbers from 0"),
        Kind::Float => ("a number", "numbers"),
        Kind::Bool => ("true or false", "true or false"),
        Kind::Binary => ("a file", "files"),
        Kind::Date => ("a date (2026-01-31)", "dates (2026-01-31)"),
        Kind::DateTime => (
            "a time (2026-01-31 08:00:00)",
            "times (2026-01-31 08:00:00)",
        ),
        Kind::DateTimeIso => (
            "a time (2026-01-31T08:00:00+08:00)",
            "times (2026-01-31T08:00:00+08:00)",
        ),
        Kind::Object(name) if member.list && !item => return format!("a list of {name} objects"),
        Kind::Object(name) => return format!("an object {name}"),
    };
    match member.list && !item {
        true => format!("a list of {many}"),
        false => one.to_owned(),
    }
}

/// Returns what is needed at `path`: the kind of value, the documented values, and an example to type.
pub(super) fn needed(member: &Member, item: bool, path: &str) -> String {
    let kind = kind(member, item);
    let values = values(member).map(|values| format!(", {values}"));
    format!(
        "{kind}{} (e.g. {})",
        values.unwrap_or_default(),
        typed(member, item, path)
    )
}

/// Returns the documented values of `member`, if there are any.
pub(super) fn values(member: &Member) -> Option<String> {
    let (listed, more) = match &*member.values {
        [] => return None,
        values if values.len() > SHOWN => (&values[..SHOWN], ", …"),
        values => (values, ""),
    };
    Some(format!("one of {}{more}", listed.join(", ")))
}

/// Returns an example of the parameter at `path` as it is typed.
pub(super) fn typed(member: &Member, item: bool, path: &str) -> String {
    let list = member.list && !item;
    match (&member.kind, example(member)) {
        (Kind::Binary, _) => format!("--{path} @FILE"),
        (Kind::Object(_), _) if list => format!("--{path} '[{{…}}]' or --{path}.0.…"),
        (Kind::Object(_), _) => format!("--{path} '{{…}}' or --{path}.…"),
        (_, Value::String(text)) => format!("--{path} {}", quoted(&text)),
        (_, value) => format!("--{path} {value}"),
    }
}

/// Returns a value that `member`, or an item of it, can have: the documented example, else one of its
/// documented values, else its default, else any of its type.
pub fn example(member: &Member) -> Value {
    let own = |value: &Value| match &member.kind {
        Kind::Bool => value.is_boolean(),
        Kind::Float => value.is_number(),
        kind if kind.is_integer() => value.is_i64() || value.is_u64(),
        _ => value.is_string(),
    };
    let first = |value: &Value| match value {
        Value::Array(items) => items.first().cloned(),
        value => Some(value.clone()),
    };
    let documented = member.example.as_ref().and_then(first).filter(own);
    let listed = || {
        let text = member.values.first()?;
        let number = || serde_json::from_str(text).ok();
        let value = if member.kind.is_text() {
            Some(text.clone().into())
        } else {
            number()
        };
        value.filter(own)
    };
    let default = || member.default.as_ref().and_then(first).filter(own);
    let any = || match &member.kind {
        Kind::Bool => Value::Bool(true),
        Kind::Float | Kind::Integer | Kind::Int64 | Kind::Uint64 => match &member.min {
            Some(least) => Value::Number(least.clone()),
            None => 1.into(),
        },
        Kind::Date => "2026-01-31".into(),
        Kind::DateTime => "2026-01-31 08:00:00".into(),
        Kind::DateTimeIso => "2026-01-31T08:00:00+08:00".into(),
        _ => member.name.to_uppercase().into(),
    };
    documented
        .or_else(listed)
        .or_else(default)
        .unwrap_or_else(any)
}

/// Returns what a JSON value is, without the value.
pub(super) fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
