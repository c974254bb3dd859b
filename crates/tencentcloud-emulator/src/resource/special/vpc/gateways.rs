//! NAT gateways and the public addresses that they use.

use serde_json::{Value, json};

use super::super::super::engine::Desk;
use super::super::super::path::{self, text_at};
use super::super::super::store::Record;
use super::addresses::{self, list};
use crate::fault::Fault;

/// Gives a new gateway its addresses.
///
/// # Errors
/// The account has no such address, or it is in use.
pub(super) fn making(desk: &Desk<'_>, record: &mut Record) -> Result<(), Fault> {
    for (member, value) in [
        ("InternetMaxBandwidthOut", json!(100)),
        ("MaxConcurrentConnection", json!(1_000_000)),
        ("NetworkState", json!("AVAILABLE")),
        ("RestrictState", json!("NORMAL")),
    ] {
        record.entry(member).or_insert(value);
    }
    bind(desk, record)
}

/// Gives a gateway the addresses that the call names, and as many new ones as it says.
fn bind(desk: &Desk<'_>, record: &mut Record) -> Result<(), Fault> {
    let gateway = record.get("NatGatewayId").cloned().unwrap_or_default();
    let mut found = Vec::new();
    for wanted in path::all(&desk.call.parameters, "PublicIpAddresses") {
        let wanted = path::text(wanted);
        let same = |record: &Record| text_at(record, "AddressIp") == wanted;
        let address = desk.those("vpc", "Address", same).into_iter().next();
        let free = address.filter(|address| text_at(address, "AddressStatus") == "UNBIND");
        found.push(free.ok_or_else(|| {
            let message = format!("The account has no address {wanted:?} that is free.");
            desk.call.fault("InvalidParameterValue", message)
        })?);
    }
    let count = desk
        .text("AddressCount")
        .unwrap_or_default()
        .parse()
        .unwrap_or(0_usize);
    if let Some(kind) = desk.kind_of("vpc", "Address") {
        for _ in 0..count.min(100) {
            let made = desk.keep(&kind, Record::new())?;
            found.push(made.record.clone());
        }
    }
    for address in found {
        let id = text_at(&address, "AddressId");
        list(record, "PublicIpAddressSet").push(json!({
            "AddressId": id, "PublicIpAddress": address.get("AddressIp"), "IsBlocked": false,
        }));
        desk.amend("vpc", "Address", &id, |address| {
            address.insert("InstanceId".into(), gateway.clone());
            address.insert("InstanceType".into(), "NAT".into());
            address.insert("AddressStatus".into(), "BIND".into());
        });
    }
    Ok(())
}

/// Adds addresses to a gateway or takes them away.
///
/// # Errors
/// The account has no such address, or it is in use.
pub(super) fn changing(desk: &Desk<'_>, after: &mut Record) -> Result<(), Fault> {
    match desk.call.target.name.as_str() {
        "AssociateNatGatewayAddress" => bind(desk, after),
        "DisassociateNatGatewayAddress" => {
            let given = path::all(&desk.call.parameters, "PublicIpAddresses");
            let given: Vec<String> = given.into_iter().map(path::text).collect();
            let meant = |address: &Value| {
                let public = address.get("PublicIpAddress").map(path::text);
                public.is_some_and(|public| given.contains(&public))
            };
            let all = list(after, "PublicIpAddressSet");
            let gone: Vec<Value> = all.extract_if(.., |address| meant(address)).collect();
            for address in gone {
                let id = address.get("AddressId").map(path::text);
                addresses::unbind(desk, &id.unwrap_or_default());
            }
            Ok(())
        }
        _ => Ok(()),
    }
}
