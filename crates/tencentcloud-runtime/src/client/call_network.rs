//! Where one call goes, and how much of its response is read.

use super::Call;
use crate::config::HostKind;

impl<R> Call<'_, R> {
    /// Sends this call to the service's host of that `kind`, overriding
    /// [`Config::host_kind`](crate::Config::host_kind).
    pub fn host_kind(mut self, kind: HostKind) -> Self {
        self.options.network.host_kind = Some(kind);
        self
    }

    /// Connects to the `gateway` for this call, overriding
    /// [`Config::gateway`](crate::Config::gateway).
    pub fn gateway(mut self, gateway: impl Into<String>) -> Self {
        self.options.network.gateway = Some(gateway.into());
        self
    }

    /// Fails if the whole response is larger than `bytes`, overriding
    /// [`Config::response_limit`](crate::Config::response_limit).
    pub fn response_limit(mut self, bytes: usize) -> Self {
        self.options.network.response_limit = Some(bytes);
        self
    }

    /// Goes to the host that the action has while it responds with events.
    pub(crate) fn for_events(mut self) -> Self {
        self.options.network.events = true;
        self
    }
}
