//! What a session keeps: results that were cut, and calls that wait for a person.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;
use tencentcloud_broker::ApprovalId;

use crate::ready::Ready;

/// How many results are kept; the oldest go.
const RESULTS: usize = 32;
/// How many bytes of results are kept, as JSON.
const BYTES: usize = 32 << 20;
/// How many calls that wait are kept.
const WAITING: usize = 100;

/// What a session keeps.
#[derive(Debug, Default)]
pub(crate) struct Session {
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    last: u64,
    results: VecDeque<(String, Arc<Value>, usize)>,
    waiting: VecDeque<(ApprovalId, Waiting)>,
    failure: Option<String>,
}

/// A call that waits for a person: what is sent once it is approved.
#[derive(Clone, Debug)]
pub(crate) struct Waiting {
    /// What was asked for.
    pub(crate) asked: Value,
    pub(crate) ready: Ready,
}

impl Session {
    /// Keeps `result`; returns the ID by which more of it can be asked for.
    pub(crate) fn keep(&self, result: Arc<Value>) -> String {
        let bytes = result.to_string().len();
        let mut kept = self.lock();
        kept.last += 1;
        let id = format!("r{}", kept.last);
        kept.results.push_back((id.clone(), result, bytes));
        while kept.results.len() > RESULTS
            || (kept.results.len() > 1
                && kept
                    .results
                    .iter()
                    .map(|(_, _, bytes)| bytes)
                    .sum::<usize>()
                    > BYTES)
        {
            kept.results.pop_front();
        }
        id
    }

    /// Returns the result with that ID, if it is still kept.
    pub(crate) fn result(&self, id: &str) -> Option<Arc<Value>> {
        let kept = self.lock();
        let found = kept.results.iter().find(|(own, _, _)| own == id);
        found.map(|(_, result, _)| Arc::clone(result))
    }

    /// Keeps a call that waits.
    pub(crate) fn wait(&self, id: ApprovalId, waiting: Waiting) {
        let mut kept = self.lock();
        kept.waiting.retain(|(own, _)| *own != id);
        kept.waiting.push_back((id, waiting));
        if kept.waiting.len() > WAITING {
            kept.waiting.pop_front();
        }
    }

    /// Returns the call that waits as `id`.
    pub(crate) fn waiting(&self, id: &ApprovalId) -> Option<Waiting> {
        let kept = self.lock();
        let found = kept.waiting.iter().find(|(own, _)| own == id);
        found.map(|(_, waiting)| waiting.clone())
    }

    /// Returns the call that waits for the same as `asked`, with its ID.
    pub(crate) fn same(&self, asked: &Value) -> Option<(ApprovalId, Waiting)> {
        let kept = self.lock();
        let found = kept.waiting.iter().find(|(_, own)| own.asked == *asked);
        found.cloned()
    }

    /// Keeps what was told of the last failure.
    pub(crate) fn fail(&self, told: &str) {
        self.lock().failure = Some(told.to_owned());
    }

    /// Returns what was told of the last failure.
    pub(crate) fn failure(&self) -> Option<String> {
        self.lock().failure.clone()
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
