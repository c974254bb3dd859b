//! Load balancers: their listeners, the rules of those, and the targets of either.

mod listener;
mod rules;
mod targets;

use serde_json::{Value, json};

use super::super::codes::Trouble;
use super::super::engine::{Desk, Family, Whole};
use super::super::path::{self, text_at};
use super::super::store::Record;
use super::vpc::addresses;
use crate::fault::Fault;
use listener::Response;

/// The code of the service clb.
#[derive(Debug)]
pub(super) struct Clb;

impl Family for Clb {
    fn service(&self) -> &'static str {
        "clb"
    }

    fn making(&self, desk: &Desk<'_>, kind: &str, record: &mut Record) -> Result<(), Fault> {
        match kind {
            "LoadBalancer" => balancer(desk, record)?,
            "Listener" => {
                record.entry("TargetType").or_insert("NODE".into());
            }
            _ => {}
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
        if kind == "LoadBalancer" {
            let action = desk.call.target.name.as_str();
            if let Some(charge) = desk
                .parameter("InternetChargeInfo")
                .and_then(Value::as_object)
            {
                let whole = before.get("NetworkAttributes").and_then(Value::as_object);
                let mut whole = whole.cloned().unwrap_or_default();
                whole.extend(charge.clone());
                after.insert("NetworkAttributes".into(), whole.into());
            }
            if action == "SetLoadBalancerSecurityGroups" {
                let groups = desk.parameter("SecurityGroups").cloned();
                let groups = groups.unwrap_or_else(|| json!([]));
                for group in groups.as_array().into_iter().flatten() {
                    desk.resource("vpc", "SecurityGroup", &path::text(group))?;
                }
                after.insert("SecureGroups".into(), groups);
            }
        }
        Ok(())
    }

    fn ending(&self, desk: &Desk<'_>, kind: &str, record: &Record) -> Result<(), Fault> {
        if kind == "LoadBalancer" {
            let id = text_at(record, "LoadBalancerId");
            let own = |listener: &Record| text_at(listener, "LoadBalancerId") == id;
            for listener in desk.those("clb", "Listener", own) {
                desk.drop_one("clb", "Listener", &text_at(&listener, "ListenerId"));
            }
            if text_at(record, "LoadBalancerType") == "INTERNAL" {
                let own = path::all(record, "LoadBalancerVips").into_iter();
                let own: Vec<String> = own.map(path::text).collect();
                addresses::give_back(desk, &text_at(record, "SubnetId"), &own);
            }
        }
        Ok(())
    }

    fn code(&self, _: &Desk<'_>, kind: &str, trouble: Trouble) -> Option<&'static str> {
        match (kind, trouble) {
            ("LoadBalancer", Trouble::NotFound) => Some("InvalidParameter.LBIdNotFound"),
            _ => None,
        }
    }

    fn action(&self, name: &str) -> Option<Whole> {
        Some(match name {
            "CreateRule" => rules::create,
            "ModifyRule" => rules::modify,
            "ModifyDomainAttributes" | "ModifyDomain" => rules::domain,
            "DeleteRule" => rules::delete,
            "RegisterTargets" | "BatchRegisterTargets" => targets::register,
            "DeregisterTargets" | "BatchDeregisterTargets" => targets::deregister,
            "ModifyTargetWeight" | "BatchModifyTargetWeight" => targets::weigh,
            "ModifyTargetPort" => targets::port,
            "DescribeTargets" => targets::describe,
            "SetSecurityGroupForLoadbalancers" => group,
            "DescribeTaskStatus" => task,
            _ => return None,
        })
    }
}

/// The member of a load balancer that holds the request ID of the call that made it, which is the
/// id of the task.
const REQUEST: &str = "Request";

/// Completes a new load balancer.
fn balancer(desk: &Desk<'_>, record: &mut Record) -> Result<(), Fault> {
    let subnet = text_at(record, "SubnetId");
    let internal = text_at(record, "LoadBalancerType") == "INTERNAL";
    let address = match internal && !subnet.is_empty() {
        true => {
            let wanted = text_at(record, "Vip");
            addresses::take(desk, &subnet, Some(&wanted))?
        }
        false => addresses::public(desk),
    };
    if let Some(address) = address {
        record.insert("LoadBalancerVips".into(), json!([address]));
    }
    if let Some(internet) = record.remove("InternetAccessible") {
        record.insert("NetworkAttributes".into(), internet);
    }
    if text_at(record, "VpcId") == "DefaultVPC" {
        record.remove("VpcId");
    }
    let region = json!({
        "Region": desk.call.region.clone().unwrap_or_default(), "VpcId": text_at(record, "VpcId"),
    });
    record.entry("TargetRegionInfo").or_insert(region);
    if let Some(zone) = record.get("MasterZoneId").or(record.get("ZoneId")).cloned() {
        let member = match path::text(&zone).parse::<u64>() {
            Ok(number) => json!({"ZoneId": number}),
            Err(_) => json!({"Zone": zone}),
        };
        record.insert("MasterZone".into(), member);
    }
    record.insert(REQUEST.into(), desk.call.request_id.clone().into());
    if let Some(kind) = desk.kind_of("clb", "LoadBalancer") {
        record.insert("StatusTime".into(), desk.stamp(&kind, "StatusTime"));
    }
    Ok(())
}

/// Adds a security group to load balancers, or takes it away.
fn group(desk: &Desk<'_>) -> Response {
    let group = desk.text("SecurityGroup").unwrap_or_default();
    desk.resource("vpc", "SecurityGroup", &group)?;
    let balancers = path::all(&desk.call.parameters, "LoadBalancerIds");
    for id in &balancers {
        desk.resource("clb", "LoadBalancer", &path::text(id))?;
    }
    for id in balancers {
        desk.amend("clb", "LoadBalancer", &path::text(id), |record| {
            let groups = addresses::list(record, "SecureGroups");
            groups.retain(|known| path::text(known) != group);
            if desk.text("OperationType").as_deref() == Some("ADD") {
                groups.push(group.clone().into());
            }
        });
    }
    Ok(desk.respond(Value::Null))
}

/// Says that what was to be done is done, and which load balancers it made.
fn task(desk: &Desk<'_>) -> Response {
    let task = desk.text("TaskId").unwrap_or_default();
    let made = |balancer: &Record| !task.is_empty() && text_at(balancer, REQUEST) == task;
    let made = desk.those("clb", "LoadBalancer", made).into_iter();
    let made = made.filter_map(|balancer| balancer.get("LoadBalancerId").cloned());
    let made: Value = made.collect();
    Ok(desk.respond(json!({"Status": 0, "LoadBalancerIds": made})))
}
