//! What is reported of calls, and the program's own code around them.

use std::sync::Arc;

use super::Config;
use crate::intercept::{Intercept, Interceptors};

/// The settings of this file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Observe {
    pub(crate) bodies: Option<bool>,
    interceptors: Option<Interceptors>,
}

impl Observe {
    /// These settings, with `over` laid over them: interceptors of both run.
    pub(crate) fn overlaid(&self, over: &Self) -> Self {
        let interceptors = match (&self.interceptors, &over.interceptors) {
            (Some(own), Some(over)) => Some(own.iter().chain(over.iter()).cloned().collect()),
            (own, over) => over.clone().or_else(|| own.clone()),
        };
        Self {
            bodies: over.bodies.or(self.bodies),
            interceptors,
        }
    }

    /// The interceptors in the order in which they run.
    pub(crate) fn interceptors(&self) -> &[Arc<dyn Intercept>] {
        self.interceptors.as_deref().unwrap_or_default()
    }

    /// Adds an interceptor behind the others.
    pub(crate) fn intercept(&mut self, interceptor: impl Intercept + 'static) {
        let added: Arc<dyn Intercept> = Arc::new(interceptor);
        let all = self.interceptors().iter().cloned().chain([added]).collect();
        self.interceptors = Some(all);
    }
}

impl Config {
    /// Logs the parameters of requests and the fields of responses at level DEBUG if `log` is true,
    /// their secrets masked. Defaults to false. The events of a stream are never logged. Overridden by
    /// [`Call::log_bodies`](crate::Call::log_bodies).
    #[must_use]
    pub fn log_bodies(self, log: bool) -> Self {
        self.with(|inner| inner.options.observe.bodies = Some(log))
    }

    /// Runs `interceptor` around each attempt of each call, after those that were added before. Those
    /// of [`Call::intercept`](crate::Call::intercept) run after these.
    #[must_use]
    pub fn intercept(self, interceptor: impl Intercept + 'static) -> Self {
        self.with(|inner| inner.options.observe.intercept(interceptor))
    }
}
