//! Addresses: private ones of subnets, and public ones with what they are bound to.

use std::collections::HashSet;
use std::net::Ipv4Addr;

use serde_json::{Map, Value, json};

use super::super::super::engine::Desk;
use super::super::super::path::{self, text_at};
use super::super::super::store::Record;
use crate::fault::Fault;

/// The first public address that is given out: of the network for tests of devices (RFC 2544), so
/// that none belongs to anybody.
const PUBLIC: u32 = u32::from_be_bytes([198, 18, 0, 0]);
const PUBLIC_COUNT: u64 = 1 << 17;

/// Takes an address of a subnet, `wanted` or the first that is free.
///
/// # Errors
/// The subnet does not exist, it does not have the address, or it is taken.
pub(in super::super) fn take(
    desk: &Desk<'_>,
    subnet: &str,
    wanted: Option<&str>,
) -> Result<Option<String>, Fault> {
    let Some(item) = desk.resource("vpc", "Subnet", subnet)? else {
        return Ok(None);
    };
    let block = text_at(&item.record, "CidrBlock");
    let Some((first, size)) = block_of(&block) else {
        return Ok(None);
    };
    let taken: HashSet<String> = path::all(&item.record, "Taken")
        .into_iter()
        .map(path::text)
        .collect();
    let found = match wanted.filter(|wanted| !wanted.is_empty()) {
        Some(wanted) => {
            let number = wanted
                .parse::<Ipv4Addr>()
                .map(u32::from)
                .unwrap_or_default();
            if number.checked_sub(first).is_none_or(|at| at >= size) {
                let message = format!("The subnet {subnet:?} has no address {wanted:?}.");
                return Err(desk.call.fault("VpcAddrNotInSubNet", message));
            }
            wanted.to_owned()
        }
        None => {
            let free = (2..size.saturating_sub(1))
                .map(|at| Ipv4Addr::from(first + at).to_string())
                .find(|address| !taken.contains(address));
            free.ok_or_else(|| {
                let message = format!("The subnet {subnet:?} has no free address.");
                desk.call.fault("ResourceInsufficient.CidrBlock", message)
            })?
        }
    };
    if taken.contains(&found) {
        let message = format!("The address {found} of the subnet {subnet:?} is taken.");
        return Err(desk.call.fault("VpcIpIsUsed", message));
    }
    let address = found.clone();
    desk.amend("vpc", "Subnet", subnet, |record| {
        list(record, "Taken").push(address.into());
        count(record);
    });
    Ok(Some(found))
}

/// Gives addresses of a subnet back.
pub(in super::super) fn give_back(desk: &Desk<'_>, subnet: &str, addresses: &[String]) {
    desk.amend("vpc", "Subnet", subnet, |record| {
        list(record, "Taken").retain(|taken| !addresses.contains(&path::text(taken)));
        count(record);
    });
}

/// Counts the addresses of a subnet, of which the cloud keeps three.
pub(super) fn count(record: &mut Record) {
    let Some((_, size)) = block_of(&text_at(record, "CidrBlock")) else {
        return;
    };
    let total = u64::from(size).saturating_sub(3);
    let taken = list(record, "Taken").len() as u64;
    let free = total.saturating_sub(taken);
    record.insert("TotalIpAddressCount".into(), total.into());
    record.insert("AvailableIpAddressCount".into(), free.into());
}

/// Lists the private addresses of a VPC that are taken, with what has them.
pub(super) fn used(desk: &Desk<'_>) -> Result<Map<String, Value>, Fault> {
    let (vpc, subnet) = (desk.text("VpcId"), desk.text("SubnetId"));
    let wanted = desk.texts("IpAddresses");
    let meant = |record: &Record| {
        Some(text_at(record, "VpcId")) == vpc
            && subnet
                .as_ref()
                .is_none_or(|id| *id == text_at(record, "SubnetId"))
    };
    let mut all = Vec::new();
    for subnet in desk.those("vpc", "Subnet", meant) {
        let taken = path::all(&subnet, "Taken").into_iter().map(path::text);
        for address in taken.filter(|taken| wanted.is_empty() || wanted.contains(taken)) {
            let (kind, id) = holder(desk, &text_at(&subnet, "SubnetId"), &address);
            all.push(json!({
                "VpcId": vpc, "SubnetId": subnet.get("SubnetId"), "IpAddress": address,
                "ResourceType": kind, "ResourceId": id,
            }));
        }
    }
    let total = all.len();
    Ok(desk.respond(json!({"TotalCount": total, "IpAddressStates": desk.page(all)})))
}

/// Returns what has a private address of a subnet: its type and its id.
fn holder(desk: &Desk<'_>, subnet: &str, address: &str) -> (&'static str, String) {
    for (kind, service, name, within, addresses, id) in [
        (
            "CVM",
            "cvm",
            "Instance",
            "VirtualPrivateCloud.SubnetId",
            "PrivateIpAddresses",
            "InstanceId",
        ),
        (
            "ENI",
            "vpc",
            "NetworkInterface",
            "SubnetId",
            "PrivateIpAddressSet.PrivateIpAddress",
            "NetworkInterfaceId",
        ),
    ] {
        let has = |record: &Record| {
            let own = path::all(record, addresses).into_iter().map(path::text);
            text_at(record, within) == subnet && own.into_iter().any(|own| own == address)
        };
        if let Some(found) = desk.those(service, name, has).first() {
            return (kind, text_at(found, id));
        }
    }
    ("", String::new())
}

/// Returns the first address of a block and how many it has.
fn block_of(block: &str) -> Option<(u32, u32)> {
    let (address, bits) = block.split_once('/')?;
    let address: Ipv4Addr = address.parse().ok()?;
    let bits = bits
        .parse::<u32>()
        .ok()
        .filter(|bits| (1..=32).contains(bits))?;
    let size = 1_u32 << (32 - bits);
    Some((u32::from(address) & !(size - 1), size))
}

