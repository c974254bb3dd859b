//! Texts as literals.

use std::fmt::Write;

use serde_json::Value;

use crate::tree::{Field, Node};

/// Returns `text` in double quotes, as JSON, Python, Go, JavaScript and Java read it.
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            // A string takes everything.
            c if is_unseen(c) => drop(write!(quoted, "\\u{:04x}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// True for what is not seen where code is read, or turns it around. All of them have four digits.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Returns `fields` as JSON on one line; `read` writes what is read when it runs.
pub(crate) fn json(fields: &[Field], read: &impl Fn(&Node) -> String) -> String {
    object(fields, read, None)
}

/// Returns `fields` as JSON, each member of an object on its own line.
pub(crate) fn json_lines(fields: &[Field], read: &impl Fn(&Node) -> String) -> String {
    object(fields, read, Some(0))
}

/// Returns `node` as JSON on one line; `read` writes what is read when it runs.
pub(crate) fn json_value(node: &Node, read: &impl Fn(&Node) -> String) -> String {
    value(node, read, None)
}

/// An object, indented by `depth`, or on one line if there is none.
fn object(fields: &[Field], read: &impl Fn(&Node) -> String, depth: Option<usize>) -> String {
    let inner = depth.map(|depth| depth + 1);
    let gap = if depth.is_some() { " " } else { "" };
    let fields = fields.iter().map(|field| {
        let value = value(&field.node, read, inner);
        format!("{}:{gap}{value}", quoted(&field.name))
    });
    let fields: Vec<_> = fields.collect();
    match depth.filter(|_| !fields.is_empty()) {
        None => format!("{{{}}}", fields.join(",")),
        Some(depth) => {
            let indent = format!("\n{}", "  ".repeat(depth));
            let fields = fields.join(&format!(",{indent}  "));
            format!("{{{indent}  {fields}{indent}}}")
        }
    }
}

fn value(node: &Node, read: &impl Fn(&Node) -> String, depth: Option<usize>) -> String {
    match node {
        Node::List(items) => {
            let items: Vec<_> = items.iter().map(|item| value(item, read, depth)).collect();
            let between = if depth.is_some() { ", " } else { "," };
            format!("[{}]", items.join(between))
        }
        Node::Object(fields) => object(fields, read, depth),
        Node::Secret(_) | Node::File(_) | Node::Output { .. } => read(node),
        node => scalar(node),
    }
}

/// Returns a value that is no list and no object as JSON; null for one that is read.
pub(crate) fn scalar(node: &Node) -> String {
    match node {
        Node::Bool(flag) => flag.to_string(),
        Node::Number(number) => number.to_string(),
        Node::Text(text) => quoted(text),
        _ => Value::Null.to_string(),
    }
}
