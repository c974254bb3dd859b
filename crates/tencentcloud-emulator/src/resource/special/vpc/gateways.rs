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

/// The kinds of rules by which a gateway translates, with where it shows them.
pub(super) const RULES: [(&str, &str); 2] = [
    (
        "NatGatewayDestinationIpPortTranslationNatRule",
        "DestinationIpPortTranslationNatRuleSet",
    ),
    (
        "NatGatewaySourceIpTranslationNatRule",
        "SourceIpTranslationNatRuleSet",
    ),
];

/// Gives a new rule the VPC of its gateway, by which it is found.
///
/// # Errors
/// The gateway does not exist.
pub(super) fn ruling(desk: &Desk<'_>, record: &mut Record) -> Result<(), Fault> {
    let gateway = text_at(record, "NatGatewayId");
    if let Some(gateway) = desk.resource("vpc", "NatGateway", &gateway)? {
        let vpc = gateway.record.get("VpcId").cloned();
        record.insert("VpcId".into(), vpc.unwrap_or_default());
    }
    Ok(())
}

/// Shows the rules of a gateway.
pub(super) fn shown(desk: &Desk<'_>, record: &mut Record) {
    let id = text_at(record, "NatGatewayId");
    let own = |rule: &Record| text_at(rule, "NatGatewayId") == id;
    for (kind, member) in RULES {
        let rules = desk.those("vpc", kind, own).into_iter();
        record.insert(member.into(), rules.map(Value::from).collect());
    }
}

/// Ends the rules of a gateway and frees its addresses.
pub(super) fn ending(desk: &Desk<'_>, record: &Record) {
    let id = text_at(record, "NatGatewayId");
    for (kind, _) in RULES {
        desk.drop_those(kind, |rule| text_at(rule, "NatGatewayId") == id);
    }
    addresses::free(desk, &id);
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
