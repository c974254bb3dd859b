//! The addresses of instances.

use std::net::Ipv4Addr;

use serde_json::{Value, json};

use super::super::super::engine::Desk;
use super::super::super::path::{self, text_at};
use super::super::super::store::Record;
use super::super::vpc::addresses;
use crate::fault::Fault;

/// The first private address of instances that name no subnet.
const PLAIN: u32 = u32::from_be_bytes([172, 16, 0, 2]);
const PLAIN_COUNT: u64 = 1 << 19;

/// Gives an instance its private address, and a public one if it asks for traffic.
pub(super) fn making(desk: &Desk<'_>, record: &mut Record) -> Result<(), Fault> {
    private(desk, record)?;
    let traffic = text_at(record, "InternetAccessible.InternetMaxBandwidthOut");
    let asked = !matches!(traffic.as_str(), "" | "0");
    let refused = path::get(record, "InternetAccessible.PublicIpAssigned") == Some(&json!(false));
    if asked
        && !refused
        && let Some(address) = addresses::public(desk)
    {
        record.insert("PublicIpAddresses".into(), json!([address]));
    }
    if asked {
        let login = path::get(record, "InternetAccessible.InternetChargeType");
        let kind = login.cloned().unwrap_or(json!("TRAFFIC_POSTPAID_BY_HOUR"));
        path::put(record, "InternetAccessible.InternetChargeType", kind);
    }
    Ok(())
}

/// Takes the private address that an instance asks for, or one that is free.
fn private(desk: &Desk<'_>, record: &mut Record) -> Result<(), Fault> {
    let subnet = text_at(record, "VirtualPrivateCloud.SubnetId");
    let wanted = path::all(record, "VirtualPrivateCloud.PrivateIpAddresses");
    let wanted = wanted.first().map(|address| path::text(address));
    let address = match subnet.as_str() {
        "" | "DEFAULT" => None,
        subnet => {
            let vpc = text_at(record, "VirtualPrivateCloud.VpcId");
            if let Some(found) = desk.resource("vpc", "Subnet", subnet)?
                && text_at(&found.record, "VpcId") != vpc
            {
                return Err(desk.call.fault(
                    "InvalidParameterValue.VpcIdSubnetIdNotMatch",
                    format!("The subnet {subnet:?} is not of the VPC {vpc:?}."),
                ));
            }
            addresses::take(desk, subnet, wanted.as_deref())?
        }
    };
    let plain = || {
        let kind = desk.kind_of("cvm", "Instance")?;
        let number = u32::try_from(desk.number(&kind) % PLAIN_COUNT).ok()?;
        Some(Ipv4Addr::from(PLAIN + number).to_string())
    };
    if let Some(address) = address.or_else(plain) {
        record.insert("PrivateIpAddresses".into(), json!([address]));
    }
    if let Some(cloud) = record
        .get_mut("VirtualPrivateCloud")
        .and_then(Value::as_object_mut)
    {
        cloud.remove("PrivateIpAddresses");
    }
    Ok(())
}

/// Moves an instance into another subnet.
///
/// # Errors
/// The subnet does not exist, or does not have the address.
pub(super) fn moved(desk: &Desk<'_>, before: &Record, after: &mut Record) -> Result<(), Fault> {
    private(desk, after)?;
    ending(desk, before);
    Ok(())
}

/// Gives the private addresses of an instance back.
pub(super) fn ending(desk: &Desk<'_>, record: &Record) {
    let own = path::all(record, "PrivateIpAddresses").into_iter();
    let own: Vec<String> = own.map(path::text).collect();
    let subnet = text_at(record, "VirtualPrivateCloud.SubnetId");
    addresses::give_back(desk, &subnet, &own);
}
