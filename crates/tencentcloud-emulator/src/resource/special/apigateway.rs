//! API Gateway.

use super::super::engine::{Desk, Family};
use super::super::store::Record;
use crate::fault::Fault;

/// The code of the service apigateway.
#[derive(Debug)]
pub(super) struct ApiGateway;

impl Family for ApiGateway {
    fn service(&self) -> &'static str {
        "apigateway"
    }

    fn making(&self, _desk: &Desk<'_>, kind: &str, record: &mut Record) -> Result<(), Fault> {
        if kind == "Upstream" {
            let of_addresses = || "IP_PORT".into();
            record.entry("UpstreamType").or_insert_with(of_addresses);
        }
        Ok(())
    }
}
