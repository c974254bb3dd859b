//! Parameters as they were edited, with what was not shown.

use serde_json::{Map, Value};

/// What stands for a secret.
const MASK: &str = "***";

/// Returns `given` as `edited` changes what was `shown` of it: what was not shown, and secrets that were
/// left as they were shown, keep their values.
///
/// # Errors
/// Returns the path of a value that stands for a secret of which nothing is known.
pub(super) fn merged(
    given: &Map<String, Value>,
    shown: &Map<String, Value>,
    edited: &Map<String, Value>,
) -> Result<Map<String, Value>, String> {
    object(given, shown, edited, "")
}

fn object(
    given: &Map<String, Value>,
    shown: &Map<String, Value>,
    edited: &Map<String, Value>,
    path: &str,
) -> Result<Map<String, Value>, String> {
    let mut merged = Map::new();
    for (name, value) in given {
        if !shown.contains_key(name) && !edited.contains_key(name) {
            merged.insert(name.clone(), value.clone());
        }
    }
    for (name, new) in edited {
        let path = match path {
            "" => name.clone(),
            path => format!("{path}.{name}"),
        };
        let known = given.get(name).zip(shown.get(name));
        merged.insert(name.clone(), value(known, new, &path)?);
    }
    Ok(merged)
}

fn value(known: Option<(&Value, &Value)>, edited: &Value, path: &str) -> Result<Value, String> {
    match (known, edited) {
        (Some((given, shown)), edited) if shown == edited => Ok(given.clone()),
        (Some((Value::Object(given), Value::Object(shown))), Value::Object(edited)) => {
            Ok(object(given, shown, edited, path)?.into())
        }
        (None | Some(_), Value::Object(edited)) => {
            let none = Map::new();
            Ok(object(&none, &none, edited, path)?.into())
        }
        (known, Value::Array(edited)) => items(known, edited, path),
        (_, Value::String(text)) if text == MASK => Err(path.to_owned()),
        (_, edited) => Ok(edited.clone()),
    }
}

/// An item is the one that was shown as it is now, at its own place if that is one of them, else the
/// one at its place.
fn items(known: Option<(&Value, &Value)>, edited: &[Value], path: &str) -> Result<Value, String> {
    let (given, shown) = match known {
        Some((Value::Array(given), Value::Array(shown))) if given.len() == shown.len() => {
            (&given[..], &shown[..])
        }
        _ => (&[][..], &[][..]),
    };
    let merged = edited.iter().enumerate().map(|(index, item)| {
        let same = match shown.get(index) == Some(item) {
            true => Some(index),
            false => shown.iter().position(|shown| shown == item),
        };
        let at = same.unwrap_or(index);
        let known = given.get(at).zip(shown.get(at));
        value(known, item, &format!("{path}.{index}"))
    });
    merged.collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(given: Value, shown: Value, edited: Value) -> Result<Value, String> {
        let map = |value: Value| value.as_object().cloned().unwrap();
        merged(&map(given), &map(shown), &map(edited)).map(Value::Object)
    }

    #[test]
    fn a_secret_that_was_not_edited_is_what_it_was() {
        let given = json!({"Login": {"Password": "hush", "Name": "a"}, "Count": 1, "Hidden": [7]});
        let shown = json!({"Login": {"Password": "***", "Name": "a"}, "Count": 1});
        let edited = json!({"Login": {"Password": "***", "Name": "b"}, "New": true});
        let expected =
            json!({"Hidden": [7], "Login": {"Password": "hush", "Name": "b"}, "New": true});
        assert_eq!(of(given.clone(), shown.clone(), edited), Ok(expected));
        let other = json!({"Login": {"Password": "other"}, "Hidden": [8]});
        assert_eq!(of(given.clone(), shown.clone(), other.clone()), Ok(other));
        let moved = json!({"Password": "***"});
        assert_eq!(of(given, shown, moved), Err("Password".to_owned()));
    }

    #[test]
    fn an_item_takes_its_secret_along() {
        let given = json!({"List": [{"Name": "a", "Key": "one"}, {"Name": "b", "Key": "two"}]});
        let shown = json!({"List": [{"Name": "a", "Key": "***"}, {"Name": "b", "Key": "***"}]});
        let edited = json!({"List": [{"Name": "b", "Key": "***"}]});
        let expected = json!({"List": [{"Name": "b", "Key": "two"}]});
        assert_eq!(of(given.clone(), shown.clone(), edited), Ok(expected));
        let more = json!({"List": [{"Name": "c", "Key": "***"}, {"Name": "b", "Key": "***"}, {"Key": "***"}]});
        let told = of(given.clone(), shown.clone(), more).unwrap_err();
        assert_eq!(told, "List.2.Key");
        let changed = json!({"List": [{"Name": "c", "Key": "***"}]});
        let expected = json!({"List": [{"Name": "c", "Key": "one"}]});
        assert_eq!(of(given, shown, changed), Ok(expected));
    }
}
