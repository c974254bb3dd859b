//! Requests that wait, as they came, until a program says what becomes of them.

mod raw_request;
mod rule;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Map, Value};
use tokio::sync::{oneshot, watch};

use crate::fault::Fault;
use crate::request::Raw;

pub use raw_request::RawRequest;
pub use rule::{HoldRule, HoldStatus};

use rule::Active;

/// How much is held.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    /// The number of requests at once; more go on by themselves.
    pub(crate) requests: usize,
    /// How long a request waits; then it goes on by itself.
    pub(crate) time: Duration,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            requests: 100,
            time: Duration::from_secs(600),
        }
    }
}

/// A request that waits.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Held {
    /// Its number, for [`Holds::release`](crate::Holds::release).
    pub id: u64,
    /// Since when it waits, by the emulator's clock, in RFC 3339 form.
    pub since: String,
    /// The service that it names; absent if it names none.
    pub service: Option<String>,
    /// The API version that it names.
    pub version: Option<String>,
    /// The action that it names; empty if it names none.
    pub action: String,
    /// The region that it names.
    pub region: Option<String>,
    /// The header `User-Agent`, else `X-TC-RequestClient`.
    pub client: Option<String>,
    /// The parameters without secrets; empty if they cannot be read.
    pub parameters: Map<String, Value>,
    /// The request as it came, with its signature and all secrets.
    pub request: RawRequest,
}

/// What becomes of a request that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Decision {
    /// It goes on as it came.
    Continue,
    /// Another request goes on in its place, as if it had come so: its signature is verified.
    Replace(RawRequest),
    /// The client gets an error, and nothing is called.
    Refuse {
        /// The error code, e.g. `InternalError`.
        code: String,
        /// The message.
        message: String,
    },
}

/// How a request was held.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hold {
    pub(crate) time: Duration,
    /// Another request took its place.
    pub(crate) edited: bool,
}

/// What becomes of a request that was held.
#[derive(Debug)]
pub(crate) struct Released {
    pub(crate) hold: Hold,
    pub(crate) verdict: Verdict,
}

/// A decision that can be carried out.
#[derive(Debug)]
pub(crate) enum Verdict {
    Continue,
    Replace(Box<Raw>),
    Refuse(Fault),
}

impl Decision {
    fn verdict(self) -> Result<Verdict, String> {
        Ok(match self {
            Self::Continue => Verdict::Continue,
            Self::Replace(request) => Verdict::Replace(Box::new(request.into_raw()?)),
            Self::Refuse { code, .. } if code.is_empty() => {
                return Err("`code` is empty; an error has a code, e.g. InternalError".to_owned());
            }
            Self::Refuse { code, message } => Verdict::Refuse(Fault::new(code, message)),
        })
    }
}

/// The rules and the requests that wait.
#[derive(Debug)]
pub(crate) struct Room {
    bounds: Bounds,
    state: Mutex<State>,
    /// Asked first, since most endpoints hold nothing.
    armed: AtomicBool,
    /// How often the list of held requests changed.
    changes: watch::Sender<u64>,
}

#[derive(Debug, Default)]
struct State {
    rules: Vec<Active>,
    held: BTreeMap<u64, Kept>,
    last_rule: u64,
    last_held: u64,
}

#[derive(Debug)]
struct Kept {
    held: Arc<Held>,
    sender: oneshot::Sender<Verdict>,
}

impl Room {
    pub(crate) fn new(bounds: Bounds) -> Self {
        Self {
            bounds,
            state: Mutex::default(),
            armed: AtomicBool::new(false),
            changes: watch::Sender::new(0),
        }
    }

    /// Returns true if a rule may hold the next request.
    pub(crate) fn is_armed(&self) -> bool {
        self.armed.load(Ordering::Acquire)
    }

    /// Adds a rule and returns its number.
    ///
    /// # Errors
    /// It has no action, or is over before it begins.
    pub(crate) fn add(&self, rule: HoldRule) -> Result<u64, String> {
        rule.check()?;
        let mut state = self.lock();
        state.last_rule += 1;
        let id = state.last_rule;
        state.rules.push(Active::new(id, rule));
        self.arm(&state);
        Ok(id)
    }

