//! Facts as documentation.

use serde_json::Value;
use tencentcloud_schema::{Action, Description, Kind, Member, Region, Status};

use crate::items::types::Rule;

/// Examples longer than this say less than they cost.
const EXAMPLE: usize = 80;

/// The lines of a field: our own sentence where there is one, and the facts in one line.
pub(crate) fn member(member: &Member, rule: Rule, boxed: bool) -> Vec<String> {
    let mut facts = vec![code(&member.name)];
    if member.required && rule == Rule::Request {
        facts.push(match boxed {
            false => "required".to_owned(),
            true => "required, but optional here: no value could hold itself".to_owned(),
        });
    }
    match member.kind {
        Kind::Date => facts.push("a date".to_owned()),
        Kind::DateTime => facts.push("a time".to_owned()),
        Kind::DateTimeIso => facts.push("a time in ISO 8601 form".to_owned()),
        _ => {}
    }
    let values: Vec<_> = member
        .values
        .iter()
        .filter(|value| !value.trim().is_empty())
        .map(|value| code(value))
        .collect();
    if !values.is_empty() {
        facts.push(values.join(", "));
    }
    match (&member.min, &member.max) {
        (Some(min), Some(max)) => facts.push(format!("{min} to {max}")),
        (Some(min), None) => facts.push(format!("at least {min}")),
        (None, Some(max)) => facts.push(format!("at most {max}")),
        (None, None) => {}
    }
    if let Some(default) = &member.default {
        facts.push(format!("default {}", literal(default)));
    }
    if let Some(example) = member
        .example
        .as_ref()
        .map(literal)
        .filter(|e| e.chars().count() <= EXAMPLE)
    {
        facts.push(format!("e.g. {example}"));
    }
    if member.deprecated {
        facts.push("deprecated".to_owned());
    }
    let facts = facts.join(" · ");
    match &member.doc {
        Some(doc) => sentences(doc).chain([String::new(), facts]).collect(),
        None => vec![facts],
    }
}

/// The lines of an action: its title, our own sentence, its facts and its page.
pub(crate) fn action(description: &Description, name: &str, action: &Action) -> Vec<String> {
    let mut lines: Vec<_> = action.title.as_deref().map(prose).into_iter().collect();
    if let Some(doc) = &action.doc {
        lines.extend(apart(&lines));
        lines.extend(sentences(doc));
    }
    // Without a title the name is in the facts.
    let mut facts = vec![format!("[`{name}`]({})", explorer(description, name))];
    match action.region {
        Some(Region::Required) => facts.push("region required".to_owned()),
        Some(Region::Optional) => facts.push("region optional".to_owned()),
        Some(Region::None) => facts.push("no region".to_owned()),
        None => {}
    }
    match action.rate {
        Some(1) => facts.push("1 request a second".to_owned()),
        Some(rate) => facts.push(format!("{rate} requests a second")),
        None => {}
    }
    if let Some(status) = retired(action) {
        facts.push(status.to_owned());
    }
    lines.extend(apart(&lines));
    lines.push(facts.join(" · "));
    lines
}

/// The empty line behind those lines, where there are any.
fn apart(lines: &[String]) -> Option<String> {
    (!lines.is_empty()).then(String::new)
}

/// An action's title, or its name where no source gives one.
pub(crate) fn title(name: &str, action: &Action) -> String {
    action.title.as_deref().map_or_else(|| code(name), prose)
}

/// What a caller of an action that is no longer offered should know.
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
        "https://console.cloud.tencent.com/api/explorer?Product={}&Version={}&Action={action}",
        description.service, description.version
    )
}

/// A literal of the API, as it stands in JSON but without the quotes of a string.
fn literal(value: &Value) -> String {
    match value {
        Value::String(text) if text.is_empty() => code("\"\""),
        Value::String(text) if text.chars().any(char::is_control) => code(&value.to_string()),
        Value::String(text) => code(text),
        value => code(&value.to_string()),
    }
}

/// Text as Markdown code, whatever it holds.
pub(crate) fn code(text: &str) -> String {
    let text = text.trim().replace(['\r', '\n'], " ");
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    if longest > 0 {
        format!("{fence} {text} {fence}")
    } else {
        format!("{fence}{text}{fence}")
    }
}

/// A text's lines, each a paragraph of its own.
pub(crate) fn sentences(text: &str) -> impl Iterator<Item = String> {
    let lines = text.lines().map(prose).filter(|line| !line.is_empty());
    lines.enumerate().flat_map(|(index, line)| {
        let apart = (index > 0).then(String::new);
        apart.into_iter().chain([line])
    })
}

/// Text as Markdown prose: what Markdown or rustdoc would read as markup is escaped.
pub(crate) fn prose(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            '\r' | '\n' => out.push(' '),
            '<' | '>' | '[' | ']' | '*' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}
