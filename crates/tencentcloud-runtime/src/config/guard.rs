//! Which accounts may be changed.

use std::sync::Arc;

use tokio::sync::OnceCell;

use super::Config;

/// The accounts that writes are allowed in, and those that they are not.
#[derive(Clone, Debug, Default)]
pub(crate) struct AccountGuard {
    pub(crate) allowed: Vec<String>,
    pub(crate) forbidden: Vec<String>,
    /// Why the account of the credential may not be changed, if so, once it was asked for.
    pub(crate) verdict: Arc<OnceCell<Option<String>>>,
}

impl AccountGuard {
    pub(crate) fn is_set(&self) -> bool {
        !self.allowed.is_empty() || !self.forbidden.is_empty()
    }

    /// Why calls may not change the account, if so.
    pub(crate) fn refusal(&self, account: &str) -> Option<String> {
        if self.forbidden.iter().any(|own| own == account) {
            return Some(format!(
                "the credential is of the account {account}, which is forbidden"
            ));
        }
        if self.allowed.is_empty() || self.allowed.iter().any(|own| own == account) {
            return None;
        }
        Some(format!(
            "the credential is of the account {account}, and the allowed ones are {}",
            self.allowed.join(", ")
        ))
    }
}

impl Config {
    /// Allows writes in the `accounts` of these IDs alone, e.g. `100000000001`, in addition to those
    /// of an earlier call. Defaults to all.
    ///
    /// Before the first call that is not a mere [read](crate::ActionClass::Read), the account of the
    /// credential is asked for by STS GetCallerIdentity, once, where the calls of this configuration
    /// go. If it is another one, or cannot be had, the call fails and is not sent.
    #[must_use]
    pub fn allowed_accounts<S: Into<String>>(self, accounts: impl IntoIterator<Item = S>) -> Self {
        let accounts = accounts.into_iter().map(Into::into);
        self.guarded(|guard| guard.allowed.extend(accounts))
    }

    /// Forbids writes in the `accounts` of these IDs, as
    /// [`allowed_accounts`](Self::allowed_accounts) allows them. Precedes it.
    #[must_use]
    pub fn forbidden_accounts<S: Into<String>>(
        self,
        accounts: impl IntoIterator<Item = S>,
    ) -> Self {
        let accounts = accounts.into_iter().map(Into::into);
        self.guarded(|guard| guard.forbidden.extend(accounts))
    }

    /// Without any guard.
    pub(crate) fn unguarded(self) -> Self {
        self.guarded(|guard| *guard = AccountGuard::default())
    }

    /// What was found out before holds no longer.
    pub(super) fn guarded(self, change: impl FnOnce(&mut AccountGuard)) -> Self {
        self.with(|inner| {
            let guard = &mut inner.guard;
            change(guard);
            guard.verdict = Arc::default();
        })
    }

    pub(crate) fn guard(&self) -> &AccountGuard {
        &self.0.guard
    }
}
