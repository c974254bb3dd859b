//! Resources as they are kept, for who looks at them from outside a call.

use serde::Serialize;
use serde_json::{Map, Value};
use tencentcloud_schema::without_secrets;

use super::engine::Engine;
use super::path;
use super::plan::{Kind, Shown};
use super::store::{Item, Place};

/// How many resources of a kind there are in one place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[non_exhaustive]
pub struct ResourceCount {
    /// The service, e.g. `vpc`.
    pub service: String,
    /// The kind, as the facts of the catalogue name it, e.g. `Subnet`.
    pub kind: String,
    /// The number of the account.
    pub account: String,
    /// The region; empty if all regions of the account share the resources.
    pub region: String,
    /// How many there are.
    pub count: usize,
}

/// Which resource is meant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[non_exhaustive]
pub struct ResourceKey {
    /// The service, e.g. `vpc`.
    pub service: String,
    /// The kind, e.g. `Subnet`.
    pub kind: String,
    /// The id; of an id of several members all of them, with `/` between.
    pub id: String,
}

impl ResourceKey {
    /// Creates the key of a resource by its service, kind and id.
    pub fn new(service: impl Into<String>, kind: impl Into<String>, id: impl Into<String>) -> Self {
        Self {
            service: service.into(),
            kind: kind.into(),
            id: id.into(),
        }
    }
}

/// A resource that is kept, without its secrets.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct KeptResource {
    /// The resource.
    #[serde(flatten)]
    pub key: ResourceKey,
    /// The number of the account.
    pub account: String,
    /// The region; empty if all regions of the account share it.
    pub region: String,
    /// The API version whose facts say what the members mean; empty if none does.
    pub version: String,
    /// The name, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The state, if the kind has states.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// When it was created, as the service writes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created: Option<String>,
    /// The resources that it cannot be without.
    pub parents: Vec<ResourceKey>,
    /// What is known of it, by the members that lists show: text that is secret is `***`.
    pub members: Map<String, Value>,
}

impl Engine {
    /// Returns the resources in the places that `takes` takes, in the order of creation of each kind, as
    /// they are at the time `now`, in milliseconds. No change that is under way counts this as a reader.
    pub(super) fn kept(&self, now: i64, takes: impl Fn(&Place) -> bool) -> Vec<KeptResource> {
        let mut kept = Vec::new();
        for (place, shelf) in self.store.each(None) {
            if !takes(&place) {
                continue;
            }
            let lock = self.store.account(&place.account);
            let _unchanged = lock.read();
            shelf.settle(now, self.pace);
            let view = shelf.read().view();
            let kind = self.plans.kind(&place.service, "", &place.kind);
            kept.extend(view.iter().map(|item| {
                let mut item = Item::clone(item);
                if let Some(pending) = &item.pending
                    && pending.is_over(now, self.pace)
                    && let Some(to) = &pending.to
                {
                    path::put(&mut item.record, &pending.member, to.clone());
                }
                seen(&place, kind.as_deref(), &item)
            }));
        }
        kept
    }
}

/// Returns a resource as it is seen from outside.
pub(super) fn seen(place: &Place, kind: Option<&Kind>, item: &Item) -> KeptResource {
    let record = &item.record;
    let text = |member: Option<&String>| {
        let text = path::text_at(record, member?);
        (!text.is_empty()).then_some(text)
    };
    let facts = kind.map(|kind| &kind.facts);
    let id = kind.map(|kind| kind.identity(record));
    let id = id.filter(|id| !id.trim_matches('/').is_empty());
    let key = |service: &str, kind: &str, id: &str| ResourceKey {
        service: service.to_owned(),
        kind: kind.to_owned(),
        id: id.to_owned(),
    };
    let parents = item.keys.parents.iter();
    let parents = parents.map(|[service, kind, id]| key(service, kind, id));
    KeptResource {
        key: key(
            &place.service,
            &place.kind,
            id.as_deref().unwrap_or(&item.keys.id),
        ),
        account: place.account.clone(),
        region: place.region.clone(),
        version: kind.map(|kind| kind.version.clone()).unwrap_or_default(),
        name: text(facts.and_then(|facts| facts.name.as_ref())),
        state: text(facts.and_then(|facts| Some(&facts.state.as_ref()?.member))),
        created: text(facts.and_then(|facts| facts.created.as_ref())),
        parents: parents.collect(),
        members: kind.map(|kind| members(kind, record)).unwrap_or_default(),
    }
}

/// Returns what a list shows of a record. Of a kind that no list shows whole, that is what facts speak of.
fn members(kind: &Kind, record: &Map<String, Value>) -> Map<String, Value> {
    let Shown { members, types } = kind.shown();
    let facts = &kind.facts;
    if !members.is_empty() {
        return without_secrets(record, members, types);
    }
    let state = facts.state.as_ref().map(|state| &state.member);
    let parents = facts.parents.iter().map(|parent| &parent.member);
    let others = [facts.name.as_ref(), facts.created.as_ref(), state];
    let known = facts.id.iter().chain(others.into_iter().flatten());
    let mut shown = Map::new();
    for member in known.chain(parents) {
        if let Some(value) = path::get(record, member) {
            path::put(&mut shown, member, value.clone());
        }
    }
    shown
}
