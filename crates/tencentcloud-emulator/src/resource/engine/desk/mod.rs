//! One call at the engine: the resources that its caller has.

mod across;
mod family;
mod keep;
mod regions;
mod whole;

use std::borrow::Cow;
use std::sync::Arc;

use serde_json::Value;
use tencentcloud_schema::resource::Parent;

use super::super::codes::{self, Trouble};
use super::super::path;
use super::super::plan::Kind;
use super::super::store::{Item, Keys, Ledger, Pending, Record, Shelf};
use super::{Engine, place};
use crate::call::Call;
use crate::fault::Fault;

pub(crate) use family::{Family, Whole};
pub(super) use keep::Draft;

/// A call and what it may reach.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Desk<'a> {
    pub(super) engine: &'a Engine,
    pub(crate) call: &'a Call,
    pub(super) ledger: &'a Ledger,
    /// The region whose resources it reaches, which is the call's own at first.
    pub(super) region: &'a str,
    /// The endpoint's time in milliseconds.
    pub(super) now: i64,
}

impl<'a> Desk<'a> {
    /// Creates the desk of a call that writes what it changes into `ledger`.
    pub(super) fn new(engine: &'a Engine, call: &'a Call, ledger: &'a Ledger) -> Self {
        Self {
            engine,
            call,
            ledger,
            region: call.region.as_deref().unwrap_or_default(),
            now: time(call),
        }
    }

