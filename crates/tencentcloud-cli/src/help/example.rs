//! A command line that calls an action: with the parameters that it requires, by their examples.

use serde_json::Value;
use tencentcloud_calls::shell::quoted;
use tencentcloud_schema::{Description, Kind, Member, Region};

/// Returns the words after `tcloud` of a call of `action` in `description`, ready for a shell.
pub(crate) fn words(description: &Description, action: &str) -> Vec<String> {
    let mut words = vec![description.service.clone(), action.to_owned()];
    let Some(known) = description.actions.get(action) else {
        return words;
    };
    if known.region != Some(Region::None) {
        words.push("--region ap-guangzhou".to_owned());
    }
    let mut given = Vec::new();
    required(description, &known.request, "", &mut given, 0);
    for (name, value) in given {
        // What begins with two hyphens would be read as a name.
        let joint = if value.starts_with("--") { '=' } else { ' ' };
        words.push(format!("--{name}{joint}{}", quoted(&value)));
    }
    words
}

/// Joins words to a command line of several lines, each of at most `width` columns where words allow it.
pub(crate) fn lines(words: &[String], width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = "tcloud".to_owned();
    for word in words {
        if line.chars().count() + word.chars().count() + 3 > width {
            lines.push(format!("{line} \\"));
            line = format!("  {word}");
        } else {
            line = format!("{line} {word}");
        }
    }
    lines.push(line);
    lines
}

/// Adds the required `members` below `path`, each with a value.
fn required(
    description: &Description,
    members: &[Member],
    path: &str,
    given: &mut Vec<(String, String)>,
    depth: usize,
) {
    for member in members.iter().filter(|member| member.required) {
        let name = format!("{path}{}", member.name);
        let object = member.kind.object();
        let object = object.and_then(|name| description.types.get(name));
        let needs = object.is_some_and(|object| object.members.iter().any(|m| m.required));
        match object {
            Some(object) if needs && depth < 4 => {
                let item = if member.list { ".0" } else { "" };
                let path = format!("{name}{item}.");
                required(description, &object.members, &path, given, depth + 1);
            }
            Some(object) => given.push((name, shown(member, Some(&object.members)))),
            None => given.push((name, shown(member, None))),
        }
    }
}

/// The value of an example as it is typed.
fn shown(member: &Member, object: Option<&[Member]>) -> String {
    let value = match object {
        // None of its members is required: the first with an example stands for them.
        Some(members) => {
            let told = members.iter().find(|m| m.example.is_some() && !m.list);
            let mut one = serde_json::Map::new();
            if let Some((told, value)) = told.and_then(|m| Some((m, m.example.clone()?))) {
                one.insert(told.name.clone(), value);
            }
            Value::Object(one)
        }
        None if member.kind == Kind::Binary => return "@FILE".to_owned(),
        None if member.sensitive => return format!("@{}.txt", member.name),
        None => match &member.example {
            Some(example) => example.clone(),
            None => item(member),
        },
    };
    match value {
        Value::Array(_) => value.to_string(),
        value if member.list => Value::Array(vec![value]).to_string(),
        // What begins with @ would be read as the name of a file.
        Value::String(text) if text.starts_with('@') => format!("@{text}"),
        Value::String(text) => text,
        value => value.to_string(),
    }
}

/// A value for a member that has no example.
fn item(member: &Member) -> Value {
    let listed = member.values.first().cloned();
    let plain = |value: &Value| !value.is_array() && !value.is_null();
    if let Some(default) = member.default.clone().filter(plain) {
        return default;
    }
    match member.kind {
        Kind::Bool => Value::Bool(true),
        ref kind if kind.is_integer() || *kind == Kind::Float => {
            let listed = listed.and_then(|value| value.parse::<i64>().ok());
            let least = member.min.clone().map(Value::Number);
            listed.map(Value::from).or(least).unwrap_or(Value::from(1))
        }
        Kind::Date => Value::from("2026-01-31"),
        Kind::DateTime => Value::from("2026-01-31 08:00:00"),
        Kind::DateTimeIso => Value::from("2026-01-31T08:00:00+08:00"),
        _ => Value::from(listed.unwrap_or_else(|| format!("<{}>", member.name))),
    }
}
