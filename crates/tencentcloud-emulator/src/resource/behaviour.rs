//! The behaviour of one action.

use serde_json::{Map, Value};

use crate::call::Call;
use crate::fault::Fault;

/// The behaviour of an action that keeps state; other actions respond with examples.
pub(crate) trait Behaviour: Send + Sync {
    /// Returns the members of the response.
    ///
    /// # Errors
    /// The resources do not allow the call.
    fn respond(&self, call: &Call) -> Result<Map<String, Value>, Fault>;
}

impl<F> Behaviour for F
where
    F: Fn(&Call) -> Result<Map<String, Value>, Fault> + Send + Sync,
{
    fn respond(&self, call: &Call) -> Result<Map<String, Value>, Fault> {
        self(call)
    }
}
