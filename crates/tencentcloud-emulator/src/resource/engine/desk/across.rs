//! What code of a service needs of resources beside the one at hand.

use std::sync::Arc;

use serde_json::Value;

use super::super::super::codes::{self, Trouble};
use super::super::super::plan::Kind;
use super::super::super::store::{Item, Record};
use super::super::super::times;
use super::Desk;
use crate::fault::Fault;

impl Desk<'_> {
    /// Returns a resource of any service; `None` if nothing is known of such resources, or not of this one
    /// where not all are.
    ///
    /// # Errors
    /// The resource does not exist.
    pub(crate) fn resource(
        &self,
        service: &str,
        kind: &str,
        id: &str,
    ) -> Result<Option<Arc<Item>>, Fault> {
        let Some(kind) = self.kind_of(service, kind) else {
            return Ok(None);
        };
        match self.item(&kind, id) {
            Some(item) => Ok(Some(item)),
            None if self.assumes(id) => Ok(None),
            None => Err(self.missing(&kind, id)),
        }
    }

    /// Returns the records of a service's kind that meet a condition, as they are now.
    pub(crate) fn those(
        &self,
        service: &str,
        kind: &str,
        meets: impl Fn(&Record) -> bool,
    ) -> Vec<Record> {
        let all = self.kind_of(service, kind).map(|kind| self.all(&kind));
        let records = all.into_iter().flatten();
        let records = records.map(|item| self.current(&item).into_owned());
        records.filter(|record| meets(record)).collect()
    }

    /// Changes a resource of any service, whatever is under way with it. One that does not exist
    /// stays so.
    pub(crate) fn amend(
        &self,
        service: &str,
        kind: &str,
        id: &str,
        change: impl FnOnce(&mut Record),
    ) {
        let Some(kind) = self.kind_of(service, kind) else {
            return;
        };
        if let Some(item) = self.item(&kind, id) {
            self.amend_item(&kind, &item, change);
        }
    }

    /// Changes a resource, whatever is under way with it.
    pub(crate) fn amend_item(&self, kind: &Kind, item: &Item, change: impl FnOnce(&mut Record)) {
        let mut record = self.current(item).into_owned();
        let pending = item.pending.clone().filter(|_| !self.is_settled(item));
        change(&mut record);
        self.replace(kind, item, record, pending);
    }

    /// Begins a change of a resource that ends by itself with the value `to`.
    pub(crate) fn under_way(&self, kind: &Kind, item: &Item, member: &str, to: Value) {
        let pending = self.pending(member, Some(to));
        self.replace(kind, item, item.record.clone(), Some(pending));
    }

    /// Takes a resource of any service away, whatever needs it.
    pub(crate) fn drop_one(&self, service: &str, kind: &str, id: &str) {
        if let Some(kind) = self.kind_of(service, kind)
            && let Some(item) = self.item(&kind, id)
        {
            self.remove(&kind, &item);
        }
    }

    /// Takes the resources of a kind of the called service away that meet a condition, whatever needs
    /// them.
    pub(crate) fn drop_those(&self, kind: &str, meets: impl Fn(&Record) -> bool) {
        let Some(kind) = self.kind(kind) else {
            return;
        };
        for item in self.all(&kind) {
            if meets(&self.current(&item)) {
                self.remove(&kind, &item);
            }
        }
    }

    /// Returns a number that no other resource of the kind was given.
    pub(crate) fn number(&self, kind: &Kind) -> u64 {
        self.shelf(kind).write().draw()
    }

    /// Returns this time in the form of a kind's member.
    pub(crate) fn stamp(&self, kind: &Kind, member: &str) -> Value {
        times::stamp(kind.shown().member(member), self.call.now)
    }

    /// Returns the error of a resource that something else needs.
    pub(crate) fn in_use(&self, kind: &str, id: &str, by: &str) -> Fault {
        let message = format!("The {kind} {id:?} is in use: there is a {by} that needs it.");
        codes::fault(self.call, Trouble::InUse, &[kind, by], message)
    }
}
