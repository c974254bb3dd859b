//! The behaviour of one action.

use serde_json::{Map, Value};

use crate::call::Call;
use crate::fault::Fault;

/// The behaviour of one action, in place of the example answer.
pub(crate) trait Behaviour: Send + Sync {
    /// The answer's members, or the error.
    fn answer(&self, call: &Call) -> Result<Map<String, Value>, Fault>;
}

impl<F> Behaviour for F
where
    F: Fn(&Call) -> Result<Map<String, Value>, Fault> + Send + Sync,
{
    fn answer(&self, call: &Call) -> Result<Map<String, Value>, Fault> {
        self(call)
    }
}
