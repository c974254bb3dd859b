//! Text of others, with nothing in it that a reader cannot see.

use std::fmt::Write as _;

/// Returns `text` with an escape in the place of each character that is not seen, or that turns the
/// direction of what follows: what a person approves is what a person reads. Lines stay lines.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match is_unseen(c) {
            // Writing to a string does not fail.
            true => _ = write!(plain, "\\u{{{:x}}}", u32::from(c)),
            false => plain.push(c),
        }
    }
    plain
}

/// True for a character that no reader sees.
fn is_unseen(c: char) -> bool {
    let is_format = matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}');
    is_format || (c.is_control() && c != '\n')
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn what_is_not_seen_is_an_escape() {
        assert_eq!(plain("删除 ins-1\nnow 🙂"), "删除 ins-1\nnow 🙂");
        assert_eq!(plain("ins-1\u{202e}2-sni"), "ins-1\\u{202e}2-sni");
        assert_eq!(
            plain("a\u{200b}\r\tb\u{7f}"),
            "a\\u{200b}\\u{d}\\u{9}b\\u{7f}"
        );
        // Letters that stand for others in a language of tags.
        assert_eq!(plain("ok\u{e0041}"), "ok\\u{e0041}");
    }
}
