//! The disks of instances, which the service cbs has as well.

use serde_json::{Value, json};

use super::super::super::engine::Desk;
use super::super::super::path::{self, text_at};
use super::super::super::store::Record;
use super::super::cbs;
use super::super::vpc::addresses::list;
use crate::fault::Fault;

/// The size of a system disk that the request leaves to the service, in GiB.
const SYSTEM: u64 = 50;

/// Makes the disks that an instance comes with.
pub(super) fn making(desk: &Desk<'_>, record: &mut Record) -> Result<(), Fault> {
    let system = record.get("SystemDisk").cloned().unwrap_or_default();
    let mut system = system.as_object().cloned().unwrap_or_default();
    system.entry("DiskSize").or_insert(SYSTEM.into());
    system.entry("DiskType").or_insert("CLOUD_PREMIUM".into());
    one(desk, record, &mut system, "SYSTEM_DISK")?;
    record.insert("SystemDisk".into(), system.into());
    let mut all = Vec::new();
    for disk in std::mem::take(list(record, "DataDisks")) {
        let mut disk = disk.as_object().cloned().unwrap_or_default();
        disk.entry("DiskType").or_insert("LOCAL_BASIC".into());
        disk.entry("DeleteWithInstance").or_insert(true.into());
        one(desk, record, &mut disk, "DATA_DISK")?;
        all.push(Value::Object(disk));
    }
    record.insert("DataDisks".into(), all.into());
    Ok(())
}

/// Makes the disk that `part` of an instance describes, and gives that its id.
fn one(desk: &Desk<'_>, instance: &Record, part: &mut Record, usage: &str) -> Result<(), Fault> {
    let Some(kind) = desk.kind_of("cbs", "Disk") else {
        return Ok(());
    };
    if text_at(part, "DiskType").starts_with("LOCAL") {
        return Ok(());
    }
    let id = text_at(instance, "InstanceId");
    let data = usage == "DATA_DISK";
    let mut disk = part.clone();
    for (member, value) in [
        (
            "Placement",
            instance.get("Placement").cloned().unwrap_or_default(),
        ),
        (
            "DiskChargeType",
            instance
                .get("InstanceChargeType")
                .cloned()
                .unwrap_or_default(),
        ),
        ("DiskUsage", json!(usage)),
        ("Portable", json!(data)),
        ("InstanceId", json!(id)),
        ("InstanceIdList", json!([id])),
        ("InstanceType", json!("CVM")),
        ("Attached", json!(true)),
        ("DiskState", json!("ATTACHED")),
    ] {
        disk.insert(member.into(), value);
    }
    disk.entry("DeleteWithInstance").or_insert(true.into());
    let made = desk.keep(&kind, disk)?;
    part.insert("DiskId".into(), text_at(&made.record, "DiskId").into());
    Ok(())
}

fn grow(desk: &Desk<'_>, disk: &Record) {
    let size = disk.get("DiskSize").cloned().unwrap_or_default();
    desk.amend("cbs", "Disk", &text_at(disk, "DiskId"), |record| {
        record.insert("DiskSize".into(), size);
    });
}

/// Gives disks the sizes of the request.
pub(super) fn resized(desk: &Desk<'_>, before: &Record, after: &mut Record) {
    let mut disks: Vec<Value> = path::all(before, "DataDisks")
        .into_iter()
        .cloned()
        .collect();
    for wanted in path::all(&desk.call.parameters, "DataDisks") {
        let id = wanted.get("DiskId").map(path::text);
        let mut own = disks.iter_mut().filter_map(Value::as_object_mut);
        let own = own.find(|disk| id.is_none() || disk.get("DiskId").map(path::text) == id);
        if let (Some(disk), Some(size)) = (own, wanted.get("DiskSize")) {
            disk.insert("DiskSize".into(), size.clone());
            grow(desk, disk);
        }
    }
    after.insert("DataDisks".into(), disks.into());
    reset(desk, after);
}

/// Gives the system disk the size that the instance says.
pub(super) fn reset(desk: &Desk<'_>, after: &Record) {
    if let Some(system) = after.get("SystemDisk").and_then(Value::as_object) {
        grow(desk, system);
    }
}

/// Ends the disks that end with their instance, and detaches the others.
pub(super) fn ending(desk: &Desk<'_>, record: &Record) {
    let id = text_at(record, "InstanceId");
    for disk in desk.those("cbs", "Disk", |disk| text_at(disk, "InstanceId") == id) {
        let own = text_at(&disk, "DiskId");
        if disk.get("DeleteWithInstance") == Some(&json!(true)) {
            desk.drop_one("cbs", "Disk", &own);
            continue;
        }
        desk.amend("cbs", "Disk", &own, |disk| {
            cbs::loosen(disk);
            disk.insert("DiskState".into(), "UNATTACHED".into());
        });
    }
}
