//! What is known of a call beyond its record.

use std::sync::Arc;
use std::time::Duration;

use super::subject::Subject;

/// What is known of a call beyond its record; by default nothing.
#[derive(Debug, Default)]
pub(crate) struct Extras {
    /// The number of the call in the timeline.
    pub(crate) row: Option<u64>,
    /// The response that was just received, with its secrets; else that of the record is shown.
    pub(crate) subject: Option<Arc<Subject>>,
    /// Its attempts, if they were counted.
    pub(crate) attempts: Vec<Attempt>,
    /// The headers of the last response.
    pub(crate) headers: Vec<(String, String)>,
    /// What looks wrong in the response.
    pub(crate) warnings: Vec<String>,
    /// What went wrong if no service said it, e.g. that a connection failed.
    pub(crate) failure: Option<String>,
}

/// One attempt of a call.
#[derive(Clone, Debug)]
pub(crate) struct Attempt {
    /// The HTTP status, if a response came.
    pub(crate) status: Option<u16>,
    /// The request ID, if the response has one.
    pub(crate) request_id: Option<String>,
    /// The error code, or else what went wrong; `None` if it succeeded.
    pub(crate) error: Option<String>,
    /// How long it took.
    pub(crate) duration: Duration,
}

/// Returns `duration` as people read it: `0.4 ms`, `38 ms`, `2.15 s`.
pub(super) fn took(milliseconds: f64) -> String {
    match milliseconds {
        ms if ms < 10.0 => format!("{ms:.1} ms"),
        ms if ms < 1000.0 => format!("{ms:.0} ms"),
        ms => format!("{:.2} s", ms / 1000.0),
    }
}

impl Attempt {
    /// Returns how long it took, as people read it.
    pub(super) fn took(&self) -> String {
        took(self.duration.as_secs_f64() * 1000.0)
    }
}
