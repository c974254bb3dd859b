//! An error as text: one line in a log, nothing in it is secret.

use std::error::Error as StdError;
use std::fmt;

use super::{Error, Kind};
use crate::one_line::OneLine;

/// The error's code or kind, its message, the action and the request ID.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.kind.fmt(f)?;
        let action = OneLine(self.action());
        match (action.0, self.request_id().map(OneLine)) {
            ("", None) => Ok(()),
            ("", Some(id)) => write!(f, " (request ID {id})"),
            (_, None) => write!(f, " ({action})"),
            (_, Some(id)) => write!(f, " ({action}, request ID {id})"),
        }
    }
}

/// What `Display` prints, with the number of attempts and the causes behind it: `main` prints the
/// error that it returns so.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)?;
        match self.0.attempts {
            0 | 1 => {}
            attempts => write!(f, ", sent {attempts} times")?,
        }
        let mut cause = self.source();
        while let Some(error) = cause {
            write!(f, ", caused by: {}", OneLine(&error.to_string()))?;
            cause = error.source();
        }
        Ok(())
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Service { code, message } if message.is_empty() => OneLine(code).fmt(f),
            Self::Service { code, message } => {
                write!(f, "{}: {}", OneLine(code), OneLine(message))
            }
            Self::Request(what) => write!(f, "request not sent: {}", OneLine(what)),
            Self::Forbidden(what) => write!(f, "forbidden: {}", OneLine(what)),
            Self::Credential(what) => write!(f, "no credential: {}", OneLine(what)),
            Self::Timeout(Some(limit)) => write!(f, "no response within {limit:?}"),
            Self::Timeout(None) => f.write_str("no response within the timeout"),
            Self::Network(what) => write!(f, "connection failed: {}", OneLine(what)),
            Self::Unusable(what) => write!(f, "unusable response: {}", OneLine(what)),
            Self::Unmet { what, .. } => write!(f, "condition not met: {}", OneLine(what)),
            Self::Answer { status, what } => write!(
                f,
                "no API response (HTTP {}): {}",
                status.as_u16(),
                OneLine(what)
            ),
        }
    }
}
