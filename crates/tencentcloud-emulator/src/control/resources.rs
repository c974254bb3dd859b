//! The resources that are kept.

use crate::endpoint::Endpoint;
use crate::resource::{KeptResource, ResourceCount};

/// The resources that an [`Emulator`](crate::Emulator) keeps, to be looked at without a call.
///
/// ```
/// # use tencentcloud_emulator::Emulator;
/// # async fn doc() -> std::io::Result<()> {
/// let emulator = Emulator::start().await?;
/// // … calls …
/// for subnet in emulator.resources().of("vpc", "Subnet") {
///     println!("{} in {}", subnet.key.id, subnet.parents[0].id);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct KeptResources<'a>(&'a Endpoint);

impl<'a> KeptResources<'a> {
    pub(crate) fn new(endpoint: &'a Endpoint) -> Self {
        Self(endpoint)
    }

    /// Returns how many there are, by service, kind, account and region, sorted.
    pub fn counts(&self) -> Vec<ResourceCount> {
        self.0.resources.places()
    }

    /// Returns all of them.
    pub fn all(&self) -> Vec<KeptResource> {
        self.select(None, None, None)
    }

    /// Returns those of a `kind` of `service`, e.g. `Subnet` of `vpc`, of all accounts and regions, in the
    /// order of creation in each.
    pub fn of(&self, service: &str, kind: &str) -> Vec<KeptResource> {
        self.select(Some(service), Some(kind), None)
    }

    pub(crate) fn select(
        &self,
        service: Option<&str>,
        kind: Option<&str>,
        account: Option<&str>,
    ) -> Vec<KeptResource> {
        let now = self.0.clock.moment();
        self.0.resources.look(now, |place| {
            service.is_none_or(|service| place.service == service)
                && kind.is_none_or(|kind| place.kind == kind)
                && account.is_none_or(|account| place.account == account)
        })
    }
}
