//! When each resource was learned, and which one goes if there is no room.

use std::collections::{BTreeMap, BTreeSet};

use tencentcloud_emulator::ResourceKey;

/// How much a twin holds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    pub(crate) resources: usize,
    /// The bytes of what was learned, as JSON.
    pub(crate) bytes: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            resources: 100_000,
            bytes: 64 << 20,
        }
    }
}

/// A resource of an account.
type Owned = (String, ResourceKey);

/// What is known of all accounts, and since when.
#[derive(Debug, Default)]
pub(crate) struct Index {
    bounds: Bounds,
    entries: BTreeMap<Owned, Entry>,
    /// The entries in the order in which they were learned.
    order: BTreeMap<u64, Owned>,
    /// Of which kinds lists were learned: account, region, service and kind.
    lists: BTreeSet<[String; 4]>,
    next: u64,
    bytes: usize,
    forgotten: BTreeMap<String, usize>,
}

#[derive(Debug)]
struct Entry {
    number: u64,
    /// In seconds of Unix time.
    since: u64,
    bytes: usize,
}

impl Index {
    pub(crate) fn new(bounds: Bounds) -> Self {
        Self {
            bounds,
            ..Self::default()
        }
    }

    /// Notes that a resource was learned, of which `bytes` bytes are kept.
    pub(crate) fn note(&mut self, account: &str, key: ResourceKey, since: u64, bytes: usize) {
        let owned = (account.to_owned(), key);
        self.drop_one(&owned);
        let number = self.next;
        self.next += 1;
        self.bytes += bytes;
        self.order.insert(number, owned.clone());
        let entry = Entry {
            number,
            since,
            bytes,
        };
        self.entries.insert(owned, entry);
    }

    /// Notes that a resource has changed; one that is not known stays so.
    pub(crate) fn renew(&mut self, account: &str, key: &ResourceKey, since: u64) {
        let known = self.entries.get(&(account.to_owned(), key.clone()));
        if let Some(bytes) = known.map(|entry| entry.bytes) {
            self.note(account, key.clone(), since, bytes);
        }
    }

    pub(crate) fn forget(&mut self, account: &str, key: &ResourceKey) {
        self.drop_one(&(account.to_owned(), key.clone()));
    }

    /// Drops what there is no room for, oldest first, and returns it by account.
    pub(crate) fn overflow(&mut self) -> BTreeMap<String, BTreeSet<ResourceKey>> {
        let mut gone: BTreeMap<String, BTreeSet<ResourceKey>> = BTreeMap::new();
        while self.entries.len() > self.bounds.resources || self.bytes > self.bounds.bytes {
            let Some((_, owned)) = self.order.first_key_value() else {
                break;
            };
            let owned = owned.clone();
            self.drop_one(&owned);
            let (account, key) = owned;
            *self.forgotten.entry(account.clone()).or_default() += 1;
            gone.entry(account).or_default().insert(key);
        }
        gone
    }

    /// Returns how many resources of an account had to be forgotten.
    pub(crate) fn forgotten(&self, account: &str) -> usize {
        self.forgotten.get(account).copied().unwrap_or_default()
    }

    /// Returns since when a resource is known.
    pub(crate) fn since(&self, account: &str, key: &ResourceKey) -> Option<u64> {
        let entry = self.entries.get(&(account.to_owned(), key.clone()))?;
        Some(entry.since)
    }

    /// Returns since when a resource is known whose id has several members, of which `key` has the last.
    pub(crate) fn since_by_last(&self, account: &str, key: &ResourceKey) -> Option<u64> {
        let first = ResourceKey::new(&key.service, &key.kind, "");
        let of_kind = self.entries.range((account.to_owned(), first)..);
        let mut of_kind = of_kind.take_while(|((owner, known), _)| {
            owner == account && known.service == key.service && known.kind == key.kind
        });
        let ends = |id: &str| {
            let rest = id.strip_suffix(&*key.id);
            rest.is_some_and(|rest| rest.ends_with('/'))
        };
        let (_, entry) = of_kind.find(|((_, known), _)| ends(&known.id))?;
        Some(entry.since)
    }

    /// Notes that a list of a kind was learned.
    pub(crate) fn listed(&mut self, account: &str, region: &str, service: &str, kind: &str) {
        self.lists
            .insert([account, region, service, kind].map(str::to_owned));
    }

    /// Returns true if a list of a kind was ever learned.
    pub(crate) fn has_list(&self, account: &str, region: &str, service: &str, kind: &str) -> bool {
        self.lists
            .contains(&[account, region, service, kind].map(str::to_owned))
    }

    fn drop_one(&mut self, owned: &Owned) {
        if let Some(entry) = self.entries.remove(owned) {
            self.order.remove(&entry.number);
            self.bytes -= entry.bytes;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(id: &str) -> ResourceKey {
        ResourceKey::new("vpc", "Vpc", id)
    }

    #[test]
    fn the_oldest_goes_when_there_are_too_many_or_too_large_ones() {
        let mut index = Index::new(Bounds {
            resources: 3,
            bytes: 100,
        });
        for id in ["a", "b", "c"] {
            index.note("1", key(id), 5, 10);
        }
        index.renew("1", &key("a"), 9);
        index.note("1", key("d"), 10, 10);
        assert_eq!(index.overflow(), [("1".into(), [key("b")].into())].into());
        assert_eq!(index.since("1", &key("a")), Some(9));
        index.note("2", key("e"), 11, 85);
        let gone = index.overflow();
        assert_eq!(gone["1"], [key("a"), key("c")].into());
        assert_eq!((index.forgotten("1"), index.forgotten("2")), (3, 0));
        assert_eq!(index.since("2", &key("e")), Some(11));
    }

    #[test]
    fn an_id_of_several_members_is_found_by_its_last_one() {
        let mut index = Index::default();
        index.note("1", ResourceKey::new("clb", "Listener", "lb-1/lbl-2"), 7, 1);
        let since = |id: &str| index.since_by_last("1", &ResourceKey::new("clb", "Listener", id));
        assert_eq!(since("lbl-2"), Some(7));
        assert_eq!((since("bl-2"), since("lb-1")), (None, None));
    }
}
