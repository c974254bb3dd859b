//! Writing resources in their one canonical form.

use serde_json::{Map, Value};

use super::Resources;
use crate::text::inline;

impl Resources {
    /// Writes the canonical text: versions, kinds and actions sorted, one field of a kind on a line
    /// and one action on a line. Parsing and writing again gives the same text.
    pub fn to_canonical(&self) -> String {
        let mut out = String::new();
        if let Ok(Value::Object(fields)) = serde_json::to_value(self) {
            nested(&fields, 0, &mut out);
        }
        out.push('\n');
        out
    }
}

/// Versions, kinds, fields and actions have lines of their own; all else is one line.
fn nested(fields: &Map<String, Value>, depth: usize, out: &mut String) {
    out.push('{');
    for (index, (name, value)) in fields.iter().enumerate() {
        out.push_str(if index > 0 { ",\n" } else { "\n" });
        (0..=depth).for_each(|_| out.push_str("  "));
        inline(&Value::from(name.as_str()), out);
        out.push_str(": ");
        match value {
            Value::Object(inner) if opens(name, depth) && !inner.is_empty() => {
                nested(inner, depth + 1, out);
            }
            value => inline(value, out),
        }
    }
    out.push('\n');
    (0..depth).for_each(|_| out.push_str("  "));
    out.push('}');
}

/// `versions` (0), a version (1), a kind (2) and its `actions` (3).
fn opens(name: &str, depth: usize) -> bool {
    depth < 3 || (depth == 3 && name == "actions")
}
