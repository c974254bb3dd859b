//! What a call came to: a record of it, and what is beyond.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};
use tencentcloud_emulator::Record;
use tencentcloud_runtime::{Answer, Error};
use tencentcloud_schema::{response_without_secrets, without_secrets};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::asked::Asked;
use super::attempts::Attempts;
use super::lines::Lines;
use crate::history;
use crate::page::Reader;
use crate::response::{Extras, Subject, part};
use crate::target::Target;
use crate::timeline::{Entry, Marks, Source};

/// How long a call is waited for in the timeline after its response.
const PATIENCE: Duration = Duration::from_secs(1);

/// A call that was sent.
#[derive(Debug)]
pub(super) struct Outcome {
    began: OffsetDateTime,
    clock: Instant,
    /// The last number of the timeline before it.
    before: u64,
    pub(super) attempts: Attempts,
    record: Record,
    extras: Extras,
}

impl Outcome {
    /// Starts the clock of the call that `asked` says; it goes to the `usual` region
    /// unless it says another one.
    pub(super) fn start(reader: &Reader, asked: &Asked, usual: Option<&str>) -> Self {
        let call = &asked.call;
        let mut record = Record::new(&call.action);
        record.service = Some(call.service.clone());
        record.version = Some(call.version.clone()).filter(|version| !version.is_empty());
        record.region = asked.region().or(usual).map(str::to_owned);
        let known = asked.known.as_ref();
        record.request = known
            .map(|known| {
                let members = &known.action().request;
                without_secrets(asked.parameters(), members, &known.description.types)
            })
            .unwrap_or_default();
        Self {
            began: OffsetDateTime::now_utc(),
            clock: Instant::now(),
            before: reader.app.timeline.watch().borrow().last,
            attempts: Attempts::default(),
            record,
            extras: Extras::default(),
        }
    }

    /// Takes the response of the call.
    pub(super) fn answered(&mut self, asked: &Asked, answer: Result<Answer<Value>, Error>) {
        match answer {
            Ok(answer) => {
                self.record.request_id = Some(answer.request_id.clone());
                let warnings = answer.warnings.iter();
                self.extras.warnings = warnings.map(ToString::to_string).collect();
                let Value::Object(mut whole) = answer.response else {
                    return;
                };
                if !answer.request_id.is_empty() {
                    let id = answer.request_id.into();
                    whole.entry("RequestId").or_insert(id);
                }
                let shown = public(asked, &whole);
                self.record.response = Some(shown.clone());
                self.hold(asked, shown.into(), whole.into());
            }
            Err(error) => self.failed(&error),
        }
    }

    /// Takes the events of the call, and the error that ended them.
    pub(super) fn streamed(&mut self, asked: &Asked, events: Vec<Value>, error: Option<&Error>) {
        let id = events.iter().find_map(|event| event["RequestId"].as_str());
        self.record.request_id = id.map(str::to_owned);
        let shown = events.iter().filter_map(Value::as_object);
        let shown: Vec<Value> = shown.map(|event| public(asked, event).into()).collect();
        self.record.events = Some(shown.clone());
        self.hold(asked, shown.into(), events.into());
        if let Some(error) = error {
            self.failed(error);
        }
    }

    /// Takes what kept the call from being sent.
    pub(super) fn unsent(&mut self, told: String) {
        self.extras.failure = Some(told);
    }

    fn hold(&mut self, asked: &Asked, shown: Value, whole: Value) {
        self.extras.subject = Some(Arc::new(Subject {
            action: asked.call.action.clone(),
            whole: (whole != shown).then_some(whole),
            shown,
            shape: asked.shape(),
            gathered: false,
        }));
    }

    fn failed(&mut self, error: &Error) {
        if let Some(id) = error.request_id() {
            self.record.request_id = Some(id.to_owned());
        }
        let Some(code) = error.code() else {
            self.extras.failure = Some(error.to_string());
            return;
        };
        self.record.code = Some(code.to_owned());
        let message = error.message().unwrap_or_default();
        let response = json!({
            "Error": {"Code": code, "Message": message},
            "RequestId": error.request_id().unwrap_or_default(),
        });
        if self.record.events.is_none() {
            self.record.response = response.as_object().cloned();
        }
    }

    /// Shows what the call came to, and where it is in the timeline.
    pub(super) async fn show(mut self, reader: &Reader, target: &Target, lines: &Lines) {
        let milliseconds = self.clock.elapsed().as_secs_f64() * 1e3;
        self.record.ms = Some((milliseconds * 1e3).round() / 1e3);
        let noted = self.attempts.noted();
        self.extras.attempts = noted.attempts;
        self.extras.headers = noted.headers;
        let second = u32::from(self.began.millisecond()) * 1_000_000;
        let began = self.began.replace_nanosecond(second).unwrap_or(self.began);
        self.record.time = began.format(&Rfc3339).ok();
        self.record.client = Some(Target::CLIENT.to_owned());
        let was_sent = !self.extras.attempts.is_empty();
        self.extras.row = match target {
            Target::Local => self.row(reader).await,
            Target::Real(_) if was_sent => {
                let record = self.record.clone();
                Some(reader.app.timeline.push(Source::Explorer, record))
            }
            Target::Real(_) => None,
        };
        if was_sent {
            history::keep(&reader.app, &self.record).await;
        }
        let part = part(reader, &self.record, &self.extras);
        lines.part(part, self.extras.row).await;
    }

    /// Finds the call among those that the local endpoint has seen since.
    async fn row(&mut self, reader: &Reader) -> Option<u64> {
        let id = self.record.request_id.clone()?;
        let timeline = &reader.app.timeline;
        let mut news = timeline.watch();
        let found = async {
            loop {
                news.borrow_and_update();
                let is_it = |entry: &Entry, _: &Marks| entry.request_id() == Some(&id);
                let found = timeline.after(self.before, 1, is_it);
                if let Some(entry) = found.entries.into_iter().next() {
                    return Some(entry);
                }
                news.changed().await.ok()?;
            }
        };
        let entry = tokio::time::timeout(PATIENCE, found).await.ok()??;
        let seen = entry.record();
        self.record.source = seen.source;
        self.record.fault = seen.fault;
        self.record.denied = seen.denied;
        self.record.borne = seen.borne;
        self.record.warnings = seen.warnings;
        Some(entry.id)
    }
}

/// What of a response may be shown and kept.
pub(super) fn public(asked: &Asked, whole: &Map<String, Value>) -> Map<String, Value> {
    match &asked.known {
        Some(known) => response_without_secrets(whole, known.action(), &known.description.types),
        // Nobody has said what of it is no secret.
        None => whole
            .get("RequestId")
            .map(|id| ("RequestId".to_owned(), id.clone()))
            .into_iter()
            .collect(),
    }
}
