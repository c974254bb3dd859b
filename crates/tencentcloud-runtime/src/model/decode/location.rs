//! Where a value is in the input.

use std::fmt;

/// The way from the root to a value, kept on the stack: `Result.UpstreamSet[3].Retries`.
#[derive(Clone, Copy)]
pub(super) struct Location<'a> {
    parent: Option<&'a Location<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Root,
    Name(&'a str),
    Index(usize),
}

impl Location<'_> {
    pub(super) const ROOT: Location<'static> = Location {
        parent: None,
        step: Step::Root,
    };

    /// The location of a member.
    #[inline]
    pub(super) fn member<'a>(&'a self, name: &'a str) -> Location<'a> {
        Location {
            parent: Some(self),
            step: Step::Name(name),
        }
    }

    /// The location of a list's item.
    #[inline]
    pub(super) fn item(&self, index: usize) -> Location<'_> {
        Location {
            parent: Some(self),
            step: Step::Index(index),
        }
    }
}

impl fmt::Display for Location<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
        }
        match self.step {
            Step::Root => Ok(()),
            Step::Name(name) => match self.parent {
                Some(Location {
                    step: Step::Root, ..
                })
                | None => f.write_str(name),
                Some(_) => write!(f, ".{name}"),
            },
            Step::Index(index) => write!(f, "[{index}]"),
        }
    }
}
