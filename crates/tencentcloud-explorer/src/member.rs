//! What is known of a parameter or of a field of a response.

use maud::{Markup, html};
use serde_json::Value;
use tencentcloud_schema::{Kind, Member};

use crate::page::Reader;

/// How many values are shown before the others are folded.
const SHOWN: usize = 12;
/// The longest example that is shown, in characters.
const LONGEST: usize = 120;

/// Returns the word for the type of a member's value: `string`, `integer[]`, `Filter[]`.
pub(crate) fn kind(member: &Member) -> String {
    let list = if member.list { "[]" } else { "" };
    let kind = match &member.kind {
        Kind::Int64 => "integer",
        Kind::Uint64 => "unsigned",
        kind => kind.as_str(),
    };
    format!("{kind}{list}")
}

/// Returns the sentence, values, range, default, pattern and example of a member; nothing if none is
/// known. The names that filters take are values, too.
pub(crate) fn facts(reader: &Reader, member: &Member) -> Markup {
    let t = |english, chinese| reader.t(english, chinese);
    let example = member.example.as_ref().map(plain);
    let example = example.filter(|example| example.chars().count() <= LONGEST);
    // One of the values is said already.
    let example = example.filter(|example| !member.values.contains(example));
    let single = [
        (t("range", "范围"), range(member)),
        (t("default", "默认"), member.default.as_ref().map(plain)),
        (t("form", "格式"), form(&member.kind).map(str::to_owned)),
        (t("header", "请求头"), member.header.clone()),
        (t("e.g.", "例如"), example),
    ];
    html! {
        @if reader.language.pick(true, false) && let Some(doc) = &member.doc { p { (doc) } }
        (listed(t("values", "取值"), &member.values))
        (listed(t("filters", "过滤条件"), &member.filters))
        @for (name, value) in single {
            @if let Some(value) = value { p class="fact" { span class="hint" { (name) } " " code { (value) } } }
        }
    }
}

fn listed(name: &str, values: &[String]) -> Markup {
    let (shown, folded) = values.split_at(values.len().min(SHOWN));
    let codes = |values: &[String]| html! { @for value in values { code { (value) } " " } };
    html! {
        @if !values.is_empty() {
            div class="fact" {
                span class="hint" { (name) } " " (codes(shown))
                @if !folded.is_empty() {
                    details { summary { "+" (folded.len()) } (codes(folded)) }
                }
            }
        }
    }
}

/// Returns the numbers that the documentation allows, e.g. `1 – 100`.
pub(crate) fn range(member: &Member) -> Option<String> {
    match (&member.min, &member.max) {
        (Some(min), Some(max)) => Some(format!("{min} – {max}")),
        (Some(min), None) => Some(format!("≥ {min}")),
        (None, Some(max)) => Some(format!("≤ {max}")),
        (None, None) => None,
    }
}

/// Returns the form of a text that holds a date or time.
pub(crate) fn form(kind: &Kind) -> Option<&'static str> {
    match kind {
        Kind::Date => Some("2006-01-02"),
        Kind::DateTime => Some("2006-01-02 15:04:05"),
        Kind::DateTimeIso => Some("2006-01-02T15:04:05+08:00"),
        _ => None,
    }
}

/// Returns a value as it is typed.
pub(crate) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
