//! The resources of an account in all services and regions.

use std::sync::Arc;

use super::super::super::plan::Kind;
use super::Desk;

impl<'a> Desk<'a> {
    /// Returns a desk of the same call that reaches the resources of another region.
    pub(crate) fn within<'b>(&self, region: &'b str) -> Desk<'b>
    where
        'a: 'b,
    {
        Desk { region, ..*self }
    }

    /// Returns the kinds of a service, of its newest version.
    pub(crate) fn kinds(&self, service: &str) -> Vec<Arc<Kind>> {
        self.engine.plans.kinds(service)
    }

    /// Returns the kinds of which the caller's account has something, each with the region: an empty
    /// one of what all regions share.
    pub(crate) fn kept(&self) -> Vec<(String, Arc<Kind>)> {
        let places = self.engine.store.counts(Some(self.account())).into_keys();
        let kinds = places.filter_map(|place| {
            let kind = self.kind_of(&place.service, &place.kind)?;
            Some((place.region, kind))
        });
        kinds.collect()
    }
}
