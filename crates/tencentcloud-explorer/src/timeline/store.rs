//! The calls that are kept.

use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tencentcloud_emulator::Record;
use tokio::sync::watch;

use super::entry::{Entry, Head, Source};
use super::mark::{Mark, Marks};
use super::notice::Notice;
use super::twice::Twice;

/// How many calls are kept.
const CALLS: usize = 200_000;
/// How many bytes of calls are kept, about.
const BYTES: usize = 256 << 20;
/// How many notices are kept.
const NOTICES: usize = 100;

/// The calls of all sources, oldest first; beyond the bounds the oldest go.
#[derive(Debug, Default)]
pub(crate) struct Timeline {
    kept: Mutex<Kept>,
    tick: watch::Sender<Tick>,
}

/// What changes while calls come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tick {
    /// The number of the last call; 0 before the first.
    pub(crate) last: u64,
    /// The number below which all calls were cleared.
    pub(crate) cleared: u64,
    /// How many notices there were.
    pub(crate) notices: u64,
}

/// How much is kept.
#[derive(Clone, Copy, Debug)]
struct Bounds {
    calls: usize,
    bytes: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            calls: CALLS,
            bytes: BYTES,
        }
    }
}

#[derive(Debug, Default)]
struct Kept {
    bounds: Bounds,
    entries: VecDeque<Arc<Entry>>,
    heads: HashSet<Arc<Head>>,
    marks: Arc<Marks>,
    twice: Twice,
    bytes: usize,
    notices: VecDeque<Notice>,
    tick: Tick,
}

/// Calls that were found, and what belongs to them.
#[derive(Debug)]
pub(crate) struct Found {
    /// Oldest first.
    pub(crate) entries: Vec<Arc<Entry>>,
    pub(crate) marks: Arc<Marks>,
    /// The number of the last call that was looked at.
    pub(crate) last: u64,
}

impl Timeline {
    /// Adds a call, and returns its number. A call that another source has shown already, by its
    /// request ID, keeps the number that it has.
    pub(crate) fn push(&self, source: Source, record: Record) -> u64 {
        let mut kept = self.lock();
        let known = kept
            .twice
            .of(&source, &record)
            .and_then(|id| kept.index(id));
        let id = match known {
            Some(index) => kept.join(index, source, record),
            None => kept.add(source, record),
        };
        self.tell(kept);
        id
    }

    /// Returns the call with the number `id`, if it is kept.
    pub(crate) fn get(&self, id: u64) -> Option<Arc<Entry>> {
        let kept = self.lock();
        kept.index(id).map(|index| Arc::clone(&kept.entries[index]))
    }

    /// Returns the mark of the call with the number `id`.
    pub(crate) fn mark_of(&self, id: u64) -> Option<Mark> {
        self.lock().marks.get(&id).cloned()
    }

    /// Returns up to `limit` calls after the one with the number `after` that `takes` takes.
    pub(crate) fn after(
        &self,
        after: u64,
        limit: usize,
        takes: impl Fn(&Entry, &Marks) -> bool,
    ) -> Found {
        let kept = self.lock();
        let start = kept.entries.partition_point(|entry| entry.id <= after);
        let candidates: Vec<_> = kept.entries.range(start..).map(Arc::clone).collect();
        let mut last = kept.tick.last;
        let marks = Arc::clone(&kept.marks);
        // Every call waits for the lock: they are looked at without it.
        drop(kept);
        let mut entries = Vec::new();
        for entry in candidates {
            if entries.len() == limit {
                last = entry.id - 1;
                break;
            }
            if takes(&entry, &marks) {
                entries.push(entry);
            }
        }
        Found {
            entries,
            marks,
            last,
        }
    }

    /// Marks the calls with the numbers `ids`, or takes their marks away. Returns how many there are.
    pub(crate) fn mark(&self, ids: &[u64], mark: Option<&Mark>) -> usize {
        let mut kept = self.lock();
        let known: Vec<u64> = ids
            .iter()
            .copied()
            .filter(|id| kept.index(*id).is_some())
            .collect();
        let marks = Arc::make_mut(&mut kept.marks);
        for id in &known {
            match mark {
                Some(mark) => marks.insert(*id, mark.clone()),
                None => marks.remove(id),
            };
        }
        known.len()
    }

    /// Forgets all calls and notices. Numbers go on.
    pub(crate) fn clear(&self) {
        let mut kept = self.lock();
        let tick = Tick {
            cleared: kept.tick.last + 1,
            ..kept.tick
        };
        *kept = Kept {
            tick,
            bounds: kept.bounds,
            ..Kept::default()
        };
        self.tell(kept);
    }

    /// Says something of a source to the reader.
    pub(crate) fn notice(&self, notice: Notice) {
        let mut kept = self.lock();
        kept.tick.notices += 1;
        kept.notices.push_back(notice);
        if kept.notices.len() > NOTICES {
            kept.notices.pop_front();
        }
        self.tell(kept);
    }

    /// Returns the notices that are kept after the first `seen` of all.
    pub(super) fn notices(&self, seen: u64) -> Vec<Notice> {
        let kept = self.lock();
        let news = usize::try_from(kept.tick.notices.saturating_sub(seen)).unwrap_or(usize::MAX);
        let skipped = kept.notices.len().saturating_sub(news);
        kept.notices.range(skipped..).cloned().collect()
    }

    /// Returns what the calls have in common, each with the number of calls that have it.
    pub(super) fn heads(&self) -> Vec<(Arc<Head>, usize)> {
        let kept = self.lock();
        let heads = kept.heads.iter();
        // All but one are the entries'.
        let counted = heads.map(|head| {
            let count = Arc::strong_count(head) - 1;
            (Arc::clone(head), count)
        });
        counted.collect()
    }

