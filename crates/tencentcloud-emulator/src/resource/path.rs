//! Values at a path: member names joined by dots, where a list on the way means each of its items.

use serde_json::{Map, Value};

/// Returns the values at `path`, and of a list at its end the items.
pub(super) fn all<'a>(record: &'a Map<String, Value>, path: &str) -> Vec<&'a Value> {
    fn walk<'a>(value: &'a Value, path: Option<&str>, found: &mut Vec<&'a Value>) {
        match (value, path) {
            (Value::Array(items), path) => {
                for item in items {
                    walk(item, path, found);
                }
            }
            (Value::Object(map), Some(path)) => {
                let (first, rest) = split(path);
                if let Some(inner) = map.get(first) {
                    walk(inner, rest, found);
                }
            }
            (value, None) => found.push(value),
            (_, Some(_)) => {}
        }
    }
    let (first, rest) = split(path);
    let mut found = Vec::new();
    if let Some(value) = record.get(first) {
        walk(value, rest, &mut found);
    }
    found
}

/// Returns the value at `path`, which passes no list.
pub(super) fn get<'a>(record: &'a Map<String, Value>, path: &str) -> Option<&'a Value> {
    match split(path) {
        (name, None) => record.get(name),
        (first, Some(rest)) => get(record.get(first)?.as_object()?, rest),
    }
}

/// Returns where the text or number `wanted` is, with the numbers of items, e.g. `Disks.0.DiskId`.
pub(super) fn of(record: &Map<String, Value>, wanted: &str) -> Option<String> {
    fn within(value: &Value, wanted: &str) -> Option<String> {
        match value {
            Value::Object(record) => of(record, wanted).map(|rest| format!(".{rest}")),
            Value::Array(items) => {
                let mut items = items.iter().enumerate();
                items.find_map(|(index, item)| {
                    within(item, wanted).map(|rest| format!(".{index}{rest}"))
                })
            }
            Value::Null => None,
            scalar => (text(scalar) == wanted).then(String::new),
        }
    }
    let mut members = record.iter();
    members.find_map(|(name, value)| within(value, wanted).map(|rest| format!("{name}{rest}")))
}

/// Returns the value at `path` as text; empty if there is none.
pub(super) fn text_at(record: &Map<String, Value>, path: &str) -> String {
    let value = get(record, path).filter(|value| !value.is_null());
    value.map(text).unwrap_or_default()
}

/// Sets the value at `path`, and makes the objects on the way. A list on the way has the value in
/// each of its objects.
pub(super) fn put(record: &mut Map<String, Value>, path: &str, value: Value) {
    let (first, rest) = split(path);
    let Some(rest) = rest else {
        record.insert(first.to_owned(), value);
        return;
    };
    let inner = record.entry(first).or_insert(Value::Null);
    if let Value::Array(items) = inner {
        for item in items.iter_mut().filter_map(Value::as_object_mut) {
            put(item, rest, value.clone());
        }
        return;
    }
    if !inner.is_object() {
        *inner = Value::Object(Map::new());
    }
    if let Some(inner) = inner.as_object_mut() {
        put(inner, rest, value);
    }
}

/// Splits a path after its first name.
pub(super) fn split(path: &str) -> (&str, Option<&str>) {
    match path.split_once('.') {
        Some((first, rest)) => (first, Some(rest)),
        None => (path, None),
    }
}

/// Returns a scalar as text, by which ids and filters are compared whatever their kind.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_found_and_set_through_lists_and_objects() {
        let mut record = json!({"A": {"B": [{"C": 1}, {"C": [2, 3]}, {}]}, "D": "x"});
        let record = record.as_object_mut().unwrap();
        assert_eq!(all(record, "A.B.C"), [&json!(1), &json!(2), &json!(3)]);
        assert_eq!(all(record, "D"), [&json!("x")]);
        assert!(all(record, "D.E").is_empty() && all(record, "F").is_empty());
        put(record, "G.H", json!(4));
        put(record, "D.E", json!(5));
        put(record, "A.B.I", json!(6));
        assert_eq!(get(record, "G.H"), Some(&json!(4)));
        assert_eq!(get(record, "D.E"), Some(&json!(5)));
        assert_eq!(all(record, "A.B.I").len(), 3);
    }

    #[test]
    fn a_text_or_number_is_found_wherever_it_is() {
        let record = json!({"A": [{"B": null}, {"B": ["x", 7]}], "C": "7", "D": {"E": "y"}});
        let record = record.as_object().unwrap();
        assert_eq!(of(record, "7").as_deref(), Some("A.1.B.1"));
        assert_eq!(of(record, "y").as_deref(), Some("D.E"));
        assert_eq!(of(record, ""), None);
    }
}