    /// Returns the rules in the order in which they are asked.
    pub(crate) fn rules(&self) -> Vec<HoldStatus> {
        self.lock().rules.iter().map(Active::status).collect()
    }

    /// Removes the rule with that number, or all; returns how many there were.
    pub(crate) fn remove(&self, id: Option<u64>) -> usize {
        let mut state = self.lock();
        let before = state.rules.len();
        state
            .rules
            .retain(|rule| id.is_some_and(|id| rule.id != id));
        if id.is_none() {
            state.last_rule = 0;
        }
        self.arm(&state);
        before - state.rules.len()
    }

    /// Lets a request wait if a rule takes it and there is room. Its number is given here.
    pub(crate) fn hold(&self, mut held: Held) -> Option<Waiting<'_>> {
        let mut state = self.lock();
        if state.held.len() >= self.bounds.requests {
            return None;
        }
        let rule = state.rules.iter_mut().find(|rule| rule.takes(&held))?;
        rule.held += 1;
        state.last_held += 1;
        held.id = state.last_held;
        let (sender, receiver) = oneshot::channel();
        let id = held.id;
        // Before anybody sees it.
        let begun = Instant::now();
        let held = Arc::new(held);
        state.held.insert(id, Kept { held, sender });
        self.arm(&state);
        drop(state);
        self.changed();
        Some(Waiting {
            room: self,
            id,
            begun,
            receiver,
        })
    }

    /// Returns the requests that wait, oldest first.
    pub(crate) fn list(&self) -> Vec<Held> {
        let held: Vec<_> = {
            let state = self.lock();
            state
                .held
                .values()
                .map(|kept| Arc::clone(&kept.held))
                .collect()
        };
        held.into_iter().map(Arc::unwrap_or_clone).collect()
    }

    /// Lets the request with that number go; returns false if it does not wait.
    ///
    /// # Errors
    /// The decision cannot be carried out; then the request still waits.
    pub(crate) fn release(&self, id: u64, decision: Decision) -> Result<bool, String> {
        let verdict = decision.verdict()?;
        let Some(kept) = self.lock().held.remove(&id) else {
            return Ok(false);
        };
        // Whoever waited may have gone a moment ago.
        let there = kept.sender.send(verdict).is_ok();
        self.changed();
        Ok(there)
    }

    /// Lets all requests go on as they came; returns how many there were.
    pub(crate) fn release_all(&self) -> usize {
        let held = std::mem::take(&mut self.lock().held);
        let count = held.len();
        for kept in held.into_values() {
            let _ = kept.sender.send(Verdict::Continue);
        }
        self.changed();
        count
    }

    /// Returns how often the list of held requests has changed.
    pub(crate) fn changes(&self) -> u64 {
        *self.changes.borrow()
    }

    /// Waits until the list has changed more often than `after`.
    pub(crate) async fn wait(&self, after: u64) {
        // The sender lives as long as the room.
        let _ = self
            .changes
            .subscribe()
            .wait_for(|changes| *changes > after)
            .await;
    }

    fn changed(&self) {
        self.changes.send_modify(|changes| *changes += 1);
    }

    fn arm(&self, state: &State) {
        let any = state.rules.iter().any(|rule| !rule.is_over());
        self.armed.store(any, Ordering::Release);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A request while it waits. Dropped, as it is when its client goes away, it is taken from the list.
#[derive(Debug)]
pub(crate) struct Waiting<'a> {
    room: &'a Room,
    id: u64,
    begun: Instant,
    receiver: oneshot::Receiver<Verdict>,
}

impl Waiting<'_> {
    /// Waits for the decision; once it took too long, the request goes on.
    pub(crate) async fn released(mut self) -> Released {
        let waited = tokio::time::timeout(self.room.bounds.time, &mut self.receiver).await;
        let verdict = match waited {
            Ok(Ok(verdict)) => verdict,
            Ok(Err(_)) | Err(_) => Verdict::Continue,
        };
        Released {
            hold: Hold {
                time: self.begun.elapsed(),
                edited: matches!(verdict, Verdict::Replace(_)),
            },
            verdict,
        }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        if self.room.lock().held.remove(&self.id).is_some() {
            self.room.changed();
        }
    }
}
