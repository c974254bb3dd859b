//! What is kept: the resources of every account, region and kind.

mod item;
mod sequence;
mod shelf;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, PoisonError, RwLock};

use serde::{Deserialize, Serialize};

pub(crate) use item::{Item, Keys, Pace, Pending, Record};
pub(crate) use shelf::{Answered, Shelf, Slots};

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

/// All resources. Each place has a lock of its own, so that calls wait only for writers of the
/// same kind, account and region.
#[derive(Debug, Default)]
pub(crate) struct Store(RwLock<HashMap<Place, Arc<Shelf>>>);

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
        let mut shelves = self.0.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(shelves.entry(place.clone()).or_default())
    }

    /// Returns the shelf of a place if anything was ever kept there.
    pub(crate) fn known(&self, place: &Place) -> Option<Arc<Shelf>> {
        let shelves = self.0.read().unwrap_or_else(PoisonError::into_inner);
        shelves.get(place).cloned()
    }

    fn each(&self, account: Option<&str>) -> BTreeMap<Place, Arc<Shelf>> {
        let shelves = self.0.read().unwrap_or_else(PoisonError::into_inner);
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
        let each = self.each(account).into_iter();
        let kept = each.map(|(place, shelf)| Kept {
            place,
            content: shelf.content(),
        });
        let snapshot = Snapshot {
            format: FORMAT,
            shelves: kept.collect(),
        };
        serde_json::to_value(snapshot).unwrap_or_default()
    }

    /// Puts a snapshot in the place of all that is kept where it has something.
    ///
    /// # Errors
    /// It is no snapshot, or one of another form; then nothing changes.
    pub(crate) fn import(&self, snapshot: serde_json::Value) -> Result<(), String> {
        let snapshot: Snapshot = serde_json::from_value(snapshot)
            .map_err(|error| format!("not a snapshot of the emulator: {error}"))?;
        if snapshot.format != FORMAT {
            return Err(format!(
                "a snapshot of the form {}; this version reads {FORMAT}",
                snapshot.format
            ));
        }
        let mut shelves = self.0.write().unwrap_or_else(PoisonError::into_inner);
        for kept in snapshot.shelves {
            shelves.insert(kept.place, Arc::new(Shelf::filled(kept.content)));
        }
        Ok(())
    }

    /// Forgets everything of `account`, or of all.
    pub(crate) fn reset(&self, account: Option<&str>) {
        let mut shelves = self.0.write().unwrap_or_else(PoisonError::into_inner);
        shelves.retain(|place, _| account.is_some_and(|account| place.account != account));
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
        store.reset(Some("1"));
        assert_eq!(store.counts(None), [(place("2", "Vpc"), 1)].into());
        store.import(mine).unwrap();
        assert_eq!(store.export(None), all);
        assert!(store.shelf(&place("1", "Vpc")).read().has_id("b"));
        store.reset(None);
        assert_eq!(store.counts(None), BTreeMap::new());
        store.import(all.clone()).unwrap();
        assert_eq!(store.export(None), all);
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
            store.import(wrong).unwrap_err();
        }
        assert_eq!(store.export(None), before);
    }
}
