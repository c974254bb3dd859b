//! Instances with their disks and addresses, images and key pairs.

mod disks;
mod images;
mod keys;
mod network;
mod offers;
mod pairs;
mod size;

use std::sync::Arc;

use serde_json::{Value, json};

use super::super::engine::{Desk, Family, Whole};
use super::super::path::{self, text_at};
use super::super::store::{Item, Record};
use super::vpc::addresses;
use crate::fault::Fault;

/// Members that a change gives in part: what it leaves out stays.
const PARTS: [&str; 5] = [
    "InternetAccessible",
    "LoginSettings",
    "Placement",
    "SystemDisk",
    "VirtualPrivateCloud",
];

/// The code of the service cvm.
#[derive(Debug)]
pub(super) struct Cvm;

impl Family for Cvm {
    fn service(&self) -> &'static str {
        "cvm"
    }

    fn making(&self, desk: &Desk<'_>, kind: &str, record: &mut Record) -> Result<(), Fault> {
        match kind {
            "Instance" => instance(desk, record),
            "KeyPair" => pairs::making(desk, record),
            "Image" => images::making(desk, record),
            _ => Ok(()),
        }
    }

    fn changing(
        &self,
        desk: &Desk<'_>,
        kind: &str,
        before: &Record,
        after: &mut Record,
    ) -> Result<(), Fault> {
        match kind {
            "Instance" => changed(desk, before, after),
            _ => Ok(()),
        }
    }

    fn ending(&self, desk: &Desk<'_>, kind: &str, record: &Record) -> Result<(), Fault> {
        match kind {
            "Instance" => ended(desk, record),
            "KeyPair" => pairs::ending(desk, record),
            _ => Ok(()),
        }
    }

    fn shown(&self, desk: &Desk<'_>, kind: &str, record: &mut Record) {
        match kind {
            "Instance" => {
                let settled = ["RUNNING", "STOPPED"];
                let now = text_at(record, "InstanceState");
                let state = match settled.contains(&now.as_str()) {
                    true => "SUCCESS",
                    false => "OPERATING",
                };
                record.insert("LatestOperationState".into(), state.into());
            }
            "KeyPair" => pairs::shown(desk, record),
            _ => {}
        }
    }

    fn offered(&self, _: &Desk<'_>, kind: &str) -> Vec<Arc<Item>> {
        match kind {
            "Image" => images::public().to_vec(),
            _ => Vec::new(),
        }
    }

    fn action(&self, name: &str) -> Option<Whole> {
        Some(match name {
            "DescribeRegions" => offers::regions,
            "DescribeZones" => offers::zones,
            "DescribeInstanceFamilyConfigs" => offers::families,
            "DescribeInstanceTypeConfigs" => offers::types,
            "DescribeZoneInstanceConfigInfos" => offers::quotas,
            _ => return None,
        })
    }
}

/// Completes a new instance, with disks and addresses.
fn instance(desk: &Desk<'_>, record: &mut Record) -> Result<(), Fault> {
    for member in PARTS {
        record.entry(member).or_insert(json!({}));
    }
    check_names(desk, record)?;
    images::taking(desk, record)?;
    secret(record);
    size::put(record);
    network::making(desk, record)?;
    disks::making(desk, record)?;
    let groups = path::all(record, "DisasterRecoverGroupIds");
    if let Some(group) = groups.first().map(|group| (*group).clone()) {
        record.insert("DisasterRecoverGroupId".into(), group);
    }
    if text_at(record, "InstanceChargeType") == "PREPAID" {
        let flag = text_at(record, "InstanceChargePrepaid.RenewFlag");
        let flag = Some(flag).filter(|flag| !flag.is_empty());
        let flag = flag.unwrap_or_else(|| "NOTIFY_AND_MANUAL_RENEW".to_owned());
        record.insert("RenewFlag".into(), flag.into());
    }
    if let Some(kind) = desk.kind_of("cvm", "Instance") {
        let uuid = desk.draw("cvm/Uuid", desk.number(&kind)).uuid();
        record.insert("Uuid".into(), uuid.into());
    }
    for (member, value) in [
        ("RestrictState", json!("NORMAL")),
        ("StopChargingMode", json!("NOT_APPLICABLE")),
        ("LatestOperation", json!(desk.call.target.name)),
    ] {
        record.insert(member.into(), value);
    }
    Ok(())
}

/// Checks that key pairs and security groups exist.
fn check_names(desk: &Desk<'_>, record: &Record) -> Result<(), Fault> {
    for (service, kind, member) in [
        ("vpc", "SecurityGroup", "SecurityGroupIds"),
        ("cvm", "KeyPair", "LoginSettings.KeyIds"),
    ] {
        for id in path::all(record, member) {
            desk.resource(service, kind, &path::text(id))?;
        }
    }
    Ok(())
}

/// Forgets the password, which nobody can read again.
fn secret(record: &mut Record) {
    if let Some(login) = record
        .get_mut("LoginSettings")
        .and_then(Value::as_object_mut)
    {
        login.remove("Password");
    }
    record.remove("Password");
}

fn changed(desk: &Desk<'_>, before: &Record, after: &mut Record) -> Result<(), Fault> {
    for member in PARTS {
        if let (Some(Value::Object(old)), Some(Value::Object(new))) =
            (before.get(member), after.get(member))
        {
            let mut whole = old.clone();
            whole.extend(new.clone());
            after.insert(member.into(), whole.into());
        }
    }
    secret(after);
    check_names(desk, after)?;
    let action = desk.call.target.name.as_str();
    match action {
        "ResetInstancesType" => size::put(after),
        "ModifyInstancesVpcAttribute" => network::moved(desk, before, after)?,
        "ResizeInstanceDisks" => disks::resized(desk, before, after),
        "ResetInstance" => {
            images::taking(desk, after)?;
            disks::reset(desk, after);
        }
        "StopInstances" => {
            let mode = match desk.text("StoppedMode").unwrap_or_default().as_str() {
                "STOP_CHARGING" => "STOP_CHARGING",
                _ => "KEEP_CHARGING",
            };
            after.insert("StopChargingMode".into(), mode.into());
        }
        "StartInstances" => {
            after.insert("StopChargingMode".into(), "NOT_APPLICABLE".into());
        }
        _ => {}
    }
    after.insert("LatestOperation".into(), action.into());
    Ok(())
}

/// Gives back what an instance had.
fn ended(desk: &Desk<'_>, record: &Record) -> Result<(), Fault> {
    let id = text_at(record, "InstanceId");
    if record.get("DisableApiTermination") == Some(&json!(true)) {
        return Err(desk.call.fault(
            "UnsupportedOperation.InstancesProtected",
            format!("The instance {id:?} is protected: DisableApiTermination is on."),
        ));
    }
    addresses::free(desk, &id);
    network::ending(desk, record);
    disks::ending(desk, record);
    Ok(())
}
