//! Responses that can be looked at again: what was sent lately, and the calls of the timeline.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;
use tencentcloud_rows::Shape;

/// How many responses are kept whole.
const KEPT: usize = 16;

/// A response that can be looked at.
#[derive(Clone, Debug)]
pub(crate) struct Subject {
    /// The action's name.
    pub(crate) action: String,
    /// The response without its secrets.
    pub(crate) shown: Value,
    /// The response with what is not shown, if there is any.
    pub(crate) whole: Option<Value>,
    /// What is worth showing of it.
    pub(crate) shape: Shape,
    /// True if it is one list of many responses, whose table says more than its tree.
    pub(crate) gathered: bool,
}

/// What was sent lately: its secrets are here until others are sent, and nowhere else.
#[derive(Debug, Default)]
pub(crate) struct Responses(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    last: u64,
    subjects: VecDeque<(u64, Arc<Subject>)>,
}

impl Responses {
    /// Keeps `subject`, and returns the name that it is found by.
    pub(crate) fn keep(&self, subject: Arc<Subject>) -> String {
        let mut kept = self.lock();
        kept.last += 1;
        let number = kept.last;
        kept.subjects.push_back((number, subject));
        if kept.subjects.len() > KEPT {
            kept.subjects.pop_front();
        }
        format!("s{number}")
    }

    pub(super) fn get(&self, number: u64) -> Option<Arc<Subject>> {
        let kept = self.lock();
        let mut found = kept.subjects.iter().filter(|(own, _)| *own == number);
        found.next().map(|(_, subject)| Arc::clone(subject))
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
