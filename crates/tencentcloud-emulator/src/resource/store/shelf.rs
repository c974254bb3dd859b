//! The resources of one kind, of one account and region.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use serde::{Deserialize, Serialize};

use super::item::{Item, Keys, Pace, Pending, Record};
use super::sequence::Sequence;

/// Resources of one kind under a lock of their own.
#[derive(Debug, Default)]
pub(crate) struct Shelf {
    slots: RwLock<Slots>,
    /// Held while a request with a token is answered, so that its twin waits.
    tokens: Mutex<Tokens>,
}

/// The responses to requests that had a token.
pub(crate) type Tokens = HashMap<String, Answered>;

/// What a lock guards.
#[derive(Debug, Default)]
pub(crate) struct Slots {
    next: u64,
    drawn: u64,
    items: Sequence,
    by_id: HashMap<String, Vec<u64>>,
    unique: HashMap<String, u64>,
    children: HashMap<[String; 3], usize>,
    /// The numbers of those that are being deleted.
    ending: Vec<u64>,
    /// How often anything was changed.
    changes: u64,
    /// What was searched for last, until anything changes.
    found: Mutex<Option<Found>>,
}

/// What a search found.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// What was searched for.
    pub(crate) asked: String,
    /// The time from which on it is so, in milliseconds.
    pub(crate) since: i64,
    pub(crate) items: Arc<[Arc<Item>]>,
}

/// The response to a request that had a token.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Answered {
    pub(crate) request: Record,
    pub(crate) response: Record,
}

/// A shelf as data.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Content {
    next: u64,
    drawn: u64,
    items: Vec<Item>,
    #[serde(default, skip_serializing_if = "HashMap::is_empty")]
    tokens: Tokens,
}

/// All items of a moment, to be read without the lock.
#[derive(Debug)]
pub(crate) struct View(Sequence);

impl View {
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Arc<Item>> {
        self.0.iter()
    }
}

impl Shelf {
    pub(crate) fn read(&self) -> RwLockReadGuard<'_, Slots> {
        self.slots.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn write(&self) -> RwLockWriteGuard<'_, Slots> {
        self.slots.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the responses to requests that had a token, and makes others with one wait.
    pub(crate) fn tokens(&self) -> MutexGuard<'_, Tokens> {
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes away what has come to its end.
    pub(crate) fn settle(&self, now: i64, pace: Pace) {
        let over = |slots: &Slots, number: &u64| {
            let pending = slots
                .items
                .get(*number)
                .and_then(|item| item.pending.as_ref());
            pending.is_none_or(|pending| pending.is_over(now, pace))
        };
        let slots = self.read();
        if !slots.ending.iter().any(|number| over(&slots, number)) {
            return;
        }
        drop(slots);
        let mut slots = self.write();
        let ending = std::mem::take(&mut slots.ending);
        let (gone, left) = ending.into_iter().partition(|number| over(&slots, number));
        slots.ending = left;
        let gone: Vec<u64> = gone;
        for number in gone {
            slots.remove(number);
        }
    }

    /// Returns a copy, whose readers do not count for this one's changes that are under way.
    pub(super) fn copied(&self) -> Self {
        let tokens = self.tokens().clone();
        Self {
            slots: RwLock::new(self.read().copied()),
            tokens: Mutex::new(tokens),
        }
    }

    pub(crate) fn content(&self) -> Content {
        let slots = self.read();
        Content {
            next: slots.next,
            drawn: slots.drawn,
            items: slots.items.iter().map(|item| Item::clone(item)).collect(),
            tokens: self.tokens().clone(),
        }
    }

    /// Creates a shelf of what [`content`](Self::content) returned.
    pub(crate) fn filled(content: Content) -> Self {
        let mut slots = Slots::default();
        for item in content.items {
            slots.index(&item);
            slots.next = slots.next.max(item.number + 1);
            slots.items.push(Arc::new(item));
        }
        slots.next = slots.next.max(content.next);
        slots.drawn = content.drawn;
        Self {
            slots: RwLock::new(slots),
            tokens: Mutex::new(content.tokens),
        }
    }
}

impl Slots {
    fn copied(&self) -> Self {
        let mut items = self.items.clone();
        for item in self.items.iter().filter(|item| item.pending.is_some()) {
            items.replace(Arc::new(Item::clone(item)));
        }
        Self {
            next: self.next,
            drawn: self.drawn,
            items,
            by_id: self.by_id.clone(),
            unique: self.unique.clone(),
            children: self.children.clone(),
            ending: self.ending.clone(),
            changes: self.changes,
            found: Mutex::default(),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.items.len()
    }

    /// Returns a number that no other drawing of an id on this shelf has.
    pub(crate) fn draw(&mut self) -> u64 {
        self.drawn += 1;
        self.drawn
    }

    pub(crate) fn has_id(&self, id: &str) -> bool {
        self.by_id.contains_key(id)
    }

    /// Returns the items with the id, in the order of creation: several only if the id is one of
    /// several members.
    pub(crate) fn with_id<'a>(&'a self, id: &str) -> impl Iterator<Item = &'a Arc<Item>> + 'a {
        let numbers = self.by_id.get(id).map(Vec::as_slice).unwrap_or_default();
        numbers.iter().filter_map(|number| self.items.get(*number))
    }

