//! What can be wrong with a description.

use std::fmt;

/// A description or overlay that cannot be used: where it came from and all that is wrong.
#[derive(Debug)]
pub struct Error {
    origin: String,
    problems: Vec<Problem>,
}

/// One thing that is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The JSON path, e.g. `actions.CreateUpstream.request[2].type`; empty for the whole file.
    pub path: String,
    /// What is wrong there and what is expected.
    pub message: String,
}

impl Error {
    pub(crate) fn new(origin: &str, problems: Vec<Problem>) -> Self {
        Self {
            origin: origin.to_owned(),
            problems,
        }
    }

    pub(crate) fn one(origin: &str, path: impl Into<String>, message: impl fmt::Display) -> Self {
        Self::new(origin, vec![Problem::new(path, message)])
    }

    /// The file, or other name, that the text came from.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Everything that is wrong, in the text's order.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

impl Problem {
    pub(crate) fn new(path: impl Into<String>, message: impl fmt::Display) -> Self {
        Self {
            path: path.into(),
            message: message.to_string(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            f.write_str(&self.message)
        } else {
            write!(f, "{}: {}", self.path, self.message)
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin)?;
        match self.problems.as_slice() {
            [one] => write!(f, ": {one}"),
            many => {
                write!(f, ": {} problems", many.len())?;
                many.iter()
                    .try_for_each(|problem| write!(f, "\n  {problem}"))
            }
        }
    }
}

impl std::error::Error for Error {}
