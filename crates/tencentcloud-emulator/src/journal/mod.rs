//! What was called, in the order of the calls: a bounded number of them.
//!
//! A call is kept as it came and read seldom: it is written out, without its secrets, when it is
//! read, so that keeping it costs next to nothing.

mod record;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use serde_json::{Map, Value};
use tencentcloud_schema::{response_without_secrets, without_secrets};
use time::OffsetDateTime;
use tokio::sync::watch;

pub use record::{Record, RecordWarning};

use crate::lookup::Services;
use crate::rules::Rule;
use crate::seen::Seen;

/// How much is kept.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    /// The number of calls.
    pub(crate) calls: usize,
    /// The bytes of their requests and responses.
    pub(crate) bytes: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            calls: 1_000,
            bytes: 4 << 20,
        }
    }
}

impl Bounds {
    /// Returns the largest request or response that is kept, in bytes: a single one must not push all
    /// others out.
    fn largest(self) -> usize {
        self.bytes / 64
    }
}

/// A call as it is kept: with its secrets.
#[derive(Debug)]
pub(crate) struct Noted {
    pub(crate) seen: Arc<Seen>,
    /// What the client calls itself.
    pub(crate) client: Option<String>,
    pub(crate) request_id: String,
    pub(crate) took: Duration,
    pub(crate) moment: OffsetDateTime,
    /// `None` if they were not read, or are too large.
    pub(crate) parameters: Option<Map<String, Value>>,
    pub(crate) response: Body,
    /// How many bytes the request had.
    pub(crate) size: usize,
}

impl Noted {
    /// Returns the call without its secrets.
    pub(crate) fn shown(&self, services: &Services) -> Record {
        let mut record = self.head();
        let known = |name: &Option<String>| name.clone().unwrap_or_default();
        let target = services.described(
            &known(&record.service),
            &known(&record.version),
            &record.action,
        );
        let Some(target) = target else {
            // Nothing says what is secret: an error alone is shown.
            record.response = self.response.members().filter(|m| m.contains_key("Error"));
            return record;
        };
        let (action, description) = (target.action(), target.description());
        let redacted =
            |given: &Map<_, _>| without_secrets(given, &action.request, &description.types);
        record.request = self.parameters.as_ref().map(redacted).unwrap_or_default();
        let members = self.response.members();
        record.response =
            members.map(|members| response_without_secrets(&members, action, &description.types));
        record.events = self.response.events(action, description);
        record
    }
}

impl Noted {
    /// Returns the call without parameters and response.
    fn head(&self) -> Record {
        let seen = &self.seen;
        let fault = seen.strike.fault.as_ref();
        let warnings = seen.warnings.iter();
        let warnings =
            warnings.map(|warning| RecordWarning::new(&*warning.parameter, &*warning.message));
        Record {
            time: Some(crate::clock::precise(self.moment)),
            ms: Some(milliseconds(self.took)),
            held_ms: seen.hold.map(|hold| milliseconds(hold.time)),
            edited: seen.hold.is_some_and(|hold| hold.edited),
            service: seen.service.clone(),
            version: seen.version.clone(),
            region: seen.region.clone(),
            account: seen.account.clone(),
            client: self.client.clone(),
            request_id: Some(self.request_id.clone()),
            source: Some(seen.source.name().to_owned()),
            code: seen.code.as_deref().map(str::to_owned),
            fault: fault.map(|fault| fault.kind.name().to_owned()),
            denied: seen.denied.clone(),
            borne: seen.borne.iter().map(Rule::to_string).collect(),
            warnings: warnings.collect(),
            ..Record::new(seen.action.as_deref().unwrap_or_default())
        }
    }
}

/// Returns milliseconds, to the microsecond.
fn milliseconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e6).round() / 1e3
}

/// The body of a response.
#[derive(Debug)]
pub(crate) enum Body {
    Json(Bytes),
    Events(Vec<Bytes>),
}

impl Body {
    fn len(&self) -> usize {
        match self {
            Self::Json(bytes) => bytes.len(),
            Self::Events(chunks) => chunks.iter().map(Bytes::len).sum(),
        }
    }
}

/// The last calls.
#[derive(Debug)]
pub(crate) struct Journal {
    bounds: Bounds,
    ring: Mutex<Ring>,
    /// The number of the last call.
    last: watch::Sender<u64>,
}

#[derive(Debug, Default)]
struct Ring {
    calls: VecDeque<(u64, Arc<Noted>)>,
    bytes: usize,
    last: u64,
}

impl Journal {
    pub(crate) fn new(bounds: Bounds) -> Self {
        Self {
            bounds,
            ring: Mutex::default(),
            last: watch::Sender::new(0),
        }
    }

    /// Keeps a call, and forgets the oldest ones beyond the bounds.
    pub(crate) fn note(&self, mut noted: Noted) {
        let largest = self.bounds.largest();
        if noted.size > largest {
            (noted.parameters, noted.size) = (None, 0);
        }
        if noted.response.len() > largest {
            noted.response = Body::Events(Vec::new());
        }
        let mut ring = self.lock();
        ring.last += 1;
        ring.bytes += noted.size + noted.response.len();
        let last = ring.last;
        ring.calls.push_back((last, Arc::new(noted)));
        while ring.calls.len() > self.bounds.calls || ring.bytes > self.bounds.bytes {
            let Some((_, oldest)) = ring.calls.pop_front() else {
                break;
            };
            ring.bytes -= oldest.size + oldest.response.len();
        }
        drop(ring);
        if self.last.receiver_count() > 0 {
            self.last.send_replace(last);
        }
    }

