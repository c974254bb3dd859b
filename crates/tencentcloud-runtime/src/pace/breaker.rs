//! Hosts that do not respond are left alone for a while.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// The state of each host that has failed since it last responded.
#[derive(Debug, Default)]
pub(crate) struct Breakers(Mutex<HashMap<String, Host>>);

#[derive(Debug, Default)]
struct Host {
    /// Failures since the last response.
    failures: u32,
    /// Until when no request is sent, once there were too many.
    until: Option<Instant>,
    /// True while one request finds out whether it responds again.
    tried: bool,
}

/// A request that may be sent. Dropped without an outcome, it says nothing of the host.
#[derive(Debug)]
pub(crate) struct Pass<'b> {
    breakers: &'b Breakers,
    host: String,
    trial: bool,
}

impl Breakers {
    /// Permits a request to `host`, unless it is left alone: then the error is for how long.
    pub(crate) fn pass(&self, host: &str) -> Result<Pass<'_>, Duration> {
        let mut hosts = self.lock();
        let mut trial = false;
        if let Some(state) = hosts.get_mut(host)
            && let Some(until) = state.until
        {
            let left = until.saturating_duration_since(Instant::now());
            if state.tried || !left.is_zero() {
                return Err(left);
            }
            (state.tried, trial) = (true, true);
        }
        Ok(Pass {
            breakers: self,
            host: host.to_owned(),
            trial,
        })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Host>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Pass<'_> {
    /// The host has responded.
    pub(crate) fn responded(self) {
        self.breakers.lock().remove(&self.host);
    }

    /// The host has not responded. After `most` failures in a row, or a failed trial, it is left
    /// alone for the `pause`.
    pub(crate) fn failed(self, most: u32, pause: Duration) {
        let mut hosts = self.breakers.lock();
        let state = hosts.entry(self.host.clone()).or_default();
        state.failures = state.failures.saturating_add(1);
        if state.failures >= most || self.trial {
            state.until = Some(Instant::now() + pause);
        }
    }
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        if self.trial
            && let Some(state) = self.breakers.lock().get_mut(&self.host)
        {
            state.tried = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAUSE: Duration = Duration::from_secs(30);

    fn fail(breakers: &Breakers, times: u32) {
        for _ in 0..times {
            breakers.pass("host").unwrap().failed(3, PAUSE);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn failures_in_a_row_open_it_and_a_response_between_them_does_not() {
        let breakers = Breakers::default();
        fail(&breakers, 2);
        breakers.pass("host").unwrap().responded();
        fail(&breakers, 2);
        drop(breakers.pass("host").unwrap());
        fail(&breakers, 1);
        assert_eq!(breakers.pass("host").unwrap_err(), PAUSE);
        assert!(breakers.pass("other").is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn after_the_pause_one_request_finds_out() {
        let breakers = Breakers::default();
        fail(&breakers, 3);
        tokio::time::advance(PAUSE).await;
        let trial = breakers.pass("host").unwrap();
        assert!(breakers.pass("host").is_err(), "one at a time");
        drop(trial);
        let trial = breakers.pass("host").unwrap();
        trial.failed(3, PAUSE);
        assert_eq!(breakers.pass("host").unwrap_err(), PAUSE);
        tokio::time::advance(PAUSE).await;
        breakers.pass("host").unwrap().responded();
        fail(&breakers, 2);
        assert!(breakers.pass("host").is_ok());
        assert!(breakers.lock().len() == 1);
    }
}
