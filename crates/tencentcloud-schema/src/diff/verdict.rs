use std::fmt;

/// What a change means for a published crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Documentation and hints: no Rust changes.
    Patch,
    /// Something was added that no caller must know of.
    Minor,
    /// Code that compiled may no longer do so, or requests go elsewhere.
    Breaking,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Breaking => "breaking",
        })
    }
}
