//! The one error type.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use http::StatusCode;

/// What a call came to when it did not come to an answer.
///
/// The predicates tell what a program can do about it; [`Error::code`] and [`Error::request_id`]
/// are what the vendor's support asks for; the one line of `Display` says the code, the message,
/// the action and the request id.
pub struct Error(Box<Inner>);

/// The result of a call.
pub type Result<T, E = Error> = std::result::Result<T, E>;

struct Inner {
    kind: Kind,
    action: &'static str,
    attempts: u32,
    request_id: Option<String>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// What went wrong, in broad terms. The predicates of [`Error`] are finer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub(crate) enum Kind {
    /// The request could not be made: nothing was sent.
    Request(String),
    /// There is no credential to sign with: nothing was sent.
    Credential(String),
    /// The service answered with an error.
    Service { code: String, message: String },
    /// No answer within the time allowed.
    Timeout(Option<Duration>),
    /// The connection failed.
    Network(String),
    /// What came back is not an answer of the API.
    Answer { status: StatusCode, what: String },
    /// An answer came, and is not usable as what it should be.
    Unusable(String),
    /// What was waited for did not come to be.
    Unmet { timed_out: bool, what: String },
}

impl Error {
    pub(crate) fn new(kind: Kind) -> Self {
        Self(Box::new(Inner {
            kind,
            action: "",
            attempts: 0,
            request_id: None,
            source: None,
        }))
    }

    pub(crate) fn request(message: impl Into<String>) -> Self {
        Self::new(Kind::Request(message.into()))
    }

    /// The error of a credential source that has no credential to give; `message` says what was
    /// looked for, where, and what to do.
    pub fn credential(message: impl Into<String>) -> Self {
        Self::new(Kind::Credential(message.into()))
    }

