//! Limits of one call's stream of events.

use std::time::Duration;

use super::Call;
use super::request::Request;

impl<A: Request> Call<'_, A> {
    /// Fails the stream of events if an event, or a line, is larger than `bytes`, overriding
    /// [`Config::event_limit`](crate::Config::event_limit).
    pub fn event_limit(mut self, bytes: usize) -> Self {
        self.options.events.limit = Some(bytes);
        self
    }

    /// Sets the longest wait for the next event of the stream, overriding
    /// [`Config::event_timeout`](crate::Config::event_timeout).
    pub fn event_timeout(mut self, timeout: Duration) -> Self {
        self.options.events.timeout = Some(timeout);
        self
    }
}
