//! Security groups of instances, which are those of vpc.

use serde_json::{Value, json};

use super::super::super::engine::{Desk, Whole};
use super::super::super::path;
use super::{Response, instance_of, named, text};
use crate::fault::Fault;

/// The member of an instance that lists its security groups.
const MEMBER: &str = "SecurityGroup";

pub(super) fn action(name: &str) -> Option<Whole> {
    Some(match name {
        "AssociateSecurityGroups" => add,
        "DescribeDBSecurityGroups" => list,
        "DisassociateSecurityGroups" => take,
        "ModifyDBInstanceSecurityGroups" => set,
        _ => return None,
    })
}

/// Checks that a security group exists.
fn check(desk: &Desk<'_>, id: &str) -> Result<(), Fault> {
    desk.resource("vpc", "SecurityGroup", id).map(|_| ())
}

/// Changes the security groups of all instances that a call names.
fn change(desk: &Desk<'_>, change: impl Fn(&mut Vec<String>)) -> Response {
    let mut ids = desk.texts("InstanceIds");
    ids.extend(desk.text("InstanceId"));
    for id in ids {
        let (kind, instance) = instance_of(desk, &id)?;
        desk.amend_item(&kind, &instance, |record| {
            let mut groups = path::all(record, MEMBER)
                .into_iter()
                .map(path::text)
                .collect();
            change(&mut groups);
            record.insert(MEMBER.into(), groups.into());
        });
    }
    Ok(desk.respond(Value::Null))
}

fn add(desk: &Desk<'_>) -> Response {
    let group = desk.text("SecurityGroupId").unwrap_or_default();
    check(desk, &group)?;
    change(desk, |groups| {
        if !groups.contains(&group) {
            groups.push(group.clone());
        }
    })
}

fn take(desk: &Desk<'_>) -> Response {
    let group = desk.text("SecurityGroupId").unwrap_or_default();
    check(desk, &group)?;
    change(desk, |groups| groups.retain(|held| *held != group))
}

fn set(desk: &Desk<'_>) -> Response {
    let new = desk.texts("SecurityGroupIds");
    for group in &new {
        check(desk, group)?;
    }
    change(desk, |groups| groups.clone_from(&new))
}

fn list(desk: &Desk<'_>) -> Response {
    let (_, instance) = named(desk)?;
    let ids = path::all(&instance.record, MEMBER)
        .into_iter()
        .map(path::text);
    let groups = ids.filter_map(|id| {
        let group = desk.resource("vpc", "SecurityGroup", &id).ok()??;
        let mut shown = group.record.clone();
        let remark = text(&shown, "SecurityGroupDesc");
        shown.insert("SecurityGroupRemark".into(), remark.into());
        Some(Value::Object(shown))
    });
    let groups: Vec<Value> = groups.collect();
    Ok(desk.respond(json!({"Groups": groups})))
}
