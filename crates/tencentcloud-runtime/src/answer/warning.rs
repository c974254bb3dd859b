//! Fields of a response that are not as their type expects them.

use std::cell::{Cell, RefCell};
use std::fmt;

use super::unknown::Unknowns;
use crate::model::json::Json;
use crate::model::{Misfit, MisfitKind, Report};

/// The number of warnings of a response that are kept; further ones are counted.
const KEPT: usize = 100;

/// What is said of a member of JSON in which something is not as it was sent.
const INEXACT: &str =
    "holds what JSON in memory cannot: half a character, or a number or nesting too large";

/// A field of a response that is not as its type expects it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Warning {
    /// What is wrong with the field.
    pub kind: WarningKind,
    /// The JSON path below `Response`, e.g. `Result.UpstreamSet[3].Retries`; empty for the response
    /// itself.
    pub path: String,
    /// What was expected there and what was found. It repeats no value of the response.
    pub message: String,
}

/// What is wrong with a field of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WarningKind {
    /// It could not be converted and was left empty.
    Unfit,
    /// It was null, and its type is not an `Option`: the `false`, `0` or `""` in it was not sent by
    /// the service.
    Null,
    /// It was missing, and its type is not an `Option`: the `false`, `0` or `""` in it was not sent
    /// by the service. Events of a stream, which carry part of a response each, have no such
    /// warnings.
    Missing,
    /// It holds U+FFFD in place of bytes that are not UTF-8, or of half a surrogate pair.
    Replaced,
}

impl From<MisfitKind> for WarningKind {
    fn from(kind: MisfitKind) -> Self {
        match kind {
            MisfitKind::Unfit => Self::Unfit,
            MisfitKind::Null => Self::Null,
            MisfitKind::Missing => Self::Missing,
            MisfitKind::Replaced => Self::Replaced,
        }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path.as_str() {
            "" => f.write_str(&self.message),
            path => write!(f, "{path}: {}", self.message),
        }
    }
}

/// What a field that is not as expected is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Mode {
    /// A warning.
    #[default]
    Lenient,
    /// An error.
    Strict,
}

/// Collects warnings. The response is read to its end in either mode: its own error and its request
/// ID may come last.
pub(super) struct Warnings<'a> {
    kept: RefCell<Vec<Warning>>,
    count: Cell<usize>,
    /// Who wants the members that no field is for.
    unknown: Option<&'a Unknowns>,
}

impl<'a> Warnings<'a> {
    pub(super) fn with(unknown: Option<&'a Unknowns>) -> Self {
        Self {
            kept: RefCell::default(),
            count: Cell::new(0),
            unknown,
        }
    }

    /// The first warnings, and the number of all.
    pub(super) fn into_parts(self) -> (Vec<Warning>, usize) {
        (self.kept.into_inner(), self.count.get())
    }
}

impl Report for Warnings<'_> {
    fn misfit(
        &self,
        kind: MisfitKind,
        path: &dyn fmt::Display,
        message: &dyn fmt::Display,
    ) -> Result<(), Misfit> {
        self.count.set(self.count.get() + 1);
        let mut kept = self.kept.borrow_mut();
        if kept.len() < KEPT {
            kept.push(Warning {
                kind: kind.into(),
                path: path.to_string(),
                message: message.to_string(),
            });
        }
        Ok(())
    }

    fn unknown(&self, path: &dyn fmt::Display, value: Json<'_>) -> Result<(), Misfit> {
        match self.unknown {
            Some(unknown) if unknown.add(path, value) => Ok(()),
            Some(_) => self.misfit(MisfitKind::Replaced, path, &INEXACT),
            None => Ok(()),
        }
    }
}
