//! Launch configurations, and the instances that were given to scaling groups. Groups launch none.

use serde_json::{Map, Value, json};

use super::super::engine::{Desk, Family, Whole};
use super::super::path;
use super::super::store::Record;
use super::vpc::addresses::list;
use super::{fill, keep_passing, object, text};
use crate::fault::Fault;

/// Where a group keeps its instances.
const INSTANCES: &str = "Instances";

/// The filters of instances, and what each is about.
const FILTERS: [(&str, &str); 2] = [
    ("instance-id", "InstanceId"),
    ("auto-scaling-group-id", "AutoScalingGroupId"),
];

type Response = Result<Map<String, Value>, Fault>;

/// The code of the service as.
#[derive(Debug)]
pub(super) struct Scaling;

impl Family for Scaling {
    fn service(&self) -> &'static str {
        "as"
    }

    fn ending(&self, desk: &Desk<'_>, kind: &str, record: &Record) -> Result<(), Fault> {
        if kind == "AutoScalingGroup" && !instances(desk, record).is_empty() {
            let id = text(record, "AutoScalingGroupId");
            let message = format!("The group {id:?} is in use: there are instances in it.");
            return Err(desk.call.fault("ResourceInUse.InstanceInGroup", message));
        }
        Ok(())
    }

    fn shown(&self, desk: &Desk<'_>, kind: &str, record: &mut Record) {
        match kind {
            "LaunchConfiguration" => configuration(record),
            "AutoScalingGroup" => {
                let count = instances(desk, record).len();
                for member in ["InstanceCount", "InServiceInstanceCount"] {
                    record.insert(member.into(), count.into());
                }
            }
            _ => {}
        }
    }

    fn action(&self, name: &str) -> Option<Whole> {
        Some(match name {
            "AttachInstances" => attach,
            "DetachInstances" => detach,
            "DescribeAutoScalingInstances" => describe,
            _ => return None,
        })
    }
}

/// Completes the parts of a configuration that were given without all of their members.
fn configuration(record: &mut Record) {
    for (member, whole) in [
        (
            "InternetAccessible",
            json!({
                "InternetChargeType": "", "InternetMaxBandwidthOut": 0, "PublicIpAssigned": false,
            }),
        ),
        (
            "EnhancedService",
            json!({
                "SecurityService": {"Enabled": true}, "MonitorService": {"Enabled": true},
                "AutomationToolsService": {"Enabled": false},
            }),
        ),
    ] {
        let part = record.entry(member).or_insert(json!({}));
        if let Some(part) = part.as_object_mut() {
            fill(part, whole);
        }
    }
}

/// Returns what a group says of its instances that are there still.
fn instances(desk: &Desk<'_>, group: &Record) -> Vec<Record> {
    let kind = desk.kind_of("cvm", "Instance");
    let exists = |entry: &Record| {
        let found = kind
            .as_ref()
            .and_then(|kind| desk.item(kind, &text(entry, "InstanceId")));
        found.is_some()
    };
    let all = path::all(group, INSTANCES).into_iter();
    let all = all.filter_map(|entry| entry.as_object().cloned());
    all.filter(exists).collect()
}

/// Returns the group that the call names.
fn called(desk: &Desk<'_>) -> Result<(String, Record), Fault> {
    let id = desk.text("AutoScalingGroupId").unwrap_or_default();
    let found = desk.resource("as", "AutoScalingGroup", &id)?;
    let record = found.map(|item| item.record.clone());
    Ok((id, record.unwrap_or_default()))
}

/// Refuses a count of instances that a group's bounds do not allow.
fn check_size(desk: &Desk<'_>, group: &Record, count: usize) -> Result<(), Fault> {
    let bound = |member| text(group, member).parse::<usize>().unwrap_or_default();
    let (least, most) = (bound("MinSize"), bound("MaxSize"));
    let code = match count {
        more if more > most => "ResourceInsufficient.InServiceInstanceAboveMaxSize",
        less if less < least => "ResourceInsufficient.InServiceInstanceBelowMinSize",
        _ => return Ok(()),
    };
    let message = format!("The group would have {count} instances; it has {least} to {most}.");
    Err(desk.call.fault(code, message))
}

