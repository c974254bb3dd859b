//! A call: a request that is verified and in order.

use std::sync::Arc;

use serde_json::{Map, Value};
use time::OffsetDateTime;

use crate::fault::Fault;
use crate::identity::Identity;
use crate::lookup::Target;
use crate::nearest::nearest;

/// A verified request whose parameters fit the description.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) target: Target,
    /// The parameters without those that are `null`.
    pub(crate) parameters: Map<String, Value>,
    /// The number of the caller's account; `None` if the request is not signed.
    pub(crate) account: Option<String>,
    /// Who calls; `None` if the request is not signed.
    pub(crate) caller: Option<Arc<Identity>>,
    pub(crate) region: Option<String>,
    pub(crate) now: OffsetDateTime,
    /// The request ID of its response.
    pub(crate) request_id: String,
    /// What the cloud responded to the same call, if it was made there before: its ids are taken instead
    /// of drawn ones.
    pub(crate) told: Option<Map<String, Value>>,
}

impl Call {
    /// Returns the error of a resource with the code [nearest] to `code` among those that the action
    /// lists, or the version if the action's own list is unknown.
    pub(crate) fn fault(&self, code: &'static str, message: String) -> Fault {
        let own = &self.target.action().errors;
        let listed = match own.is_empty() {
            false => own,
            true => &self.target.description().errors,
        };
        let mut fault = Fault::new(nearest(code, listed), message);
        fault.absent |= Fault::new(code, "").absent;
        fault
    }
}
