//! A call of the timeline, kept in few bytes.

use std::sync::Arc;

use serde::Serialize;
use serde_json::{Map, Value};
use tencentcloud_emulator::Record;
use tencentcloud_runtime::ActionClass;

use super::body::Body;
use super::mark::Mark;
use super::moment;

/// Where a call was seen.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Source {
    /// At the local endpoint.
    Local,
    /// At the proxy before the cloud.
    Proxy,
    /// By a program that wrote it down.
    Program,
    /// Here: it was sent by this page.
    Explorer,
    /// In a recording of that name, which was opened.
    File(Arc<str>),
}

impl Source {
    /// Returns where the one who wrote `record` saw the call.
    pub(crate) fn of(record: &Record) -> Self {
        match record.source.as_deref() {
            None => Self::Program,
            Some("forwarded") => Self::Proxy,
            Some(_) => Self::Local,
        }
    }

    /// Returns the word for it: `local`, `proxy`, `program`, `explorer`, or the recording's name.
    pub(crate) fn as_str(&self) -> &str {
        match self {
            Self::Local => "local",
            Self::Proxy => "proxy",
            Self::Program => "program",
            Self::Explorer => "explorer",
            Self::File(name) => name,
        }
    }

    /// True if the source shows calls as they are made.
    pub(super) fn is_live(&self) -> bool {
        !matches!(self, Self::File(_))
    }
}

/// What many calls have in common: they share one.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(crate) struct Head {
    pub(crate) source: Source,
    pub(crate) client: Option<Box<str>>,
    pub(crate) service: Option<Box<str>>,
    pub(crate) version: Option<Box<str>>,
    pub(crate) action: Box<str>,
    pub(crate) region: Option<Box<str>>,
    pub(crate) account: Option<Box<str>>,
    pub(crate) code: Option<Box<str>>,
    /// What the call may do: `read`, or `write` if it changes something or nothing is known.
    pub(crate) class: &'static str,
    /// The names above, one a line.
    pub(super) text: Box<str>,
    /// Where the response comes from, as the record says it.
    origin: Option<Box<str>>,
}

impl Head {
    /// Takes what calls have in common out of `record`.
    fn take(source: Source, record: &mut Record) -> Self {
        let boxed = |text: &mut Option<String>| text.take().map(String::into_boxed_str);
        let action = std::mem::take(&mut record.action).into_boxed_str();
        let service = boxed(&mut record.service);
        let class = match ActionClass::of(service.as_deref().unwrap_or_default(), &action) {
            ActionClass::Read => "read",
            _ => "write",
        };
        let mut head = Self {
            source,
            client: boxed(&mut record.client),
            version: boxed(&mut record.version),
            region: boxed(&mut record.region),
            account: boxed(&mut record.account),
            code: boxed(&mut record.code),
            origin: boxed(&mut record.source),
            text: Box::default(),
            service,
            action,
            class,
        };
        let names = [
            &head.client,
            &head.service,
            &head.version,
            &head.region,
            &head.account,
            &head.code,
        ];
        let names = names.into_iter().flatten().map(|name| &**name);
        let names: Vec<&str> = [&*head.action].into_iter().chain(names).collect();
        head.text = names.join("\n").into_boxed_str();
        head
    }

    /// Gives `record` what was taken out of it.
    fn give(&self, record: &mut Record) {
        let text = |name: &Option<Box<str>>| name.as_deref().map(str::to_owned);
        record.action = self.action.to_string();
        record.service = text(&self.service);
        record.client = text(&self.client);
        record.version = text(&self.version);
        record.region = text(&self.region);
        record.account = text(&self.account);
        record.code = text(&self.code);
        record.source = text(&self.origin);
    }
}

/// A call of the timeline.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// Its number, from 1 in the order in which calls came.
    pub(crate) id: u64,
    pub(crate) head: Arc<Head>,
    /// When it came, in microseconds since 1970.
    pub(crate) time: Option<i64>,
    /// How long it took, in milliseconds.
    pub(crate) ms: Option<f64>,
    /// Which attempt of its call it was, from 1, if the source says it.
    pub(crate) attempt: Option<u32>,
    pub(super) body: Body,
}

/// What the list shows of a call, in the order of its members: id, time in milliseconds since 1970,
/// source, client, service, version, action, region, code, ms, attempt, class, mark.
#[derive(Debug, Serialize)]
pub(super) struct Row<'e>(
    u64,
    Option<i64>,
    &'e str,
    Option<&'e str>,
    Option<&'e str>,
    Option<&'e str>,
    &'e str,
    Option<&'e str>,
    Option<&'e str>,
    Option<f64>,
    Option<u32>,
    &'static str,
    Option<&'e str>,
);

impl Entry {
    /// Keeps `record` as the call with the number `id`; `share` finds the head that other calls have.
    pub(super) fn new(
        id: u64,
        source: Source,
        mut record: Record,
        share: impl FnOnce(Head) -> Arc<Head>,
    ) -> Self {
        let head = share(Head::take(source, &mut record));
        let time = record.time.as_deref().and_then(moment::read);
        // What reads back as the same text is kept as a number alone.
        if time.map(moment::show) == record.time {
            record.time = None;
        }
        Self {
            id,
            head,
            time,
            ms: record.ms.take(),
            attempt: record.attempt.take(),
            body: Body::take(record),
        }
    }

    /// Returns the call as it was recorded, without its secrets.
    pub(crate) fn record(&self) -> Record {
        let mut record = self.body.record();
        self.head.give(&mut record);
        record.time = record.time.or_else(|| self.time.map(moment::show));
        record.ms = self.ms;
        record.attempt = self.attempt;
        record
    }

    /// Returns the parameters without secrets.
    pub(crate) fn request(&self) -> Map<String, Value> {
        self.body.request()
    }

    /// Returns the request ID.
    pub(crate) fn request_id(&self) -> Option<&str> {
        Some(self.body.request_id()).filter(|id| !id.is_empty())
    }

    /// Returns how many bytes the call takes, about, without what it shares.
    pub(super) fn size(&self) -> usize {
        // Two counters of the `Arc`, its place in the list, and what the allocator adds to each piece.
        size_of::<Self>() + 3 * size_of::<usize>() + 16 + self.body.len()
    }

    /// Returns what the list shows of the call.
    pub(super) fn row<'e>(&'e self, mark: Option<&'e Mark>) -> Row<'e> {
        let head = &*self.head;
        Row(
            self.id,
            self.time.map(|micros| micros.div_euclid(1000)),
            head.source.as_str(),
            head.client.as_deref(),
            head.service.as_deref(),
            head.version.as_deref(),
            &head.action,
            head.region.as_deref(),
            head.code.as_deref(),
            self.ms,
            self.attempt,
            head.class,
            mark.map(Mark::as_str),
        )
    }
}
