//! What keeps a call from being made ready.

use std::fmt;

/// What is wrong with a call before it is sent, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Error {
    /// What is wrong, where, and what was expected. It has no secret in it.
    pub message: String,
    /// What to do next, most promising first; often empty.
    pub next: Vec<String>,
    /// What sort of error it is.
    pub kind: ErrorKind,
}

/// The sorts of errors before a call is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// What was asked for is wrong: an unknown name, a missing parameter, a value of another type.
    Usage,
    /// Anything else, e.g. a damaged catalogue.
    Other,
}

impl Error {
    /// Creates an error for what was asked for wrongly.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Usage, message)
    }

    /// Creates an error of `kind`.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            next: Vec::new(),
            kind,
        }
    }

    /// Adds what to do next.
    pub fn with_next(mut self, next: impl Into<String>) -> Self {
        self.next.push(next.into());
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

impl From<tencentcloud_catalogue::Error> for Error {
    fn from(error: tencentcloud_catalogue::Error) -> Self {
        Self::new(ErrorKind::Other, error.to_string())
    }
}
