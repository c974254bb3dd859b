//! What stands in a field and beside it. It is a hint: documentation is often incomplete, and nothing of
//! it keeps a value from being sent.

use serde_json::Value;
use tencentcloud_schema::Member;

use crate::member::{form, plain, range};
use crate::page::Language;

/// The most values that are listed beside a field; all of them are offered in it.
const VALUES: usize = 8;
/// The longest example that stands within a field, in characters.
const LONGEST: usize = 60;

/// Returns the facts that help to fill `member` in, a few words each.
pub(super) fn facts(language: Language, member: &Member) -> Vec<String> {
    let t = |english, chinese| language.pick(english, chinese);
    let mut facts = Vec::new();
    facts.extend(language.pick(member.doc.clone(), None));
    facts.extend(range(member));
    let default = member.default.as_ref().map(plain);
    facts.extend(default.map(|default| format!("{} {default}", t("default", "默认"))));
    let header = member.header.as_ref();
    facts.extend(header.map(|header| format!("{} {header}", t("header", "请求头"))));
    if !member.values.is_empty() {
        let listed: Vec<&str> = member.values.iter().map(String::as_str).collect();
        let shown = listed[..listed.len().min(VALUES)].join(" · ");
        let more = listed.len().saturating_sub(VALUES);
        facts.push(if more > 0 {
            format!("{shown} … +{more}")
        } else {
            shown
        });
    }
    facts
}

/// Returns what stands in the field of `member` while it is empty: an example, or the form of a date.
pub(super) fn placeholder(member: &Member) -> Option<String> {
    if member.sensitive {
        return None;
    }
    let example = match member.example.as_ref() {
        Some(Value::Array(items)) => items.first(),
        example => example,
    };
    let example = example.filter(|example| !example.is_object() && !example.is_null());
    let example = example.map(plain).filter(|text| !text.is_empty());
    let shown = example.or_else(|| form(&member.kind).map(str::to_owned))?;
    match shown.char_indices().nth(LONGEST) {
        Some((end, _)) => Some(format!("{}…", &shown[..end])),
        None => Some(shown),
    }
}
