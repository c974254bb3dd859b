//! Values as short text.

use serde_json::{Map, Value};

use crate::shape::{is_nested, plain_text};

/// How many items of a list are told, at most.
const TOLD: usize = 3;

/// Returns `value` on one line: lists of plain values by their first ones, tags as `key=value`, other
/// lists by their number, objects by their first members.
pub fn fold(value: &Value) -> String {
    match value {
        Value::Array(items) => list(items),
        Value::Object(members) => object(members),
        value => plain_text(value),
    }
}

/// Returns `text` without what would move the cursor or change the colours of a terminal.
pub fn clean(text: &str) -> String {
    let seen = |c: char| match c {
        '\n' | '\r' | '\t' => ' ',
        c if c.is_control() => char::REPLACEMENT_CHARACTER,
        c => c,
    };
    text.chars().map(seen).collect()
}

fn list(items: &[Value]) -> String {
    let told: Option<Vec<String>> = items.iter().take(TOLD).map(item).collect();
    match (told, items.len()) {
        (_, 0) => String::new(),
        (Some(told), count) if count > TOLD => format!("{} … {count}", told.join(", ")),
        (Some(told), _) => told.join(", "),
        (None, 1) => match &items[0] {
            Value::Object(members) => object(members),
            _ => "1 item".to_owned(),
        },
        (None, count) => format!("{count} items"),
    }
}

/// An item that is short by itself: a plain value or a tag.
fn item(value: &Value) -> Option<String> {
    match value {
        Value::Object(members) => tag(members),
        Value::Array(_) => None,
        value => Some(plain_text(value)),
    }
}

fn tag(members: &Map<String, Value>) -> Option<String> {
    let text = |names: [&str; 2]| {
        let value = names.into_iter().find_map(|name| members.get(name))?;
        (!is_nested(value)).then(|| plain_text(value))
    };
    let key = text(["Key", "TagKey"])?;
    let value = text(["Value", "TagValue"])?;
    Some(format!("{key}={value}"))
}

fn object(members: &Map<String, Value>) -> String {
    if let Some(tag) = tag(members) {
        return tag;
    }
    let given = members
        .iter()
        .filter(|(_, value)| !is_nested(value) && !value.is_null());
    let mut told: Vec<String> = given
        .take(TOLD)
        .map(|(name, value)| format!("{name}={}", plain_text(value)))
        .collect();
    if told.len() < members.len() {
        told.push("…".to_owned());
    }
    told.join(" ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_short() {
        for (value, short) in [
            (json!("x"), "x"),
            (json!(null), ""),
            (json!([]), ""),
            (json!(["10.0.0.1", "10.0.0.2"]), "10.0.0.1, 10.0.0.2"),
            (json!([1, 2, 3, 4]), "1, 2, 3 … 4"),
            (json!([{"Key": "env", "Value": "prod"}]), "env=prod"),
            (
                json!([{"TagKey": "a", "TagValue": "b"}, {"TagKey": "c", "TagValue": ""}]),
                "a=b, c=",
            ),
            (json!([{"x": 1}, {"x": 2}]), "2 items"),
            (json!({"Zone": "z", "Id": 0, "Hosts": []}), "Zone=z Id=0 …"),
        ] {
            assert_eq!(fold(&value), short, "{value}");
        }
        assert_eq!(clean("a\nb\u{1b}[31mc"), "a b\u{fffd}[31mc");
    }
}
