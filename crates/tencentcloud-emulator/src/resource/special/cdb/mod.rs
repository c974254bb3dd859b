//! Databases of MySQL: instances with their accounts, databases, parameters and backups, and the tasks
//! by which most changes are made.

mod account;
mod backup;
mod database;
mod group;
mod instance;
mod list;
mod parameter;
mod task;

use std::sync::Arc;

use regex::{Regex, RegexBuilder};
use serde_json::{Map, Value};
use tencentcloud_schema::resource::Resource;

use super::super::codes::Trouble;
use super::super::engine::{Desk, Family, Whole};
use super::super::plan::Kind;
use super::super::store::{Item, Record};
use super::{fill, text};
use crate::fault::Fault;

/// The code of the service cdb.
#[derive(Debug)]
pub(super) struct Cdb;

type Response = Result<Map<String, Value>, Fault>;

/// A resource with its kind.
type Found = (Arc<Kind>, Arc<Item>);

/// The state of an instance that serves.
const RUNNING: &str = "1";

/// How large a compiled regular expression of a request may be, in bytes.
const REGEX: usize = 1 << 20;

impl Family for Cdb {
    fn service(&self) -> &'static str {
        "cdb"
    }

    fn drafting(&self, desk: &Desk<'_>, kind: &str, record: &mut Record) -> Result<(), Fault> {
        match kind {
            "DBInstance" => instance::check(desk, record),
            "Backup" => backup::check(desk),
            _ => Ok(()),
        }
    }

    fn making(&self, desk: &Desk<'_>, kind: &str, record: &mut Record) -> Result<(), Fault> {
        match kind {
            "DBInstance" => instance::complete(desk, record),
            "Backup" => {
                backup::complete(desk, record);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn made(&self, desk: &Desk<'_>, kind: &str, item: &Item) -> Result<(), Fault> {
        match kind {
            "DBInstance" => account::first(desk, &item.keys.id),
            _ => Ok(()),
        }
    }

    fn ending(&self, desk: &Desk<'_>, kind: &str, record: &Record) -> Result<(), Fault> {
        if kind == "DBInstance" {
            instance::end(desk, record);
        }
        Ok(())
    }

    fn shown(&self, desk: &Desk<'_>, kind: &str, record: &mut Record) {
        match kind {
            "DBInstance" => task::show(desk, record),
            "Backup" => backup::show(record),
            _ => {}
        }
    }

    fn code(&self, desk: &Desk<'_>, kind: &str, trouble: Trouble) -> Option<&'static str> {
        let listed = |codes: &[&'static str]| {
            let own = &desk.call.target.action().errors;
            let mut codes = codes.iter().copied();
            let first = codes.clone().next();
            codes.find(|code| own.contains(*code)).or(first)
        };
        match (kind, trouble) {
            ("DBInstance", Trouble::NotFound) => listed(&[
                "InvalidParameter.InstanceNotFound",
                "ResourceNotFound.CdbInstanceNotFoundError",
                "ResourceNotFound.InstanceNotFoundError",
                "InternalError.DatabaseAccessError",
            ]),
            ("DBInstance", Trouble::State) => listed(&[
                "OperationDenied.WrongStatus",
                "OperationDenied.InstanceStatusError",
            ]),
            ("Vpc" | "Subnet", Trouble::NotFound) => Some("InternalError.VpcError"),
            ("SecurityGroup", Trouble::NotFound) => {
                listed(&["InternalError.SecurityGroupError", "InternalError.DfwError"])
            }
            _ => None,
        }
    }

    fn action(&self, name: &str) -> Option<Whole> {
        let whole = account::action(name).or_else(|| backup::action(name));
        let whole = whole.or_else(|| database::action(name));
        let whole = whole.or_else(|| group::action(name));
        let whole = whole.or_else(|| instance::action(name));
        let whole = whole.or_else(|| list::action(name));
        let whole = whole.or_else(|| parameter::action(name));
        whole.or_else(|| task::action(name))
    }
}

/// Returns an instance.
///
/// # Errors
/// It does not exist.
fn instance_of(desk: &Desk<'_>, id: &str) -> Result<Found, Fault> {
    let kind = desk.known("DBInstance")?;
    match desk.item(&kind, id) {
        Some(item) => Ok((kind, item)),
        None => Err(desk.missing(&kind, id)),
    }
}

/// Returns the instance that a call names.
fn named(desk: &Desk<'_>) -> Result<Found, Fault> {
    instance_of(desk, &desk.text("InstanceId").unwrap_or_default())
}

/// Returns the instances that a call names, all of which serve.
fn all_running(desk: &Desk<'_>) -> Result<Vec<Found>, Fault> {
    let mut ids = desk.texts("InstanceIds");
    ids.extend(desk.text("InstanceId"));
    let found = ids.iter().map(|id| instance_of(desk, id));
    let found = found.collect::<Result<Vec<_>, Fault>>()?;
    for (kind, item) in &found {
        let state = text(&desk.current(item), "Status");
        if state != RUNNING {
            let id = &item.keys.id;
            let message =
                format!("The instance {id:?} has the status {state}; it must be {RUNNING}.");
            return Err(desk.trouble(kind, Trouble::State, &[], message));
        }
    }
    Ok(found)
}

/// Returns the instance that a call names, which serves.
fn running(desk: &Desk<'_>) -> Result<Found, Fault> {
    named(desk)?;
    let found = all_running(desk)?.into_iter().next();
    found.ok_or_else(|| Fault::missing("InstanceId"))
}

/// Returns a kind of what belongs to instances, and that no facts describe.
fn within(name: &str) -> Kind {
    let facts = Resource {
        id: vec!["Key".to_owned()],
        ..Resource::default()
    };
    Kind::own("cdb", "2017-03-20", name, facts)
}

/// Returns what belongs to an instance, in the order in which it was made.
fn of_instance(desk: &Desk<'_>, kind: &Kind, instance: &str) -> Vec<Arc<Item>> {
    let mut all = desk.all(kind);
    all.retain(|item| text(&item.record, "InstanceId") == instance);
    all
}

/// Returns the regular expression that a parameter is, if it is given.
///
/// # Errors
/// It is none.
fn pattern(desk: &Desk<'_>, parameter: &str) -> Result<Option<Regex>, Fault> {
    let Some(given) = desk.text(parameter) else {
        return Ok(None);
    };
    let regex = RegexBuilder::new(&given).size_limit(REGEX).build();
    regex.map(Some).map_err(|_| {
        let message = format!("`{parameter}` must be a regular expression; got {given:?}.");
        let code = "InvalidParameterValue.InvalidParameterValueError";
        desk.call.fault(code, message)
    })
}
