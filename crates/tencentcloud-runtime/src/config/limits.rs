//! How many requests are sent, and how fast.

use std::sync::Arc;

use tokio::sync::Semaphore;

use super::Config;

impl Config {
    /// Begins at most `per_second` requests of an action in a second, e.g. 10 of `RunInstances` of
    /// `cvm`, for each region; as many begin at once after a pause. The others wait for their turn,
    /// within the timeout of their call. Defaults to no limit; 0 removes it. The documentation of an
    /// action says its rate, if it is known; what other programs of the account send is not counted
    /// here.
    #[must_use]
    pub fn rate(
        self,
        service: impl Into<String>,
        action: impl Into<String>,
        per_second: u32,
    ) -> Self {
        let name = (service.into(), action.into());
        self.with(|inner| {
            let rates = Arc::make_mut(&mut inner.limits);
            match per_second {
                0 => rates.remove(&name),
                _ => rates.insert(name, per_second),
            };
        })
    }

    /// Has at most `most` requests under way at a time, whatever their action; a stream of events is
    /// one until it ends. The others wait, within the timeout of their call. Defaults to no limit; 0
    /// removes it.
    #[must_use]
    pub fn in_flight(self, most: usize) -> Self {
        let most = most.min(Semaphore::MAX_PERMITS);
        self.with(|inner| inner.in_flight = (most > 0).then(|| Arc::new(Semaphore::new(most))))
    }

    /// True if rates or places are set.
    pub(crate) fn is_limited(&self) -> bool {
        self.0.in_flight.is_some() || !self.0.limits.is_empty()
    }

    /// The requests of an action that may begin in a second.
    pub(crate) fn rate_of(&self, service: &str, action: &str) -> Option<u32> {
        if self.0.limits.is_empty() {
            return None;
        }
        let name = (service.to_owned(), action.to_owned());
        self.0.limits.get(&name).copied()
    }
}
