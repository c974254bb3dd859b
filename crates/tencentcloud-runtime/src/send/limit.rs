//! The time that a call may take.

use std::future::Future;
use std::time::Duration;

use tokio::time::Instant;

use crate::config::Options;
use crate::{Error, Result};

/// A timeout, and when it began.
#[derive(Clone, Copy)]
pub(crate) struct Limit {
    whole: Duration,
    begun: Instant,
}

impl Limit {
    pub(crate) fn of(options: &Options) -> Self {
        Self {
            whole: options
                .timeout
                .unwrap_or_else(|| options.retry.defaults().timeout()),
            begun: Instant::now(),
        }
    }

    /// The time that is left.
    pub(crate) fn left(self) -> Duration {
        self.whole.saturating_sub(self.begun.elapsed())
    }

    /// A timeout of `at_most` from now on, but not beyond this one.
    pub(crate) fn within(self, at_most: Option<Duration>) -> Self {
        match at_most {
            Some(whole) if whole < self.left() => Self {
                whole,
                begun: Instant::now(),
            },
            _ => self,
        }
    }

    /// Fails if no time is left.
    pub(crate) fn check(self) -> Result<()> {
        match self.left().is_zero() {
            true => Err(Error::timeout(Some(self.whole))),
            false => Ok(()),
        }
    }

    /// Waits for `what` in the time that is left.
    pub(crate) async fn hold<T>(self, what: impl Future<Output = Result<T>>) -> Result<T> {
        tokio::time::timeout(self.left(), what)
            .await
            .unwrap_or_else(|_| Err(Error::timeout(Some(self.whole))))
    }

    /// The same timeout, from now on.
    pub(crate) fn again(self) -> Self {
        Self {
            begun: Instant::now(),
            ..self
        }
    }
}