/// Gives a group other instances, as the end of an activity.
fn put(desk: &Desk<'_>, id: &str, entries: Vec<Record>) -> Response {
    let count = entries.len();
    desk.amend("as", "AutoScalingGroup", id, |record| {
        *list(record, INSTANCES) = entries.into_iter().map(Value::from).collect();
        record.insert("DesiredCapacity".into(), count.into());
    });
    let kind = desk.known("AutoScalingGroup")?;
    let mut draw = desk.draw("as/Activity", desk.number(&kind));
    Ok(desk.respond(json!({"ActivityId": format!("asa-{}", draw.text(8))})))
}

/// Adds instances to a group.
fn attach(desk: &Desk<'_>) -> Response {
    let (id, group) = called(desk)?;
    let mut entries = instances(desk, &group);
    let kind = desk.known("AutoScalingGroup")?;
    for instance in desk.texts("InstanceIds") {
        let Some(found) = desk.resource("cvm", "Instance", &instance)? else {
            continue;
        };
        let has = |group: &Record| {
            let own = path::all(group, &format!("{INSTANCES}.InstanceId"));
            own.into_iter().any(|own| path::text(own) == instance)
        };
        if !desk.those("as", "AutoScalingGroup", has).is_empty() {
            let message = format!("The instance {instance:?} is in a group already.");
            let code = "ResourceUnavailable.InstancesAlreadyInAutoScalingGroup";
            return Err(desk.call.fault(code, message));
        }
        entries.push(object(json!({
            "InstanceId": instance, "InstanceType": found.record.get("InstanceType"),
            "Zone": path::get(&found.record, "Placement.Zone"),
            "AddTime": desk.stamp(&kind, "CreatedTime"),
        })));
    }
    check_size(desk, &group, entries.len())?;
    put(desk, &id, entries)
}

/// Takes instances away from a group.
fn detach(desk: &Desk<'_>) -> Response {
    let (id, group) = called(desk)?;
    let mut entries = instances(desk, &group);
    for instance in desk.texts("InstanceIds") {
        let before = entries.len();
        entries.retain(|entry| text(entry, "InstanceId") != instance);
        if entries.len() == before {
            let message = format!("The instance {instance:?} is not in the group {id:?}.");
            let code = "ResourceNotFound.InstancesNotInAutoScalingGroup";
            return Err(desk.call.fault(code, message));
        }
    }
    check_size(desk, &group, entries.len())?;
    put(desk, &id, entries)
}

/// Lists the instances of all groups that a call asks for.
fn describe(desk: &Desk<'_>) -> Response {
    let mut all = Vec::new();
    for group in desk.those("as", "AutoScalingGroup", |_| true) {
        for mut entry in instances(desk, &group) {
            for member in [
                "AutoScalingGroupId",
                "AutoScalingGroupName",
                "LaunchConfigurationId",
            ] {
                let value = group.get(member).cloned();
                entry.insert(member.into(), value.unwrap_or_default());
            }
            fill(
                &mut entry,
                json!({
                    "LifeCycleState": "IN_SERVICE", "HealthStatus": "HEALTHY",
                    "CreationType": "MANUAL_ATTACHING", "WarmupStatus": "NO_NEED_WARMUP",
                }),
            );
            all.push(Value::from(entry));
        }
    }
    let ids = desk.texts("InstanceIds");
    all.retain(|entry| ids.is_empty() || ids.contains(&path::text(&entry["InstanceId"])));
    keep_passing(desk, &mut all, &FILTERS)?;
    let total = all.len();
    let page = desk.page(all);
    Ok(desk.respond(json!({"TotalCount": total, "AutoScalingInstanceSet": page})))
}
