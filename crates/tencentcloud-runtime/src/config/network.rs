//! Where calls go, and how much of a response is read.

use super::Config;

/// The largest response that is read unless another limit is set, in bytes. The service's own limit
/// is lower; what is larger is no response of it.
const RESPONSE_LIMIT: usize = 100 * 1024 * 1024;

/// The settings of this file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Network {
    pub(crate) response_limit: Option<usize>,
}

impl Network {
    /// These settings, with `over` laid over them.
    pub(crate) fn overlaid(&self, over: &Self) -> Self {
        Self {
            response_limit: over.response_limit.or(self.response_limit),
        }
    }

    /// The largest whole response that is read, in bytes.
    pub(crate) fn response_limit(&self) -> usize {
        self.response_limit.unwrap_or(RESPONSE_LIMIT)
    }
}

impl Config {
    /// Fails calls whose whole response is larger than `bytes`, without reading the rest of it.
    /// Defaults to 100 MiB. Overridden by [`Call::response_limit`](crate::Call::response_limit).
    #[must_use]
    pub fn response_limit(self, bytes: usize) -> Self {
        self.with(|inner| inner.options.network.response_limit = Some(bytes))
    }
}
