//! Limits of a stream of events.

use std::time::Duration;

use super::Config;

/// The largest event, and the largest line, unless another limit is set, in bytes. Events carry some
/// words of a text, a document at most: what is larger has no end.
const EVENT_LIMIT: usize = 16 * 1024 * 1024;

/// The longest wait for the next event unless another is set.
const EVENT_TIMEOUT: Duration = Duration::from_secs(300);

/// The settings of this file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Events {
    pub(crate) limit: Option<usize>,
    pub(crate) timeout: Option<Duration>,
}

impl Events {
    /// These settings, with `over` laid over them.
    pub(crate) fn overlaid(&self, over: &Self) -> Self {
        Self {
            limit: over.limit.or(self.limit),
            timeout: over.timeout.or(self.timeout),
        }
    }

    /// The largest event and the largest line, in bytes.
    pub(crate) fn limit(&self) -> usize {
        self.limit.unwrap_or(EVENT_LIMIT)
    }

    /// The longest wait for the next event.
    pub(crate) fn timeout(&self) -> Duration {
        self.timeout.unwrap_or(EVENT_TIMEOUT)
    }
}

impl Config {
    /// Fails streams of events in which an event, or a line, is larger than `bytes`. Defaults to
    /// 16 MiB. Overridden by [`Call::event_limit`](crate::Call::event_limit).
    #[must_use]
    pub fn event_limit(self, bytes: usize) -> Self {
        self.with(|inner| inner.options.events.limit = Some(bytes))
    }

    /// Sets the longest wait for the next event of a stream, whatever else the stream carries in the
    /// meantime: comments, or an event byte by byte. The time between the program's own requests for
    /// events does not count. Defaults to 5 minutes. Silence ends a stream earlier, after
    /// [`Config::timeout`]. Overridden by [`Call::event_timeout`](crate::Call::event_timeout).
    #[must_use]
    pub fn event_timeout(self, timeout: Duration) -> Self {
        self.with(|inner| inner.options.events.timeout = Some(timeout))
    }
}
