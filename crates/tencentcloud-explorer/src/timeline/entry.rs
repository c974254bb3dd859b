//! A call of the timeline.

use serde::Serialize;
use tencentcloud_emulator::Record;
use tencentcloud_runtime::ActionClass;

/// Where a call was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// At the local endpoint.
    Local,
    /// At the proxy before the cloud.
    Proxy,
    /// By a program that wrote it down.
    Program,
    /// Here: it was sent by this page.
    Explorer,
}

impl Source {
    /// Returns the word for it: `local`, `proxy`, `program` or `explorer`.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::Proxy => "proxy",
            Self::Program => "program",
            Self::Explorer => "explorer",
        }
    }
}

/// A call of the timeline.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// Its number, from 1 in the order in which calls came.
    pub(crate) id: u64,
    pub(crate) source: Source,
    /// The call without its secrets.
    pub(crate) record: Record,
    /// How many bytes it takes, about.
    pub(super) size: usize,
}

/// What the list shows of a call, in the order of its members.
#[derive(Debug, Serialize)]
pub(super) struct Row<'e>(
    u64,
    Option<&'e str>,
    &'static str,
    Option<&'e str>,
    Option<&'e str>,
    Option<&'e str>,
    &'e str,
    Option<&'e str>,
    Option<&'e str>,
    Option<f64>,
    &'static str,
);

impl Entry {
    /// Returns what the call may do: `read`, or `write` if it changes something or nothing is known.
    pub(crate) fn class(&self) -> &'static str {
        let service = self.record.service.as_deref().unwrap_or_default();
        match ActionClass::of(service, &self.record.action) {
            ActionClass::Read => "read",
            _ => "write",
        }
    }

    /// Returns what the list shows of the call.
    pub(super) fn row(&self) -> Row<'_> {
        let record = &self.record;
        Row(
            self.id,
            record.time.as_deref(),
            self.source.as_str(),
            record.client.as_deref(),
            record.service.as_deref(),
            record.version.as_deref(),
            &record.action,
            record.region.as_deref(),
            record.code.as_deref(),
            record.ms,
            self.class(),
        )
    }
}
