//! What is known of each attempt of a call.

use std::sync::{Arc, Mutex};

use tencentcloud_runtime::{AttemptInfo, AttemptOutcome, Intercept};

use super::sending::lock;
use crate::response::Attempt;

/// Notes each attempt of a call, and the headers of the last response.
#[derive(Clone, Debug, Default)]
pub(super) struct Attempts(Arc<Mutex<Noted>>);

/// What was noted.
#[derive(Clone, Debug, Default)]
pub(super) struct Noted {
    pub(super) attempts: Vec<Attempt>,
    pub(super) headers: Vec<(String, String)>,
}

impl Attempts {
    /// Returns what was noted so far.
    pub(super) fn noted(&self) -> Noted {
        lock(&self.0).clone()
    }
}

impl Intercept for Attempts {
    fn after_response(&self, _: &AttemptInfo<'_>, outcome: &AttemptOutcome<'_>) {
        let error = outcome.error.map(|error| match error.code() {
            Some(code) => code.to_owned(),
            None => error.to_string(),
        });
        let mut noted = lock(&self.0);
        noted.attempts.push(Attempt {
            status: outcome.status,
            request_id: outcome.request_id.map(str::to_owned),
            error,
            duration: outcome.duration,
        });
        let headers = outcome.headers.into_iter().flatten();
        noted.headers = headers
            .map(|(name, value)| {
                let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
                (name.to_string(), value)
            })
            .collect();
    }
}
