//! What is kept: the resources of every account, region and kind.

mod fork;
mod item;
mod ledger;
mod sequence;
mod shelf;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use serde::{Deserialize, Serialize};

pub(crate) use fork::Difference;
pub(crate) use item::{Item, Keys, Pace, Pending, Record};
pub(crate) use ledger::Ledger;
pub(crate) use shelf::{Answered, Found, Shelf, Slots};

use fork::Fork;
use shelf::Content;

/// Where resources of a kind are kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) struct Place {
    pub(crate) account: String,
    /// Empty for resources that all regions share.
    pub(crate) region: String,
    pub(crate) service: String,
    pub(crate) kind: String,
}

/// All resources. A call holds its account while it lasts, so that it sees and leaves nothing half
/// done, and waits for no other account.
#[derive(Debug, Default)]
pub(crate) struct Store {
    shelves: RwLock<HashMap<Place, Arc<Shelf>>>,
    accounts: RwLock<BTreeMap<String, Arc<Account>>>,
    /// What it is a copy of; `None` if it is none.
    fork: Option<Fork>,
}

/// The lock of an account's resources in all regions. Whoever holds it takes no other one, but for
/// what takes all in their order.
#[derive(Debug, Default)]
pub(crate) struct Account(RwLock<()>);

impl Account {
    /// Holds the account for a call that changes nothing, beside others of that kind.
    pub(crate) fn read(&self) -> RwLockReadGuard<'_, ()> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Holds the account alone.
    pub(crate) fn write(&self) -> RwLockWriteGuard<'_, ()> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The form of a snapshot.
#[derive(Debug, Serialize, Deserialize)]
struct Snapshot {
    format: u32,
    shelves: Vec<Kept>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    #[serde(flatten)]
    place: Place,
    #[serde(flatten)]
    content: Content,
}

/// The number of the form of snapshots that is written and read.
const FORMAT: u32 = 1;

impl Store {
    /// Returns the shelf of a place, which is empty at first.
    pub(crate) fn shelf(&self, place: &Place) -> Arc<Shelf> {
        if let Some(shelf) = self.known(place) {
            return shelf;
        }
        let mut shelves = self.shelves.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(shelves.entry(place.clone()).or_default())
    }

    /// Returns the shelf of a place if anything was ever kept there.
    pub(crate) fn known(&self, place: &Place) -> Option<Arc<Shelf>> {
        let shelves = self.shelves.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(shelf) = shelves.get(place) {
            return Some(Arc::clone(shelf));
        }
        drop(shelves);
        let copy = self.fork.as_ref()?.copy(place)?;
        let mut shelves = self.shelves.write().unwrap_or_else(PoisonError::into_inner);
        Some(Arc::clone(shelves.entry(place.clone()).or_insert(copy)))
    }

    /// Returns the lock of an account.
    pub(crate) fn account(&self, account: &str) -> Arc<Account> {
        let accounts = self.accounts.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = accounts.get(account) {
            return Arc::clone(known);
        }
        drop(accounts);
        let mut accounts = self.all_accounts();
        Arc::clone(accounts.entry(account.to_owned()).or_default())
    }

    /// Keeps calls of all accounts from beginning.
    fn all_accounts(&self) -> RwLockWriteGuard<'_, BTreeMap<String, Arc<Account>>> {
        let accounts = self.accounts.write();
        accounts.unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the shelves of `account`, or all of them.
    pub(crate) fn each(&self, account: Option<&str>) -> BTreeMap<Place, Arc<Shelf>> {
        for place in self.fork.iter().flat_map(Fork::places) {
            self.known(place);
        }
        let shelves = self.shelves.read().unwrap_or_else(PoisonError::into_inner);
        let own = |place: &Place| account.is_none_or(|account| place.account == account);
        let shelves = shelves.iter().filter(|(place, _)| own(place));
        shelves
            .map(|(place, shelf)| (place.clone(), Arc::clone(shelf)))
            .collect()
    }

    /// Returns how many resources each place has, those of `account` or of all.
    pub(crate) fn counts(&self, account: Option<&str>) -> BTreeMap<Place, usize> {
        let each = self.each(account).into_iter();
        let counts = each.map(|(place, shelf)| (place, shelf.read().len()));
        counts.filter(|(_, count)| *count > 0).collect()
    }

    /// Returns everything that is kept of `account`, or of all, as data that
    /// [`import`](Self::import) takes.
    pub(crate) fn export(&self, account: Option<&str>) -> serde_json::Value {
        let shelves = match account {
            Some(one) => {
                let lock = self.account(one);
                let _held = lock.read();
                self.kept(account)
            }
            None => {
                let accounts = self.all_accounts();
                let _held: Vec<_> = accounts.values().map(|account| account.read()).collect();
                self.kept(None)
            }
        };
        let snapshot = Snapshot {
            format: FORMAT,
            shelves,
        };
        serde_json::to_value(snapshot).unwrap_or_default()
    }

    fn kept(&self, account: Option<&str>) -> Vec<Kept> {
        let kept = |(place, shelf): (Place, Arc<Shelf>)| Kept {
            place,
            content: shelf.content(),
        };
        self.each(account).into_iter().map(kept).collect()
    }

    /// Puts a snapshot in the place of all that is kept, and does what follows before a call sees it.
    ///
    /// # Errors
    /// It is no snapshot, or one of another form; then nothing changes.
    pub(crate) fn import(
        &self,
        snapshot: serde_json::Value,
        then: impl FnOnce(),
    ) -> Result<(), String> {
        let snapshot: Snapshot = serde_json::from_value(snapshot)
            .map_err(|error| format!("not a snapshot of the emulator: {error}"))?;
        if snapshot.format != FORMAT {
            return Err(format!(
                "a snapshot of the form {}; this version reads {FORMAT}",
                snapshot.format
            ));
        }
        let restored = snapshot.shelves.into_iter();
        let restored = restored.map(|kept| (kept.place, Arc::new(Shelf::filled(kept.content))));
        self.replace_all(restored.collect(), then);
        Ok(())
    }

