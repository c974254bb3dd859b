//! What facts cannot say, a file a service.

mod account;
mod apigateway;
mod cam;
mod cbs;
mod cdb;
mod clb;
mod cvm;
mod dnspod;
mod logs;
mod scaling;
mod scf;
mod ssl;
mod tag;
mod tcb;
mod vpc;

use serde_json::Value;

use super::engine::Family;
use super::store::Record;

/// Returns the code of every service that has some.
pub(super) fn all() -> Vec<Box<dyn Family>> {
    vec![
        Box::new(account::Account),
        Box::new(apigateway::ApiGateway),
        Box::new(cam::Cam),
        Box::new(cbs::Cbs),
        Box::new(cdb::Cdb),
        Box::new(clb::Clb),
        Box::new(cvm::Cvm),
        Box::new(dnspod::Dnspod),
        Box::new(logs::Logs),
        Box::new(scaling::Scaling),
        Box::new(scf::Scf),
        Box::new(ssl::Ssl),
        Box::new(tag::Tags),
        Box::new(tcb::CloudBase),
        Box::new(vpc::Vpc),
    ]
}

/// Returns the members of an object.
fn object(value: Value) -> Record {
    match value {
        Value::Object(map) => map,
        _ => Record::new(),
    }
}

/// Sets members that a record lacks.
fn fill(record: &mut Record, defaults: Value) {
    for (member, value) in object(defaults) {
        record.entry(member).or_insert(value);
    }
}

/// Returns a member as text; empty if it is not there.
fn text(record: &Record, member: &str) -> String {
    record
        .get(member)
        .map(super::path::text)
        .unwrap_or_default()
}
