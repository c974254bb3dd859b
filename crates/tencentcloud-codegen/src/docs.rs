//! Facts as documentation: the sentences of generated code.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;
use tencentcloud_schema::{Action, Description, Kind, Member, Region, Site, Status};

use crate::items::types::Rule;
use crate::text::{code, paragraphs, prose, query};

/// Examples longer than this say less than they cost.
const EXAMPLE: usize = 80;

/// The lines of a field: our own sentence where there is one, and the facts in one line. `value`
/// writes a listed value, as a link to its constant where there is one.
pub(crate) fn member(
    member: &Member,
    rule: Rule,
    boxed: bool,
    value: impl Fn(&str) -> String,
) -> Vec<String> {
    let mut facts = vec![code(&member.name)];
    if member.required && rule == Rule::Request {
        facts.push(match boxed {
            false => "required".to_owned(),
            true => "required, but optional here: no value could hold itself".to_owned(),
        });
    }
    facts.extend(form(&member.kind).map(str::to_owned));
    facts.extend(list("", &member.values, value));
    facts.extend(list("filters: ", &member.filters, code));
    facts.extend(bounds(member));
    if let Some(default) = &member.default {
        facts.push(format!("default {}", literal(default)));
    }
    let example = member.example.as_ref().map(literal);
    if let Some(example) = example.filter(|example| example.chars().count() <= EXAMPLE) {
        facts.push(format!("e.g. {example}"));
    }
    if member.deprecated {
        facts.push("deprecated".to_owned());
    }
    let facts = facts.join(" · ");
    match &member.doc {
        Some(doc) => paragraphs(doc).chain([String::new(), facts]).collect(),
        None => vec![facts],
    }
}

/// The format of a text of that kind.
fn form(kind: &Kind) -> Option<&'static str> {
    match kind {
        Kind::Date => Some("a date"),
        Kind::DateTime => Some("a time"),
        Kind::DateTimeIso => Some("a time in ISO 8601 form"),
        _ => None,
    }
}

/// Values in a row, unless all are blank.
fn list(before: &str, values: &[String], write: impl Fn(&str) -> String) -> Option<String> {
    let shown = values.iter().filter(|value| !value.trim().is_empty());
    let shown: Vec<_> = shown.map(|value| write(value)).collect();
    (!shown.is_empty()).then(|| format!("{before}{}", shown.join(", ")))
}

fn bounds(member: &Member) -> Option<String> {
    match (&member.min, &member.max) {
        (Some(min), Some(max)) => Some(format!("{min} to {max}")),
        (Some(min), None) => Some(format!("at least {min}")),
        (None, Some(max)) => Some(format!("at most {max}")),
        (None, None) => None,
    }
}

/// The lines of an action's request: its title, our own sentence, and its facts with its page.
pub(crate) fn action(description: &Description, name: &str, action: &Action) -> Vec<String> {
    // Without a title the name is in the facts.
    let title = title(action.title.as_deref(), action.title_en.as_deref());
    let mut lines: Vec<_> = title.into_iter().collect();
    if let Some(doc) = &action.doc {
        lines.extend(apart(&lines));
        lines.extend(paragraphs(doc));
    }
    let mut facts = vec![format!("[`{name}`]({})", explorer(description, name))];
    facts.extend(region(action.region).map(str::to_owned));
    facts.extend(action.rate.map(|rate| match rate {
        1 => "1 request per second".to_owned(),
        rate => format!("{rate} requests per second"),
    }));
    facts.extend(site(action).map(str::to_owned));
    facts.extend(retired(action).map(str::to_owned));
    lines.extend(apart(&lines));
    lines.push(facts.join(" · "));
    lines
}

/// The documentation that rustdoc alone sees. The compiler resolves the links of a library's
/// documentation in every build, which these would lengthen.
pub(crate) fn for_rustdoc(lines: impl IntoIterator<Item = String>) -> Option<TokenStream> {
    let lines = lines.into_iter().flat_map(|line| [String::new(), line]);
    let lines: Vec<_> = lines.map(|line| quote!(doc = #line)).collect();
    (!lines.is_empty()).then(|| quote!(#[cfg_attr(doc, #(#lines),*)]))
}

/// The empty line after `lines`, if there are any.
fn apart(lines: &[String]) -> Option<String> {
    (!lines.is_empty()).then(String::new)
}

/// A title in English with the Chinese one behind it, or the one that there is.
pub(crate) fn title(chinese: Option<&str>, english: Option<&str>) -> Option<String> {
    let text = |title: Option<&str>| title.map(prose).filter(|title| !title.is_empty());
    match (text(english), text(chinese)) {
        (Some(english), Some(chinese)) if english != chinese => {
            Some(format!("{english} ({chinese})"))
        }
        (english, chinese) => english.or(chinese),
    }
}

/// A service's title, or its name.
pub(crate) fn service(description: &Description) -> String {
    title(
        description.title.as_deref(),
        description.title_en.as_deref(),
    )
    .unwrap_or_else(|| code(&description.service))
}

/// Whether the action takes Region, if a source is known.
fn region(region: Option<Region>) -> Option<&'static str> {
    region.map(|region| match region {
        Region::Required => "region required",
        Region::Optional => "region optional",
        Region::None => "no region",
    })
}

/// The site that offers the action, where it is one of the two.
fn site(action: &Action) -> Option<&'static str> {
    let mut sites = action.sites.iter();
    match (sites.next(), sites.next()) {
        (Some(Site::China), None) => Some("Chinese site only"),
        (Some(Site::International), None) => Some("international site only"),
        _ => None,
    }
}

/// The note on an action that is no longer offered.
pub(crate) fn retired(action: &Action) -> Option<&'static str> {
    match action.status {
        Status::Online => None,
        Status::Deprecated => Some("deprecated by the vendor"),
        Status::Offline => Some("no longer offered by the vendor"),
    }
}

/// The action's page in the vendor's API Explorer.
fn explorer(description: &Description, action: &str) -> String {
    format!(
        "https://console.cloud.tencent.com/api/explorer?Product={}&Version={}&Action={}",
        query(&description.service),
        query(&description.version),
        query(action)
    )
}

/// A literal of the API, as JSON, without the quotes of a string.
fn literal(value: &Value) -> String {
    match value {
        Value::String(text) if text.is_empty() => code("\"\""),
        Value::String(text) if text.chars().any(char::is_control) => code(&value.to_string()),
        Value::String(text) => code(text),
        value => code(&value.to_string()),
    }
}
