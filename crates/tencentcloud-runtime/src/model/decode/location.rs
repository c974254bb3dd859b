//! Where a value is in the input.

use std::fmt;

use crate::model::shape::Field;

/// The way from the root to a value, kept on the stack: `Result.UpstreamSet[3].Retries`.
#[derive(Clone, Copy)]
pub(super) struct Location<'a> {
    parent: Option<&'a Location<'a>>,
    step: Step,
}

#[derive(Clone, Copy)]
enum Step {
    Root,
    Name(Field),
    Index(usize),
}

impl Location<'_> {
    pub(super) const ROOT: Location<'static> = Location {
        parent: None,
        step: Step::Root,
    };

    /// The location of a member.
    pub(super) fn member(&self, field: Field) -> Location<'_> {
        Location {
            parent: Some(self),
            step: Step::Name(field),
        }
    }

    /// The location of a list's item.
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
            Step::Name(field) => match self.parent {
                Some(Location {
                    step: Step::Root, ..
                })
                | None => f.write_str(field.wire()),
                Some(_) => write!(f, ".{}", field.wire()),
            },
            Step::Index(index) => write!(f, "[{index}]"),
        }
    }
}
