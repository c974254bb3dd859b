//! The listener that a call speaks of.

use serde_json::{Map, Value};

use super::super::super::engine::Desk;
use super::super::super::path::text_at;
use super::super::super::store::Record;
use crate::fault::Fault;

/// What an action of this service comes to.
pub(super) type Response = Result<Map<String, Value>, Fault>;

/// Checks that the listener exists that `id` names, at the load balancer of the call.
pub(super) fn check(desk: &Desk<'_>, id: &str) -> Result<Record, Fault> {
    let balancer = desk.text("LoadBalancerId").unwrap_or_default();
    desk.resource("clb", "LoadBalancer", &balancer)?;
    let listener = desk.resource("clb", "Listener", id)?;
    let listener = listener.map(|item| item.record.clone()).unwrap_or_default();
    match text_at(&listener, "LoadBalancerId") == balancer {
        true => Ok(listener),
        false => Err(desk.call.fault(
            "InvalidParameterValue",
            format!("The load balancer {balancer:?} has no listener {id:?}."),
        )),
    }
}
