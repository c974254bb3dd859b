//! YAML.

use std::io::{self, Write};

use serde_json::Value;

use super::screen::Screen;

/// Writes `value` as a document.
pub(super) fn document(screen: &mut Screen, value: &Value) -> io::Result<()> {
    screen.write_all(text(value)?.as_bytes())
}

/// Writes one item of a list.
pub(super) fn item(screen: &mut Screen, value: &Value) -> io::Result<()> {
    let one = std::slice::from_ref(value);
    let text = serde_norway::to_string(one).map_err(io::Error::other)?;
    screen.write_all(text.as_bytes())
}

fn text(value: &Value) -> io::Result<String> {
    serde_norway::to_string(value).map_err(io::Error::other)
}
