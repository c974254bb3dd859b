//! What is reported of calls and their attempts, by OpenTelemetry's names: a span for each, an event
//! at their end, and a histogram of durations.

mod attempt;
mod body;
mod call;
pub(super) mod inspect;
#[cfg(feature = "metrics")]
mod metrics;

pub(super) use attempt::Attempt;
pub(super) use call::Call;
pub(crate) use call::report;
