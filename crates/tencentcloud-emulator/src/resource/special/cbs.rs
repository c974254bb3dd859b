//! Disks: where they are attached, and what is kept of them in snapshots.

use serde_json::{Value, json};

use super::super::engine::{Desk, Family};
use super::super::path::{self, text_at};
use super::super::store::{Item, Record};
use super::vpc::addresses::list;
use crate::fault::Fault;

/// The code of the service cbs.
#[derive(Debug)]
pub(super) struct Cbs;

impl Family for Cbs {
    fn service(&self) -> &'static str {
        "cbs"
    }

    fn making(&self, desk: &Desk<'_>, kind: &str, record: &mut Record) -> Result<(), Fault> {
        match kind {
            "Disk" => disk(desk, record),
            "Snapshot" => snapshot(desk, record),
            _ => Ok(()),
        }
    }

    fn made(&self, desk: &Desk<'_>, kind: &str, item: &Item) -> Result<(), Fault> {
        if kind == "Snapshot" {
            count_snapshots(desk, &text_at(&item.record, "DiskId"));
        }
        Ok(())
    }

    fn changing(
        &self,
        desk: &Desk<'_>,
        kind: &str,
        before: &Record,
        after: &mut Record,
    ) -> Result<(), Fault> {
        match (kind, desk.call.target.name.as_str()) {
            ("Disk", "AttachDisks") => attach(desk, after)?,
            ("Disk", "DetachDisks") => detach(desk, before, after),
            ("Disk", "ResizeDisk") => resize(desk, before, after)?,
            ("Snapshot", "ModifySnapshotAttribute") if desk.parameter("Deadline").is_some() => {
                after.insert("IsPermanent".into(), false.into());
            }
            _ => {}
        }
        Ok(())
    }

    fn shown(&self, _: &Desk<'_>, kind: &str, record: &mut Record) {
        if kind == "Snapshot" {
            let percent = match text_at(record, "SnapshotState").as_str() {
                "CREATING" => 0,
                _ => 100,
            };
            record.insert("Percent".into(), percent.into());
        }
    }
}

/// Completes a new disk.
fn disk(desk: &Desk<'_>, record: &mut Record) -> Result<(), Fault> {
    let encrypted = matches!(text_at(record, "Encrypt").as_str(), "ENCRYPT" | "true");
    record.insert("Encrypt".into(), encrypted.into());
    let snapshot = text_at(record, "SnapshotId");
    if !snapshot.is_empty()
        && let Some(snapshot) = desk.resource("cbs", "Snapshot", &snapshot)?
    {
        let size = snapshot.record.get("DiskSize").cloned();
        record.entry("DiskSize").or_insert(size.unwrap_or_default());
    }
    if text_at(record, "DiskChargeType") == "PREPAID" {
        let flag = text_at(record, "DiskChargePrepaid.RenewFlag");
        let flag = Some(flag).filter(|flag| !flag.is_empty());
        let flag = flag.unwrap_or_else(|| "NOTIFY_AND_MANUAL_RENEW".to_owned());
        record.insert("RenewFlag".into(), flag.into());
    }
    for (member, value) in [
        ("DiskState", json!("UNATTACHED")),
        ("DiskUsage", json!("DATA_DISK")),
        ("Portable", json!(true)),
        ("SnapshotAbility", json!(true)),
    ] {
        record.entry(member).or_insert(value);
    }
    Ok(())
}

/// Completes a new snapshot by its disk.
fn snapshot(desk: &Desk<'_>, record: &mut Record) -> Result<(), Fault> {
    let disk = text_at(record, "DiskId");
    if disk.is_empty() {
        return Ok(());
    }
    if let Some(disk) = desk.resource("cbs", "Disk", &disk)? {
        for member in ["DiskSize", "DiskUsage", "Placement", "Encrypt"] {
            let value = disk.record.get(member).cloned();
            record.entry(member).or_insert(value.unwrap_or_default());
        }
    }
    let permanent = !record.contains_key("DeadlineTime");
    record.insert("IsPermanent".into(), permanent.into());
    record.insert("SnapshotType".into(), "PRIVATE_SNAPSHOT".into());
    Ok(())
}

