//! A copy of what an account has, of which a shelf is copied when it is first asked for.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::item::{Item, Pace};
use super::shelf::{Shelf, View};
use super::{Place, Store};

/// What a store is a copy of.
#[derive(Debug)]
pub(super) struct Fork {
    origin: BTreeMap<Place, Arc<Shelf>>,
    /// The time of the copy in milliseconds.
    now: i64,
    pace: Pace,
    /// What was on the shelves that were copied.
    begun: Mutex<BTreeMap<Place, View>>,
}

/// A resource before and after what was done on a copy. One of the two is there.
#[derive(Debug)]
pub(crate) struct Difference {
    pub(crate) place: Place,
    pub(crate) before: Option<Arc<Item>>,
    pub(crate) after: Option<Arc<Item>>,
}

impl Fork {
    pub(super) fn places(&self) -> impl Iterator<Item = &Place> {
        self.origin.keys()
    }

    /// Copies the shelf of a place, as it is at the time of the copy; `None` if there is none.
    pub(super) fn copy(&self, place: &Place) -> Option<Arc<Shelf>> {
        let copy = self.origin.get(place)?.copied();
        copy.settle(self.now, self.pace);
        let mut begun = self.begun.lock().unwrap_or_else(PoisonError::into_inner);
        begun
            .entry(place.clone())
            .or_insert_with(|| copy.read().view());
        Some(Arc::new(copy))
    }
}

impl Store {
    /// Returns a copy of what `account` has at the time `now`, which changes nothing here. Whoever calls
    /// this holds the account as long as the copy is used.
    pub(crate) fn fork(&self, account: &str, now: i64, pace: Pace) -> Self {
        let fork = Fork {
            origin: self.each(Some(account)),
            now,
            pace,
            begun: Mutex::default(),
        };
        Self {
            fork: Some(fork),
            ..Self::default()
        }
    }

    /// Returns what is different in a copy since it was taken, sorted by place and in the order of
    /// creation.
    pub(crate) fn differences(&self) -> Vec<Difference> {
        let Some(fork) = &self.fork else {
            return Vec::new();
        };
        let begun = fork.begun.lock().unwrap_or_else(PoisonError::into_inner);
        let shelves = self.shelves.read().unwrap_or_else(PoisonError::into_inner);
        let shelves: BTreeMap<_, _> = shelves.iter().collect();
        let mut found = Vec::new();
        for (place, shelf) in shelves {
            let now = shelf.read().view();
            let mut before = begun.get(place).map(View::iter).into_iter().flatten();
            let mut after = now.iter();
            let (mut old, mut new) = (before.next(), after.next());
            while old.is_some() || new.is_some() {
                let number = |item: Option<&Arc<Item>>| item.map_or(u64::MAX, |item| item.number);
                let least = number(old).min(number(new));
                let (was, is) = (
                    old.filter(|item| item.number == least),
                    new.filter(|item| item.number == least),
                );
                let same = matches!((was, is), (Some(was), Some(is)) if Arc::ptr_eq(was, is));
                if !same {
                    found.push(Difference {
                        place: place.clone(),
                        before: was.cloned(),
                        after: is.cloned(),
                    });
                }
                if was.is_some() {
                    old = before.next();
                }
                if is.is_some() {
                    new = after.next();
                }
            }
        }
        found
    }
}
