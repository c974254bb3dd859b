//! What is reported of calls and their attempts.

use crate::Error;
use crate::action::Name;
use crate::request::Draft;

/// A call from its first attempt to its end.
pub(super) struct Call {
    action: Name,
}

impl Call {
    pub(super) fn start(draft: &Draft) -> Self {
        Self {
            action: draft.action.name.clone(),
        }
    }

    /// The call has ended, with that error if it failed.
    pub(super) fn end(self, error: Option<&Error>) {
        if let Some(error) = error {
            tracing::debug!(
                action = self.action.as_str(),
                attempts = error.attempts(),
                "failed"
            );
        }
    }
}

/// One attempt of a call.
pub(super) struct Attempt;

impl Attempt {
    /// Attempt `number`, from 1, begins.
    pub(super) fn start(draft: &Draft, number: u32) -> Self {
        tracing::debug!(
            action = draft.action.name.as_str(),
            service = draft.action.api.service.as_str(),
            region = draft.options.region,
            attempt = number,
            "sending"
        );
        Self
    }

    /// The attempt has ended, with that error if it failed.
    pub(super) fn end(self, _error: Option<&Error>) {}
}
