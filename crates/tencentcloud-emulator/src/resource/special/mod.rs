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

use super::engine::{Desk, Family};
use super::path;
use super::store::Record;
use crate::fault::Fault;

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
    record.get(member).map(path::text).unwrap_or_default()
}

/// Keeps the rows that pass the filters of a call, which are known by a name and a member each.
///
/// # Errors
/// A filter is not known.
fn keep_passing(
    desk: &Desk<'_>,
    rows: &mut Vec<Value>,
    known: &[(&str, &str)],
) -> Result<(), Fault> {
    for filter in path::all(&desk.call.parameters, "Filters") {
        let filter = object(filter.clone());
        let name = text(&filter, "Name");
        let Some((_, member)) = known.iter().find(|(known, _)| *known == name) else {
            let known: Vec<_> = known.iter().map(|(known, _)| *known).collect();
            let message = format!(
                "`Filters` takes the names {}; got {name:?}.",
                known.join(", ")
            );
            return Err(desk.call.fault("InvalidFilter", message));
        };
        let values = path::all(&filter, "Values").into_iter().map(path::text);
        let values: Vec<String> = values.collect();
        rows.retain(|row| values.contains(&path::text(&row[*member])));
    }
    Ok(())
}
