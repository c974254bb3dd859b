//! What the reader says of a call.

use std::collections::BTreeMap;

/// The longest note, in characters.
const LONGEST: usize = 200;
/// The word for a star.
const STAR: &str = "star";

/// What the reader says of a call: a star, or a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mark(Box<str>);

impl Mark {
    /// Reads `star`, `none` or a note, of which the first 200 characters count.
    pub(super) fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let text: String = text.chars().take(LONGEST).collect();
        Some(text)
            .filter(|text| !text.is_empty() && text != "none")
            .map(|text| Self(text.into()))
    }

    /// Returns `star`, or the note.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the note, if it is one.
    pub(crate) fn note(&self) -> Option<&str> {
        Some(self.as_str()).filter(|text| *text != STAR)
    }
}

/// The marks of calls by their numbers.
pub(crate) type Marks = BTreeMap<u64, Mark>;