/// Returns a public address that nobody in the region has.
pub(in super::super) fn public(desk: &Desk<'_>) -> Option<String> {
    let kind = desk.kind_of("vpc", "Address")?;
    let number = desk.number(&kind) % PUBLIC_COUNT;
    let number = u32::try_from(number).unwrap_or_default();
    Some(Ipv4Addr::from(PUBLIC + number).to_string())
}

/// Returns the list that is a member, and makes it.
pub(in super::super) fn list<'r>(record: &'r mut Record, member: &str) -> &'r mut Vec<Value> {
    let value = record.entry(member).or_insert(Value::Null);
    if !value.is_array() {
        *value = json!([]);
    }
    match value {
        Value::Array(items) => items,
        _ => unreachable!("it was made a list"),
    }
}

/// Completes a public address.
pub(super) fn making(desk: &Desk<'_>, record: &mut Record) {
    if let Some(address) = public(desk) {
        record.insert("AddressIp".into(), address.into());
    }
    record.entry("Bandwidth").or_insert(json!(1));
    record
        .entry("InternetChargeType")
        .or_insert(json!("TRAFFIC_POSTPAID_BY_HOUR"));
}

/// Shows on both sides to what an address is bound.
///
/// # Errors
/// There is no such instance or interface.
pub(super) fn changing(desk: &Desk<'_>, before: &Record, after: &mut Record) -> Result<(), Fault> {
    match desk.call.target.name.as_str() {
        "AssociateAddress" => bind(desk, after),
        "DisassociateAddress" => {
            loosen(desk, before);
            after.remove("InstanceType");
            Ok(())
        }
        _ => Ok(()),
    }
}

fn bind(desk: &Desk<'_>, after: &mut Record) -> Result<(), Fault> {
    let public = text_at(after, "AddressIp");
    let (instance, interface) = (
        desk.text("InstanceId").unwrap_or_default(),
        desk.text("NetworkInterfaceId").unwrap_or_default(),
    );
    if !interface.is_empty() {
        if let Some(found) = desk.resource("vpc", "NetworkInterface", &interface)? {
            let own = path::all(&found.record, "PrivateIpAddressSet.PrivateIpAddress");
            let first = own.into_iter().map(path::text).next();
            after.entry("PrivateAddressIp").or_insert(json!(first));
            let holder = path::get(&found.record, "Attachment.InstanceId").cloned();
            after.insert("InstanceId".into(), holder.unwrap_or_default());
            let private = text_at(after, "PrivateAddressIp");
            let id = after.get("AddressId").cloned().unwrap_or_default();
            desk.amend("vpc", "NetworkInterface", &interface, |record| {
                mark(record, &private, &json!(public), &id);
            });
        }
        after.insert("InstanceType".into(), "ENI".into());
        return Ok(());
    }
    if instance.is_empty() {
        return Err(desk.call.fault(
            "InvalidParameterValue.MissingAssociateEntity",
            "Give an InstanceId or a NetworkInterfaceId.".to_owned(),
        ));
    }
    if instance.starts_with("ins-")
        && let Some(found) = desk.resource("cvm", "Instance", &instance)?
    {
        let own = path::all(&found.record, "PrivateIpAddresses");
        let first = own.into_iter().map(path::text).next();
        let private = after.entry("PrivateAddressIp").or_insert(Value::Null);
        if private.is_null() {
            *private = json!(first);
        }
        desk.amend("cvm", "Instance", &instance, |record| {
            list(record, "PublicIpAddresses").push(public.into());
        });
    }
    let holder = match instance.split('-').next() {
        Some("ins") => "CVM",
        Some("nat") => "NAT",
        Some("lb") => "CLB",
        Some("havip") => "HAVIP",
        _ => "",
    };
    after.insert("InstanceType".into(), holder.into());
    Ok(())
}

/// Takes an address away from what it was bound to.
fn loosen(desk: &Desk<'_>, address: &Record) {
    let public = text_at(address, "AddressIp");
    let instance = text_at(address, "InstanceId");
    desk.amend("cvm", "Instance", &instance, |record| {
        list(record, "PublicIpAddresses").retain(|own| path::text(own) != public);
    });
    let private = text_at(address, "PrivateAddressIp");
    let interface = text_at(address, "NetworkInterfaceId");
    desk.amend("vpc", "NetworkInterface", &interface, |record| {
        mark(record, &private, &Value::Null, &Value::Null);
    });
}

/// Says at a private address of an interface which public one is bound to it.
fn mark(interface: &mut Record, private: &str, public: &Value, id: &Value) {
    let addresses = list(interface, "PrivateIpAddressSet");
    for own in addresses.iter_mut().filter_map(Value::as_object_mut) {
        if text_at(own, "PrivateIpAddress") == private {
            own.insert("PublicIpAddress".into(), public.clone());
            own.insert("AddressId".into(), id.clone());
        }
    }
}

/// Frees the addresses that are bound to an instance or a gateway.
pub(in super::super) fn free(desk: &Desk<'_>, holder: &str) {
    let bound = |record: &Record| text_at(record, "InstanceId") == holder;
    for address in desk.those("vpc", "Address", bound) {
        unbind(desk, &text_at(&address, "AddressId"));
    }
}

pub(super) fn unbind(desk: &Desk<'_>, id: &str) {
    desk.amend("vpc", "Address", id, |record| {
        for member in [
            "InstanceId",
            "InstanceType",
            "NetworkInterfaceId",
            "PrivateAddressIp",
        ] {
            record.remove(member);
        }
        record.insert("AddressStatus".into(), "UNBIND".into());
    });
}
