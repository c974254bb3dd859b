//! The real accounts that calls may be sent to.

use std::fmt;

use futures_util::future::BoxFuture;
use tencentcloud_runtime::Client;

/// A real account that calls may be sent to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Account {
    /// What it is called, e.g. the name of its profile. `local` is the local endpoint's.
    pub name: String,
    /// The region of its calls unless another one is given.
    pub region: Option<String>,
    /// True if only calls that read may be sent to it.
    pub read_only: bool,
    /// Where its calls go, if not to the hosts of the services.
    pub endpoint: Option<String>,
    /// True if it is the local endpoint, which is no real account.
    pub local: bool,
}

impl Account {
    /// Creates an account with a `name` and no region.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            region: None,
            read_only: false,
            endpoint: None,
            local: false,
        }
    }

    /// Sets the `region` of its calls.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Sends its calls to `endpoint` instead of the hosts of the services, as its client does.
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoint = Some(endpoint.into());
        self
    }

    /// Makes it the local endpoint at `endpoint`, which is no real account: everything is allowed there that no rule
    /// of a policy forbids.
    pub fn local(mut self, endpoint: impl Into<String>) -> Self {
        self.local = true;
        self.endpoint(endpoint)
    }

    /// Allows only calls that read if `read_only` is true. Defaults to false.
    pub fn read_only(mut self, read_only: bool) -> Self {
        self.read_only = read_only;
        self
    }
}

/// Where real accounts come from. The credentials stay with the clients: neither the page nor anything
/// that it keeps has them.
pub trait Accounts: Send + Sync + fmt::Debug {
    /// Returns the accounts, the usual one first.
    fn list(&self) -> Vec<Account>;

    /// Returns the client that calls `service` for the account with that `name`.
    ///
    /// # Errors
    /// What keeps it from being made, e.g. a profile without a key, and what to do about it.
    fn client<'a>(
        &'a self,
        name: &'a str,
        service: &'a str,
    ) -> BoxFuture<'a, Result<Client, String>>;
}

/// No real account: calls go to the local endpoint alone.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoAccounts;

impl Accounts for NoAccounts {
    fn list(&self) -> Vec<Account> {
        Vec::new()
    }

    fn client<'a>(&'a self, name: &'a str, _: &'a str) -> BoxFuture<'a, Result<Client, String>> {
        Box::pin(async move { Err(format!("there is no account {name}")) })
    }
}
