//! Network interfaces and their private addresses.

use serde_json::{Map, Value, json};

use super::super::super::engine::Desk;
use super::super::super::path::{self, text_at};
use super::super::super::store::Record;
use super::addresses::{self, list};
use crate::fault::Fault;

/// Gives a new interface its addresses.
///
/// # Errors
/// The subnet does not have them.
pub(super) fn making(desk: &Desk<'_>, record: &mut Record) -> Result<(), Fault> {
    let subnet = text_at(record, "SubnetId");
    if let Some(subnet) = desk.resource("vpc", "Subnet", &subnet)? {
        let zone = subnet.record.get("Zone").cloned();
        record.insert("Zone".into(), zone.unwrap_or_default());
    }
    let given = std::mem::take(list(record, "PrivateIpAddressSet"));
    let mut wanted = given;
    if !wanted.iter().any(is_primary) {
        match wanted.first_mut().and_then(Value::as_object_mut) {
            Some(first) => _ = first.insert("Primary".into(), true.into()),
            None => wanted.push(json!({"Primary": true})),
        }
    }
    let more = text_at(record, "SecondaryPrivateIpAddressCount");
    let more = more.parse().unwrap_or(0_usize).min(1000);
    wanted.extend((0..more).map(|_| json!({"Primary": false})));
    let addresses = addressed(desk, &subnet, wanted)?;
    record.insert("PrivateIpAddressSet".into(), addresses.into());
    if let Some(kind) = desk.kind_of("vpc", "NetworkInterface") {
        let bytes = desk.number(&kind).to_be_bytes();
        let mac = format!(
            "20:90:6F:{:02X}:{:02X}:{:02X}",
            bytes[5], bytes[6], bytes[7]
        );
        record.insert("MacAddress".into(), mac.into());
    }
    Ok(())
}

fn is_primary(address: &Value) -> bool {
    address.get("Primary") == Some(&Value::Bool(true))
}

/// Takes the addresses that are wanted, each with the address itself or without.
fn addressed(desk: &Desk<'_>, subnet: &str, wanted: Vec<Value>) -> Result<Vec<Value>, Fault> {
    let mut addresses = Vec::new();
    for mut address in wanted {
        let own = address.get("PrivateIpAddress").map(path::text);
        let taken = addresses::take(desk, subnet, own.as_deref())?;
        if let (Some(address), Some(taken)) = (address.as_object_mut(), taken) {
            address.insert("PrivateIpAddress".into(), taken.into());
            address.insert("State".into(), "AVAILABLE".into());
        }
        addresses.push(address);
    }
    Ok(addresses)
}

/// Completes what an attached interface says of its instance.
///
/// # Errors
/// There is no such instance.
pub(super) fn changing(desk: &Desk<'_>, after: &mut Record) -> Result<(), Fault> {
    if desk.call.target.name == "AttachNetworkInterface" {
        desk.resource(
            "cvm",
            "Instance",
            &desk.text("InstanceId").unwrap_or_default(),
        )?;
        let account = desk.call.account.clone().unwrap_or_default();
        path::put(after, "Attachment.DeviceIndex", 1.into());
        path::put(after, "Attachment.InstanceAccountId", account.into());
        let now = desk.kind("NetworkInterface");
        let now = now.map(|kind| desk.stamp(&kind, "CreatedTime"));
        path::put(after, "Attachment.AttachTime", now.unwrap_or_default());
    }
    Ok(())
}

/// Gives the addresses of an interface back.
///
/// # Errors
/// It is attached to an instance.
pub(super) fn ending(desk: &Desk<'_>, record: &Record) -> Result<(), Fault> {
    if !text_at(record, "Attachment.InstanceId").is_empty() {
        let id = text_at(record, "NetworkInterfaceId");
        return Err(desk.in_use("NetworkInterface", &id, "Instance"));
    }
    let own = path::all(record, "PrivateIpAddressSet.PrivateIpAddress");
    let own: Vec<String> = own.into_iter().map(path::text).collect();
    addresses::give_back(desk, &text_at(record, "SubnetId"), &own);
    Ok(())
}

/// Adds private addresses to an interface.
pub(super) fn assign(desk: &Desk<'_>) -> Result<Map<String, Value>, Fault> {
    let id = desk.text("NetworkInterfaceId").unwrap_or_default();
    let Some(item) = desk.resource("vpc", "NetworkInterface", &id)? else {
        return Ok(desk.respond(Value::Null));
    };
    let mut wanted: Vec<Value> = path::all(&desk.call.parameters, "PrivateIpAddresses")
        .into_iter()
        .cloned()
        .collect();
    let count = desk
        .text("SecondaryPrivateIpAddressCount")
        .unwrap_or_default();
    let count = count.parse().unwrap_or(0_usize).min(1000);
    wanted.extend((0..count).map(|_| json!({"Primary": false})));
    let new = addressed(desk, &text_at(&item.record, "SubnetId"), wanted)?;
    let added = new.clone();
    desk.amend("vpc", "NetworkInterface", &id, |record| {
        list(record, "PrivateIpAddressSet").extend(added);
    });
    Ok(desk.respond(json!({"PrivateIpAddressSet": new})))
}

/// Takes private addresses away from an interface.
pub(super) fn unassign(desk: &Desk<'_>) -> Result<Map<String, Value>, Fault> {
    let id = desk.text("NetworkInterfaceId").unwrap_or_default();
    if let Some(item) = desk.resource("vpc", "NetworkInterface", &id)? {
        let gone = path::all(&desk.call.parameters, "PrivateIpAddresses.PrivateIpAddress");
        let gone: Vec<String> = gone.into_iter().map(path::text).collect();
        desk.amend("vpc", "NetworkInterface", &id, |record| {
            list(record, "PrivateIpAddressSet").retain(|own| {
                let address = own.get("PrivateIpAddress").map(path::text);
                is_primary(own) || !gone.contains(&address.unwrap_or_default())
            });
        });
        addresses::give_back(desk, &text_at(&item.record, "SubnetId"), &gone);
    }
    Ok(desk.respond(Value::Null))
}
