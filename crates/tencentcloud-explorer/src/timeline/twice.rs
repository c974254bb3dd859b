//! Calls that two sources show, e.g. the program that made them and the local endpoint.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use tencentcloud_emulator::Record;

use super::entry::Source;

/// How many of the last calls are remembered.
const CALLS: usize = 8192;

/// The request IDs of the last calls, and who saw them.
#[derive(Debug, Default)]
pub(super) struct Twice {
    seen: HashMap<Arc<str>, (u64, Vec<Source>)>,
    order: VecDeque<Arc<str>>,
}

impl Twice {
    /// Returns the number of the call that `record` is of, if another source showed it.
    pub(super) fn of(&self, source: &Source, record: &Record) -> Option<u64> {
        let (id, sources) = self.seen.get(record.request_id.as_deref()?)?;
        let known = source.is_live() && !sources.contains(source);
        known.then_some(*id)
    }

    /// Remembers that `source` showed `record` as the call with the number `id`.
    pub(super) fn note(&mut self, source: &Source, record: &Record, id: u64) {
        let Some(request_id) = record.request_id.as_deref().filter(|_| source.is_live()) else {
            return;
        };
        if let Some((known, sources)) = self.seen.get_mut(request_id) {
            match *known == id {
                true => sources.push(source.clone()),
                false => (*known, *sources) = (id, vec![source.clone()]),
            }
            return;
        }
        let request_id: Arc<str> = request_id.into();
        self.order.push_back(Arc::clone(&request_id));
        self.seen.insert(request_id, (id, vec![source.clone()]));
        if self.order.len() > CALLS
            && let Some(oldest) = self.order.pop_front()
        {
            self.seen.remove(&oldest);
        }
    }
}
