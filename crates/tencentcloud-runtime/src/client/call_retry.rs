//! How one call is sent again.

use std::time::Duration;

use super::Call;
use crate::ActionClass;
use crate::config::Retries;

impl<R> Call<'_, R> {
    /// Sets how this call is sent again if it fails, overriding
    /// [`Config::retries`](crate::Config::retries). Defaults to 3 attempts.
    pub fn retries(mut self, retries: Retries) -> Self {
        self.options.retry.retries = Some(retries);
        self
    }

    /// Sets the timeout of each attempt, overriding
    /// [`Config::attempt_timeout`](crate::Config::attempt_timeout). Defaults to none: an attempt may
    /// take what is left of the call's [`timeout`](Self::timeout).
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.options.retry.attempt_timeout = Some(timeout);
        self
    }

    /// Sets what sending this call twice may do, overriding
    /// [`Config::class`](crate::Config::class). Defaults to what [`ActionClass::of`] returns.
    pub fn class(mut self, class: ActionClass) -> Self {
        self.options.retry.class = Some(class);
        self
    }
}
