//! Identifiers and all else that is drawn by chance: the same seed draws the same.

use std::sync::atomic::{AtomicU64, Ordering};

/// The characters of a resource's id, of which examples of most services are made.
const ALPHABET: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";

/// The source of everything that an endpoint draws by chance. What is drawn depends on the seed, on
/// what it is drawn for, and on how many were drawn for the same before, and not on the order in
/// which threads come.
#[derive(Debug)]
pub(crate) struct Ids {
    seed: u64,
    requests: AtomicU64,
}

/// One drawing: as many values as are asked for.
#[derive(Clone, Debug)]
pub(crate) struct Draw(u64);

impl Ids {
    /// Creates a source with `seed`, or with one that the system draws.
    pub(crate) fn new(seed: Option<u64>) -> Self {
        Self {
            seed: seed.unwrap_or_else(of_the_system),
            requests: AtomicU64::new(0),
        }
    }

    /// Returns the UUID of the next request.
    pub(crate) fn request(&self) -> String {
        let number = self.requests.fetch_add(1, Ordering::Relaxed);
        self.draw("request", number).uuid()
    }

    /// Returns the drawing with `number` for `purpose`: the same each time.
    pub(crate) fn draw(&self, purpose: &str, number: u64) -> Draw {
        // FNV-1a, which is enough to keep purposes apart.
        let hash = purpose.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let mut draw = Draw(self.seed ^ hash);
        let state = draw.number();
        Draw(state ^ number.wrapping_mul(0xd134_2543_de82_ef95))
    }
}

impl Draw {
    /// Returns the next number, by SplitMix64.
    pub(crate) fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Returns `length` characters of `0-9a-z`, which follow the prefix in the id of a resource.
    pub(crate) fn text(&mut self, length: usize) -> String {
        self.text_of(length, ALPHABET)
    }

    /// Returns `length` characters of `alphabet`, which is ASCII.
    pub(crate) fn text_of(&mut self, length: usize, alphabet: &[u8]) -> String {
        let one = |_| {
            let index = self.number() % alphabet.len() as u64;
            char::from(alphabet[usize::try_from(index).unwrap_or(0)])
        };
        (0..length).map(one).collect()
    }

    /// Returns a UUID of version 4, the form of a request ID.
    pub(crate) fn uuid(&mut self) -> String {
        let high = self.number() & !0xf000 | 0x4000;
        let low = self.number() & !(0b11 << 62) | (0b10 << 62);
        format!(
            "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
            high >> 32,
            high >> 16 & 0xffff,
            high & 0xffff,
            low >> 48,
            low & 0xffff_ffff_ffff
        )
    }
}

fn of_the_system() -> u64 {
    getrandom::u64().expect("the system gives random bytes")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_same_seed_draws_the_same() {
        let (one, two, other) = (Ids::new(Some(7)), Ids::new(Some(7)), Ids::new(Some(8)));
        let drawn = |ids: &Ids| [ids.request(), ids.request(), ids.draw("vpc", 3).text(8)];
        assert_eq!(drawn(&one), drawn(&two));
        assert_ne!(drawn(&one), drawn(&two).map(|_| String::new()));
        assert_ne!(one.draw("vpc", 3).text(8), other.draw("vpc", 3).text(8));
        assert_ne!(Ids::new(None).request(), Ids::new(None).request());
    }

    #[test]
    fn purposes_and_numbers_draw_apart() {
        let ids = Ids::new(Some(0));
        let purposes = ["", "a", "b", "ab"].into_iter();
        let drawn: BTreeSet<String> = purposes
            .flat_map(|purpose| (0..10_000).map(move |number| (purpose, number)))
            .map(|(purpose, number)| ids.draw(purpose, number).text(12))
            .collect();
        assert_eq!(drawn.len(), 40_000);
    }

    #[test]
    fn a_uuid_says_its_version_and_variant() {
        for number in 0..1000 {
            let uuid = Ids::new(Some(1)).draw("request", number).uuid();
            let parts: Vec<_> = uuid.split('-').map(str::len).collect();
            assert_eq!(parts, [8, 4, 4, 4, 12], "{uuid}");
            assert_eq!(uuid.as_bytes()[14], b'4', "{uuid}");
            assert!(b"89ab".contains(&uuid.as_bytes()[19]), "{uuid}");
        }
    }
}
