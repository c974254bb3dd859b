//! The strings of JSON.

use std::borrow::Cow;

use super::cursor::{Cursor, Syntax};

/// A string of the input.
pub(crate) struct Text<'a> {
    pub(crate) text: Cow<'a, str>,
    /// True if U+FFFD stands in it for what was no character.
    pub(crate) replaced: bool,
}

impl<'a> Cursor<'a> {
    /// A member's name, with the colon behind it.
    pub(crate) fn name(&mut self) -> Result<Text<'a>, Syntax> {
        let name = self.string()?;
        self.expect(b':', "expected a colon")?;
        Ok(name)
    }

    /// A string.
    #[inline]
    pub(crate) fn string(&mut self) -> Result<Text<'a>, Syntax> {
        self.expect(b'"', "expected a string")?;
        let text = self.run();
        if self.byte() != b'"' {
            return Text::escaped(self, text);
        }
        self.step();
        Ok(Text::plain(text, self.mended))
    }
}

impl<'a> Text<'a> {
    #[inline]
    fn plain(text: &'a str, mended: bool) -> Self {
        Self {
            text: Cow::Borrowed(text),
            replaced: mended && text.contains(char::REPLACEMENT_CHARACTER),
        }
    }

    /// Reads a string with escapes, from its first one on. Half a surrogate pair and an escape that
    /// JSON does not have become U+FFFD.
    #[cold]
    fn escaped(cursor: &mut Cursor<'a>, start: &str) -> Result<Self, Syntax> {
        let mut text = start.to_owned();
        let mut broken = false;
        loop {
            match cursor.byte() {
                b'"' => {
                    cursor.step();
                    break;
                }
                b'\\' => {
                    cursor.step();
                    let found = escape(cursor);
                    broken |= found.is_none();
                    text.push(found.unwrap_or(char::REPLACEMENT_CHARACTER));
                }
                _ => return cursor.failed("expected the end of a string"),
            }
            text.push_str(cursor.run());
        }
        let replaced = broken || (cursor.mended && text.contains(char::REPLACEMENT_CHARACTER));
        Ok(Self {
            text: Cow::Owned(text),
            replaced,
        })
    }
}

/// The character of an escape whose backslash is passed; `None` if it is none.
fn escape(cursor: &mut Cursor<'_>) -> Option<char> {
    let found = match cursor.byte() {
        byte @ (b'"' | b'\\' | b'/') => char::from(byte),
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => {
            cursor.step();
            return unicode(cursor);
        }
        // It may be part of a longer character, which then is text.
        _ => return None,
    };
    cursor.step();
    Some(found)
}

/// The character of one or two `\u` escapes, of which the first `\u` is passed.
fn unicode(cursor: &mut Cursor<'_>) -> Option<char> {
    let first = unit(cursor)?;
    if !(0xD800..0xDC00).contains(&first) {
        return char::from_u32(u32::from(first));
    }
    // The other half may be missing: then what follows is text of its own.
    let mut ahead = *cursor;
    if !ahead.eat(b"\\u") {
        return None;
    }
    let second = unit(&mut ahead)?;
    let found = char::decode_utf16([first, second]).next()?.ok()?;
    *cursor = ahead;
    Some(found)
}

/// Four hexadecimal digits.
fn unit(cursor: &mut Cursor<'_>) -> Option<u16> {
    let mut ahead = *cursor;
    let mut value = 0;
    for _ in 0..4 {
        let digit = char::from(ahead.byte()).to_digit(16)?;
        value = value << 4 | digit;
        ahead.step();
    }
    *cursor = ahead;
    u16::try_from(value).ok()
}
