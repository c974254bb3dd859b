//! The one error type.

mod class;
mod text;

use std::error::Error as StdError;
use std::time::Duration;

use http::StatusCode;

use crate::action::Name;

/// The error of a failed call.
///
/// The predicates say what a program can do about it. [`Error::code`] and [`Error::request_id`] are
/// what the vendor's support asks for. `Display` prints one line with the code, the message, the
/// action and the request ID; `Debug` adds the causes; neither prints secrets.
///
/// The predicates that look at the service's code know more than the code's first part:
/// `InvalidInstanceId.NotFound` is [not found](Error::is_not_found) as `ResourceNotFound` is. They
/// are tested against every code that the catalogue lists.
pub struct Error(Box<Inner>);

/// The result of a call.
pub type Result<T, E = Error> = std::result::Result<T, E>;

struct Inner {
    kind: Kind,
    action: Name,
    attempts: u32,
    unsent: bool,
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
    /// The credential must not be used for this: nothing was sent.
    Forbidden(String),
    /// The service responded with an error.
    Service { code: String, message: String },
    /// No response within the timeout.
    Timeout(Option<Duration>),
    /// The connection failed.
    Network(String),
    /// What came back is no response of the API.
    Answer { status: StatusCode, what: String },
    /// A response came that is not usable as what it should be.
    Unusable(String),
    /// A condition that was waited for was not met.
    Unmet { timed_out: bool, what: String },
}

impl Error {
    pub(crate) fn new(kind: Kind) -> Self {
        Self(Box::new(Inner {
            kind,
            action: Name::default(),
            attempts: 0,
            unsent: false,
            request_id: None,
            source: None,
        }))
    }

    /// Creates the error of a request that must not be sent, e.g. by an
    /// [`Intercept`](crate::Intercept); `message` says why and what to do.
    pub fn request(message: impl Into<String>) -> Self {
        Self::new(Kind::Request(message.into()))
    }

    /// Creates the error of a credential source without a credential; `message` says what was looked
    /// for, where, and what to do.
    pub fn credential(message: impl Into<String>) -> Self {
        Self::new(Kind::Credential(message.into()))
    }

    /// Creates the error of a call that the program's own rules do not permit, e.g. by an
    /// [`Intercept`](crate::Intercept); `message` says which and what to do.
    pub fn forbidden(message: impl Into<String>) -> Self {
        Self::new(Kind::Forbidden(message.into()))
    }