    /// Returns the parameter `name`.
    pub(crate) fn parameter(&self, name: &str) -> Option<&'a Value> {
        self.call.parameters.get(name)
    }

    pub(super) fn token(&self) -> Option<&'a str> {
        let token = self.parameter("ClientToken")?.as_str()?;
        (!token.is_empty()).then_some(token)
    }

    pub(super) fn is_dry_run(&self) -> bool {
        self.parameter("DryRun") == Some(&Value::Bool(true))
    }

    pub(super) fn family(&self) -> Option<&'a dyn Family> {
        self.family_of(&self.call.target.description().service)
    }

    /// Returns the code of a service, which need not be the called one.
    pub(super) fn family_of(&self, service: &str) -> Option<&'a dyn Family> {
        self.engine.family_of(service)
    }

    /// Returns a kind of the called service.
    pub(crate) fn kind(&self, name: &str) -> Option<Arc<Kind>> {
        let description = self.call.target.description();
        self.kind_of(&description.service, name)
    }

    /// Returns a kind of any service.
    pub(crate) fn kind_of(&self, service: &str, name: &str) -> Option<Arc<Kind>> {
        let version = &self.call.target.description().version;
        self.engine.plans.kind(service, version, name)
    }

    pub(super) fn shelf(&self, kind: &Kind) -> Arc<Shelf> {
        let place = place(self, &kind.service, &kind.name, kind.is_global());
        let shelf = self.engine.store.shelf(&place);
        shelf.settle(self.now, self.engine.pace);
        shelf
    }

    /// Returns the purpose for which ids of a kind are drawn.
    pub(super) fn purpose(&self, kind: &Kind) -> String {
        let place = place(self, &kind.service, &kind.name, kind.is_global());
        format!(
            "{}/{}/{}/{}",
            place.account, place.region, place.service, place.kind
        )
    }

    /// Returns the resources of a kind, in the order of creation.
    pub(crate) fn all(&self, kind: &Kind) -> Vec<Arc<Item>> {
        let view = self.shelf(kind).read().view();
        view.iter().cloned().collect()
    }

    /// Returns the resource of a kind whose id's last member is `id`.
    pub(crate) fn item(&self, kind: &Kind, id: &str) -> Option<Arc<Item>> {
        let shelf = self.shelf(kind);
        let slots = shelf.read();
        slots.with_id(id).next().cloned()
    }

    /// Returns a resource's record as it is at this time.
    pub(crate) fn current<'i>(&self, item: &'i Item) -> Cow<'i, Record> {
        match &item.pending {
            Some(Pending {
                member,
                to: Some(to),
                ..
            }) if self.is_settled(item) => {
                let mut record = item.record.clone();
                path::put(&mut record, member, to.clone());
                Cow::Owned(record)
            }
            _ => Cow::Borrowed(&item.record),
        }
    }

    /// Returns true if no change of the resource is under way.
    pub(super) fn is_settled(&self, item: &Item) -> bool {
        let pending = item.pending.as_ref();
        pending.is_none_or(|pending| pending.is_over(self.now, self.engine.pace))
    }

    /// Counts a reader who meets a change that is under way.
    pub(super) fn seen(&self, item: &Item) {
        if let Some(pending) = item.pending.as_ref().filter(|_| !self.is_settled(item)) {
            pending.seen();
        }
    }

    /// Returns a change that is under way from now on; `to` is `None` for one that ends the resource.
    pub(super) fn pending(&self, member: &str, to: Option<Value>) -> Pending {
        Pending {
            member: member.to_owned(),
            to,
            at: self.now.saturating_add(self.engine.pace.milliseconds),
            ..Pending::default()
        }
    }

    /// Makes a resource as an action of its own would, and keeps it.
    ///
    /// # Errors
    /// It cannot be made.
    pub(crate) fn keep(&self, kind: &Kind, record: Record) -> Result<Arc<Item>, Fault> {
        let made = self.keep_all(kind, vec![(record, None)])?;
        made.into_iter()
            .next()
            .ok_or_else(|| Fault::new("InternalError", format!("No {} was made.", kind.name)))
    }

    /// Keeps another record of a resource; what was under way is over.
    pub(crate) fn change(&self, kind: &Kind, item: &Item, record: Record) -> Arc<Item> {
        self.replace(kind, item, record, None)
    }

    pub(super) fn replace(
        &self,
        kind: &Kind,
        item: &Item,
        record: Record,
        pending: Option<Pending>,
    ) -> Arc<Item> {
        let keys = self.keys(kind, &record);
        let item = Item {
            number: item.number,
            keys,
            record,
            pending,
        };
        self.ledger.replace(&self.shelf(kind), item)
    }

    /// Takes a resource away, whatever needs it.
    pub(crate) fn remove(&self, kind: &Kind, item: &Item) {
        self.ledger.remove(&self.shelf(kind), item.number);
    }

    /// Returns what a record is found by.
    pub(super) fn keys(&self, kind: &Kind, record: &Record) -> Keys {
        let text = |member: &str| {
            path::get(record, member)
                .map(path::text)
                .unwrap_or_default()
        };
        let parents = kind.facts.parents.iter().flat_map(|parent| {
            let service = parent.service.as_ref().unwrap_or(&kind.service);
            let ids = self::parents(record, parent).into_iter();
            let id = |named: String| match self.whole_id(kind, parent, record, &named) {
                Some(id) => id,
                None => named,
            };
            ids.map(move |named| [service.clone(), parent.resource.clone(), id(named)])
        });
        let parents: Vec<[String; 3]> = parents.collect();
        let name = kind.facts.name.as_deref().filter(|_| kind.facts.unique);
        let unique = name.map(text).filter(|name| !name.is_empty()).map(|name| {
            let ids: Vec<&str> = parents.iter().map(|parent| parent[2].as_str()).collect();
            format!("{}/{name}", ids.join("/"))
        });
        Keys {
            id: text(kind.id()),
            unique,
            parents,
        }
    }

    /// Returns the id by which children of a parent are counted, where it is not what `record` names
    /// the parent by: of another member's value, or of an id of several members.
    fn whole_id(
        &self,
        kind: &Kind,
        parent: &Parent,
        record: &Record,
        named: &str,
    ) -> Option<String> {
        let service = parent.service.as_deref().unwrap_or(&kind.service);
        let known = self.kind_of(service, &parent.resource)?;
        if parent.key.is_none() && known.facts.id.len() < 2 {
            return None;
        }
        let found = self.parent(kind, parent, record, named)?.ok()?;
        Some(known.identity(&found.record))
    }

    /// Checks that the resources exist which a record names as its parents.
    ///
    /// # Errors
    /// One does not.
    pub(super) fn check_parents(&self, kind: &Kind, record: &Record) -> Result<(), Fault> {
        for parent in &kind.facts.parents {
            for id in parents(record, parent) {
                if let Some(Err(missing)) = self.parent(kind, parent, record, &id)
                    && !self.assumes(&id)
                {
                    return Err(missing);
                }
            }
        }
        Ok(())
    }

    /// Returns the parent that a record of `kind` names as `id`, or the error of one that does not
    /// exist; `None` if nothing is known of the parent's kind.
    fn parent(
        &self,
        kind: &Kind,
        parent: &Parent,
        record: &Record,
        id: &str,
    ) -> Option<Result<Arc<Item>, Fault>> {
        let service = parent.service.as_deref().unwrap_or(&kind.service);
        let known = self.kind_of(service, &parent.resource)?;
        let shelf = self.shelf(&known);
        let found = match &parent.key {
            Some(key) if key != known.id() => {
                let view = shelf.read().view();
                let named = |item: &&Arc<Item>| {
                    let value = path::get(&item.record, key);
                    value.is_some_and(|value| path::text(value) == id)
                };
                view.iter().find(named).cloned()
            }
            _ => {
                // Of an id of several members, the record has the others by the same names.
                let same = |item: &&Arc<Item>| {
                    let mut members = known.facts.id.iter().rev().skip(1);
                    members.all(|member| {
                        let own = path::text_at(record, member);
                        own.is_empty() || own == path::text_at(&item.record, member)
                    })
                };
                shelf.read().with_id(id).find(same).cloned()
            }
        };
        Some(found.ok_or_else(|| self.missing(&known, id)))
    }

    /// Returns true if a resource that is not kept is there all the same: not all are known, and the call
    /// does not name it.
    pub(super) fn assumes(&self, id: &str) -> bool {
        self.engine.partial && path::of(&self.call.parameters, id).is_none()
    }

    /// Returns the error of a resource that does not exist.
    pub(crate) fn missing(&self, kind: &Kind, id: &str) -> Fault {
        let name = &kind.name;
        let place = if kind.is_global() {
            ""
        } else {
            " in this region"
        };
        let named = match path::of(&self.call.parameters, id) {
            Some(parameter) => format!(": see the parameter `{parameter}`"),
            None => String::new(),
        };
        let message = format!("There is no {name} {id:?} of this account{place}{named}.");
        self.trouble(kind, Trouble::NotFound, &[name, kind.id()], message)
    }

    /// Returns the error of `trouble` with a resource of a kind.
    pub(in super::super) fn trouble(
        &self,
        kind: &Kind,
        trouble: Trouble,
        about: &[&str],
        message: String,
    ) -> Fault {
        let family = self.family();
        let mut fault = match family.and_then(|family| family.code(self, &kind.name, trouble)) {
            Some(code) => self.call.fault(code, message),
            None => codes::fault(self.call, trouble, about, message),
        };
        fault.absent = trouble == Trouble::NotFound;
        fault
    }

    /// Returns a resource as it is shown now, with what its parents and the service's code add.
    pub(super) fn shown(&self, kind: &Kind, item: &Item) -> Record {
        let mut record = self.current(item).into_owned();
        for parent in kind
            .facts
            .parents
            .iter()
            .filter(|parent| !parent.brings.is_empty())
        {
            let ids = parents(&record, parent);
            let held = ids
                .first()
                .and_then(|id| self.parent(kind, parent, &record, id));
            if let Some(Ok(held)) = held {
                for (theirs, own) in &parent.brings {
                    if let Some(value) = path::get(&self.current(&held), theirs) {
                        path::put(&mut record, own, value.clone());
                    }
                }
            }
        }
        if let Some(family) = self.family() {
            family.shown(self, &kind.name, &mut record);
        }
        record
    }
}

/// Returns the time of a call in milliseconds.
pub(super) fn time(call: &Call) -> i64 {
    let now = call.now.unix_timestamp_nanos() / 1_000_000;
    i64::try_from(now).unwrap_or(i64::MAX)
}

/// Returns the ids of a parent that a record names: none of those that mean none.
fn parents(record: &Record, parent: &Parent) -> Vec<String> {
    let ids = path::all(record, &parent.member)
        .into_iter()
        .map(path::text);
    ids.filter(|id| !["", "0", "-1"].contains(&id.as_str()))
        .collect()
}
