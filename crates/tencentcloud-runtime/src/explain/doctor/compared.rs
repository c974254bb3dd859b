//! The texts that are signed, side by side.

/// A text that a signature is made of: as it should be, and as the other client made it. Unlike a
/// [`Finding`](super::Finding) it holds the parameters of a query, as they were pasted.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Compared {
    /// What should be signed.
    pub expected: String,
    /// What was signed: as the other client printed it, or as it must have been to give the signature
    /// that was sent. `None` if neither is known.
    pub found: Option<String>,
}

impl Compared {
    pub(super) fn new(expected: String, found: Option<String>) -> Self {
        Self { expected, found }
    }

    /// Returns the first byte that differs, from 0; `None` if nothing does, or what was signed is not
    /// known. Where one text goes on after the other has ended, it is the end of the shorter one. It is a
    /// boundary of a character in both texts.
    pub fn first_difference(&self) -> Option<usize> {
        let found = self.found.as_deref()?;
        if *found == self.expected {
            return None;
        }
        let pairs = self.expected.char_indices().zip(found.chars());
        let mut differing = pairs.filter(|((_, expected), found)| expected != found);
        let shorter = self.expected.len().min(found.len());
        Some(differing.next().map_or(shorter, |((at, _), _)| at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn difference(expected: &str, found: &str) -> Option<usize> {
        Compared::new(expected.to_owned(), Some(found.to_owned())).first_difference()
    }

    #[test]
    fn the_first_byte_that_differs_is_where_both_texts_can_be_cut() {
        assert_eq!(difference("abc", "abc"), None);
        assert_eq!(difference("abc", "abd"), Some(2));
        assert_eq!(difference("abc", "ab"), Some(2));
        assert_eq!(difference("", "ab"), Some(0));
        assert_eq!(difference("中文", "中国"), Some(3));
        assert_eq!(
            Compared::new("abc".to_owned(), None).first_difference(),
            None
        );
    }
}
