//! Requests and responses without their secrets.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::{Action, Member, Object};

/// What stands for a secret.
const MASK: &str = "***";

/// Returns `given`, an object with `members`, with every secret masked by a value of its kind, and
/// without what `members` and the object `types` of their description lack: nobody has said that it is no
/// secret.
pub fn without_secrets(
    given: &Map<String, Value>,
    members: &[Member],
    types: &BTreeMap<String, Object>,
) -> Map<String, Value> {
    let known = given.iter().filter_map(|(name, value)| {
        let member = members.iter().find(|member| member.name == *name)?;
        let shown = if member.sensitive {
            hidden(value)
        } else {
            shown(value, member, types)
        };
        Some((name.clone(), shown))
    });
    known.collect()
}

/// Returns `given`, the `Response` of `action`, as [`without_secrets`] does with the object `types` of its
/// description; `Error` and `RequestId` stay.
pub fn response_without_secrets(
    given: &Map<String, Value>,
    action: &Action,
    types: &BTreeMap<String, Object>,
) -> Map<String, Value> {
    let mut shown = without_secrets(given, &action.response, types);
    for name in ["Error", "RequestId"] {
        if let Some(value) = given.get(name) {
            shown.insert(name.to_owned(), value.clone());
        }
    }
    shown
}

fn shown(value: &Value, member: &Member, types: &BTreeMap<String, Object>) -> Value {
    let object_type = member.kind.object().and_then(|name| types.get(name));
    match (value, object_type) {
        (Value::Array(items), _) => items
            .iter()
            .map(|item| shown(item, member, types))
            .collect(),
        (Value::Object(given), Some(object)) if !object.members.is_empty() => {
            without_secrets(given, &object.members, types).into()
        }
        // Of an object without described members nothing is known.
        (Value::Object(_), _) => hidden(value),
        (scalar, _) => scalar.clone(),
    }
}

fn hidden(value: &Value) -> Value {
    match value {
        Value::Null => Value::Null,
        // Of the same kind, so that a response without its secrets can still be read.
        Value::Bool(_) => false.into(),
        Value::Number(_) => 0.into(),
        Value::Array(_) => Vec::<Value>::new().into(),
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| (name.clone(), hidden(value)))
            .collect(),
        Value::String(_) => MASK.into(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{Description, Kind};

    #[test]
    fn secrets_and_what_nobody_described_are_not_shown() {
        let text = r#"{"format": 1, "service": "vault", "version": "2031-04-05", "title": "t", "actions": {}, "types": {}}"#;
        let mut description = match Description::parse(text, "a test") {
            Ok(description) => description,
            Err(error) => panic!("{error}"),
        };
        let member = |name: &str, sensitive| Member {
            sensitive,
            ..Member::new(name, Kind::String)
        };
        let inner = crate::Object {
            members: vec![member("Password", true), member("Name", false)],
            ..Default::default()
        };
        description.types.insert("Login".to_owned(), inner);
        let members = [
            member("Token", true),
            member("Zone", false),
            Member {
                list: true,
                ..Member::new("Logins", Kind::Object("Login".to_owned()))
            },
        ];
        let given = json!({
            "Token": "secret", "Zone": "a", "Unknown": "secret",
            "Logins": [{"Password": "secret", "Name": "b", "Other": "secret"}],
        });
        let shown = without_secrets(given.as_object().unwrap(), &members, &description.types);
        let expected =
            json!({"Token": "***", "Zone": "a", "Logins": [{"Password": "***", "Name": "b"}]});
        assert_eq!(Value::Object(shown), expected);
    }
}
