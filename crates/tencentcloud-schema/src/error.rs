//! What can be wrong with a description.

use std::fmt;

/// How many problems the text of an [`Error`] lists.
const LISTED: usize = 100;

/// The error of a description or overlay that cannot be used: where it came from and all that is
/// wrong. Its text lists the first 100 problems; [`Error::problems`] has all.
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
    /// The line of the text, from 1, if that is known.
    pub line: Option<usize>,
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

    /// What `serde` found wrong with a text, where its own path and line say.
    pub(crate) fn read(
        origin: &str,
        error: &serde_path_to_error::Error<serde_json::Error>,
    ) -> Self {
        let path = error.path().to_string();
        // `?` is what a text that ends too early has for a path.
        let path = if path == "." || path == "?" {
            String::new()
        } else {
            path
        };
        Self::new(origin, vec![Problem::read(path, error.inner())])
    }

    /// The same with the line of each problem's path.
    pub(crate) fn located(mut self, mut line: impl FnMut(&str) -> Option<usize>) -> Self {
        for problem in &mut self.problems {
            problem.line = problem.line.or_else(|| line(&problem.path));
        }
        self
    }

    /// Returns the file, or other name, that the text came from.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Returns everything that is wrong, in the text's order.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

impl Problem {
    pub(crate) fn new(path: impl Into<String>, message: impl fmt::Display) -> Self {
        Self {
            path: path.into(),
            line: None,
            message: message.to_string(),
        }
    }

    /// A problem whose line the reader of JSON tells, at the end of its message.
    pub(crate) fn read(path: impl Into<String>, error: &serde_json::Error) -> Self {
        let place = format!(" at line {} column {}", error.line(), error.column());
        let message = error.to_string();
        Self {
            path: path.into(),
            line: (error.line() > 0).then(|| error.line()),
            message: message.strip_suffix(&place).unwrap_or(&message).to_owned(),
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
        let origin = &self.origin;
        let say = |f: &mut fmt::Formatter<'_>, problem: &Problem| match problem.line {
            Some(line) => write!(f, "{origin}:{line}: {problem}"),
            None => write!(f, "{origin}: {problem}"),
        };
        if let [one] = self.problems.as_slice() {
            return say(f, one);
        }
        write!(f, "{origin}: {} problems", self.problems.len())?;
        for problem in self.problems.iter().take(LISTED) {
            f.write_str("\n  ")?;
            say(f, problem)?;
        }
        match self.problems.len().saturating_sub(LISTED) {
            0 => Ok(()),
            more => write!(f, "\n  and {more} more"),
        }
    }
}

impl std::error::Error for Error {}
