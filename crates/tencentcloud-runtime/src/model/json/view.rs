//! A value as its text.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::cursor::{Cursor, Syntax};
use super::number::Number;

/// How deep a tree may be: every level takes stack.
const DEEPEST: u32 = 128;

/// A JSON value that is looked into as far as somebody asks.
#[derive(Clone, Copy)]
pub(crate) struct Json<'a> {
    text: &'a str,
    start: usize,
    mended: bool,
}

impl<'a> Cursor<'a> {
    /// Goes past any value, however deep, and returns it.
    pub(crate) fn skip(&mut self) -> Result<Json<'a>, Syntax> {
        self.peek();
        let start = self.at;
        // The objects and lists around the next value, one byte each: its own end.
        let mut around = Vec::new();
        loop {
            if let Some(end) = self.scalar_or_start()?
                && self.enter(end)
            {
                around.push(end);
                self.name_within(end)?;
                continue;
            }
            while let Some(&end) = around.last() {
                if self.more(end)? {
                    self.name_within(end)?;
                    break;
                }
                around.pop();
            }
            if around.is_empty() {
                return Ok(Json {
                    text: self.since(start),
                    start,
                    mended: self.mended,
                });
            }
        }
    }

    /// Goes past a member's name if what ends with `end` is an object.
    fn name_within(&mut self, end: u8) -> Result<(), Syntax> {
        if end == b'}' {
            self.skip_string()?;
            self.expect(b':', "expected a colon")?;
        }
        Ok(())
    }

    /// Goes past a scalar, or returns how the object or list ends that begins here.
    fn scalar_or_start(&mut self) -> Result<Option<u8>, Syntax> {
        match self.peek() {
            b'{' => return Ok(Some(b'}')),
            b'[' => return Ok(Some(b']')),
            b'"' => self.skip_string()?,
            b'n' => self.word("null")?,
            b't' => self.word("true")?,
            b'f' => self.word("false")?,
            b'-' | b'0'..=b'9' => drop(self.number()?),
            _ => return self.failed("expected a value"),
        }
        Ok(None)
    }

    fn skip_string(&mut self) -> Result<(), Syntax> {
        self.expect(b'"', "expected a string")?;
        loop {
            self.run();
            match self.byte() {
                b'"' => {
                    self.at += 1;
                    return Ok(());
                }
                // What follows a backslash ends no string.
                b'\\' => self.at = self.text.len().min(self.at + 2),
                _ => return self.failed("expected the end of a string"),
            }
        }
    }
}

impl<'a> Json<'a> {
    /// Where in the whole text the value is.
    pub(crate) fn range(self) -> std::ops::Range<usize> {
        self.start..self.start + self.text.len()
    }

    pub(crate) fn is_null(self) -> bool {
        self.text == "null"
    }

    pub(crate) fn is_object(self) -> bool {
        self.text.starts_with('{')
    }

    /// A scalar as text; `None` for null, an object or a list.
    pub(crate) fn text(self) -> Option<Cow<'a, str>> {
        match self.text.as_bytes().first()? {
            b'{' | b'[' | b'n' => None,
            b'"' => Some(self.cursor().string().ok()?.text),
            _ => Some(Cow::Borrowed(self.text)),
        }
    }

    /// The members of an object; none of anything else.
    pub(crate) fn members(self) -> impl Iterator<Item = (Cow<'a, str>, Json<'a>)> {
        let mut cursor = self.cursor();
        let mut more = self.is_object() && cursor.enter(b'}');
        std::iter::from_fn(move || {
            if !more {
                return None;
            }
            let name = cursor.name().ok()?.text;
            let value = cursor.skip().ok()?;
            more = cursor.more(b'}').unwrap_or(false);
            Some((name, value))
        })
    }

    /// The first item of a list; the value itself if it is no list or an empty one.
    pub(crate) fn first(self) -> Self {
        let mut cursor = self.cursor();
        match self.text.starts_with('[') && cursor.enter(b']') {
            true => cursor.skip().unwrap_or(self),
            false => self,
        }
    }

    /// The value as a tree, and true if it holds all that was sent. A number that is too large, and a
    /// value that is nested too deeply, is its JSON text.
    pub(crate) fn tree(self) -> (Value, bool) {
        let mut exact = true;
        let tree = self.cursor().grow(0, &mut exact);
        (tree.unwrap_or_default(), exact)
    }

    fn cursor(self) -> Cursor<'a> {
        Cursor::new(self.text, self.mended)
    }
}

impl Cursor<'_> {
    /// The next value as a tree; `exact` becomes false if something in it is not as it was sent.
    fn grow(&mut self, depth: u32, exact: &mut bool) -> Result<Value, Syntax> {
        Ok(match self.peek() {
            b'{' | b'[' if depth == DEEPEST => {
                *exact = false;
                Value::from(self.skip()?.text)
            }
            b'{' => {
                let mut members = Map::new();
                let mut more = self.enter(b'}');
                while more {
                    let name = self.name()?.text.into_owned();
                    members.insert(name, self.grow(depth + 1, exact)?);
                    more = self.more(b'}')?;
                }
                Value::Object(members)
            }
            b'[' => {
                let mut items = Vec::new();
                let mut more = self.enter(b']');
                while more {
                    items.push(self.grow(depth + 1, exact)?);
                    more = self.more(b']')?;
                }
                Value::Array(items)
            }
            b'"' => {
                let read = self.string()?;
                *exact &= !read.replaced;
                Value::from(read.text)
            }
            b'-' | b'0'..=b'9' => {
                let start = self.at;
                match self.number()? {
                    Number::I64(number) => Value::from(number),
                    Number::U64(number) => Value::from(number),
                    Number::F64(number) if number.is_finite() => Value::from(number),
                    Number::F64(_) => {
                        *exact = false;
                        Value::from(self.since(start))
                    }
                }
            }
            b't' => self.word("true").map(|()| Value::from(true))?,
            b'f' => self.word("false").map(|()| Value::from(false))?,
            _ => self.word("null").map(|()| Value::Null)?,
        })
    }
}
