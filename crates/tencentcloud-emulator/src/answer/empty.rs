//! Response members of which nothing is known: empty, each of its kind.

use serde_json::Value;
use tencentcloud_schema::{Kind, Member};

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
