//! What is reported of calls, and the program's own code around them.

use std::path::Path;
use std::sync::Arc;

use super::Config;
use crate::credential::{Variables, bare};
use crate::inspect::{Inspector, VARIABLE};
use crate::intercept::{Intercept, Interceptors};
use crate::{Error, Result};

/// The settings of this file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Observe {
    pub(crate) bodies: Option<bool>,
    interceptors: Option<Interceptors>,
    inspector: Option<Arc<Inspector>>,
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
            inspector: over.inspector.clone().or_else(|| self.inspector.clone()),
        }
    }

    /// True if the parameters without their secrets are needed.
    pub(crate) fn shows(&self) -> bool {
        self.bodies == Some(true) || self.inspector.is_some()
    }

    /// The file that attempts are appended to, if there is one.
    pub(crate) fn inspector(&self) -> Option<&Arc<Inspector>> {
        self.inspector.as_ref()
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

    /// Appends each attempt of each call to the file `path`, one JSON object a line in the form that
    /// `RECORDING.md` of `tencentcloud-emulator` documents: what was called, how often, how long it took
    /// and what it returned, secrets masked. Several processes may name the same file, which its owner
    /// alone may read. At 64 MiB it is renamed to one that ends in `.1`. A line that cannot be written
    /// is left out and never fails a call; the first is a warning of [`tracing`]. By default nothing is
    /// recorded.
    ///
    /// # Errors
    /// Fails if the file cannot be made or written: its folder must exist.
    pub fn inspect(self, path: impl AsRef<Path>) -> Result<Self> {
        let inspector = Arc::new(Inspector::open(path.as_ref())?);
        Ok(self.with(|inner| inner.options.observe.inspector = Some(inspector)))
    }

    /// Records as [`inspect`](Self::inspect) does, to the file that the environment variable
    /// `TENCENTCLOUD_INSPECT` names, if it is set. [`Config::load`] and [`Config::from_env`] do so.
    ///
    /// # Errors
    /// As [`inspect`](Self::inspect), and if the path is relative, since programs run in different
    /// folders.
    pub fn inspect_from_env(self) -> Result<Self> {
        self.inspect_by(&Variables::default())
    }

    /// The same by given variables.
    pub(super) fn inspect_by(self, variables: &Variables) -> Result<Self> {
        let Some(path) = variables.get(VARIABLE) else {
            return Ok(self);
        };
        if Path::new(&path).is_relative() {
            return Err(Error::request(format!(
                "{VARIABLE} is the relative path {path}: give one that begins at the root, since programs run in different folders"
            )));
        }
        self.inspect(&path)
            .map_err(|error| Error::request(format!("{VARIABLE}: {}", bare(&error))))
    }
}
