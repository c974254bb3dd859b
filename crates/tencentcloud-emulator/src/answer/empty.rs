//! Response members of which nothing is known: empty, each of its kind.

use serde_json::{Map, Value};
use tencentcloud_schema::{Kind, Member};

use crate::call::Call;

/// Returns the empty value of a member's kind.
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

/// Returns an object of the type `object`: the members that `record` has, and empty ones where the
/// description says that they are always there.
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
