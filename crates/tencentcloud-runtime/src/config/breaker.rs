//! What to do about hosts that do not respond.

use std::time::Duration;

use super::Config;

/// When a host that does not respond is left alone. Set with [`Config::breaker`].
///
/// A failure is a connection that breaks or cannot be made, a timeout, or a gateway's response of 500
/// or more. Every response of the service ends the count, errors of the API included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breaker {
    pub(crate) failures: u32,
    pub(crate) pause: Duration,
}

impl Breaker {
    /// Creates a breaker that opens after 5 failures in a row, for 30 seconds.
    pub fn new() -> Self {
        Self {
            failures: 5,
            pause: Duration::from_secs(30),
        }
    }

    /// Sets the number of `failures` in a row after which a host is left alone. Defaults to 5; 0 is
    /// taken as 1.
    #[must_use]
    pub fn failures(mut self, failures: u32) -> Self {
        self.failures = failures.max(1);
        self
    }

    /// Sets how long a host is left alone; then one request finds out whether it responds again.
    /// Defaults to 30 seconds.
    #[must_use]
    pub fn pause(mut self, pause: Duration) -> Self {
        self.pause = pause;
        self
    }
}

impl Default for Breaker {
    fn default() -> Self {
        Self::new()
    }
}

impl Config {
    /// Leaves hosts alone that do not respond: their calls fail at once, and are not sent. Each host
    /// is counted by itself, over all calls of this configuration. Defaults to off.
    #[must_use]
    pub fn breaker(self, breaker: Breaker) -> Self {
        self.with(|inner| inner.options.retry.breaker = Some(breaker))
    }

    /// Sends the next attempt of a call to a twin of its host if the host does not respond: below
    /// `tencentcloudapi.cn`, then below `tencentcloudapi.com.cn`. The request is signed anew for it.
    /// Which calls have a next attempt is decided as always: see
    /// [`ActionClass`](crate::ActionClass). With a [`breaker`](Self::breaker), hosts that are left
    /// alone are passed over. Defaults to off.
    #[must_use]
    pub fn twin_hosts(self, on: bool) -> Self {
        self.with(|inner| inner.options.retry.twin_hosts = Some(on))
    }
}
