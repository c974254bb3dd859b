//! What the description says of a member, in the reader's language. It is a hint: documentation is
//! often incomplete, and nothing of it keeps a value from being sent.

use serde_json::{Number, Value};
use tencentcloud_schema::{Kind, Member};

use crate::page::Language;

/// The most values that are listed beside a field; all of them are offered in it.
const VALUES: usize = 8;
/// The longest example that stands within a field, in characters.
const LONGEST: usize = 60;

/// Returns what kind of value `member` takes.
pub(super) fn kind(language: Language, member: &Member) -> String {
    let t = |english, chinese| language.pick(english, chinese);
    let one = match &member.kind {
        Kind::String => t("string", "字符串"),
        Kind::Integer | Kind::Int64 | Kind::Uint64 => t("integer", "整数"),
        Kind::Float => t("number", "数值"),
        Kind::Bool => t("boolean", "布尔值"),
        Kind::Binary => t("file", "文件"),
        Kind::Date => t("date", "日期"),
        Kind::DateTime | Kind::DateTimeIso => t("time", "时间"),
        Kind::Object(name) if *name == member.name => t("object", "对象"),
        Kind::Object(name) => name,
    };
    match member.list {
        // Between a Latin and a Chinese word there is a space.
        true if one.is_ascii() => format!("{one} {}", t("list", "列表")),
        true => format!("{one}列表"),
        false => one.to_owned(),
    }
}

/// Returns the facts that help to fill `member` in: range, default, values.
pub(super) fn facts(language: Language, member: &Member) -> Vec<String> {
    let t = |english, chinese| language.pick(english, chinese);
    let mut facts = Vec::new();
    facts.extend(member.doc.clone());
    facts.extend(range(member.min.as_ref(), member.max.as_ref()));
    if let Some(default) = &member.default {
        facts.push(format!("{} {}", t("default", "默认"), text(default)));
    }
    if !member.values.is_empty() {
        let listed = member.values.iter().take(VALUES).map(String::as_str);
        let mut listed = listed.collect::<Vec<_>>().join(" · ");
        match member.values.len().checked_sub(VALUES) {
            Some(more) if more > 0 => listed.push_str(&format!(" … +{more}")),
            _ => {}
        }
        facts.push(listed);
    }
    if let Some(header) = &member.header {
        facts.push(format!(
            "{} {header}",
            t("sent as header", "通过请求头传递")
        ));
    }
    facts
}

/// Returns what stands in the field of `member` while it is empty: an example, or the form of a date.
pub(super) fn placeholder(member: &Member) -> Option<String> {
    if member.sensitive {
        return None;
    }
    let example = member.example.as_ref().and_then(|example| match example {
        Value::Array(items) => items.first(),
        example => Some(example),
    });
    let example = example.filter(|example| !example.is_object() && !example.is_null());
    let example = example.map(text).filter(|text| !text.is_empty());
    let form = match member.kind {
        Kind::Date => Some("2026-01-31"),
        Kind::DateTime => Some("2026-01-31 08:00:00"),
        Kind::DateTimeIso => Some("2026-01-31T08:00:00+08:00"),
        _ => None,
    };
    let shown = example.or(form.map(str::to_owned))?;
    match shown.char_indices().nth(LONGEST) {
        Some((end, _)) => Some(format!("{}…", &shown[..end])),
        None => Some(shown),
    }
}

fn range(least: Option<&Number>, most: Option<&Number>) -> Option<String> {
    match (least, most) {
        (Some(least), Some(most)) => Some(format!("{least} – {most}")),
        (Some(least), None) => Some(format!("≥ {least}")),
        (None, Some(most)) => Some(format!("≤ {most}")),
        (None, None) => None,
    }
}

/// A value as it is typed into a field.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}