    /// Returns a receiver of what changes.
    pub(crate) fn watch(&self) -> watch::Receiver<Tick> {
        self.tick.subscribe()
    }

    /// Tells the watching of what is kept now.
    fn tell(&self, kept: MutexGuard<'_, Kept>) {
        let tick = kept.tick;
        drop(kept);
        self.tick.send_replace(tick);
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn index(&self, id: u64) -> Option<usize> {
        let first = self.entries.front()?.id;
        let index = usize::try_from(id.checked_sub(first)?).ok()?;
        Some(index).filter(|index| *index < self.entries.len())
    }

    /// Adds a call, and forgets the oldest ones beyond the bounds.
    fn add(&mut self, source: Source, record: Record) -> u64 {
        self.tick.last += 1;
        let id = self.tick.last;
        self.twice.note(&source, &record, id);
        let entry = self.entry(id, source, record);
        self.bytes += entry.size();
        self.entries.push_back(entry);
        while self.entries.len() > self.bounds.calls || self.bytes > self.bounds.bytes {
            let Some(oldest) = self.entries.pop_front() else {
                break;
            };
            self.bytes -= oldest.size();
            self.release(&oldest.head);
            if self.marks.contains_key(&oldest.id) {
                Arc::make_mut(&mut self.marks).remove(&oldest.id);
            }
        }
        id
    }

    /// Adds what a second source knows of the call at `index`.
    fn join(&mut self, index: usize, source: Source, record: Record) -> u64 {
        let known = Arc::clone(&self.entries[index]);
        self.twice.note(&source, &record, known.id);
        // What this page sent is its own, whoever saw it too.
        let source = match source {
            Source::Explorer => source,
            _ => known.head.source.clone(),
        };
        let mut joined = known.record();
        joined.attempt = joined.attempt.or(record.attempt);
        joined.account = joined.account.or(record.account);
        joined.response = joined.response.or(record.response);
        let entry = self.entry(known.id, source, joined);
        self.bytes = self.bytes + entry.size() - known.size();
        self.entries[index] = entry;
        self.release(&known.head);
        known.id
    }

    fn entry(&mut self, id: u64, source: Source, record: Record) -> Arc<Entry> {
        let heads = &mut self.heads;
        let share = |head: Head| match heads.get(&head) {
            Some(known) => Arc::clone(known),
            None => {
                let head = Arc::new(head);
                heads.insert(Arc::clone(&head));
                head
            }
        };
        Arc::new(Entry::new(id, source, record, share))
    }

    /// Forgets `head` if no other call has it.
    fn release(&mut self, head: &Arc<Head>) {
        // Its own place here, and the call that goes.
        if Arc::strong_count(head) <= 2 {
            self.heads.remove(head);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(action: &str, request_id: &str) -> Record {
        let mut record = Record::new(action);
        record.request_id = Some(request_id.to_owned());
        record
    }

    fn bounded(calls: usize, bytes: usize) -> Timeline {
        let timeline = Timeline::default();
        timeline.lock().bounds = Bounds { calls, bytes };
        timeline
    }

    #[test]
    fn the_oldest_go_and_take_their_names_and_marks_along() {
        let timeline = bounded(20, BYTES);
        timeline.push(Source::Local, Record::new("First"));
        timeline.mark(&[1], Mark::read("star").as_ref());
        for _ in 0..20 {
            timeline.push(Source::Local, Record::new("Second"));
        }
        assert!(timeline.get(1).is_none() && timeline.mark_of(1).is_none());
        let heads = timeline.heads();
        assert_eq!(heads.len(), 1);
        assert_eq!((&*heads[0].0.action, heads[0].1), ("Second", 20));
    }

    #[test]
    fn large_calls_go_by_their_bytes() {
        let timeline = bounded(CALLS, 40_000);
        let mut large = Record::new("Large");
        let text = "x".repeat(10_000);
        large.request.insert("Text".to_owned(), text.into());
        for _ in 0..6 {
            timeline.push(Source::Local, large.clone());
        }
        assert_eq!(timeline.after(0, 9, |_, _| true).entries.len(), 3);
        assert!(timeline.lock().bytes <= 40_000);
    }

    #[test]
    fn a_call_that_two_sources_saw_is_one() {
        let timeline = Timeline::default();
        let first = timeline.push(Source::Local, record("A", "7e1c"));
        let mut told = record("A", "7e1c");
        told.attempt = Some(2);
        assert_eq!(timeline.push(Source::Program, told), first);
        assert_eq!(timeline.push(Source::Explorer, record("A", "7e1c")), first);
        let entry = timeline.get(first).unwrap();
        assert_eq!(
            (entry.attempt, &entry.head.source),
            (Some(2), &Source::Explorer)
        );
        // A source that says it twice means it, and a recording is another day's.
        let file = || Source::File("a.jsonl".into());
        assert_eq!(timeline.push(file(), record("A", "7e1c")), first + 1);
        assert_eq!(timeline.push(file(), record("A", "7e1c")), first + 2);
        assert_eq!(timeline.push(Source::Program, record("B", "9a")), first + 3);
        assert_eq!(timeline.push(Source::Program, record("B", "9a")), first + 4);
    }

    #[test]
    fn numbers_go_on_after_all_was_cleared() {
        let timeline = Timeline::default();
        timeline.push(Source::Local, record("A", "1"));
        timeline.clear();
        assert!(timeline.get(1).is_none() && timeline.heads().is_empty());
        assert_eq!(timeline.watch().borrow().cleared, 2);
        assert_eq!(timeline.push(Source::Program, record("A", "1")), 2);
    }
}
