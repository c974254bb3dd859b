//! Answers where nothing is known: empty, each of its kind.

use serde_json::{Map, Value};
use tencentcloud_schema::{Kind, Member};

use crate::call::Call;

/// The value of a member that nothing is known of: empty, of its kind.
pub(super) fn empty(member: &Member) -> Value {
    if member.list {
        return Value::Array(Vec::new());
    }
    if member.nullable {
        return Value::Null;
    }
    match &member.kind {
        kind if kind.is_integer() => 0.into(),
        Kind::Float => 0.0.into(),
        Kind::Bool => false.into(),
        Kind::Object(_) => Value::Null,
        _ => "".into(),
    }
}

/// The members of an object type, from `record` where it has them, else empty.
pub(crate) fn shaped(call: &Call, object: &str, record: &Map<String, Value>) -> Map<String, Value> {
    let Some(object) = call.target.description().types.get(object) else {
        return record.clone();
    };
    let members = object.members.iter();
    members
        .filter(|member| member.always || record.contains_key(&member.name))
        .map(|member| {
            let value = record.get(&member.name).cloned();
            (member.name.clone(), value.unwrap_or_else(|| empty(member)))
        })
        .collect()
}
