//! JSON text, read front to back.
//!
//! serde_json fails a whole text for one number that is too large, half a surrogate pair or one value
//! that is nested too deeply. Here each of them is the matter of the member that holds it. The
//! structure is held to the standard; inside a string, control characters are taken as they are.

mod cursor;
mod number;
mod text;
mod view;

pub(crate) use cursor::{Cursor, Syntax};
pub(crate) use number::Number;
pub(crate) use view::Json;

use std::borrow::Cow;

use serde_json::Value;

/// The bytes as text, and true if U+FFFD stands in it for bytes that are not UTF-8. They are checked
/// once for all, which is faster than string by string.
pub(crate) fn text(bytes: &[u8]) -> (Cow<'_, str>, bool) {
    match str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), false),
        Err(_) => (String::from_utf8_lossy(bytes), true),
    }
}

/// The bytes as a tree, as far as it can hold them; `None` if they are not JSON.
pub(crate) fn tree(bytes: &[u8]) -> Option<Value> {
    let (text, mended) = text(bytes);
    let mut cursor = Cursor::new(&text, mended);
    let value = cursor.skip().ok()?;
    cursor.end().ok()?;
    Some(value.tree().0)
}

#[cfg(test)]
mod tests;
