//! Defaults by the time at which they were chosen.

use std::time::Duration;

use super::Config;

/// The defaults of a time. A program that names one keeps it: what a later version of this crate
/// does by default then changes nothing for it. Set with [`Config::defaults`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Defaults {
    /// August 2026: a timeout of 60 seconds, and each call is sent once.
    V2026_08,
    /// November 2026: a timeout of 60 seconds, and up to 3 attempts: see
    /// [`Retries`](crate::Retries). The newest, which a configuration has that names none.
    #[default]
    V2026_11,
}

impl Defaults {
    /// Returns the newest defaults, which change with a new version of this crate.
    pub fn latest() -> Self {
        Self::default()
    }

    /// The timeout of a call for which none is set.
    pub(crate) fn timeout(self) -> Duration {
        match self {
            Self::V2026_08 | Self::V2026_11 => Duration::from_secs(60),
        }
    }
}

impl Config {
    /// Sets the version of the defaults, for all that is not set by itself. Defaults to
    /// [`Defaults::latest`].
    #[must_use]
    pub fn defaults(self, defaults: Defaults) -> Self {
        self.with(|inner| inner.options.retry.defaults = Some(defaults))
    }
}
