//! Writing a description in its one canonical form.

use serde_json::Value;

use crate::description::Description;

/// A value that is not a member goes on one line up to this many characters.
const WIDTH: usize = 100;

impl Description {
    /// Writes the canonical text: actions, types and codes sorted, members in the source's order and
    /// one a line, flags only if they are set. Parsing and writing again gives the same text.
    pub fn to_canonical(&self) -> String {
        let value = serde_json::to_value(self).unwrap_or_default();
        canonical(&value)
    }
}

/// Writes any JSON value in the canonical layout: a value that is a member (it has `name` and
/// `type`) or is short stands on one line, everything else has a line for each entry.
fn canonical(value: &Value) -> String {
    let mut out = String::new();
    write(value, 0, &mut out);
    out.push('\n');
    out
}

fn write(value: &Value, indent: usize, out: &mut String) {
    match value {
        Value::Object(map) if !map.is_empty() => {
            let member = map.contains_key("name") && map.contains_key("type");
            if member || (indent > 1 && !holds_members(value) && width(value) <= WIDTH) {
                return inline(value, out);
            }
            out.push('{');
            for (i, (key, entry)) in map.iter().enumerate() {
                line(i, indent + 1, out);
                string(key, out);
                out.push_str(": ");
                write(entry, indent + 1, out);
            }
            line(0, indent, out);
            out.push('}');
        }
        Value::Array(items) if !items.is_empty() => {
            if !holds_members(value) && (width(value) <= WIDTH) {
                return inline(value, out);
            }
            out.push('[');
            for (i, entry) in items.iter().enumerate() {
                line(i, indent + 1, out);
                write(entry, indent + 1, out);
            }
            line(0, indent, out);
            out.push(']');
        }
        _ => inline(value, out),
    }
}

fn line(index: usize, indent: usize, out: &mut String) {
    if index > 0 {
        out.push(',');
    }
    out.push('\n');
    (0..indent).for_each(|_| out.push_str("  "));
}

pub(crate) fn inline(value: &Value, out: &mut String) {
    match value {
        Value::Object(map) => {
            out.push('{');
            for (i, (key, entry)) in map.iter().enumerate() {
                out.push_str(if i > 0 { ", " } else { "" });
                string(key, out);
                out.push_str(": ");
                inline(entry, out);
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (i, entry) in items.iter().enumerate() {
                out.push_str(if i > 0 { ", " } else { "" });
                inline(entry, out);
            }
            out.push(']');
        }
        Value::String(text) => string(text, out),
        scalar => out.push_str(&scalar.to_string()),
    }
}

fn string(text: &str, out: &mut String) {
    out.push_str(&Value::from(text).to_string());
}

fn holds_members(value: &Value) -> bool {
    match value {
        Value::Object(map) => {
            (map.contains_key("name") && map.contains_key("type"))
                || map.values().any(holds_members)
        }
        Value::Array(items) => items.iter().any(holds_members),
        _ => false,
    }
}

fn width(value: &Value) -> usize {
    let mut text = String::new();
    inline(value, &mut text);
    text.chars().count()
}
