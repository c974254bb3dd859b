//! Members that cannot be converted, and what becomes of them.

use std::fmt;

/// A member that cannot be converted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Misfit {
    /// The JSON path from the root; empty for the root itself.
    pub(crate) path: String,
    /// What was expected there and what was found. No value of the input is repeated.
    pub(crate) message: String,
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path.as_str() {
            "" => f.write_str(&self.message),
            path => write!(f, "{path}: {}", self.message),
        }
    }
}

/// Hears of each member that cannot be converted.
pub(crate) trait Report {
    /// Decides what follows: `Ok` leaves the member empty, `Err` ends the decoding.
    fn misfit(&self, misfit: Misfit) -> Result<(), Misfit>;
}

/// Ends the decoding at the first misfit.
pub(crate) struct Strict;

impl Report for Strict {
    fn misfit(&self, misfit: Misfit) -> Result<(), Misfit> {
        Err(misfit)
    }
}

/// Leaves every misfit empty without a word.
pub(crate) struct Quiet;

impl Report for Quiet {
    fn misfit(&self, _: Misfit) -> Result<(), Misfit> {
        Ok(())
    }
}
