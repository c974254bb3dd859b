//! A transport that keeps what goes through another one.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use serde_json::Value;

use super::wire::Sent;
use crate::recording::{FORMAT, object, record, response};
use crate::redact::Redaction;
use crate::transport::{Sending, Transport};
use crate::{Error, Result};

/// A transport that sends with another one and keeps each JSON response without its secrets, for
/// [`Mock::replay`](crate::Mock::replay).
pub struct Recorder<T> {
    inner: T,
    fixtures: Fixtures,
}

/// The exchanges that a [`Recorder`] kept. A clone is the same collection.
///
/// In a file they are JSON lines, the form that the local endpoint `tencentcloud-emulator` records and
/// replays, and that its `RECORDING.md` documents.
#[derive(Clone, Debug, Default)]
pub struct Fixtures(Arc<Mutex<Vec<Fixture>>>);

/// A request and its response, without their secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fixture {
    /// The service, e.g. `cvm`; empty if it is not known.
    pub service: String,
    /// The API version; empty if it is not known.
    pub version: String,
    /// The action's name.
    pub action: String,
    /// The parameters as JSON; empty if they were not sent as JSON.
    pub request: String,
    /// What was in the `Response`, as JSON, for [`Mock::replay`](crate::Mock::replay); empty if there
    /// were events.
    pub response: String,
    /// The data of server-sent events, each as JSON; empty if there was a single response.
    pub events: Vec<String>,
}

impl<T: Transport> Recorder<T> {
    /// Creates a recorder of what `inner` sends, and the collection that it fills.
    pub fn new(inner: T) -> (Self, Fixtures) {
        let fixtures = Fixtures::default();
        let recorder = Self {
            inner,
            fixtures: fixtures.clone(),
        };
        (recorder, fixtures)
    }
}

impl Fixtures {
    /// Returns the exchanges so far, in order.
    pub fn all(&self) -> Vec<Fixture> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl Fixtures {
    /// Returns the exchanges as records, one JSON object a line.
    pub fn to_json_lines(&self) -> String {
        let mut text = String::new();
        for fixture in self.all() {
            let names = [&fixture.service, &fixture.version, &fixture.action];
            let mut record = record(names.map(String::as_str), fixture.request.as_bytes());
            let shown = |json: &String| object(json.as_bytes());
            match fixture.events.is_empty() {
                true => record.insert("response".to_owned(), shown(&fixture.response)),
                false => {
                    let events: Vec<Value> = fixture.events.iter().map(shown).collect();
                    record.insert("events".to_owned(), events.into())
                }
            };
            text.push_str(&Value::Object(record).to_string());
            text.push('\n');
        }
        text
    }

    /// Reads records, one JSON object a line. Those with neither a response nor events are left out.
    ///
    /// # Errors
    /// Fails if a line is not a record; the error names the line.
    pub fn from_json_lines(text: &str) -> Result<Self> {
        let mut fixtures = Vec::new();
        for (index, line) in text.lines().enumerate() {
            if line.trim().is_empty() {
                continue;
            }
            let wrong =
                |why: &str| Error::request(format!("line {} of the record: {why}", index + 1));
            let record: Value =
                serde_json::from_str(line).map_err(|error| wrong(&error.to_string()))?;
            if record["format"]
                .as_u64()
                .is_some_and(|format| format != FORMAT)
            {
                return Err(wrong("it has a later form than this version reads"));
            }
            let text = |name: &str| record[name].as_str().unwrap_or_default().to_owned();
            if text("action").is_empty() {
                return Err(wrong("it has no `action`"));
            }
            let events = record["events"].as_array().into_iter().flatten();
            let events: Vec<String> = events.map(Value::to_string).collect();
            let response = record["response"].is_object();
            if response || !events.is_empty() {
                fixtures.push(Fixture {
                    service: text("service"),
                    version: text("version"),
                    action: text("action"),
                    request: record["request"].to_string(),
                    response: match response {
                        true => record["response"].to_string(),
                        false => String::new(),
                    },
                    events,
                });
            }
        }
        Ok(Self(Arc::new(Mutex::new(fixtures))))
    }
}

impl<T: Transport> Transport for Recorder<T> {
    fn send(&self, request: http::Request<Bytes>) -> Sending<'_> {
        Box::pin(async move {
            let redaction = request.extensions().get::<Redaction>().cloned();
            let sent = Sent {
                headers: request.headers().clone(),
                body: request.body().clone(),
                redaction: None,
            };
            let answer = self.inner.send(request).await?;
            let Some(redaction) = redaction else {
                return Ok(answer);
            };
            let is_json = answer
                .headers()
                .get(http::header::CONTENT_TYPE)
                .is_none_or(|kind| kind.as_bytes().starts_with(b"application/json"));
            if !is_json {
                return Ok(answer);
            }
            let (head, body) = answer.into_parts();
            let body = body.bytes(usize::MAX).await?;
            if let Some(response) = response(&body, &redaction) {
                let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
                let fixture = Fixture {
                    service: sent.service().to_owned(),
                    version: sent.header("x-tc-version").to_owned(),
                    action: redaction.action().to_owned(),
                    request: text(redaction.request(&sent.body)),
                    response: text(response),
                    events: Vec::new(),
                };
                self.fixtures
                    .0
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .push(fixture);
            }
            Ok(http::Response::from_parts(head, body.into()))
        })
    }
}

impl<T: fmt::Debug> fmt::Debug for Recorder<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder")
            .field("inner", &self.inner)
            .finish_non_exhaustive()
    }
}
