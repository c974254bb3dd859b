//! What a call changes of the resources that are kept, for who asks before it is made.

use serde::Serialize;
use serde_json::Value;

use super::engine::Engine;
use super::kept::{KeptResource, ResourceKey, seen};
use super::path;
use super::store::{Difference, Item, Record};

/// What is shown of a value that is secret, or of which nothing says that it is not.
const HIDDEN: &str = "***";

/// What becomes of a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum ChangeKind {
    /// It is made.
    Created,
    /// Members of it get other values, or it passes through a state and is then as before.
    Changed,
    /// It is gone, if not at once then when [`through`](ResourceChange::through) is over.
    Deleted,
}

/// A member of a resource that gets another value.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct MemberChange {
    /// The name.
    pub member: String,
    /// The value before; `None` if there was none, `***` if it is a secret or if no list shows it.
    pub before: Option<Value>,
    /// The value once all is done; `None` if there is none, `***` as above.
    pub after: Option<Value>,
}

/// What a call does to a resource in the end.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ResourceChange {
    /// The resource. The ID of one that is made is drawn here, and stands for the one that a service draws.
    #[serde(flatten)]
    pub key: ResourceKey,
    /// The region; empty if all regions of the account share it.
    pub region: String,
    /// The name, if it has one: that before, of one that was there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What becomes of it.
    pub what: ChangeKind,
    /// The state that it has until then, if this takes time, e.g. `STOPPING`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub through: Option<String>,
    /// The members with other values, of one that is changed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<MemberChange>,
}

impl Engine {
    /// Returns what has changed in a copy since it was taken: at most `most`, and how many there are.
    pub(super) fn changes(&self, most: usize) -> (Vec<ResourceChange>, usize) {
        let mut changes = Vec::new();
        let mut count = 0;
        for difference in self.store.differences() {
            if let Some(what) = what(&difference) {
                count += 1;
                if changes.len() < most {
                    changes.push(self.change(&difference, what));
                }
            }
        }
        (changes, count)
    }

    fn change(&self, difference: &Difference, what: ChangeKind) -> ResourceChange {
        let Difference {
            place,
            before,
            after,
        } = difference;
        let kind = self.plans.kind(&place.service, "", &place.kind);
        let shown = |record: &Record, item: &Item| {
            let item = Item {
                record: record.clone(),
                ..item.clone()
            };
            seen(place, kind.as_deref(), &item)
        };
        let old = before
            .as_ref()
            .map(|item| (end(item).unwrap_or_else(|| item.record.clone()), item));
        let new = after
            .as_ref()
            .map(|item| (end(item).unwrap_or_else(|| item.record.clone()), item));
        let was = old.as_ref().map(|(record, item)| shown(record, item));
        let is = new.as_ref().map(|(record, item)| shown(record, item));
        let members = match (&old, &new, &was, &is) {
            (Some((old, _)), Some((new, _)), Some(was), Some(is))
                if what == ChangeKind::Changed =>
            {
                members((old, was), (new, is))
            }
            _ => Vec::new(),
        };
        let resource = was.as_ref().or(is.as_ref());
        ResourceChange {
            key: resource.map_or_else(
                || ResourceKey {
                    service: place.service.clone(),
                    kind: place.kind.clone(),
                    id: String::new(),
                },
                |resource| resource.key.clone(),
            ),
            region: place.region.clone(),
            name: resource.and_then(|resource| resource.name.clone()),
            what,
            through: after.as_deref().and_then(through),
            members,
        }
    }
}

/// Returns what becomes of a resource; `None` if it is as before.
fn what(difference: &Difference) -> Option<ChangeKind> {
    let before = difference.before.as_deref();
    let after = difference.after.as_deref();
    match (before.and_then(end), after.and_then(end)) {
        (None, None) => None,
        (None, Some(_)) => Some(ChangeKind::Created),
        (Some(_), None) => Some(ChangeKind::Deleted),
        (Some(old), Some(new)) => {
            let on_the_way = |item: Option<&Item>| {
                let pending = item?.pending.as_ref()?;
                Some((pending.member.clone(), pending.at, through(item?)))
            };
            let same = old == new && on_the_way(before) == on_the_way(after);
            (!same).then_some(ChangeKind::Changed)
        }
    }
}

/// Returns a resource as it is once what is under way is over; `None` if it is gone then.
fn end(item: &Item) -> Option<Record> {
    let mut record = item.record.clone();
    if let Some(pending) = &item.pending {
        path::put(&mut record, &pending.member, pending.to.clone()?);
    }
    Some(record)
}

/// Returns the state that a resource has until what is under way is over.
fn through(item: &Item) -> Option<String> {
    let pending = item.pending.as_ref()?;
    Some(path::text_at(&item.record, &pending.member))
}

/// Returns the members that differ. What is shown of them is without secrets, but that one differs is not
/// hidden.
fn members(
    (old, was): (&Record, &KeptResource),
    (new, is): (&Record, &KeptResource),
) -> Vec<MemberChange> {
    let names = old
        .keys()
        .chain(new.keys().filter(|name| !old.contains_key(*name)));
    let differ = names.filter(|name| old.get(*name) != new.get(*name));
    let mut changes: Vec<_> = differ
        .map(|name| {
            let value = |record: &Record, shown: &KeptResource| {
                record.get(name).map(|_| match shown.members.get(name) {
                    Some(value) => value.clone(),
                    None => HIDDEN.into(),
                })
            };
            MemberChange {
                member: name.clone(),
                before: value(old, was),
                after: value(new, is),
            }
        })
        .collect();
    changes.sort_by(|one, other| one.member.cmp(&other.member));
    changes
}
