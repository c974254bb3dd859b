//! One value of the input, into the place that waits for it.

use super::location::Location;
use super::misfit::{MisfitKind, Report, Stop};
use super::scalar::Scalar;
use super::wipe::wipe;
use crate::model::Mut;
use crate::model::json::{Cursor, Number};

/// How deep objects and lists may be nested that fields are for. Every level takes stack.
const DEEPEST: u32 = 128;

/// What became of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It was read.
    Set,
    /// It was null.
    Null,
    /// It was an empty list in the place of an object or a scalar: nothing was there.
    Nothing,
    /// It could not be converted, and that was reported.
    Unfit,
}

/// Reads the values of one text.
pub(super) struct Reader<'a> {
    pub(super) cursor: Cursor<'a>,
    pub(super) report: &'a dyn Report,
    pub(super) depth: u32,
}

impl<'a> Reader<'a> {
    pub(super) fn new(cursor: Cursor<'a>, report: &'a dyn Report) -> Self {
        Self {
            cursor,
            report,
            depth: 0,
        }
    }

    /// Reads the next value.
    pub(super) fn value(
        &mut self,
        target: Mut<'_>,
        location: &Location<'_>,
    ) -> Result<Outcome, Stop> {
        let next = self.cursor.peek();
        match (next, target) {
            (b'n', target) => self.null(target),
            // What is optional is made empty again if nothing came of it.
            (_, Mut::Optional(optional)) => {
                let outcome = self.value(optional.insert(), location)?;
                if outcome != Outcome::Set {
                    optional.clear();
                }
                Ok(outcome)
            }
            (b'"', target) => self.string(target, location),
            (b'-' | b'0'..=b'9', target) => {
                let scalar = match self.cursor.number()? {
                    Number::I64(number) => Scalar::I64(number),
                    Number::U64(number) => Scalar::U64(number),
                    Number::F64(number) => Scalar::F64(number),
                };
                self.scalar(target, scalar, location)
            }
            (b't', target) => {
                self.cursor.word("true")?;
                self.scalar(target, Scalar::Bool(true), location)
            }
            (b'f', target) => {
                self.cursor.word("false")?;
                self.scalar(target, Scalar::Bool(false), location)
            }
            (b'{' | b'[', target) if self.depth >= DEEPEST => {
                self.cursor.skip()?;
                self.unfit(target, "a value nested too deeply", location)
            }
            (b'{', target) => self.object(target, location),
            (b'[', target) => self.list(target, location),
            _ => Ok(self.cursor.failed("expected a value")?),
        }
    }

    #[inline]
    fn null(&mut self, mut target: Mut<'_>) -> Result<Outcome, Stop> {
        self.cursor.word("null")?;
        wipe(&mut target);
        Ok(Outcome::Null)
    }

    #[inline]
    fn string(&mut self, target: Mut<'_>, location: &Location<'_>) -> Result<Outcome, Stop> {
        let read = self.cursor.string()?;
        let replaced = read.replaced;
        let outcome = match target {
            // Most of the input is text where text is expected.
            Mut::Str(text) => {
                *text = read.text.into_owned();
                Outcome::Set
            }
            target => self.scalar(target, Scalar::Str(&read.text), location)?,
        };
        if replaced && outcome == Outcome::Set {
            let what = "text that is not UTF-8 or half a character was replaced by U+FFFD";
            self.report.misfit(MisfitKind::Replaced, location, &what)?;
        }
        Ok(outcome)
    }

    fn scalar(
        &mut self,
        mut target: Mut<'_>,
        scalar: Scalar<'_>,
        location: &Location<'_>,
    ) -> Result<Outcome, Stop> {
        let read = match &mut target {
            Mut::Str(text) => scalar.text().map(|value| **text = value),
            Mut::I64(number) => scalar.i64().map(|value| **number = value),
            Mut::U64(number) => scalar.u64().map(|value| **number = value),
            Mut::F64(number) => scalar.f64().map(|value| **number = value),
            Mut::Bool(truth) => scalar.bool().map(|value| **truth = value),
            Mut::Bytes(bytes) => scalar.bytes().map(|value| **bytes = value.into()),
            // A scalar stands for a list of one.
            Mut::List(list) => {
                list.clear();
                let outcome = self.scalar(list.push(), scalar, location)?;
                if outcome != Outcome::Set {
                    list.clear();
                }
                return Ok(outcome);
            }
            Mut::Optional(_) | Mut::Object(_) => None,
        };
        match read {
            Some(()) => Ok(Outcome::Set),
            None => self.unfit(target, scalar.kind(), location),
        }
    }

    fn object(&mut self, target: Mut<'_>, location: &Location<'_>) -> Result<Outcome, Stop> {
        match target {
            Mut::Object(model) => {
                let shape = crate::model::shape(model);
                self.members(model, shape, location, None)?;
                Ok(Outcome::Set)
            }
            // An object stands for a list of one.
            Mut::List(list) => {
                list.clear();
                let outcome = self.object(list.push(), location)?;
                if outcome != Outcome::Set {
                    list.clear();
                }
                Ok(outcome)
            }
            target => {
                self.cursor.skip()?;
                self.unfit(target, "an object", location)
            }
        }
    }

    fn list(&mut self, target: Mut<'_>, location: &Location<'_>) -> Result<Outcome, Stop> {
        self.depth += 1;
        let outcome = match target {
            Mut::List(list) => self.items(list, location),
            target => self.only(target, location),
        };
        self.depth -= 1;
        outcome
    }

    /// A list of one stands for its item, and an empty one for nothing.
    fn only(&mut self, mut target: Mut<'_>, location: &Location<'_>) -> Result<Outcome, Stop> {
        if !self.cursor.enter(b']') {
            return Ok(Outcome::Nothing);
        }
        let outcome = self.value(reborrow(&mut target), location)?;
        if !self.cursor.more(b']')? {
            return Ok(outcome);
        }
        loop {
            self.cursor.skip()?;
            if !self.cursor.more(b']')? {
                break;
            }
        }
        wipe(&mut target);
        self.unfit(target, "a list of several", location)
    }

    /// Reports that what was found cannot be converted. Kinds are named, values are not: the input
    /// may hold secrets.
    #[cold]
    fn unfit(
        &mut self,
        target: Mut<'_>,
        found: &str,
        location: &Location<'_>,
    ) -> Result<Outcome, Stop> {
        let expected = match target {
            Mut::Str(_) => "a string",
            Mut::I64(_) => "a signed 64-bit number",
            Mut::U64(_) => "an unsigned 64-bit number",
            Mut::F64(_) => "a number",
            Mut::Bool(_) => "a boolean",
            Mut::Bytes(_) => "base64 text",
            Mut::Object(_) => "an object",
            Mut::List(_) => "a list",
            Mut::Optional(_) => "a value",
        };
        let message = format_args!("expected {expected}, found {found}");
        self.report.misfit(MisfitKind::Unfit, location, &message)?;
        Ok(Outcome::Unfit)
    }
}

fn reborrow<'a>(target: &'a mut Mut<'_>) -> Mut<'a> {
    match target {
        Mut::Str(value) => Mut::Str(value),
        Mut::I64(value) => Mut::I64(value),
        Mut::U64(value) => Mut::U64(value),
        Mut::F64(value) => Mut::F64(value),
        Mut::Bool(value) => Mut::Bool(value),
        Mut::Bytes(value) => Mut::Bytes(value),
        Mut::Object(value) => Mut::Object(&mut **value),
        Mut::List(value) => Mut::List(&mut **value),
        Mut::Optional(value) => Mut::Optional(&mut **value),
    }
}
