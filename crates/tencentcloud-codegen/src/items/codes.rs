//! The names of error codes.

use std::collections::{BTreeMap, BTreeSet};

use tencentcloud_schema::Description;

use crate::names;

/// Returns the error codes of one version by the names of their constants: each code that a source lists,
/// and every class above one, as `InvalidParameterValue.NotInOptions` brings
/// `InvalidParameterValue`.
pub(crate) fn named(description: &Description) -> BTreeMap<String, &str> {
    let actions = description.actions.values();
    let listed = actions
        .flat_map(|action| &action.errors)
        .chain(&description.errors);
    let mut codes = BTreeSet::new();
    for code in listed {
        codes.insert(code.as_str());
        codes.extend(code.match_indices('.').map(|(end, _)| &code[..end]));
    }
    let mut named = BTreeMap::new();
    for code in codes {
        // A code of punctuation alone has no name, and two may differ by it alone: the first
        // keeps the name.
        if code.contains(|c: char| c.is_ascii_alphanumeric()) {
            named.entry(names::constant(code)).or_insert(code);
        }
    }
    named
}
