//! The resources that the endpoint keeps.

mod changes;
mod codes;
mod engine;
mod kept;
#[cfg(test)]
mod map;
mod path;
mod plan;
mod shape;
mod special;
mod store;
mod tags;
mod times;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use serde_json::{Map, Value};
use tencentcloud_schema::resource::Resources as Facts;
use time::OffsetDateTime;

use self::engine::Engine;
use self::plan::Plans;
use self::store::{Place, Store};
use crate::call::Call;
use crate::fault::Fault;
use crate::identity::Keyring;
use crate::ids::Ids;

pub use self::changes::{ChangeKind, MemberChange, ResourceChange};
pub use self::engine::Adopted;
pub use self::kept::{KeptResource, ResourceCount, ResourceKey};
pub(crate) use self::store::Pace;

/// How resources behave.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    /// Facts that go before those of the catalogue, service by service.
    pub(crate) facts: Vec<Facts>,
    /// How many resources of a service's kind an account may have in a region.
    pub(crate) quotas: HashMap<(String, String), usize>,
    pub(crate) pace: Pace,
    /// True if only a part of the resources is known: what a call does not name itself is there.
    pub(crate) partial: bool,
}

/// What a call would come to: the response, changes, and how many there are.
type Rehearsed = (
    Result<Map<String, Value>, Fault>,
    Vec<ResourceChange>,
    usize,
);

/// The resources of all accounts, and what actions do with them.
#[derive(Debug)]
pub(crate) struct Resources {
    engine: Engine,
}

impl Resources {
    /// Creates the engine, with no resource yet.
    pub(crate) fn new(settings: Settings, ids: Arc<Ids>, keyring: Arc<Keyring>) -> Self {
        Self {
            engine: Engine {
                store: Store::default(),
                plans: Arc::new(Plans::new(settings.facts)),
                ids,
                keyring,
                pace: settings.pace,
                quotas: settings.quotas,
                partial: settings.partial,
                families: special::all().into(),
            },
        }
    }

    /// Returns the response of an action that keeps state; `None` if it keeps none.
    ///
    /// # Errors
    /// The resources do not allow the call.
    pub(crate) fn respond(&self, call: &Call) -> Option<Result<Map<String, Value>, Fault>> {
        self.engine.respond(call)
    }

    /// Returns the response that an action that keeps state would give, what of the resources would change, of
    /// which at most `most` are listed, and how many would; `None` if it keeps none. Nothing changes.
    pub(crate) fn rehearse(&self, call: &Call, most: usize) -> Option<Rehearsed> {
        let (response, copy) = self.engine.rehearse(call)?;
        let (changes, count) = copy.changes(most);
        Some((response, changes, count))
    }

    /// Keeps what a call that shows resources was responded with.
    ///
    /// # Errors
    /// No facts say what the response shows, or an item has no id; then nothing changes.
    pub(crate) fn adopt(
        &self,
        call: &Call,
        response: &Map<String, Value>,
    ) -> Result<Adopted, String> {
        self.engine.adopt(call, response)
    }

    /// Forgets resources of an account, whatever needs them.
    pub(crate) fn forget(&self, account: &str, keys: &BTreeSet<ResourceKey>) {
        self.engine.forget(account, keys);
    }

    /// Returns the resources of a service's kind that an account has, whatever the region.
    pub(crate) fn kept(&self, account: &str, service: &str, kind: &str) -> Vec<Map<String, Value>> {
        let store = &self.engine.store;
        let held = store.account(account);
        let _unchanged = held.read();
        let mut kept = Vec::new();
        for (place, shelf) in store.each(Some(account)) {
            if place.service == service && place.kind == kind {
                kept.extend(shelf.read().skipping(0).map(|item| item.record.clone()));
            }
        }
        kept
    }

    /// Returns the resources in the places that `takes` takes, as they are at the time `now`.
    pub(crate) fn look(
        &self,
        now: OffsetDateTime,
        takes: impl Fn(&Place) -> bool,
    ) -> Vec<KeptResource> {
        let now = now.unix_timestamp_nanos() / 1_000_000;
        self.engine
            .kept(i64::try_from(now).unwrap_or(i64::MAX), takes)
    }

    /// Returns how many resources each place has, sorted.
    pub(crate) fn places(&self) -> Vec<ResourceCount> {
        let counts = self.engine.store.counts(None).into_iter();
        let counts = counts.map(|(place, count)| ResourceCount {
            service: place.service,
            kind: place.kind,
            account: place.account,
            region: place.region,
            count,
        });
        let mut counts: Vec<_> = counts.collect();
        counts.sort();
        counts
    }

    /// Returns everything that is kept of `account`, or of all, as data for [`import`](Self::import).
    pub(crate) fn export(&self, account: Option<&str>) -> Value {
        self.engine.store.export(account)
    }

    /// Restores what [`export`](Self::export) returned, in the place of all that is kept.
    ///
    /// # Errors
    /// It is no snapshot; then nothing changes.
    pub(crate) fn import(&self, snapshot: Value) -> Result<(), String> {
        self.engine.import(snapshot)
    }

    /// Forgets everything of `account`, or of all.
    pub(crate) fn reset(&self, account: Option<&str>) {
        self.engine.reset(account);
    }

    /// Returns how many resources are kept of `account`, or of all, by service and kind.
    pub(crate) fn counts(&self, account: Option<&str>) -> BTreeMap<(String, String), usize> {
        let mut counts = BTreeMap::new();
        for (place, count) in self.engine.store.counts(account) {
            *counts.entry((place.service, place.kind)).or_default() += count;
        }
        counts
    }
}