    /// Returns up to `limit` calls that came after the one with the number `after` and that `takes`
    /// takes, oldest first, without their secrets; and the number of the last call that was looked at.
    pub(crate) fn read(
        &self,
        services: &Services,
        after: u64,
        limit: usize,
        takes: impl Fn(&Seen) -> bool,
    ) -> (Vec<Record>, u64) {
        let ring = self.lock();
        let mut found = Vec::new();
        let mut looked_at = after.min(ring.last);
        for (number, noted) in &ring.calls {
            if *number <= after {
                continue;
            }
            if found.len() == limit {
                break;
            }
            looked_at = *number;
            if takes(&noted.seen) {
                found.push((*number, Arc::clone(noted)));
            }
        }
        // Every call waits for the ring: what is found is read without it.
        drop(ring);
        let read = found.into_iter().map(|(number, noted)| Record {
            seq: Some(number),
            ..noted.shown(services)
        });
        (read.collect(), looked_at)
    }

    /// Returns the number of the last call.
    pub(crate) fn last(&self) -> u64 {
        self.lock().last
    }

    /// Forgets the calls of an account, or all of them. Numbers go on.
    pub(crate) fn clear(&self, account: Option<&str>) {
        let mut ring = self.lock();
        let others = |noted: &Noted| account.is_some() && noted.seen.account.as_deref() != account;
        ring.calls.retain(|(_, noted)| others(noted));
        let sizes = ring.calls.iter();
        ring.bytes = sizes
            .map(|(_, noted)| noted.size + noted.response.len())
            .sum();
    }

    /// Waits until there is a call after the one with the number `after`.
    pub(crate) async fn wait(&self, after: u64) {
        let mut last = self.last.subscribe();
        // Subscribed before it looks: a call in between is not missed.
        if self.last() <= after {
            // The sender lives as long as the journal.
            let _ = last.wait_for(|last| *last > after).await;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Ring> {
        self.ring.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Body {
    fn members(&self) -> Option<Map<String, Value>> {
        let Self::Json(bytes) = self else {
            return None;
        };
        let mut whole: Value = serde_json::from_slice(bytes).ok()?;
        match whole.get_mut("Response").map(Value::take) {
            Some(Value::Object(members)) => Some(members),
            _ => None,
        }
    }

    /// Returns the data of each event that is an object, without its secrets.
    fn events(
        &self,
        action: &tencentcloud_schema::Action,
        description: &tencentcloud_schema::Description,
    ) -> Option<Vec<Value>> {
        let Self::Events(chunks) = self else {
            return None;
        };
        let whole = chunks.concat();
        let text = String::from_utf8_lossy(&whole);
        let data = text.lines().filter_map(|line| line.strip_prefix("data:"));
        let objects = data.filter_map(|data| serde_json::from_str::<Map<_, _>>(data).ok());
        let shown = objects
            .map(|event| response_without_secrets(&event, action, &description.types).into());
        Some(shown.collect()).filter(|events: &Vec<_>| !events.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noted(action: &str, size: usize) -> Noted {
        Noted {
            seen: Arc::new(Seen {
                action: Some(action.to_owned()),
                ..Seen::default()
            }),
            client: None,
            request_id: String::new(),
            took: Duration::ZERO,
            moment: OffsetDateTime::UNIX_EPOCH,
            parameters: Some(Map::new()),
            response: Body::Json(Bytes::from(vec![b'x'; size])),
            size: 0,
        }
    }

    fn numbers(journal: &Journal, after: u64, limit: usize) -> Vec<Option<u64>> {
        let (read, _) = journal.read(&Services::default(), after, limit, |_| true);
        read.iter().map(|record| record.seq).collect()
    }

    #[test]
    fn calls_are_numbered_and_read_by_page() {
        let journal = Journal::new(Bounds::default());
        for action in ["A", "B", "C", "A"] {
            journal.note(noted(action, 1));
        }
        assert_eq!(numbers(&journal, 0, 3), [Some(1), Some(2), Some(3)]);
        assert_eq!(numbers(&journal, 3, 3), [Some(4)]);
        let services = Services::default();
        let (read, looked_at) =
            journal.read(&services, 0, 9, |seen| seen.action.as_deref() == Some("A"));
        assert_eq!((read.len(), looked_at), (2, 4));
        journal.clear(None);
        journal.note(noted("D", 1));
        assert_eq!(numbers(&journal, 0, 9), [Some(5)]);
    }

    #[test]
    fn what_is_kept_is_bounded_in_number_and_in_bytes() {
        for bounds in [
            Bounds::default(),
            Bounds {
                calls: 40,
                bytes: 64 << 10,
            },
        ] {
            let (journal, largest) = (Journal::new(bounds), bounds.largest());
            for _ in 0..bounds.calls + 5 {
                journal.note(noted("A", 1));
            }
            assert_eq!(journal.lock().calls.len(), bounds.calls);
            for _ in 0..bounds.calls {
                journal.note(noted("A", largest));
            }
            let ring = journal.lock();
            let fit = bounds.calls.min(bounds.bytes / largest - 1);
            assert!(ring.bytes <= bounds.bytes && ring.calls.len() >= fit);
            drop(ring);
            journal.note(noted("A", largest + 1));
            let (_, noted) = journal.lock().calls.pop_back().unwrap();
            assert_eq!(noted.response.len(), 0);
        }
    }
}
