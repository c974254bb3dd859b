//! Hosts that do not respond: which one the next attempt goes to.

use super::Sending;
use super::attempt::Failed;
use crate::endpoint::Endpoint;
use crate::pace::Pass;
use crate::request::Draft;
use crate::{Error, Result};

/// The hosts of a call, and which of them the next attempt goes to.
pub(super) struct Hosts {
    /// The one that the call names, and its twins; empty if it stays with that one.
    ring: Vec<Endpoint>,
    next: usize,
}

impl Hosts {
    pub(super) fn of(draft: &Draft) -> Self {
        Self {
            ring: match draft.options.retry.twin_hosts {
                Some(true) => draft.endpoints(),
                _ => Vec::new(),
            },
            next: 0,
        }
    }
}

/// True if the host did not respond, or something in its place.
fn is_silent(error: &Error) -> bool {
    error.is_network() || error.is_timeout() || error.is_gateway()
}

impl<'c> Sending<'c> {
    /// Moves on to a host that is not left alone.
    ///
    /// # Errors
    /// Fails if all of them are.
    pub(super) fn pass(&mut self) -> Result<Option<Pass<'c>>> {
        let mut tried = 0;
        loop {
            let ring = &self.hosts.ring;
            if let Some(endpoint) = ring.get(self.hosts.next % ring.len().max(1)) {
                self.draft.move_to(endpoint.clone());
            }
            if self.draft.options.retry.breaker.is_none() {
                return Ok(None);
            }
            let left = match self.config.breakers().pass(self.draft.host()) {
                Ok(pass) => return Ok(Some(pass)),
                Err(left) => left,
            };
            tried += 1;
            if tried < ring.len() {
                self.hosts.next += 1;
                continue;
            }
            let host = self.draft.host();
            let what =
                format!("{host} has not responded for some time and is left alone for {left:?}");
            return Err(Error::network(what));
        }
    }

    /// Takes note of what came of an attempt.
    pub(super) fn heard(&mut self, pass: Option<Pass<'_>>, failed: Option<&Failed>) {
        let silent = failed.is_some_and(|failed| !failed.last && is_silent(&failed.error));
        self.hosts.next += usize::from(silent);
        let (Some(pass), Some(breaker)) = (pass, &self.draft.options.retry.breaker) else {
            return;
        };
        match failed {
            Some(_) if silent => pass.failed(breaker.failures, breaker.pause),
            // Nothing was sent: it says nothing of the host.
            Some(failed) if failed.last => {}
            _ => pass.responded(),
        }
    }
}
