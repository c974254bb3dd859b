//! The calls that this page sent.

use std::io;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use sha2::{Digest, Sha256};
use tencentcloud_emulator::Record;

use super::file::{Lines, newest};

/// The file in the folder of the page.
const FILE: &str = "history.jsonl";
/// How many bytes are kept unless the program says otherwise.
pub(crate) const MOST: u64 = 64 << 20;
/// The least bytes that may be said: one call of some size has to fit.
const LEAST: u64 = 64 << 10;

/// The calls that this page sent, newest last.
#[derive(Debug)]
pub(crate) struct History {
    place: Place,
    most: u64,
    /// Why the last call could not be kept.
    wrong: Mutex<Option<String>>,
}

#[derive(Debug)]
enum Place {
    /// Until the process ends.
    Memory(Mutex<Vec<u8>>),
    File(Lines),
}

/// A call as it is kept.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    /// What it is asked for by: calls have no number that several processes agree on.
    pub(super) id: String,
    pub(super) record: Record,
}

/// A part of what is kept.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// Newest first.
    pub(super) calls: Vec<Kept>,
    /// The number of older calls that match.
    pub(super) older: usize,
    /// How many calls there are.
    pub(super) all: usize,
}

impl History {
    /// Keeps up to `most` bytes of calls in `folder`, or in memory without one.
    pub(crate) fn new(folder: Option<&Path>, most: u64) -> Self {
        Self {
            place: match folder {
                Some(folder) => Place::File(Lines::new(folder, FILE)),
                None => Place::Memory(Mutex::default()),
            },
            most: most.max(LEAST),
            wrong: Mutex::default(),
        }
    }

    /// Keeps a call; what keeps it from being kept is [said](Self::wrong) and no matter of the call.
    pub(super) fn keep(&self, record: &Record) {
        let kept = self.append(self.line(record));
        let wrong = kept.err().map(|error| error.to_string());
        *self.wrong.lock().unwrap_or_else(PoisonError::into_inner) = wrong;
    }

    /// Returns why the last call could not be kept, if so.
    pub(super) fn wrong(&self) -> Option<String> {
        let wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        wrong.clone()
    }

    /// Returns the newest `limit` calls, after the first `skip`, whose line `matches`.
    ///
    /// # Errors
    /// The file cannot be read.
    pub(super) fn page(
        &self,
        skip: usize,
        limit: usize,
        matches: impl Fn(&str) -> bool,
    ) -> io::Result<Page> {
        let bytes = self.read()?;
        let mut page = Page::default();
        let mut found = 0;
        for line in lines(&bytes).rev() {
            page.all += 1;
            if !matches(line) {
                continue;
            }
            found += 1;
            if found > skip && page.calls.len() < limit {
                page.calls.extend(record(line).map(|record| Kept {
                    id: id(line),
                    record,
                }));
            }
        }
        page.older = found.saturating_sub(skip + limit);
        Ok(page)
    }

    /// Returns the call `wanted`.
    ///
    /// # Errors
    /// The file cannot be read.
    pub(super) fn find(&self, wanted: &str) -> io::Result<Option<Kept>> {
        let bytes = self.read()?;
        let line = lines(&bytes).rev().find(|line| id(line) == wanted);
        Ok(line.and_then(record).map(|record| Kept {
            id: wanted.to_owned(),
            record,
        }))
    }

    /// Forgets the call `unwanted`, or all calls.
    ///
    /// # Errors
    /// The file cannot be written.
    pub(super) fn forget(&self, unwanted: Option<&str>) -> io::Result<()> {
        let keeps = |line: &[u8]| {
            let line = str::from_utf8(line).unwrap_or_default();
            unwanted.is_some_and(|unwanted| id(line) != unwanted)
        };
        match &self.place {
            Place::File(file) => file.retain(keeps),
            Place::Memory(kept) => {
                let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
                let lines = kept.split_inclusive(|byte| *byte == b'\n');
                let lines = lines.filter(|line| keeps(line.strip_suffix(b"\n").unwrap_or(line)));
                *kept = lines.collect::<Vec<_>>().concat();
                Ok(())
            }
        }
    }

