//! The calls that are kept.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tencentcloud_emulator::Record;
use tokio::sync::watch;

use super::entry::{Entry, Source};

/// How many calls are kept.
const CALLS: usize = 200_000;
/// How many bytes of calls are kept, about.
const BYTES: usize = 256 << 20;

/// The calls of all sources, oldest first; beyond the bounds the oldest go.
#[derive(Debug)]
pub(crate) struct Timeline {
    kept: Mutex<Kept>,
    last: watch::Sender<u64>,
}

#[derive(Debug, Default)]
struct Kept {
    entries: VecDeque<Arc<Entry>>,
    bytes: usize,
    last: u64,
}

impl Default for Timeline {
    fn default() -> Self {
        Self {
            kept: Mutex::default(),
            last: watch::Sender::new(0),
        }
    }
}

impl Timeline {
    /// Adds a call, and returns its number.
    pub(crate) fn push(&self, source: Source, record: Record) -> u64 {
        let size = record.to_line().len();
        let mut kept = self.lock();
        kept.last += 1;
        kept.bytes += size;
        let id = kept.last;
        kept.entries.push_back(Arc::new(Entry {
            id,
            source,
            record,
            size,
        }));
        while kept.entries.len() > CALLS || kept.bytes > BYTES {
            match kept.entries.pop_front() {
                Some(oldest) => kept.bytes -= oldest.size,
                None => break,
            }
        }
        drop(kept);
        self.last.send_replace(id);
        id
    }

    /// Returns the call with the number `id`, if it is kept.
    pub(crate) fn get(&self, id: u64) -> Option<Arc<Entry>> {
        let kept = self.lock();
        let first = kept.entries.front()?.id;
        let index = usize::try_from(id.checked_sub(first)?).ok()?;
        kept.entries.get(index).map(Arc::clone)
    }

    /// Returns up to `limit` calls after the one with the number `after` that `takes` takes, oldest
    /// first, and the number of the last call that was looked at.
    pub(crate) fn after(
        &self,
        after: u64,
        limit: usize,
        takes: impl Fn(&Entry) -> bool,
    ) -> (Vec<Arc<Entry>>, u64) {
        let kept = self.lock();
        let start = kept.entries.partition_point(|entry| entry.id <= after);
        let candidates: Vec<_> = kept.entries.range(start..).map(Arc::clone).collect();
        let mut looked_at = kept.last;
        // Every call waits for the lock: they are looked at without it.
        drop(kept);
        let mut found = Vec::new();
        for entry in candidates {
            if found.len() == limit {
                looked_at = entry.id - 1;
                break;
            }
            if takes(&entry) {
                found.push(entry);
            }
        }
        (found, looked_at)
    }

    /// Returns a receiver of the number of the last call.
    pub(crate) fn watch(&self) -> watch::Receiver<u64> {
        self.last.subscribe()
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