    fn replace_all(&self, with: HashMap<Place, Arc<Shelf>>, then: impl FnOnce()) {
        let accounts = self.all_accounts();
        let _held: Vec<_> = accounts.values().map(|account| account.write()).collect();
        *self.shelves.write().unwrap_or_else(PoisonError::into_inner) = with;
        then();
    }

    /// Forgets everything of `account`, or of all, and does what follows before a call sees it.
    pub(crate) fn reset(&self, account: Option<&str>, then: impl FnOnce()) {
        let Some(account) = account else {
            return self.replace_all(HashMap::new(), then);
        };
        let lock = self.account(account);
        let _held = lock.write();
        let mut shelves = self.shelves.write().unwrap_or_else(PoisonError::into_inner);
        shelves.retain(|place, _| place.account != account);
        drop(shelves);
        then();
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn place(account: &str, kind: &str) -> Place {
        Place {
            account: account.to_owned(),
            region: "ap-guangzhou".to_owned(),
            service: "vpc".to_owned(),
            kind: kind.to_owned(),
        }
    }

    fn add(store: &Store, place: &Place, id: &str, parent: Option<&str>) -> u64 {
        let parents = parent.map(|id| ["vpc".to_owned(), "Vpc".to_owned(), id.to_owned()]);
        let keys = Keys {
            id: id.to_owned(),
            unique: Some(format!("name of {id}")),
            parents: parents.into_iter().collect(),
        };
        let record = Record::from_iter([("Id".to_owned(), json!(id))]);
        store.shelf(place).write().insert(keys, record, None).number
    }

    #[test]
    fn what_is_kept_is_found_by_id_name_and_parent_until_it_is_removed() {
        let store = Store::default();
        let subnets = place("1", "Subnet");
        let number = add(&store, &subnets, "subnet-1", Some("vpc-1"));
        let parent = ["vpc", "Vpc", "vpc-1"].map(str::to_owned);
        let shelf = store.shelf(&subnets);
        {
            let slots = shelf.read();
            assert!(slots.has_id("subnet-1") && slots.needs(&parent));
            assert_eq!(slots.holder("name of subnet-1"), Some(number));
        }
        let mut slots = shelf.write();
        slots.remove(number).unwrap();
        assert!(!slots.has_id("subnet-1") && !slots.needs(&parent));
        assert_eq!((slots.holder("name of subnet-1"), slots.len()), (None, 0));
        drop(slots);
        assert_eq!(add(&store, &subnets, "subnet-1", None), number + 1);
    }

    #[test]
    fn a_snapshot_restores_what_was_there() {
        let store = Store::default();
        for (account, id) in [("1", "a"), ("1", "b"), ("2", "c")] {
            add(&store, &place(account, "Vpc"), id, None);
        }
        let (all, mine) = (store.export(None), store.export(Some("1")));
        store.reset(Some("1"), || ());
        assert_eq!(store.counts(None), [(place("2", "Vpc"), 1)].into());
        store.import(mine.clone(), || ()).unwrap();
        assert_eq!(store.export(None), mine);
        assert!(store.shelf(&place("1", "Vpc")).read().has_id("b"));
        store.reset(None, || ());
        assert_eq!(store.counts(None), BTreeMap::new());
        store.import(all.clone(), || ()).unwrap();
        assert_eq!(store.export(None), all);
    }

    #[test]
    fn what_a_call_changed_is_taken_back_unless_it_is_kept() {
        let store = Store::default();
        let vpcs = place("1", "Vpc");
        let (one, two) = (
            add(&store, &vpcs, "a", None),
            add(&store, &vpcs, "b", Some("x")),
        );
        let shelf = store.shelf(&vpcs);
        let parent = ["vpc", "Vpc", "x"].map(str::to_owned);
        let change = |ledger: &Ledger| {
            let renamed = |number, id: &str| Item {
                number,
                keys: Keys {
                    id: id.to_owned(),
                    ..Keys::default()
                },
                ..Item::default()
            };
            ledger.replace(&shelf, renamed(one, "c"));
            ledger.replace(&shelf, renamed(one, "d"));
            ledger.remove(&shelf, two);
            let made = (renamed(0, "e").keys, Record::new(), None);
            ledger.insert(&shelf, &mut shelf.write(), made);
        };
        let ids = || {
            let slots = shelf.read();
            let ids = slots.skipping(0).map(|item| item.keys.id.clone());
            ids.collect::<Vec<_>>()
        };
        let refused = Ledger::new(true);
        change(&refused);
        assert_eq!(ids(), ["d", "e"]);
        drop(refused);
        assert_eq!(ids(), ["a", "b"]);
        let slots = shelf.read();
        assert!(slots.has_id("a") && slots.has_id("b") && !slots.has_id("e"));
        assert_eq!(slots.holder("name of b"), Some(two));
        assert!(slots.needs(&parent));
        drop(slots);
        let kept = Ledger::new(true);
        change(&kept);
        kept.keep();
        assert_eq!(ids(), ["d", "e"]);
        assert!(!shelf.read().needs(&parent));
    }

    #[test]
    fn what_is_no_snapshot_changes_nothing() {
        let store = Store::default();
        add(&store, &place("1", "Vpc"), "a", None);
        let before = store.export(None);
        for wrong in [
            json!(null),
            json!({"format": 2, "shelves": []}),
            json!({"format": 1}),
        ] {
            store.import(wrong, || ()).unwrap_err();
        }
        assert_eq!(store.export(None), before);
    }
}
