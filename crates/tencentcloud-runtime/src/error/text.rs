//! An error as text: one line in a log, nothing in it is secret.

use std::error::Error as StdError;
use std::fmt;

use super::{Error, Kind};

/// The error's code or kind, its message, the action and the request ID.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.kind.fmt(f)?;
        match (self.action(), self.request_id()) {
            ("", None) => Ok(()),
            ("", Some(id)) => write!(f, " (request ID {id})"),
            (action, None) => write!(f, " ({action})"),
            (action, Some(id)) => write!(f, " ({action}, request ID {id})"),
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
            Self::Service { code, message } if message.is_empty() => f.write_str(code),
            Self::Service { code, message } => write!(f, "{code}: {}", OneLine(message)),
            Self::Request(what) => write!(f, "request not sent: {}", OneLine(what)),
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

/// Text with its line breaks as spaces.
struct OneLine<'a>(&'a str);

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines = self.0.split(['\r', '\n']).map(str::trim);
        for (index, line) in lines.filter(|line| !line.is_empty()).enumerate() {
            f.write_str(if index > 0 { " " } else { "" })?;
            f.write_str(line)?;
        }
        Ok(())
    }
}
