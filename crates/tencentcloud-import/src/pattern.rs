//! Regular expressions of this crate's own.

use regex::Regex;

/// Compiles a pattern that is written in this crate.
pub(crate) fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern of this crate's own is well formed")
}