    /// Creates the error that a service responds with, e.g. for a [`Mock`](crate::Mock).
    pub fn service(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Kind::Service {
            code: code.into(),
            message: message.into(),
        })
    }

    /// Creates the error of a transport that got no response within `limit`.
    pub fn timeout(limit: Option<Duration>) -> Self {
        Self::new(Kind::Timeout(limit))
    }

    /// Creates the error of a transport whose connection failed; `message` says what failed. The
    /// request may have arrived, unless the error is marked as [`unsent`](Self::unsent).
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

    /// Adds the error that caused this one, for `source`. Its text should not repeat in the message.
    #[must_use]
    pub fn because(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.0.source = Some(source.into());
        self
    }

    /// Adds the request ID; an empty `id` is none.
    #[must_use]
    pub fn with_request_id(mut self, id: impl Into<String>) -> Self {
        self.0.request_id = Some(id.into()).filter(|id: &String| !id.is_empty());
        self
    }

    /// Marks the error as that of a request of which nothing was written, e.g. because no connection
    /// could be made. For transports: such a request is safe to send again, whatever it does.
    #[must_use]
    pub fn unsent(mut self) -> Self {
        self.0.unsent = true;
        self
    }

    pub(crate) fn during(mut self, action: impl Into<Name>, attempts: u32) -> Self {
        self.0.action = action.into();
        self.0.attempts = attempts;
        self
    }

    /// Returns the service's error code, e.g. `InvalidParameterValue.NotInOptions`.
    pub fn code(&self) -> Option<&str> {
        match &self.0.kind {
            Kind::Service { code, .. } => Some(code),
            _ => None,
        }
    }

    /// Returns true if the service's code is `code` or below it: `InvalidParameterValue.NotInOptions`
    /// is an `InvalidParameterValue`.
    pub fn is(&self, code: &str) -> bool {
        self.code().is_some_and(|own| {
            own.strip_prefix(code)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    }

    /// What went wrong, as a word that does not change from call to call: the service's code, or a kind.
    pub(crate) fn word(&self) -> &str {
        match self.code() {
            Some(code) => code,
            None if self.is_timeout() => "timeout",
            None if self.is_network() => "network",
            None if self.is_gateway() => "gateway",
            None if self.is_auth() => "credential",
            None if self.is_invalid_parameter() => "request",
            None => "response",
        }
    }

    /// Returns the service's message, in the language that the request asked for.
    pub fn message(&self) -> Option<&str> {
        match &self.0.kind {
            Kind::Service { message, .. } => Some(message),
            _ => None,
        }
    }

    /// Returns the request ID if a response came with one: support asks for it.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// Returns the action that was called; empty if the error came before a call.
    pub fn action(&self) -> &str {
        &self.0.action
    }

    /// Returns the number of attempts in which something of the request may have been sent: 0 if it
    /// had no effect for certain.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Returns true if nothing of the request was sent in the last attempt: it had no effect.
    pub fn is_unsent(&self) -> bool {
        let before = matches!(self.0.kind, Kind::Request(_) | Kind::Credential(_));
        self.0.unsent || before
    }

    /// Returns the HTTP status if what came back is no response of the API.
    pub fn status(&self) -> Option<u16> {
        match &self.0.kind {
            Kind::Answer { status, .. } => Some(status.as_u16()),
            _ => None,
        }
    }

    /// Returns true if the service refused because of a rate: wait, then try again.
    pub fn is_throttled(&self) -> bool {
        self.is_in(&class::THROTTLED)
    }

    /// Returns true if no response came within the timeout: the request may have taken effect. Also
    /// true if [`Wait`](crate::Wait) gave up.
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

    /// Returns true if the connection failed: the request may have arrived.
    pub fn is_network(&self) -> bool {
        matches!(self.0.kind, Kind::Network(_))
    }

    /// Returns true if the credential is missing, unknown, expired or wrongly signed, or if it is not
    /// permitted to do this.
    pub fn is_auth(&self) -> bool {
        matches!(self.0.kind, Kind::Credential(_) | Kind::Forbidden(_)) || self.is_in(&class::AUTH)
    }

    /// Returns true if the configuration guards the account, by
    /// [`Config::allowed_accounts`](crate::Config::allowed_accounts) or
    /// [`forbidden_accounts`](crate::Config::forbidden_accounts), or if the program's own rules
    /// [forbid](Self::forbidden) it: the call was not sent.
    pub fn is_forbidden(&self) -> bool {
        matches!(self.0.kind, Kind::Forbidden(_))
    }

    /// Returns true if what the request names does not exist.
    pub fn is_not_found(&self) -> bool {
        self.is_in(&class::NOT_FOUND)
    }

    /// Returns true if what the request would create exists already.
    pub fn is_already_exists(&self) -> bool {
        self.is_in(&class::ALREADY_EXISTS)
    }

    /// Returns true if something else uses what the request would change or delete.
    pub fn is_in_use(&self) -> bool {
        self.is_in(&class::IN_USE)
    }

    /// Returns true if something has expired: a signature, a token, a session, a resource.
    pub fn is_expired(&self) -> bool {
        self.is_in(&class::EXPIRED)
    }

    /// Returns true if a quota is used up: another attempt does not help. False if
    /// [throttled](Self::is_throttled).
    pub fn is_limit_exceeded(&self) -> bool {
        (self.is_in(&class::QUOTA) || self.is_in(&class::LIMIT)) && !self.is_throttled()
    }

    /// Returns true if a parameter is missing, unknown, or has a value that is not allowed. Also true
    /// if the request could not be made and was not sent.
    pub fn is_invalid_parameter(&self) -> bool {
        matches!(self.0.kind, Kind::Request(_)) || self.is_in(&class::INVALID_PARAMETER)
    }

    /// Returns true if the service failed inside: the same request may succeed later.
    pub fn is_internal(&self) -> bool {
        self.is_in(&class::INTERNAL)
    }

    /// Returns true if a gateway or proxy responded in place of the API: an HTTP status of 500 or
    /// more without an API error, e.g. the HTML page of a 502. The request may have taken effect.
    pub fn is_gateway(&self) -> bool {
        self.status().is_some_and(|status| status >= 500)
    }

    /// Returns true if the same call may succeed later: it is [throttled](Self::is_throttled),
    /// [internal](Self::is_internal), from a [gateway](Self::is_gateway), of the
    /// [network](Self::is_network), or a call's [timeout](Self::is_timeout).
    ///
    /// The SDK itself sends a call again where that is safe by its
    /// [`ActionClass`](crate::ActionClass), as [`Retries`](crate::Retries) says: the error is that of
    /// the last attempt.
    pub fn is_retryable(&self) -> bool {
        let transient = matches!(self.0.kind, Kind::Timeout(_)) || self.is_network();
        transient || self.is_throttled() || self.is_internal() || self.is_gateway()
    }

    /// Returns true if the request carried DryRun and would have succeeded.
    pub fn is_dry_run_success(&self) -> bool {
        self.is("DryRunOperation")
    }

    fn is_in(&self, class: &class::Class) -> bool {
        self.code().is_some_and(|code| class.has(code))
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
            "InvalidParameterValue.NotInOptions: Scheme is wrong use HTTP (CreateUpstream, request ID b3197c48)"
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
    fn debug_reads_as_a_sentence_with_its_causes() {
        let error = Error::network("https://cvm.tencentcloudapi.com: broken")
            .because(Error::credential("the file\nis not there"))
            .during("DescribeZones", 2);
        assert_eq!(
            format!("{error:?}"),
            "connection failed: https://cvm.tencentcloudapi.com: broken (DescribeZones), sent 2 times, caused by: no credential: the file is not there"
        );
    }
}
