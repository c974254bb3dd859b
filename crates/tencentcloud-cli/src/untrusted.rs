//! Text of others on the terminal of a person who decides by it.

use std::fmt::Write as _;

use serde_json::Value;

/// The most characters that are shown of one text.
const SHOWN: usize = 200;

/// Returns `text` on one line, in at most 200 characters: whatever controls a terminal, turns the direction of
/// text, takes no room, or looks like nothing is an escape, and so is an escape that was in the text.
pub(crate) fn shown(text: &str) -> String {
    let mut line = String::new();
    let mut characters = text.chars();
    for c in characters.by_ref().take(SHOWN) {
        match c {
            '\n' => line.push_str("\\n"),
            '\\' => line.push_str("\\\\"),
            c if is_unfit(c) => {
                // A text always takes it.
                let _ = write!(line, "{}", c.escape_unicode());
            }
            c => line.push(c),
        }
    }
    match characters.count() {
        0 => line,
        more => format!("{line} … and {more} more characters"),
    }
}

/// Returns `value` on one line like [`shown`]: a text as it is, anything else as JSON.
pub(crate) fn shown_value(value: &Value) -> String {
    match value {
        Value::String(text) => shown(text),
        value => shown(&value.to_string()),
    }
}

/// Returns `value` as indented JSON, in which nothing but plain characters stands.
pub(crate) fn json(value: &Value) -> String {
    plain_json(&serde_json::to_string_pretty(value).unwrap_or_default())
}

/// Returns the JSON `text` with the same meaning and nothing but plain characters.
pub(crate) fn plain_json(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if c != '\n' && is_unfit(c) => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    // A text always takes it.
                    let _ = write!(shown, "\\u{unit:04x}");
                }
            }
            c => shown.push(c),
        }
    }
    shown
}

/// True for a character that does not show itself as it is.
fn is_unfit(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}' | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn nothing_that_hides_or_moves_reaches_the_terminal() {
        for c in '\0'..=char::MAX {
            let line = shown(&format!("a{c}b"));
            assert!(!line.chars().any(is_unfit), "{c:?}");
            assert!(line.starts_with('a') && line.ends_with('b'), "{c:?}");
            let text = json(&json!({ "a": format!("{c}") }));
            assert!(!text.replace('\n', "").chars().any(is_unfit), "{c:?}");
            let read: Value = serde_json::from_str(&text).unwrap();
            assert_eq!(read["a"], c.to_string());
        }
    }

    #[test]
    fn what_is_escaped_cannot_be_written_by_hand() {
        let escape = shown("\u{202e}");
        assert_eq!(escape, "\\u{202e}");
        assert_eq!(shown(&escape), "\\\\u{202e}");
        assert_eq!(shown("名称 é 🦀 \"x\""), "名称 é 🦀 \"x\"");
        assert_eq!(
            shown_value(&json!([1, "\u{1b}[2J"])),
            "[1,\"\\\\u001b[2J\"]"
        );
    }

    #[test]
    fn a_long_text_is_cut_and_says_so() {
        let text = "x".repeat(SHOWN + 7);
        assert!(shown(&text).ends_with("x … and 7 more characters"));
        assert_eq!(shown(&text[..SHOWN]), text[..SHOWN]);
    }
}
