//! Members of a response that no field is for.

use std::cell::RefCell;
use std::fmt;

use serde_json::Value;

use crate::model::json::Json;

/// A member of a response that no field of its type is for. Returned by
/// [`Answer::unknown`](super::Answer::unknown).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Unknown {
    /// The JSON path below `Response`, e.g. `InstanceSet[0].NewField`.
    pub path: String,
    /// The value. A number in it that is too large, and a value nested too deeply, is its JSON text.
    pub value: Value,
}

/// Collects unknown members.
#[derive(Default)]
pub(super) struct Unknowns(RefCell<Vec<Unknown>>);

impl Unknowns {
    /// Adds a member; false if something in it is not as it was sent.
    pub(super) fn add(&self, path: &dyn fmt::Display, value: Json<'_>) -> bool {
        let (value, exact) = value.tree();
        let path = path.to_string();
        self.0.borrow_mut().push(Unknown { path, value });
        exact
    }

    pub(super) fn into_vec(self) -> Vec<Unknown> {
        self.0.into_inner()
    }
}
