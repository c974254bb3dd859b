//! A place in JSON text that moves on.

use std::fmt;

const ONES: u64 = u64::from_le_bytes([1; 8]);
const HIGHS: u64 = ONES << 7;

/// Text that is not JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Syntax {
    what: &'static str,
    at: usize,
}

impl fmt::Display for Syntax {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}", self.what, self.at)
    }
}

/// The rest of a JSON text.
#[derive(Clone, Copy)]
pub(crate) struct Cursor<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    /// True if the text was not UTF-8, and every U+FFFD in it may stand for bytes that were none.
    pub(super) mended: bool,
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(text: &'a str, mended: bool) -> Self {
        Self {
            text,
            at: 0,
            mended,
        }
    }

    pub(crate) fn failed<T>(&self, what: &'static str) -> Result<T, Syntax> {
        let at = self.at;
        match self.text.len() > at {
            true => Err(Syntax { what, at }),
            false => Err(Syntax {
                what: "the text ends within a value",
                at,
            }),
        }
    }

    /// The next byte as it is; 0 at the end.
    #[inline]
    pub(super) fn byte(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    #[inline]
    pub(super) fn step(&mut self) {
        self.at += 1;
    }

    /// The next byte behind white space; 0 at the end.
    #[inline]
    pub(crate) fn peek(&mut self) -> u8 {
        loop {
            match self.byte() {
                b' ' | b'\n' | b'\r' | b'\t' => self.at += 1,
                byte => return byte,
            }
        }
    }

    /// Goes past a byte that must come.
    #[inline]
    pub(crate) fn expect(&mut self, byte: u8, what: &'static str) -> Result<(), Syntax> {
        if self.peek() != byte {
            return self.failed(what);
        }
        self.at += 1;
        Ok(())
    }

    /// Goes past a key with its colon if it comes exactly so.
    #[inline]
    pub(crate) fn eat(&mut self, key: &[u8]) -> bool {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let found = rest.starts_with(key);
        if found {
            self.at += key.len();
        }
        found
    }

    /// Goes into an object or a list; false if nothing is in it, and then past its end.
    #[inline]
    pub(crate) fn enter(&mut self, end: u8) -> bool {
        self.at += 1;
        let ended = self.peek() == end;
        self.at += usize::from(ended);
        !ended
    }

    /// Goes past what stands behind a member or an item; false if it was the last.
    #[inline]
    pub(crate) fn more(&mut self, end: u8) -> Result<bool, Syntax> {
        match self.peek() {
            b',' => {
                self.at += 1;
                self.peek();
                Ok(true)
            }
            byte if byte == end => {
                self.at += 1;
                Ok(false)
            }
            _ => self.failed("expected a comma or the end of an object or a list"),
        }
    }

    /// Goes past the plain text of a string, and returns it.
    #[inline]
    pub(super) fn run(&mut self) -> &'a str {
        let start = self.at;
        self.at = plain(self.text.as_bytes(), start);
        self.since(start)
    }

    /// The text from `start` to here.
    #[inline]
    pub(super) fn since(&self, start: usize) -> &'a str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// One of the three words of JSON.
    #[inline]
    pub(crate) fn word(&mut self, word: &'static str) -> Result<(), Syntax> {
        match self.eat(word.as_bytes()) {
            true => Ok(()),
            false => self.failed("expected a value"),
        }
    }

    /// Fails if anything but white space is left.
    pub(crate) fn end(&mut self) -> Result<(), Syntax> {
        self.peek();
        match self.at == self.text.len() {
            true => Ok(()),
            false => self.failed("there is more behind the JSON value"),
        }
    }
}

/// Where the first quote or backslash is at `at` or behind it; the length if there is none.
#[inline]
fn plain(bytes: &[u8], mut at: usize) -> usize {
    while let Some(chunk) = bytes.get(at..).and_then(|rest| rest.first_chunk()) {
        let word = u64::from_le_bytes(*chunk);
        let found = zero(word ^ (ONES * u64::from(b'"'))) | zero(word ^ (ONES * u64::from(b'\\')));
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    while bytes
        .get(at)
        .is_some_and(|byte| !matches!(byte, b'"' | b'\\'))
    {
        at += 1;
    }
    at
}

/// Marks the first byte that is zero; bytes above it may be marked wrongly.
#[inline]
fn zero(word: u64) -> u64 {
    word.wrapping_sub(ONES) & !word & HIGHS
}
