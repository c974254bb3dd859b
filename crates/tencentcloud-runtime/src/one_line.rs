//! Text of others as one line of a log.

use std::fmt;

/// Text on one line: line feeds and carriage returns are spaces, other characters that end a line,
/// control a terminal or turn the direction of text are escapes.
#[derive(Clone, Copy, Debug)]
pub struct OneLine<'a>(
    /// The text.
    pub &'a str,
);

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines = self.0.split(['\r', '\n']).map(str::trim);
        for (index, line) in lines.filter(|line| !line.is_empty()).enumerate() {
            f.write_str(if index > 0 { " " } else { "" })?;
            let mut rest = line;
            while let Some(at) = rest.find(is_unfit) {
                let (plain, from) = rest.split_at(at);
                f.write_str(plain)?;
                let mut from = from.chars();
                from.next()
                    .map_or(Ok(()), |c| write!(f, "{}", c.escape_unicode()))?;
                rest = from.as_str();
            }
            f.write_str(rest)?;
        }
        Ok(())
    }
}

/// True for a character that may not stand in a line of a log as it is.
fn is_unfit(c: char) -> bool {
    let separator = matches!(c, '\u{2028}' | '\u{2029}');
    let direction = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    c.is_control() || separator || direction
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_stays_on_its_line() {
        for c in '\0'..=char::MAX {
            let line = OneLine(&format!("a{c}b")).to_string();
            assert!(!line.chars().any(is_unfit), "{c:?}");
            assert!(line.starts_with('a') && line.ends_with('b'), "{c:?}");
        }
    }

    #[test]
    fn ordinary_text_stays_as_it_is() {
        for text in ["", "a b", "中文 🦀 \\n \"q\"", "\u{a0}"] {
            assert_eq!(OneLine(text).to_string(), text.trim());
        }
        assert_eq!(
            OneLine(" a \r\n\n b\u{2028}\u{85}\u{1b}[31m").to_string(),
            "a b\\u{2028}\\u{85}\\u{1b}[31m"
        );
    }
}
