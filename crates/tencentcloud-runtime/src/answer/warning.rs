//! Fields of a response that could not be converted.

use std::cell::RefCell;
use std::fmt;

use crate::model::{Misfit, Report};

/// A field of a response that could not be converted and was left empty.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Warning {
    /// The JSON path below `Response`, e.g. `Result.UpstreamSet[3].Retries`; empty for the response
    /// itself.
    pub path: String,
    /// What was expected there and what was found. It repeats no value of the response.
    pub message: String,
}

impl From<Misfit> for Warning {
    fn from(misfit: Misfit) -> Self {
        Self {
            path: misfit.path,
            message: misfit.message,
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

/// What a field that cannot be converted is.
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
#[derive(Default)]
pub(super) struct Warnings(RefCell<Vec<Warning>>);

impl Warnings {
    pub(super) fn into_vec(self) -> Vec<Warning> {
        self.0.into_inner()
    }
}

impl Report for Warnings {
    fn misfit(&self, misfit: Misfit) -> Result<(), Misfit> {
        self.0.borrow_mut().push(misfit.into());
        Ok(())
    }
}