    /// Returns the line of a call; without the response if it would drive most others out.
    fn line(&self, record: &Record) -> String {
        // The number is the emulator's, which starts anew.
        let mut record = record.clone();
        record.seq = None;
        let line = record.to_line();
        if (line.len() as u64) < self.most / 4 {
            return line;
        }
        (record.response, record.events) = (None, None);
        record.to_line()
    }

    fn append(&self, line: String) -> io::Result<()> {
        if line.len() as u64 >= self.most / 4 {
            return Err(io::Error::other(format!(
                "a request of {} bytes is too large for a history of {}",
                line.len(),
                self.most
            )));
        }
        match &self.place {
            Place::File(file) => file.append(&line, self.most),
            Place::Memory(kept) => {
                let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
                kept.extend_from_slice(line.as_bytes());
                kept.push(b'\n');
                if kept.len() as u64 > self.most {
                    *kept = newest(&kept, self.most - self.most / 8).to_vec();
                }
                Ok(())
            }
        }
    }

    fn read(&self) -> io::Result<Vec<u8>> {
        match &self.place {
            Place::File(file) => file.read(),
            Place::Memory(kept) => {
                let kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
                Ok(kept.clone())
            }
        }
    }
}

/// Returns the lines, but for those that a crash cut off.
fn lines(bytes: &[u8]) -> impl DoubleEndedIterator<Item = &str> {
    let lines = bytes.split(|byte| *byte == b'\n');
    let lines = lines.filter_map(|line| str::from_utf8(line).ok());
    lines.filter(|line| line.starts_with('{') && line.ends_with('}'))
}

/// Returns the call of a line; `None` if somebody else wrote something else.
pub(super) fn record(line: &str) -> Option<Record> {
    Record::read_lines(line).ok()?.pop()
}

/// Returns what a line is asked for by.
fn id(line: &str) -> String {
    let digest = Sha256::digest(line);
    digest[..8]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(action: &str, length: usize) -> Record {
        let mut record = Record::new(action);
        record.seq = Some(7);
        let text = "x".repeat(length);
        record.response = Some([("Text".to_owned(), text.into())].into_iter().collect());
        record
    }

    fn kept(history: &History) -> Vec<(String, bool)> {
        let page = history.page(0, usize::MAX, |_| true).unwrap();
        let calls = page.calls.into_iter().map(|kept| kept.record);
        calls
            .map(|record| (record.action, record.response.is_some()))
            .collect()
    }

    #[test]
    fn a_call_that_would_drive_most_others_out_is_kept_without_its_response() {
        let folder = tempfile::tempdir().unwrap();
        for folder in [None, Some(folder.path())] {
            let history = History::new(folder, 0);
            history.keep(&call("Small", 10));
            history.keep(&call("Large", LEAST as usize / 3));
            let expected = [("Large", false), ("Small", true)];
            assert_eq!(kept(&history), expected.map(|(a, r)| (a.to_owned(), r)));
            let mut request = Record::new("Huge");
            let text = "x".repeat(LEAST as usize);
            request.request.insert("Text".to_owned(), text.into());
            history.keep(&request);
            assert_eq!(kept(&history).len(), 2);
            assert!(history.wrong().unwrap().contains("too large"));
            history.keep(&call("Small", 10));
            assert_eq!(history.wrong(), None);
        }
    }

    #[test]
    fn a_call_is_found_until_it_is_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        for folder in [None, Some(folder.path())] {
            let history = History::new(folder, MOST);
            for action in ["One", "Two", "Three"] {
                history.keep(&call(action, 1));
            }
            let two = history.page(1, 1, |_| true).unwrap();
            assert_eq!((two.all, two.older), (3, 1));
            let id = &two.calls[0].id;
            let found = history.find(id).unwrap().unwrap();
            assert_eq!(
                (found.record.action.as_str(), found.record.seq),
                ("Two", None)
            );
            history.forget(Some(id)).unwrap();
            assert!(history.find(id).unwrap().is_none());
            assert_eq!(kept(&history).len(), 2);
            history.forget(None).unwrap();
            assert!(kept(&history).is_empty());
        }
    }
}
