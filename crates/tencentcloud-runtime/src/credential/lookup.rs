//! What a source found that may not be set up at all.

use crate::{Error, Result};

/// What a source has. A source that is set up and broken is an error instead: to pass it over would
/// sign with an identity that nobody chose.
#[derive(Clone, Debug)]
pub(crate) enum Lookup<T> {
    Found(T),
    /// Nothing is set up; the text says what was looked for, and where.
    Absent(String),
}

impl<T> Lookup<T> {
    pub(crate) fn map<U>(self, make: impl FnOnce(T) -> U) -> Lookup<U> {
        match self {
            Self::Found(found) => Lookup::Found(make(found)),
            Self::Absent(why) => Lookup::Absent(why),
        }
    }

    /// What was found, or an error that says what was looked for.
    ///
    /// # Errors
    /// Nothing is set up.
    pub(crate) fn or_error(self) -> Result<T> {
        match self {
            Self::Found(found) => Ok(found),
            Self::Absent(why) => Err(Error::credential(why)),
        }
    }
}
