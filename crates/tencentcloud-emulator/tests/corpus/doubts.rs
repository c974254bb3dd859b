//! The parameters that a response is expected to warn of.

use std::collections::BTreeSet;

use serde_json::{Map, Value};
use tencentcloud_schema::{Description, Member};

/// Returns the paths of the values that are not among the listed ones, case aside.
pub(crate) fn of(
    description: &Description,
    members: &[Member],
    given: &Map<String, Value>,
    path: &str,
    found: &mut BTreeSet<String>,
) {
    for member in members {
        let path = format!("{path}{}", member.name);
        match given.get(&member.name) {
            None | Some(Value::Null) => {}
            Some(Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    one(description, member, item, &format!("{path}.{index}"), found);
                }
            }
            Some(value) => one(description, member, value, &path, found),
        }
    }
}

fn one(
    description: &Description,
    member: &Member,
    value: &Value,
    path: &str,
    found: &mut BTreeSet<String>,
) {
    let object = member
        .kind
        .object()
        .and_then(|name| description.types.get(name));
    if let (Some(object), Value::Object(given)) = (object, value) {
        of(
            description,
            &object.members,
            given,
            &format!("{path}."),
            found,
        );
        return;
    }
    let text = value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned);
    let mut listed = member.values.iter().map(|value| value.to_lowercase());
    if !member.values.is_empty() && !listed.any(|value| value == text.to_lowercase()) {
        found.insert(path.to_owned());
    }
}
