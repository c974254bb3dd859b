//! Versions of a function: what it was when they were published.

use std::sync::Arc;

use serde_json::{Value, json};
use tencentcloud_schema::resource::Resource;

use super::super::super::engine::Desk;
use super::super::super::plan::Kind;
use super::super::super::store::{Item, Record};
use super::super::text;
use super::{LATEST, Response, belonging, function};
use crate::fault::Fault;

/// The member of a function that counts its versions; no response shows it.
const COUNT: &str = "Published";

/// The kind of versions, which have no action that shows one.
pub(super) fn kind() -> Arc<Kind> {
    let facts = Resource {
        id: ["Namespace", "FunctionName", "FunctionVersion"]
            .map(str::to_owned)
            .into(),
        created: Some("AddTime".to_owned()),
        updated: Some("ModTime".to_owned()),
        ..Resource::default()
    };
    Arc::new(Kind::own("scf", "2018-04-16", "Version", facts))
}

/// Keeps what a function is now as its next version.
pub(super) fn publish(desk: &Desk<'_>, function: &mut Record) -> Result<Record, Fault> {
    let next = text(function, COUNT).parse::<u64>().unwrap_or(0) + 1;
    function.insert(COUNT.into(), next.into());
    let mut version = function.clone();
    for member in ["FunctionVersion", "Qualifier"] {
        version.insert(member.into(), next.to_string().into());
    }
    if let Some(description) = desk.text("Description") {
        version.insert("Description".into(), description.into());
    }
    desk.keep(&kind(), version.clone())?;
    Ok(version)
}

/// Publishes a version.
pub(super) fn new(desk: &Desk<'_>) -> Response {
    let functions = desk.known("Function")?;
    let function = function(desk)?;
    let mut record = desk.current(&function).into_owned();
    let version = publish(desk, &mut record)?;
    let count = record.get(COUNT).cloned().unwrap_or_default();
    // A change that is under way goes on.
    desk.amend_item(&functions, &function, |record| {
        record.insert(COUNT.into(), count);
    });
    Ok(desk.respond(version.into()))
}

/// Lists the versions of a function, the one that is written to first.
pub(super) fn list(desk: &Desk<'_>) -> Response {
    let function = function(desk)?;
    let latest = desk.current(&function).into_owned();
    let mut all = vec![latest];
    for item in belonging(desk, &kind(), &function.record) {
        all.push(item.record.clone());
    }
    let total = all.len();
    let page = desk.page(all);
    let number = |version: &Record| Value::from(text(version, "FunctionVersion"));
    let numbers: Vec<Value> = page.iter().map(number).collect();
    let versions = page.iter().map(|version| {
        let member = |name: &str| version.get(name).cloned().unwrap_or_default();
        json!({
            "Version": number(version), "Description": member("Description"),
            "AddTime": member("AddTime"), "ModTime": member("ModTime"), "Status": member("Status"),
        })
    });
    let versions: Vec<Value> = versions.collect();
    Ok(desk.respond(json!({
        "FunctionVersion": numbers, "Versions": versions, "TotalCount": total,
    })))
}

/// Returns the version that a call asks for by its number or by an alias.
pub(super) fn of(desk: &Desk<'_>, latest: &Record) -> Result<Record, Fault> {
    let Some(qualifier) = desk.text("Qualifier") else {
        return Ok(latest.clone());
    };
    let number = match alias(desk, latest, &qualifier)? {
        Some(alias) => text(&alias.record, "FunctionVersion"),
        None => qualifier.clone(),
    };
    if [LATEST, "$DEFAULT"].contains(&number.as_str()) {
        return Ok(latest.clone());
    }
    let version = numbered(desk, latest, &number).ok_or_else(|| missing(desk, &qualifier))?;
    Ok(version.record.clone())
}

/// Checks that a function has a version.
pub(super) fn check(desk: &Desk<'_>, function: &Item, number: &str) -> Result<(), Fault> {
    let known = number == LATEST || numbered(desk, &function.record, number).is_some();
    match known {
        true => Ok(()),
        false => Err(missing(desk, number)),
    }
}

/// Deletes a version that no alias stands for.
pub(super) fn delete(desk: &Desk<'_>, function: &Item, number: &str) -> Response {
    let Some(version) = numbered(desk, &function.record, number) else {
        return Err(missing(desk, number));
    };
    let aliases = desk.known("Alias")?;
    let stands = |item: &Arc<Item>| text(&item.record, "FunctionVersion") == number;
    if belonging(desk, &aliases, &function.record)
        .iter()
        .any(stands)
    {
        let message = format!("An alias stands for the version {number:?}: change it first.");
        let code = "UnsupportedOperation.AliasBind";
        return Err(desk.call.fault(code, message));
    }
    desk.remove(&kind(), &version);
    Ok(desk.respond(Value::Null))
}

fn alias(desk: &Desk<'_>, function: &Record, name: &str) -> Result<Option<Arc<Item>>, Fault> {
    let kind = desk.known("Alias")?;
    let mut all = belonging(desk, &kind, function).into_iter();
    Ok(all.find(|item| item.keys.id == name))
}

fn numbered(desk: &Desk<'_>, function: &Record, number: &str) -> Option<Arc<Item>> {
    let mut all = belonging(desk, &kind(), function).into_iter();
    all.find(|item| item.keys.id == number)
}

fn missing(desk: &Desk<'_>, qualifier: &str) -> Fault {
    let code = match desk.call.target.name.as_str() {
        "Invoke" | "InvokeFunction" | "DeleteFunction" => "ResourceNotFound.Qualifier",
        _ => "ResourceNotFound.FunctionVersion",
    };
    let message = format!("The function has no version or alias {qualifier:?}.");
    desk.call.fault(code, message)
}
