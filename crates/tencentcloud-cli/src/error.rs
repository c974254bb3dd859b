//! What keeps a command from being done, and the exit code that says its kind.

use std::fmt;
use std::process::ExitCode;

use tencentcloud_runtime::Error;

/// Why a command was not done.
#[derive(Debug)]
pub(crate) struct Failure {
    /// What sort of failure it is.
    pub(crate) kind: Kind,
    /// What is wrong, where, and what to do about it.
    pub(crate) message: String,
}

/// The kinds of failures, each with an exit code of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Nothing below.
    Other = 1,
    /// The command line is wrong: an unknown name, a missing parameter, a value that is none.
    Usage = 2,
    /// There is no credential, or the service does not accept it.
    Credential = 3,
    /// The service was not reached, or gave no response in time.
    Network = 4,
    /// The service refused the call with an error code.
    Service = 5,
}

impl Failure {
    /// The exit code of a command line that is wrong.
    pub(crate) const USAGE: u8 = Kind::Usage as u8;

    /// Creates a failure of `kind`.
    pub(crate) fn new(kind: Kind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
        }
    }

    /// Creates a failure for a command line that is wrong.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(Kind::Usage, message)
    }

    /// Writes the failure to standard error and returns its exit code.
    pub(crate) fn report(&self) -> ExitCode {
        eprintln!("tcloud: {self}");
        ExitCode::from(self.kind as u8)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let kind = if error.is_auth() || error.is_expired() {
            Kind::Credential
        } else if error.is_network() || error.is_timeout() {
            Kind::Network
        } else if error.code().is_some() {
            Kind::Service
        } else {
            Kind::Other
        };
        Self::new(kind, error.to_string())
    }
}

impl From<tencentcloud_catalogue::Error> for Failure {
    fn from(error: tencentcloud_catalogue::Error) -> Self {
        Self::new(Kind::Other, error.to_string())
    }
}
