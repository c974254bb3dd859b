//! What a tool returns: text that is short enough, and of which nothing can pass for the server's own.

use serde_json::{Value, json};

/// The most characters of rows in one reply.
pub(crate) const BUDGET: usize = 8_000;

/// What a tool returns.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reply {
    pub(crate) text: String,
    pub(crate) is_error: bool,
}

impl Reply {
    /// Creates a reply of text that this program wrote.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            is_error: false,
        }
    }

    /// Creates a reply of data, in one line of JSON: whatever it holds stays within its quotes.
    pub(crate) fn data(value: &Value) -> Self {
        Self::text(plain(value))
    }

    /// Creates an error with a code for programs, what is wrong, and what to do next.
    pub(crate) fn error(code: &str, message: &str, next: &[String]) -> Self {
        let mut error = json!({"error": code, "message": message});
        if !next.is_empty() {
            error["next"] = json!(next);
        }
        Self {
            text: plain(&error),
            is_error: true,
        }
    }
}

impl From<tencentcloud_calls::Error> for Reply {
    fn from(error: tencentcloud_calls::Error) -> Self {
        Self::error("usage", &error.message, &error.next)
    }
}

impl From<tencentcloud_catalogue::Error> for Reply {
    fn from(error: tencentcloud_catalogue::Error) -> Self {
        Self::error("catalogue", &error.to_string(), &[])
    }
}

impl From<tencentcloud_broker::Refusal> for Reply {
    fn from(refusal: tencentcloud_broker::Refusal) -> Self {
        Self::error(&refusal.code, &refusal.message, &[])
    }
}

/// JSON in one line, in which characters that control a terminal or turn the direction of text are escapes.
pub(crate) fn plain(value: &Value) -> String {
    let text = value.to_string();
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let turns = matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}');
        if c.is_control() || turns {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_are_escapes_that_mean_the_same() {
        let value = json!({"name": "a\u{202e}b\u{1b}[31m\u{e0041}\u{200b}\n中文 🦀"});
        let text = plain(&value);
        assert!(
            text.chars()
                .all(|c| !c.is_control() && c != '\u{202e}' && c != '\u{e0041}'),
            "{text}"
        );
        assert!(text.contains("中文 🦀"));
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
    }
}
