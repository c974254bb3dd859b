//! When a failed call is sent again.

use std::collections::BTreeMap;
use std::time::Duration;

use super::{Breaker, Config, Defaults};
use crate::action::{ActionClass, Described};

/// How often and after which waits a failed call is sent again. Set with [`Config::retries`] or
/// [`Call::retries`](crate::Call::retries).
///
/// The wait before retry number n is a random part of `base · 2ⁿ⁻¹`, which the longest wait
/// bounds. If the response says when to come back, the wait is at least that, and at most 5 seconds
/// longer than it would have been. Nothing is waited for if the call's timeout ends before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retries {
    pub(crate) attempts: u32,
    pub(crate) transient: Duration,
    pub(crate) throttled: Duration,
    pub(crate) longest: Duration,
}

impl Retries {
    /// Creates the default: 3 attempts, waits from 50 milliseconds after a transient failure and
    /// from 1 second after throttling, up to 20 seconds.
    pub fn new() -> Self {
        Self {
            attempts: 3,
            transient: Duration::from_millis(50),
            throttled: Duration::from_secs(1),
            longest: Duration::from_secs(20),
        }
    }

    /// Sends each call once.
    pub fn none() -> Self {
        Self::new().attempts(1)
    }

    /// Sets the number of `attempts`, the first one included. Defaults to 3; 0 is taken as 1.
    #[must_use]
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts.max(1);
        self
    }

    /// Sets the bases of the waits after a `transient` failure and after the service `throttled` the
    /// call. Defaults to 50 milliseconds and 1 second. With zero, nothing is waited for unless the
    /// response says so.
    #[must_use]
    pub fn base(mut self, transient: Duration, throttled: Duration) -> Self {
        self.transient = transient;
        self.throttled = throttled;
        self
    }

    /// Sets the `longest` wait, which a response's own wish may exceed by 5 seconds. Defaults to 20
    /// seconds.
    #[must_use]
    pub fn longest(mut self, longest: Duration) -> Self {
        self.longest = longest;
        self
    }
}

impl Default for Retries {
    fn default() -> Self {
        Self::new()
    }
}

/// The retries of a configuration or of one call.
#[derive(Clone, Debug, Default)]
pub(crate) struct RetryOptions {
    pub(crate) retries: Option<Retries>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) class: Option<ActionClass>,
    pub(crate) defaults: Option<Defaults>,
    pub(crate) breaker: Option<Breaker>,
    pub(crate) twin_hosts: Option<bool>,
    /// Classes by service and action, set for a whole configuration.
    classes: BTreeMap<(String, String), ActionClass>,
}

impl RetryOptions {
    /// These options, with `over` laid over them. Classes are the configuration's alone.
    pub(super) fn overlaid(&self, over: &Self) -> Self {
        Self {
            retries: over.retries.clone().or_else(|| self.retries.clone()),
            attempt_timeout: over.attempt_timeout.or(self.attempt_timeout),
            class: over.class.or(self.class),
            defaults: over.defaults.or(self.defaults),
            breaker: over.breaker.clone().or_else(|| self.breaker.clone()),
            twin_hosts: over.twin_hosts.or(self.twin_hosts),
            classes: self.classes.clone(),
        }
    }

    /// The version of what is not set.
    pub(crate) fn defaults(&self) -> Defaults {
        self.defaults.unwrap_or_default()
    }

    /// How a failed call is sent again.
    pub(crate) fn retries(&self) -> Retries {
        let set = self.retries.clone();
        set.unwrap_or_else(|| match self.defaults() {
            Defaults::V2026_08 => Retries::none(),
            Defaults::V2026_11 => Retries::new(),
        })
    }

    /// The class that is set for an action, else the one that is known of it.
    pub(crate) fn class(&self, action: &Described) -> Option<ActionClass> {
        self.class.or_else(|| {
            if self.classes.is_empty() {
                return None;
            }
            let name = (action.api.service.to_string(), action.name.to_string());
            self.classes.get(&name).copied()
        })
    }
}

impl Config {
    /// Sets how failed calls are sent again. Defaults to 3 attempts: see [`Retries`]. What is sent
    /// again depends on the action's [`ActionClass`]. Overridden by
    /// [`Call::retries`](crate::Call::retries).
    #[must_use]
    pub fn retries(self, retries: Retries) -> Self {
        self.with(|inner| inner.options.retry.retries = Some(retries))
    }

    /// Sets the timeout of each attempt, from sending its request to the last byte of its response.
    /// Defaults to none: an attempt may take what is left of the call's [`timeout`](Self::timeout).
    /// Overridden by [`Call::attempt_timeout`](crate::Call::attempt_timeout).
    #[must_use]
    pub fn attempt_timeout(self, timeout: Duration) -> Self {
        self.with(|inner| inner.options.retry.attempt_timeout = Some(timeout))
    }

    /// Sets the class of one action, e.g. of `DescribeZones` of `cvm`, instead of the one that
    /// [`ActionClass::of`] returns. Overridden by [`Call::class`](crate::Call::class).
    #[must_use]
    pub fn class(
        self,
        service: impl Into<String>,
        action: impl Into<String>,
        class: ActionClass,
    ) -> Self {
        let name = (service.into(), action.into());
        self.with(|inner| {
            inner.options.retry.classes.insert(name, class);
        })
    }
}
