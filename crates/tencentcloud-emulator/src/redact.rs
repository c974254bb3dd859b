//! Requests and responses without their secrets.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use tencentcloud_schema::{Member, Object};

/// What stands for a secret.
const MASK: &str = "***";

/// Returns `given` with every secret masked, and without members that `members` and the object `types` of
/// their description lack: nobody has said that they are no secrets.
pub(crate) fn without_secrets(
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
    use tencentcloud_schema::{Description, Kind};

    use super::*;

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
        let inner = tencentcloud_schema::Object {
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
