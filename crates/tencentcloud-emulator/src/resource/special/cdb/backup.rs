//! Backups of instances, and when they are made.

use serde_json::{Value, json};

use super::super::super::engine::{Desk, Whole};
use super::super::super::path;
use super::super::super::store::Record;
use super::{Response, fill, named, running, text};
use crate::fault::Fault;

/// The member of an instance that holds what was set of its backups; no response shows it.
const MEMBER: &str = "Backups";

const DAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// The states of an instance that is being isolated, and that is.
const ISOLATED: [&str; 2] = ["4", "5"];

/// When backups are made unless something else is set.
const WINDOW: &str = "02:00-06:00";

pub(super) fn action(name: &str) -> Option<Whole> {
    Some(match name {
        "DescribeBackupConfig" => config,
        "ModifyBackupConfig" => configure,
        _ => return None,
    })
}

/// Checks that the instance of a new backup is not isolated.
pub(super) fn check(desk: &Desk<'_>) -> Result<(), Fault> {
    let (_, instance) = named(desk)?;
    let state = text(&desk.current(&instance), "Status");
    match ISOLATED.contains(&state.as_str()) {
        false => Ok(()),
        true => {
            let message = format!("The instance is isolated: it has the status {state}.");
            Err(desk.call.fault("OperationDenied.ActionNotSupport", message))
        }
    }
}

/// Completes a new backup.
pub(super) fn complete(desk: &Desk<'_>, record: &mut Record) {
    let part = match path::all(record, "BackupDBTableList").is_empty() {
        true => "full",
        false => "partial",
    };
    let name = format!(
        "{}_{}",
        text(record, "InstanceId"),
        text(record, "BackupId")
    );
    fill(
        record,
        json!({
            "Name": name, "Date": desk.time(), "StartTime": desk.time(), "FinishTime": desk.time(),
            "Creator": desk.account(), "Method": part, "Way": "manual", "ManualBackupName": "",
            "SaveMode": "save_mode_regular", "Region": desk.call.region, "EncryptionFlag": "off",
        }),
    );
}

/// Shows how far a backup is.
pub(super) fn show(record: &mut Record) {
    let over = text(record, "Status") == "SUCCESS";
    record.insert("Progress".into(), if over { 100 } else { 0 }.into());
    if !over {
        record.remove("FinishTime");
    }
}

fn config(desk: &Desk<'_>) -> Response {
    let (_, instance) = named(desk)?;
    let set = instance.record.get(MEMBER).and_then(Value::as_object);
    let mut shown = set.cloned().unwrap_or_default();
    let week: Record = DAYS
        .map(|day| (day.to_owned(), WINDOW.into()))
        .into_iter()
        .collect();
    fill(
        &mut shown,
        json!({
            "BackupExpireDays": 7, "BackupMethod": "physical", "BinlogExpireDays": 7,
            "BackupTimeWindow": week, "EnableBackupPeriodSave": "off", "BackupPeriodSaveDays": 1_080,
            "BackupPeriodSaveInterval": "monthly", "BackupPeriodSaveCount": 1,
            "EnableBackupArchive": "off", "EnableBinlogArchive": "off",
            "EnableBackupStandby": "off", "EnableBinlogStandby": "off",
        }),
    );
    Ok(desk.respond(shown.into()))
}

fn configure(desk: &Desk<'_>) -> Response {
    let (kind, instance) = running(desk)?;
    let mut new = desk.call.parameters.clone();
    new.remove("InstanceId");
    if let Some(days) = new.remove("ExpireDays") {
        new.insert("BackupExpireDays".into(), days);
    }
    if let Some(window) = new.remove("StartTime") {
        let week: Record = DAYS
            .map(|day| (day.to_owned(), window.clone()))
            .into_iter()
            .collect();
        new.entry("BackupTimeWindow").or_insert(week.into());
    }
    desk.amend_item(&kind, &instance, |record| {
        for (member, value) in new {
            path::put(record, &format!("{MEMBER}.{member}"), value);
        }
    });
    Ok(desk.respond(Value::Null))
}
