//! Which fields of an object came.

/// A set of fields by index, without memory of its own for the first 64.
#[derive(Default)]
pub(super) struct Seen {
    first: u64,
    rest: Vec<u64>,
}

impl Seen {
    #[inline]
    pub(super) fn add(&mut self, index: usize) {
        match index {
            0..64 => self.first |= 1 << index,
            _ => self.add_to_rest(index - 64),
        }
    }

    #[cold]
    fn add_to_rest(&mut self, index: usize) {
        let (word, bit) = (index / 64, index % 64);
        if self.rest.len() <= word {
            self.rest.resize(word + 1, 0);
        }
        self.rest[word] |= 1 << bit;
    }

    /// The fields below `count` that did not come.
    #[inline]
    pub(super) fn others(&self, count: usize) -> impl Iterator<Item = usize> {
        let words = std::iter::once(self.first).chain(self.rest.iter().copied());
        let words = words.chain(std::iter::repeat(0));
        words
            .take(count.div_ceil(64))
            .enumerate()
            .flat_map(move |(word, bits)| {
                let mut left = !bits;
                std::iter::from_fn(move || {
                    let bit = left.trailing_zeros() as usize;
                    left &= left.wrapping_sub(1);
                    (bit < 64).then_some(word * 64 + bit)
                })
            })
            .take_while(move |index| *index < count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_others_are_all_that_were_not_added() {
        for count in [0, 1, 2, 63, 64, 65, 127, 128, 129, 200] {
            for step in 1..5 {
                let mut seen = Seen::default();
                (0..count).step_by(step).for_each(|index| seen.add(index));
                let others: Vec<_> = seen.others(count).collect();
                let wanted: Vec<_> = (0..count).filter(|index| index % step != 0).collect();
                assert_eq!(others, wanted, "{count} {step}");
            }
            let all: Vec<_> = Seen::default().others(count).collect();
            assert_eq!(all, (0..count).collect::<Vec<_>>());
        }
    }
}
