//! Items in the order of creation, of which any page is found at once.

use std::sync::Arc;

use super::item::Item;

/// How many items a chunk holds.
const CHUNK: usize = 256;

/// Items in the order of their numbers, in chunks that readers share: whoever reads many takes the
/// chunks with him and leaves the lock.
#[derive(Clone, Debug, Default)]
pub(super) struct Sequence {
    chunks: Vec<Arc<Vec<Arc<Item>>>>,
    len: usize,
}

impl Sequence {
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Adds an item, whose number is above all others.
    pub(super) fn push(&mut self, item: Arc<Item>) {
        self.len += 1;
        match self.chunks.last_mut().filter(|last| last.len() < CHUNK) {
            Some(last) => Arc::make_mut(last).push(item),
            None => self.chunks.push(Arc::new(vec![item])),
        }
    }

    /// Adds an item whose number may be below others.
    pub(super) fn insert(&mut self, item: Arc<Item>) {
        let before = |chunk: &Arc<Vec<Arc<Item>>>| chunk[0].number <= item.number;
        let chunk = self.chunks.partition_point(before).saturating_sub(1);
        let Some(items) = self.chunks.get_mut(chunk) else {
            return self.push(item);
        };
        let items = Arc::make_mut(items);
        let place = items.partition_point(|known| known.number < item.number);
        items.insert(place, item);
        self.len += 1;
        if items.len() > CHUNK {
            let rest = items.split_off(CHUNK / 2);
            self.chunks.insert(chunk + 1, Arc::new(rest));
        }
    }

    /// Returns the chunk and the place in it that hold `number`.
    fn place(&self, number: u64) -> Option<(usize, usize)> {
        let after = |chunk: &Arc<Vec<Arc<Item>>>| chunk[0].number <= number;
        let chunk = self.chunks.partition_point(after).checked_sub(1)?;
        let items = &self.chunks[chunk];
        let place = items.binary_search_by_key(&number, |item| item.number);
        Some((chunk, place.ok()?))
    }

    pub(super) fn get(&self, number: u64) -> Option<&Arc<Item>> {
        let (chunk, place) = self.place(number)?;
        self.chunks[chunk].get(place)
    }

    /// Puts an item in the place of the one with its number.
    pub(super) fn replace(&mut self, item: Arc<Item>) {
        if let Some((chunk, place)) = self.place(item.number) {
            Arc::make_mut(&mut self.chunks[chunk])[place] = item;
        }
    }

    pub(super) fn remove(&mut self, number: u64) -> Option<Arc<Item>> {
        let (chunk, place) = self.place(number)?;
        let items = Arc::make_mut(&mut self.chunks[chunk]);
        let item = items.remove(place);
        self.len -= 1;
        let left = items.len();
        if left == 0 {
            self.chunks.remove(chunk);
        } else if let Some(next) = self.chunks.get(chunk + 1)
            && left + next.len() <= CHUNK / 2
        {
            let next = self.chunks.remove(chunk + 1);
            Arc::make_mut(&mut self.chunks[chunk]).extend(next.iter().cloned());
        }
        Some(item)
    }

    /// Returns the items from the position `offset` on.
    pub(super) fn skipping(&self, offset: usize) -> impl Iterator<Item = &Arc<Item>> {
        let mut left = offset;
        let mut chunk = 0;
        while let Some(items) = self.chunks.get(chunk)
            && left >= items.len()
        {
            left -= items.len();
            chunk += 1;
        }
        let chunks = self.chunks.get(chunk..).unwrap_or_default();
        chunks.iter().flat_map(|chunk| chunk.iter()).skip(left)
    }

    /// Returns the items whose numbers are above `number`.
    pub(super) fn after(&self, number: u64) -> impl Iterator<Item = &Arc<Item>> {
        let over =
            |chunk: &Arc<Vec<Arc<Item>>>| chunk.last().is_some_and(|last| last.number <= number);
        let chunk = self.chunks.partition_point(over);
        let items = self.chunks[chunk..].iter().flat_map(|chunk| chunk.iter());
        items.skip_while(move |item| item.number <= number)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Arc<Item>> {
        self.skipping(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(number: u64) -> Arc<Item> {
        Arc::new(Item {
            number,
            ..Item::default()
        })
    }

    fn numbers<'a>(items: impl Iterator<Item = &'a Arc<Item>>) -> Vec<u64> {
        items.map(|item| item.number).collect()
    }

    /// Held against a plain list, through growth, removal and return at all places.
    #[test]
    fn it_is_a_list_whatever_goes() {
        let mut sequence = Sequence::default();
        let mut plain: Vec<u64> = Vec::new();
        let mut next = 0;
        for round in 0..6_000_u64 {
            if round % 7 < 4 || plain.is_empty() {
                sequence.push(item(next));
                plain.push(next);
                next += 1;
            } else {
                let at = usize::try_from(round * 7919 % plain.len() as u64).unwrap();
                let number = plain.remove(at);
                assert_eq!(sequence.remove(number).unwrap().number, number);
                assert!(sequence.remove(number).is_none() && sequence.get(number).is_none());
                if round % 5 == 0 {
                    sequence.insert(item(number));
                    plain.insert(at, number);
                }
            }
            if round % 97 == 0 {
                assert_eq!(numbers(sequence.iter()), plain);
            }
            assert_eq!(sequence.len(), plain.len());
            let offset = usize::try_from(round).unwrap() % (plain.len() + 2);
            let expected: Vec<_> = plain.iter().skip(offset).take(3).copied().collect();
            assert_eq!(numbers(sequence.skipping(offset).take(3)), expected);
            let above = round % (next + 2);
            let expected: Vec<_> = plain
                .iter()
                .filter(|n| **n > above)
                .take(3)
                .copied()
                .collect();
            assert_eq!(numbers(sequence.after(above).take(3)), expected);
        }
    }
}
