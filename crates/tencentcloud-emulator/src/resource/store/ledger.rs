//! What one call changes, so that all of it stays or nothing.

use std::cell::RefCell;
use std::sync::Arc;

use super::item::{Item, Keys, Pending, Record};
use super::shelf::{Shelf, Slots};
use crate::credential::Credential;

/// Keys that were made or changed, by secret id; `None` of those that are gone.
pub(crate) type ChangedKeys = Vec<(String, Option<Credential>)>;

/// The changes of a call that is under way. Dropping it takes them back, unless they were
/// [kept](Self::keep).
#[derive(Debug)]
pub(crate) struct Ledger {
    changes: RefCell<Vec<Change>>,
    keys: RefCell<ChangedKeys>,
    /// False of a call that holds its account with other readers.
    writes: bool,
}

/// An item as it was before the call.
#[derive(Debug)]
struct Change {
    shelf: Arc<Shelf>,
    number: u64,
    before: Option<Arc<Item>>,
}

impl Ledger {
    pub(crate) fn new(writes: bool) -> Self {
        Self {
            changes: RefCell::default(),
            keys: RefCell::default(),
            writes,
        }
    }

    /// Adds an item to a shelf whose lock is `slots`.
    pub(crate) fn insert(
        &self,
        shelf: &Arc<Shelf>,
        slots: &mut Slots,
        (keys, record, pending): (Keys, Record, Option<Pending>),
    ) -> Arc<Item> {
        let item = slots.insert(keys, record, pending);
        self.note(shelf, item.number, None);
        item
    }

    /// Puts an item in the place of the one with its number.
    pub(crate) fn replace(&self, shelf: &Arc<Shelf>, item: Item) -> Arc<Item> {
        let number = item.number;
        let (item, before) = shelf.write().replace(item);
        if before.is_some() {
            self.note(shelf, number, before);
        }
        item
    }

    /// Takes an item away.
    pub(crate) fn remove(&self, shelf: &Arc<Shelf>, number: u64) {
        let before = shelf.write().remove(number);
        if before.is_some() {
            self.note(shelf, number, before);
        }
    }

    fn note(&self, shelf: &Arc<Shelf>, number: u64, before: Option<Arc<Item>>) {
        debug_assert!(self.writes, "an action that reads changes what is kept");
        self.changes.borrow_mut().push(Change {
            shelf: Arc::clone(shelf),
            number,
            before,
        });
    }

    /// Notes that the key `secret_id` signs requests, or does no more without a `credential`.
    pub(crate) fn set_key(&self, secret_id: &str, credential: Option<Credential>) {
        debug_assert!(self.writes, "an action that reads changes a key");
        let mut keys = self.keys.borrow_mut();
        keys.push((secret_id.to_owned(), credential));
    }

    /// Keeps the changes, and returns those of keys in their order.
    pub(crate) fn keep(mut self) -> ChangedKeys {
        self.changes.get_mut().clear();
        std::mem::take(self.keys.get_mut())
    }
}

impl Drop for Ledger {
    fn drop(&mut self) {
        for change in self.changes.get_mut().drain(..).rev() {
            let mut slots = change.shelf.write();
            slots.put_back(change.number, change.before);
        }
    }
}
