//! What is reported of calls and their attempts, by OpenTelemetry's names: a span for each, an event
//! at their end, and a histogram of durations.

mod attempt;
mod body;
mod call;
#[cfg(feature = "metrics")]
mod metrics;

pub(super) use attempt::Attempt;
pub(super) use call::Call;
pub(crate) use call::report;

use crate::Error;

/// What went wrong, as a word that does not change from call to call: the service's code, or a kind.
fn error_type(error: &Error) -> &str {
    match error.code() {
        Some(code) => code,
        None if error.is_timeout() => "timeout",
        None if error.is_network() => "network",
        None if error.is_gateway() => "gateway",
        None if error.is_auth() => "credential",
        None if error.is_invalid_parameter() => "request",
        None => "response",
    }
}
