//! How often what happened.

use std::collections::BTreeMap;
use std::fmt;

/// Examples, deletions and conversions by kind.
#[derive(Debug, Default)]
pub(crate) struct Counts(BTreeMap<&'static str, usize>);

impl Counts {
    /// One more of that kind.
    pub(crate) fn add(&mut self, kind: &'static str) {
        *self.0.entry(kind).or_default() += 1;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut lines = self.0.iter();
        lines.try_for_each(|(kind, count)| writeln!(f, "{count:>7} {kind}"))
    }
}