    /// The error that a service answers, e.g. for a mock.
    pub fn service(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Kind::Service {
            code: code.into(),
            message: message.into(),
        })
    }

    /// The error of a transport that got no answer within the time allowed.
    pub fn timeout(limit: Option<Duration>) -> Self {
        Self::new(Kind::Timeout(limit))
    }

    /// The error of a transport whose connection failed; `message` says at what.
    pub fn network(message: impl Into<String>) -> Self {
        Self::new(Kind::Network(message.into()))
    }

    pub(crate) fn answer(status: StatusCode, what: impl Into<String>) -> Self {
        Self::new(Kind::Answer {
            status,
            what: what.into(),
        })
    }

    pub(crate) fn unusable(what: impl Into<String>) -> Self {
        Self::new(Kind::Unusable(what.into()))
    }

    pub(crate) fn unmet(timed_out: bool, what: String) -> Self {
        Self::new(Kind::Unmet { timed_out, what })
    }

    /// The same with the error that caused it.
    #[must_use]
    pub fn because(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// The same with the answer's request id.
    #[must_use]
    pub fn with_request_id(mut self, id: impl Into<String>) -> Self {
        self.0.request_id = Some(id.into()).filter(|id: &String| !id.is_empty());
        self
    }

    pub(crate) fn during(mut self, action: &'static str, attempts: u32) -> Self {
        self.0.action = action;
        self.0.attempts = attempts;
        self
    }

    /// The service's error code, e.g. `InvalidParameterValue.NotInOptions`.
    pub fn code(&self) -> Option<&str> {
        match &self.0.kind {
            Kind::Service { code, .. } => Some(code),
            _ => None,
        }
    }

    /// True where the code is `code` or stands below it: `InvalidParameterValue.NotInOptions` is
    /// an `InvalidParameterValue`.
    pub fn is(&self, code: &str) -> bool {
        self.code().is_some_and(|own| {
            own.strip_prefix(code)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    }

    /// The service's message, in the language that the request asked for.
    pub fn message(&self) -> Option<&str> {
        match &self.0.kind {
            Kind::Service { message, .. } => Some(message),
            _ => None,
        }
    }

    /// The request id, where an answer came: support asks for it.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// The action that was called; empty where the error came before a call.
    pub fn action(&self) -> &str {
        self.0.action
    }

    /// How often the request was sent: 0 where it never left.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// The HTTP status of an answer that is none of the API's.
    pub fn status(&self) -> Option<u16> {
        match &self.0.kind {
            Kind::Answer { status, .. } => Some(status.as_u16()),
            _ => None,
        }
    }

    /// The service refused because of a rate: wait, then try again.
    pub fn is_throttled(&self) -> bool {
        self.is("RequestLimitExceeded")
            || self.code().is_some_and(|code| {
                // Some products throttle under LimitExceeded, by names of their own.
                code.strip_prefix("LimitExceeded.").is_some_and(|rest| {
                    ["RateLimit", "RequestLimit", "Frequency", "Qps", "QPS"]
                        .iter()
                        .any(|word| rest.contains(word))
                })
            })
    }

    /// No answer came within the time allowed: the request may or may not have taken effect.
    pub fn is_timeout(&self) -> bool {
        matches!(
            self.0.kind,
            Kind::Timeout(_)
                | Kind::Unmet {
                    timed_out: true,
                    ..
                }
        )
    }

    /// The connection failed: the request may or may not have arrived.
    pub fn is_network(&self) -> bool {
        matches!(self.0.kind, Kind::Network(_))
    }

    /// The credential is missing, unknown, expired, wrongly signed, or not allowed to do this.
    pub fn is_auth(&self) -> bool {
        matches!(self.0.kind, Kind::Credential(_))
            || self.is("AuthFailure")
            || self.is("UnauthorizedOperation")
    }

    /// What was asked for does not exist.
    pub fn is_not_found(&self) -> bool {
        self.is("ResourceNotFound")
    }

    /// A quota is used up: another try does not help.
    pub fn is_limit_exceeded(&self) -> bool {
        self.is("LimitExceeded") && !self.is_throttled()
    }

    /// A parameter is missing, unknown, or has a value that is not allowed; also where this side
    /// found it before anything was sent.
    pub fn is_invalid_parameter(&self) -> bool {
        matches!(self.0.kind, Kind::Request(_))
            || [
                "InvalidParameter",
                "InvalidParameterValue",
                "MissingParameter",
                "UnknownParameter",
            ]
            .iter()
            .any(|code| self.is(code))
    }

    /// The service failed inside: the same request may succeed later.
    pub fn is_internal(&self) -> bool {
        self.is("InternalError") || self.is("ServiceUnavailable")
    }

    /// The request carried DryRun and would have succeeded: a success, told as an error.
    pub fn is_dry_run_success(&self) -> bool {
        self.is("DryRunOperation")
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0.kind {
            Kind::Service { code, message } if message.is_empty() => f.write_str(code)?,
            Kind::Service { code, message } => write!(f, "{code}: {}", OneLine(message))?,
            Kind::Request(what) => write!(f, "request not sent: {}", OneLine(what))?,
            Kind::Credential(what) => write!(f, "no credential: {}", OneLine(what))?,
            Kind::Timeout(Some(limit)) => write!(f, "no answer within {limit:?}")?,
            Kind::Timeout(None) => f.write_str("no answer within the time allowed")?,
            Kind::Network(what) => write!(f, "connection failed: {}", OneLine(what))?,
            Kind::Unusable(what) => write!(f, "the answer is not usable: {}", OneLine(what))?,
            Kind::Unmet { what, .. } => write!(f, "waited in vain: {}", OneLine(what))?,
            Kind::Answer { status, what } => write!(
                f,
                "not an answer of the API (HTTP {}): {}",
                status.as_u16(),
                OneLine(what)
            )?,
        }
        match (self.0.action, self.request_id()) {
            ("", None) => Ok(()),
            ("", Some(id)) => write!(f, " (request id {id})"),
            (action, None) => write!(f, " ({action})"),
            (action, Some(id)) => write!(f, " ({action}, request id {id})"),
        }
    }
}

/// Text with its line breaks as spaces: an error is one line in a log.
struct OneLine<'a>(&'a str);

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, word) in self
            .0
            .split(['\r', '\n'])
            .map(str::trim)
            .filter(|w| !w.is_empty())
            .enumerate()
        {
            f.write_str(if index > 0 { " " } else { "" })?;
            f.write_str(word)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("action", &self.0.action)
            .field("attempts", &self.0.attempts)
            .field("request_id", &self.0.request_id)
            .field("source", &self.0.source)
            .finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn display_is_one_line_with_code_message_action_and_request_id() {
        let error = Error::service(
            "InvalidParameterValue.NotInOptions",
            "Scheme is wrong\n  use HTTP",
        )
        .with_request_id("b3197c48")
        .during("CreateUpstream", 1);
        assert_eq!(
            error.to_string(),
            "InvalidParameterValue.NotInOptions: Scheme is wrong use HTTP (CreateUpstream, request id b3197c48)"
        );
    }

    #[test]
    fn codes_are_a_hierarchy() {
        let error = Error::service("InvalidParameterValue.NotInOptions", "");
        assert!(error.is("InvalidParameterValue"));
        assert!(error.is("InvalidParameterValue.NotInOptions"));
        assert!(!error.is("InvalidParameter"));
        assert!(error.is_invalid_parameter());
    }

    #[test]
    fn throttling_has_many_names() {
        for code in [
            "RequestLimitExceeded",
            "RequestLimitExceeded.UinLimitExceeded",
            "LimitExceeded.RateLimitExceeded",
        ] {
            assert!(Error::service(code, "").is_throttled(), "{code}");
        }
        assert!(!Error::service("LimitExceeded", "").is_throttled());
        assert!(Error::service("LimitExceeded", "").is_limit_exceeded());
    }
}
