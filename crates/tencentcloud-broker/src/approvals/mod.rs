//! Requests that a person decides about, and what was decided. Nothing of it outlives the process.

mod state;

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::sync::watch;

use crate::answer::Refusal;
use crate::brief::Brief;
use crate::id::{ApprovalId, Digest};
use crate::random;
use crate::request::{Asked, Request};

pub use state::{ApprovalState, Pending};

/// How many requests may wait at once, and how many decided ones are kept.
const MOST: usize = 200;
/// How many of them one agent, by the name that it gives, may have.
const MOST_OF_ONE: usize = 50;
/// The most bytes of all bodies that wait.
const BYTES: usize = 64 << 20;
/// The letters of an id: 80 bits.
const LETTERS: usize = 16;

/// A request that a person decides about.
#[derive(Debug)]
struct Kept {
    number: u64,
    request: Arc<Request>,
    digest: Digest,
    since: SystemTime,
    expires: SystemTime,
    agent: Option<String>,
    reason: Option<String>,
    state: ApprovalState,
    brief: watch::Sender<Option<Arc<Brief>>>,
}

/// All that wait or were decided.
#[derive(Debug)]
pub(crate) struct Approvals {
    lifetime: Duration,
    kept: Mutex<State>,
    changes: watch::Sender<u64>,
}

#[derive(Debug, Default)]
struct State {
    last: u64,
    kept: BTreeMap<ApprovalId, Kept>,
}

/// A request that began to wait, or was waiting already.
#[derive(Debug)]
pub(crate) struct Begun {
    pub(crate) id: ApprovalId,
    /// Where its brief is to be put; `None` if the same request was waiting already.
    pub(crate) brief: Option<watch::Sender<Option<Arc<Brief>>>>,
}

/// What an approval is good for.
#[derive(Debug)]
pub(crate) enum Taken {
    /// To send the request, once: it is used now.
    Send,
    /// For nothing yet.
    Waiting { expires: SystemTime },
}

impl Approvals {
    /// Each request can be decided about, and sent, for `lifetime` after it was asked for.
    pub(crate) fn new(lifetime: Duration) -> Self {
        Self {
            lifetime,
            kept: Mutex::default(),
            changes: watch::Sender::new(0),
        }
    }

    /// Lets the request of `asked` wait. One with the same digest of the same agent that waits already is
    /// the same.
    ///
    /// # Errors
    /// Too many wait.
    pub(crate) fn begin(&self, asked: &Asked, now: SystemTime) -> Result<Begun, Refusal> {
        let digest = asked.request.digest();
        let mut state = self.lock(now);
        let same = state.kept.iter().find(|(_, kept)| {
            kept.digest == digest && kept.agent == asked.agent && kept.state.is_open()
        });
        if let Some((id, _)) = same {
            return Ok(Begun {
                id: id.clone(),
                brief: None,
            });
        }
        let open = || state.kept.values().filter(|kept| kept.state.is_open());
        let of_one = open().filter(|kept| kept.agent == asked.agent).count();
        let bytes: usize = open().map(|kept| kept.request.body.len()).sum();
        let is_full = open().count() >= MOST
            || of_one >= MOST_OF_ONE
            || bytes + asked.request.body.len() > BYTES;
        if is_full {
            return Err(Refusal::new(
                "full",
                "too many requests wait for a person: ask again when some are decided or expired",
            ));
        }
        let id = id().map_err(|error| Refusal::new("unusable", error.to_string()))?;
        state.last += 1;
        let (brief, _) = watch::channel(None);
        let kept = Kept {
            number: state.last,
            request: Arc::new(asked.request.clone()),
            digest,
            since: now,
            expires: now + self.lifetime,
            agent: asked.agent.clone(),
            reason: asked.reason.clone(),
            state: ApprovalState::Waiting,
            brief: brief.clone(),
        };
        state.kept.insert(id.clone(), kept);
        state.forget();
        drop(state);
        self.changed();
        Ok(Begun {
            id,
            brief: Some(brief),
        })
    }

    /// Uses the approval `id` for `request`.
    ///
    /// # Errors
    /// There is none, it is for another request, was used, refused, or is expired. What was approved is spent by
    /// an attempt with another request, too.
    pub(crate) fn take(
        &self,
        id: &ApprovalId,
        digest: &Digest,
        now: SystemTime,
    ) -> Result<Taken, Refusal> {
        let mut state = self.lock(now);
        let Some(kept) = state.kept.get_mut(id) else {
            return Err(Refusal::new(
                "unknown",
                "this broker gave no such approval: ask again without one",
            ));
        };
        if kept.digest != *digest {
            return Err(Refusal::new(
                "changed",
                "the approval is for another request, byte for byte: ask again without one for this request",
            ));
        }
        let taken = match &kept.state {
            ApprovalState::Waiting => {
                return Ok(Taken::Waiting {
                    expires: kept.expires,
                });
            }
            ApprovalState::Approved { .. } => Ok(Taken::Send),
            ApprovalState::Used { .. } => Err(Refusal::new(
                "used",
                "the approval was used: one is for one request, sent once",
            )),
            ApprovalState::Refused { why, .. } => {
                let why = match &**why {
                    "" => String::new(),
                    why => format!(": {why}"),
                };
                Err(Refusal::new("refused", format!("a person refused it{why}")))
            }
            ApprovalState::Expired => Err(Refusal::new(
                "expired",
                "the approval is expired: ask again without one",
            )),
        };
        if taken.is_ok() {
            let by = kept.state.by().to_owned();
            kept.state = ApprovalState::Used { by, outcome: None };
            drop(state);
            self.changed();
        }
        taken
    }

