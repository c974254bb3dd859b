//! Who calls are made as.

use std::sync::Arc;

use super::Config;
use crate::{CredentialReport, ProvideCredential};

impl Config {
    /// Signs with `credential` instead: a [`Credential`](crate::Credential) or any
    /// [`ProvideCredential`]. Everything else stays as it is, connections included.
    #[must_use]
    pub fn credential(self, credential: impl ProvideCredential + 'static) -> Self {
        self.guarded(|_| {}).with(|inner| {
            inner.credential = Arc::new(credential);
            inner.report = None;
        })
    }

    /// Returns the source that this configuration signs with, e.g. to assume a role with it.
    pub fn credential_source(&self) -> Arc<dyn ProvideCredential> {
        Arc::clone(&self.0.credential)
    }

    /// Returns which source provides the credential, and why each other one does not, if
    /// [`Config::load`] has looked for it.
    pub fn credential_report(&self) -> Option<&CredentialReport> {
        self.0.report.as_deref()
    }

    pub(super) fn reported(self, report: CredentialReport) -> Self {
        self.with(|inner| inner.report = Some(Arc::new(report)))
    }
}
