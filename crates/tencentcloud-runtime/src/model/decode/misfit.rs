//! Members that are not as their field expects them, and what becomes of them.

use std::fmt;

use crate::model::json::{Json, Syntax};

/// A member that is not as its field expects it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Misfit {
    /// What is wrong with it.
    pub(crate) kind: MisfitKind,
    /// The JSON path from the root; empty for the root itself.
    pub(crate) path: String,
    /// What was expected there and what was found. No value of the input is repeated.
    pub(crate) message: String,
}

/// What is wrong with a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MisfitKind {
    /// It cannot be converted, and was left empty.
    Unfit,
    /// It is null, and its field cannot say so.
    Null,
    /// It is missing, and its field cannot say so.
    Missing,
    /// It is text with U+FFFD in place of what was no character.
    Replaced,
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path.as_str() {
            "" => f.write_str(&self.message),
            path => write!(f, "{path}: {}", self.message),
        }
    }
}

/// Hears of each member that is not as expected.
pub(crate) trait Report {
    /// Decides what follows: `Ok` goes on, `Err` ends the decoding.
    fn misfit(
        &self,
        kind: MisfitKind,
        path: &dyn fmt::Display,
        message: &dyn fmt::Display,
    ) -> Result<(), Misfit>;

    /// Hears of a member that no field is for. Defaults to no interest in it.
    fn unknown(&self, _path: &dyn fmt::Display, _value: Json<'_>) -> Result<(), Misfit> {
        Ok(())
    }
}

/// Ends the decoding at the first member that cannot be converted.
pub(crate) struct Strict;

impl Report for Strict {
    fn misfit(
        &self,
        kind: MisfitKind,
        path: &dyn fmt::Display,
        message: &dyn fmt::Display,
    ) -> Result<(), Misfit> {
        match kind {
            MisfitKind::Unfit => Err(Misfit {
                kind,
                path: path.to_string(),
                message: message.to_string(),
            }),
            _ => Ok(()),
        }
    }
}

/// Leaves every misfit empty without a word.
pub(crate) struct Quiet;

impl Report for Quiet {
    fn misfit(
        &self,
        _: MisfitKind,
        _: &dyn fmt::Display,
        _: &dyn fmt::Display,
    ) -> Result<(), Misfit> {
        Ok(())
    }
}

/// Why a text was not read to its end.
#[derive(Debug)]
pub(crate) enum Stop {
    /// It is not JSON.
    Syntax(Syntax),
    /// It is JSON of another form than the whole must have.
    Form(&'static str),
    /// The report ended it.
    Misfit(Box<Misfit>),
}

impl From<Syntax> for Stop {
    fn from(syntax: Syntax) -> Self {
        Self::Syntax(syntax)
    }
}

impl From<Misfit> for Stop {
    fn from(misfit: Misfit) -> Self {
        Self::Misfit(Box::new(misfit))
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax(syntax) => syntax.fmt(f),
            Self::Form(what) => f.write_str(what),
            Self::Misfit(misfit) => misfit.fmt(f),
        }
    }
}