    /// Notes what came of the request of the used approval `id`.
    pub(crate) fn note(&self, id: &ApprovalId, outcome: &str, now: SystemTime) {
        let mut state = self.lock(now);
        if let Some(kept) = state.kept.get_mut(id)
            && let ApprovalState::Used { outcome: own, .. } = &mut kept.state
        {
            *own = Some(outcome.to_owned());
            drop(state);
            self.changed();
        }
    }

    /// Decides about `id`, whose request must have the digest that the person was shown. Returns the request.
    ///
    /// # Errors
    /// There is none that waits, or it is another request.
    pub(crate) fn decide(
        &self,
        id: &ApprovalId,
        digest: Option<&Digest>,
        to: ApprovalState,
        now: SystemTime,
    ) -> Result<Arc<Request>, Refusal> {
        let mut state = self.lock(now);
        let Some(kept) = state.kept.get_mut(id) else {
            return Err(Refusal::new("unknown", "no request with this ID waits"));
        };
        if digest.is_some_and(|digest| *digest != kept.digest) {
            return Err(Refusal::new(
                "changed",
                "the request that waits is not the one that was shown",
            ));
        }
        // What was approved can be taken back until it is used.
        let takes_back = matches!(kept.state, ApprovalState::Approved { .. })
            && matches!(to, ApprovalState::Refused { .. });
        if kept.state != ApprovalState::Waiting && !takes_back {
            return Err(Refusal::new(
                kept.state.name(),
                format!("the request waits no more: it is {}", kept.state.name()),
            ));
        }
        kept.state = to;
        let request = Arc::clone(&kept.request);
        drop(state);
        self.changed();
        Ok(request)
    }

    /// Returns the state of `id`, if it is known.
    pub(crate) fn state(&self, id: &ApprovalId, now: SystemTime) -> Option<ApprovalState> {
        self.lock(now).kept.get(id).map(|kept| kept.state.clone())
    }

    /// Returns all that wait or were decided, in the order in which they were asked for.
    pub(crate) fn list(&self, now: SystemTime) -> Vec<Pending> {
        let state = self.lock(now);
        let mut all: Vec<_> = state
            .kept
            .iter()
            .map(|(id, kept)| (kept.number, kept.pending(id)))
            .collect();
        all.sort_by_key(|(number, _)| *number);
        all.into_iter().map(|(_, pending)| pending).collect()
    }

    /// Returns what is heard of the brief of `id`, and the request.
    pub(crate) fn brief(
        &self,
        id: &ApprovalId,
        now: SystemTime,
    ) -> Option<watch::Receiver<Option<Arc<Brief>>>> {
        let state = self.lock(now);
        state.kept.get(id).map(|kept| kept.brief.subscribe())
    }

    /// Returns what is heard of changes of the list.
    pub(crate) fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// Expires what is over at `now`; returns what it was, for the log.
    pub(crate) fn expire(&self, now: SystemTime) -> Vec<(ApprovalId, Digest)> {
        let mut state = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let over = state.expire(now);
        drop(state);
        if !over.is_empty() {
            self.changed();
        }
        over
    }

    fn changed(&self) {
        self.changes.send_modify(|count| *count += 1);
    }

    /// The state as it is at `now`.
    fn lock(&self, now: SystemTime) -> MutexGuard<'_, State> {
        let mut state = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        state.expire(now);
        state
    }
}

impl State {
    fn expire(&mut self, now: SystemTime) -> Vec<(ApprovalId, Digest)> {
        let mut over = Vec::new();
        for (id, kept) in &mut self.kept {
            if kept.state.is_open() && kept.expires <= now {
                kept.state = ApprovalState::Expired;
                over.push((id.clone(), kept.digest));
            }
        }
        over
    }

    /// Forgets the oldest that were decided, beyond those that are kept.
    fn forget(&mut self) {
        let closed = self.kept.iter().filter(|(_, kept)| !kept.state.is_open());
        let mut closed: Vec<_> = closed.map(|(id, kept)| (kept.number, id.clone())).collect();
        closed.sort_unstable();
        let more = closed.len().saturating_sub(MOST);
        for (_, id) in closed.into_iter().take(more) {
            self.kept.remove(&id);
        }
    }
}

impl Kept {
    fn pending(&self, id: &ApprovalId) -> Pending {
        Pending {
            id: id.clone(),
            digest: self.digest,
            since: self.since,
            expires: self.expires,
            agent: self.agent.clone(),
            reason: self.reason.clone(),
            account: self.request.account.clone(),
            service: self.request.service.clone(),
            action: self.request.action().to_owned(),
            region: self.request.region().map(str::to_owned),
            state: self.state.clone(),
        }
    }
}

fn id() -> io::Result<ApprovalId> {
    let letters = random::letters(LETTERS)?;
    letters.parse().map_err(io::Error::other)
}
