//! Private networks: route tables that come with a VPC, subnets in them, what security groups hold,
//! addresses and what they are bound to.

pub(super) mod addresses;
mod blocks;
mod gateways;
mod interfaces;
mod policies;
mod routes;

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::super::codes::Trouble;
use super::super::engine::{Desk, Family, Whole};
use super::super::path::{self, text_at};
use super::super::store::{Item, Record};
use crate::fault::Fault;

/// The code of the service vpc.
#[derive(Debug)]
pub(super) struct Vpc;

impl Family for Vpc {
    fn service(&self) -> &'static str {
        "vpc"
    }

    fn making(&self, desk: &Desk<'_>, kind: &str, record: &mut Record) -> Result<(), Fault> {
        match kind {
            "Vpc" => vpc(record),
            "Subnet" => {
                addresses::count(record);
                if let Some(main) = main_table(desk, record.get("VpcId")) {
                    let id = main.record.get("RouteTableId").cloned();
                    record.insert("RouteTableId".into(), id.unwrap_or_default());
                }
            }
            "SecurityGroup" => policies::making(desk, record),
            "Address" => addresses::making(desk, record),
            "NatGateway" => gateways::making(desk, record)?,
            rule if is_rule(rule) => gateways::ruling(desk, record)?,
            "NetworkInterface" => interfaces::making(desk, record)?,
            _ => {}
        }
        Ok(())
    }

    fn made(&self, desk: &Desk<'_>, kind: &str, item: &Item) -> Result<(), Fault> {
        if kind == "Vpc"
            && let Some(tables) = desk.kind_of("vpc", "RouteTable")
        {
            let record = json!({
                "VpcId": item.record.get("VpcId"), "RouteTableName": "default", "Main": true,
            });
            desk.keep(&tables, object(record))?;
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
        match kind {
            "Vpc" => {
                if let Some(servers) = desk.parameter("DnsServers") {
                    after.insert("DnsServerSet".into(), servers.clone());
                }
                Ok(())
            }
            "Address" => addresses::changing(desk, before, after),
            "NatGateway" => gateways::changing(desk, after),
            "NetworkInterface" => interfaces::changing(desk, after),
            _ => Ok(()),
        }
    }

    fn ending(&self, desk: &Desk<'_>, kind: &str, record: &Record) -> Result<(), Fault> {
        match kind {
            "Vpc" => {
                let id = record.get("VpcId");
                if let (Some(main), Some(tables)) = (main_table(desk, id), desk.kind("RouteTable"))
                    // A VPC that is refused keeps its table: it goes with the last of all others.
                    && is_empty(desk, id)
                {
                    desk.remove(&tables, &main);
                    let own = text_at(record, "VpcId");
                    desk.drop_those("AssistantCidr", |block| text_at(block, "VpcId") == own);
                }
                Ok(())
            }
            "Subnet" if !path::all(record, "Taken").is_empty() => {
                Err(desk.in_use("Subnet", &text_at(record, "SubnetId"), "Instance"))
            }
            "RouteTable" => table(desk, record),
            "SecurityGroup" => group(desk, record),
            "NatGateway" => {
                gateways::ending(desk, record);
                Ok(())
            }
            "NetworkInterface" => interfaces::ending(desk, record),
            _ => Ok(()),
        }
    }

    fn shown(&self, desk: &Desk<'_>, kind: &str, record: &mut Record) {
        match kind {
            "Vpc" => blocks::shown(desk, record),
            "NatGateway" => gateways::shown(desk, record),
            "RouteTable" => {
                let id = text_at(record, "RouteTableId");
                let own = associated(desk, &id)
                    .into_iter()
                    .map(|subnet| json!({"SubnetId": subnet.get("SubnetId"), "RouteTableId": id}));
                let own: Value = own.collect();
                record.insert("AssociationSet".into(), own);
            }
            _ => {}
        }
    }

    fn leaves_out(&self, kind: &str) -> bool {
        kind == "NatGateway"
    }

    fn code(&self, _: &Desk<'_>, kind: &str, trouble: Trouble) -> Option<&'static str> {
        match (kind, trouble) {
            ("NatGatewayDestinationIpPortTranslationNatRule", Trouble::NotFound) => {
                Some("InvalidParameterValue.NatGatewayDnatRuleNotExists")
            }
            ("NatGatewaySourceIpTranslationNatRule", Trouble::NotFound) => {
                Some("InvalidParameterValue.NatGatewaySnatRuleNotExists")
            }
            _ => None,
        }
    }

    fn action(&self, name: &str) -> Option<Whole> {
        Some(match name {
            "ReplaceRouteTableAssociation" => routes::associate,
            "CreateRoutes" => routes::create,
            "DeleteRoutes" => routes::delete,
            "ReplaceRoutes" => routes::replace,
            "ResetRoutes" => routes::reset,
            "EnableRoutes" => routes::enable,
            "DisableRoutes" => routes::disable,
            "DescribeRoutes" | "DescribeRouteList" => routes::describe,
            "CreateSecurityGroupPolicies" => policies::create,
            "ModifySecurityGroupPolicies" => policies::modify,
            "DeleteSecurityGroupPolicies" => policies::delete,
            "ReplaceSecurityGroupPolicy" | "ReplaceSecurityGroupPolicies" => policies::replace,
            "DescribeSecurityGroupPolicies" => policies::describe,
            "AssignPrivateIpAddresses" => interfaces::assign,
            "UnassignPrivateIpAddresses" => interfaces::unassign,
            "ModifyAssistantCidr" => blocks::modify,
            "DescribeUsedIpAddress" => addresses::used,
            "DescribeTaskResult" | "DescribeVpcTaskResult" => task,
            _ => return None,
        })
    }
}

/// Returns true if a kind is of rules by which a gateway translates.
fn is_rule(kind: &str) -> bool {
    gateways::RULES.iter().any(|(rule, _)| *rule == kind)
}

/// Adds what a VPC has that nobody asks for.
fn vpc(record: &mut Record) {
    let servers = record.get("DnsServers").cloned();
    let servers = servers.unwrap_or_else(|| json!(["183.60.83.19", "183.60.82.98"]));
    record.insert("DnsServerSet".into(), servers);
    for (member, value) in [
        ("EnableDhcp", json!(true)),
        ("DhcpOptionsId", json!("default")),
    ] {
        record.insert(member.into(), value);
    }
}

fn main_table(desk: &Desk<'_>, vpc: Option<&Value>) -> Option<Arc<Item>> {
    let tables = desk.all(&*desk.kind("RouteTable")?);
    tables.into_iter().find(|table| {
        table.record.get("VpcId") == vpc && table.record.get("Main") == Some(&json!(true))
    })
}

/// Returns true if a VPC has nothing but the route table that it came with and blocks.
fn is_empty(desk: &Desk<'_>, vpc: Option<&Value>) -> bool {
    let kind = desk.kind("Vpc");
    let children = kind.iter().flat_map(|kind| &kind.children);
    let children = children.filter(|child| *child != "AssistantCidr");
    let own = |record: &Record| {
        record.get("VpcId") == vpc && record.get("Main") != Some(&Value::Bool(true))
    };
    let mut children = children.map(|child| desk.those("vpc", child, own));
    children.all(|children| children.is_empty())
}

/// Returns the subnets that take a route table.
fn associated(desk: &Desk<'_>, table: &str) -> Vec<Record> {
    desk.those("vpc", "Subnet", |subnet| {
        text_at(subnet, "RouteTableId") == table
    })
}

/// Refuses to delete a route table that is needed.
fn table(desk: &Desk<'_>, record: &Record) -> Result<(), Fault> {
    let id = text_at(record, "RouteTableId");
    if record.get("Main") == Some(&json!(true)) {
        return Err(desk.call.fault(
            "UnsupportedOperation.DelDefaultRoute",
            format!("The route table {id:?} is the one that its VPC came with."),
        ));
    }
    if associated(desk, &id).is_empty() {
        return Ok(());
    }
    Err(desk.call.fault(
        "UnsupportedOperation.DelRouteWithSubnet",
        format!("The route table {id:?} is in use: there are subnets that take it."),
    ))
}

/// Refuses to delete a security group that is needed.
fn group(desk: &Desk<'_>, record: &Record) -> Result<(), Fault> {
    let id = text_at(record, "SecurityGroupId");
    let has = |record: &Record, member: &str| {
        let groups = path::all(record, member).into_iter();
        groups.map(path::text).any(|group| group == id)
    };
    for (service, kind, member) in [
        ("cvm", "Instance", "SecurityGroupIds"),
        ("vpc", "NetworkInterface", "GroupSet"),
        ("clb", "LoadBalancer", "SecureGroups"),
    ] {
        if !desk
            .those(service, kind, |record| has(record, member))
            .is_empty()
        {
            return Err(desk.in_use("SecurityGroup", &id, kind));
        }
    }
    Ok(())
}

/// Says that what was to be done is done.
fn task(desk: &Desk<'_>) -> Result<Map<String, Value>, Fault> {
    let mut record = desk.call.parameters.clone();
    let result = match desk.call.target.name.as_str() {
        "DescribeTaskResult" => "Result",
        _ => "Status",
    };
    record.insert(result.into(), "SUCCESS".into());
    Ok(desk.respond(record.into()))
}

fn object(value: Value) -> Record {
    match value {
        Value::Object(map) => map,
        _ => Record::new(),
    }
}
