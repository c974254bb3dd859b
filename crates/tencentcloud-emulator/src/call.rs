//! A call: what an answer is made for.

use serde_json::{Map, Value};
use time::OffsetDateTime;

use crate::fault::{Fault, nearest};
use crate::lookup::Target;

/// A verified call whose parameters are in order.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) target: Target,
    /// As given, each of the described type and none `null`.
    pub(crate) parameters: Map<String, Value>,
    /// The caller's secret id; `None` where the request is not signed.
    pub(crate) account: Option<String>,
    pub(crate) region: Option<String>,
    pub(crate) now: OffsetDateTime,
}

impl Call {
    /// Returns the error of a resource, with the [nearest] code to `code` that the action lists; if
    /// its own list is unknown, that the version lists.
    pub(crate) fn fault(&self, code: &'static str, message: String) -> Fault {
        let own = &self.target.action().errors;
        let listed = match own.is_empty() {
            false => own,
            true => &self.target.description().errors,
        };
        Fault::new(nearest(code, listed), message)
    }
}
