//! A file to which every attempt of every call is appended, without secrets, one a line.

mod file;
mod passing;

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Map, Value};

pub(crate) use passing::passing;

use crate::Result;
use crate::recording;
use crate::redact::Redaction;
use file::File;

/// The environment variable that names the file.
pub(crate) const VARIABLE: &str = "TENCENTCLOUD_INSPECT";

/// How large the file may become, in bytes, before it is renamed to one that ends in `.1`.
const LIMIT: u64 = 64 << 20;

/// The longest line, in bytes: what a longer one says of parameters and response is left out.
const LONGEST: usize = 4 << 20;

/// A file that attempts are appended to. Other processes may append to the same one.
#[derive(Debug)]
pub(crate) struct Inspector(Mutex<File>);

impl Inspector {
    /// Opens the file, which its owner alone may read if it is made.
    ///
    /// # Errors
    /// It cannot be made or written; the error says what to do.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        File::open(path, LIMIT).map(|file| Self(Mutex::new(file)))
    }

    fn write(&self, mut record: Map<String, Value>) {
        let mut line = Value::Object(record.clone()).to_string();
        if line.len() > LONGEST {
            record.insert("request".to_owned(), Map::new().into());
            record.remove("response");
            record.remove("events");
            line = Value::Object(record).to_string();
        }
        line.push('\n');
        let mut file = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        file.append(line.as_bytes());
    }
}

/// The line of an attempt under way, which is written when it is dropped.
#[derive(Debug)]
pub(crate) struct Line {
    inspector: Arc<Inspector>,
    record: Map<String, Value>,
    redaction: Redaction,
    begun: Instant,
    wanted: bool,
}

impl Line {
    /// Begins the line of an attempt. Until something is known of its end, it is `cancelled`.
    pub(crate) fn begin(
        inspector: &Arc<Inspector>,
        record: Map<String, Value>,
        redaction: Redaction,
    ) -> Self {
        let mut line = Self {
            inspector: Arc::clone(inspector),
            record,
            redaction,
            begun: Instant::now(),
            wanted: true,
        };
        line.set("source", "program");
        line.set("code", "cancelled");
        line
    }

    /// Adds a member.
    pub(crate) fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.record.insert(name.to_owned(), value.into());
    }

    /// Says how the attempt ended: with an error's code, or well.
    pub(crate) fn end(&mut self, code: Option<&str>) {
        match code {
            Some(code) => self.set("code", code),
            None => drop(self.record.remove("code")),
        }
    }

    /// Adds the request ID, if there is one.
    pub(crate) fn request_id(&mut self, id: Option<&str>) {
        if let Some(id) = id.filter(|id| !id.is_empty()) {
            self.set("request_id", id);
        }
    }

    /// Adds the response, if a whole body is one.
    pub(crate) fn response(&mut self, body: &[u8]) {
        if let Some(json) = recording::response(body, &self.redaction) {
            self.set("response", recording::object(&json));
        }
    }

    /// Adds the data of events.
    fn events(&mut self, events: &[Vec<u8>]) {
        let shown = events.iter().map(|data| self.redaction.response(data));
        let shown = shown.filter(|json| !json.is_empty());
        let shown: Vec<Value> = shown.map(|json| recording::object(&json)).collect();
        self.set("events", shown);
    }

    /// Leaves the line out: nothing was sent.
    pub(crate) fn forget(mut self) {
        self.wanted = false;
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        if self.wanted {
            self.set("ms", milliseconds(self.begun.elapsed()));
            self.inspector.write(std::mem::take(&mut self.record));
        }
    }
}

/// Milliseconds, to the microsecond.
fn milliseconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e6).round() / 1e3
}