fn count_snapshots(desk: &Desk<'_>, disk: &str) {
    let own = |snapshot: &Record| text_at(snapshot, "DiskId") == disk;
    let count = desk.those("cbs", "Snapshot", own).len();
    desk.amend("cbs", "Disk", disk, |disk| {
        disk.insert("SnapshotCount".into(), count.into());
    });
}

/// Returns what an instance says of a disk.
pub(super) fn of_instance(disk: &Record) -> Value {
    let mut shown = Record::new();
    for member in [
        "DiskId",
        "DiskName",
        "DiskSize",
        "DiskType",
        "DeleteWithInstance",
        "Encrypt",
        "SnapshotId",
        "ThroughputPerformance",
    ] {
        if let Some(value) = disk.get(member) {
            shown.insert(member.into(), value.clone());
        }
    }
    shown.into()
}

fn attach(desk: &Desk<'_>, after: &mut Record) -> Result<(), Fault> {
    let instance = desk.text("InstanceId").unwrap_or_default();
    if let Some(found) = desk.resource("cvm", "Instance", &instance)? {
        let zones = [
            text_at(&found.record, "Placement.Zone"),
            text_at(after, "Placement.Zone"),
        ];
        if zones[0] != zones[1] {
            return Err(desk.call.fault(
                "ResourceUnavailable.ZoneNotMatch",
                format!(
                    "The instance is in the zone {:?}, the disk in {:?}.",
                    zones[0], zones[1]
                ),
            ));
        }
    }
    after.insert("InstanceIdList".into(), json!([instance]));
    after.insert("InstanceType".into(), "CVM".into());
    after.entry("DeleteWithInstance").or_insert(false.into());
    let disk = of_instance(after);
    desk.amend("cvm", "Instance", &instance, |record| {
        list(record, "DataDisks").push(disk);
    });
    Ok(())
}

/// Shows a disk as attached to nothing.
pub(super) fn loosen(record: &mut Record) {
    let last = record.remove("InstanceId").unwrap_or_default();
    record.insert("LastAttachInsId".into(), last);
    for member in [
        "InstanceIdList",
        "InstanceType",
        "DeleteWithInstance",
        "AttachMode",
    ] {
        record.remove(member);
    }
    record.insert("Attached".into(), false.into());
}

fn detach(desk: &Desk<'_>, before: &Record, after: &mut Record) {
    let (id, instance) = (text_at(before, "DiskId"), text_at(before, "InstanceId"));
    after.insert("InstanceId".into(), instance.clone().into());
    loosen(after);
    desk.amend("cvm", "Instance", &instance, |record| {
        list(record, "DataDisks")
            .retain(|disk| disk.get("DiskId").map(path::text).as_ref() != Some(&id));
    });
}

fn resize(desk: &Desk<'_>, before: &Record, after: &Record) -> Result<(), Fault> {
    let size = |record: &Record| text_at(record, "DiskSize").parse().unwrap_or(0_u64);
    if size(after) < size(before) {
        return Err(desk.call.fault(
            "InvalidParameterValue",
            format!(
                "A disk does not become smaller: it has {} GiB.",
                size(before)
            ),
        ));
    }
    let id = text_at(after, "DiskId");
    let instance = text_at(after, "InstanceId");
    desk.amend("cvm", "Instance", &instance, |record| {
        let own = |disk: &&mut Value| disk.get("DiskId").map(path::text).as_ref() == Some(&id);
        let disks = list(record, "DataDisks").iter_mut();
        for disk in disks.filter(own).filter_map(|disk| disk.as_object_mut()) {
            disk.insert("DiskSize".into(), size(after).into());
        }
        if text_at(record, "SystemDisk.DiskId") == id {
            path::put(record, "SystemDisk.DiskSize", size(after).into());
        }
    });
    Ok(())
}