    /// Returns the number of the item that has the unique key.
    pub(crate) fn holder(&self, unique: &str) -> Option<u64> {
        self.unique.get(unique).copied()
    }

    /// Returns true if an item needs the resource `parent`.
    pub(crate) fn needs(&self, parent: &[String; 3]) -> bool {
        self.children.contains_key(parent)
    }

    /// Returns the items from the position `offset` on.
    pub(crate) fn skipping(&self, offset: usize) -> impl Iterator<Item = &Arc<Item>> {
        self.items.skipping(offset)
    }

    /// Returns the items whose numbers are above `number`.
    pub(crate) fn after(&self, number: u64) -> impl Iterator<Item = &Arc<Item>> {
        self.items.after(number)
    }

    pub(crate) fn view(&self) -> View {
        View(self.items.clone())
    }

    /// Returns what was found last, if the same was searched for and is so at the time `now`.
    pub(crate) fn found(&self, asked: &str, now: i64) -> Option<Arc<[Arc<Item>]>> {
        let found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        let found = found.as_ref()?;
        (found.asked == asked && found.since <= now).then(|| Arc::clone(&found.items))
    }

    /// Keeps what was found when there had been so many changes, if there are no more.
    pub(crate) fn keep_found(&self, changes: u64, found: Found) {
        if self.changes == changes {
            *self.found.lock().unwrap_or_else(PoisonError::into_inner) = Some(found);
        }
    }

    /// Returns how often anything was changed.
    pub(crate) fn changes(&self) -> u64 {
        self.changes
    }

    /// Adds an item after all others.
    pub(crate) fn insert(
        &mut self,
        keys: Keys,
        record: Record,
        pending: Option<Pending>,
    ) -> Arc<Item> {
        let item = Arc::new(Item {
            number: self.next,
            keys,
            record,
            pending,
        });
        self.next += 1;
        self.index(&item);
        self.items.push(Arc::clone(&item));
        item
    }

    /// Puts an item in the place of the one with its number, and returns both; of one that is gone
    /// it stays gone.
    pub(super) fn replace(&mut self, item: Item) -> (Arc<Item>, Option<Arc<Item>>) {
        let item = Arc::new(item);
        let old = self.items.get(item.number).cloned();
        if let Some(old) = &old {
            self.forget(old);
            self.index(&item);
            self.items.replace(Arc::clone(&item));
        }
        (item, old)
    }

    /// Makes the item with a number what it was before; `None` if there was none.
    pub(super) fn put_back(&mut self, number: u64, before: Option<Arc<Item>>) {
        self.remove(number);
        if let Some(item) = before {
            self.index(&item);
            self.items.insert(item);
        }
    }

    pub(crate) fn remove(&mut self, number: u64) -> Option<Arc<Item>> {
        let item = self.items.remove(number)?;
        self.forget(&item);
        Some(item)
    }

    fn index(&mut self, item: &Item) {
        self.changed();
        let numbers = self.by_id.entry(item.keys.id.clone()).or_default();
        let place = numbers.partition_point(|number| *number < item.number);
        numbers.insert(place, item.number);
        if let Some(unique) = &item.keys.unique {
            self.unique.insert(unique.clone(), item.number);
        }
        for parent in &item.keys.parents {
            *self.children.entry(parent.clone()).or_default() += 1;
        }
        if item
            .pending
            .as_ref()
            .is_some_and(|pending| pending.to.is_none())
        {
            self.ending.push(item.number);
        }
    }

    fn changed(&mut self) {
        self.changes += 1;
        let found = self.found.get_mut();
        *found.unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn forget(&mut self, item: &Item) {
        self.changed();
        if let Some(numbers) = self.by_id.get_mut(&item.keys.id) {
            numbers.retain(|number| *number != item.number);
            if numbers.is_empty() {
                self.by_id.remove(&item.keys.id);
            }
        }
        if let Some(unique) = &item.keys.unique
            && self.unique.get(unique) == Some(&item.number)
        {
            self.unique.remove(unique);
        }
        for parent in &item.keys.parents {
            if let Some(count) = self.children.get_mut(parent) {
                *count -= 1;
                if *count == 0 {
                    self.children.remove(parent);
                }
            }
        }
        self.ending.retain(|number| *number != item.number);
    }
}
