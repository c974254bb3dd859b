//! A call: what an answer is made for.

use serde_json::{Map, Value};
use time::OffsetDateTime;

use crate::fault::Fault;
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
    /// An error with that code, or with the nearest one above it that the description lists.
    pub(crate) fn fault(&self, code: &'static str, message: String) -> Fault {
        let (action, service) = (self.target.action(), self.target.description());
        let listed = |code: &str| action.errors.contains(code) || service.errors.contains(code);
        let mut code = code;
        while let (false, Some((above, _))) = (listed(code), code.rsplit_once('.')) {
            code = above;
        }
        Fault::new(code, message)
    }
}
