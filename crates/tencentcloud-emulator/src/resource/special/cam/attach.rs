//! Policies that users, groups and roles have: a policy's record has those it is attached to.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::super::super::engine::Desk;
use super::super::super::store::{Item, Record};
use super::super::{object, text};
use super::{group, policy};
use crate::fault::Fault;

/// The member of a policy's record with those that it is attached to.
const ENTITIES: &str = "Entities";

pub(super) const USER: u8 = 1;
pub(super) const GROUP: u8 = 2;
pub(super) const ROLE: u8 = 3;

/// Someone that a policy can be attached to.
struct Entity {
    kind: u8,
    id: String,
    name: String,
    uin: u64,
}

/// Counts those that a policy is attached to.
pub(super) fn count(record: &mut Record) {
    let count = record
        .get(ENTITIES)
        .and_then(Value::as_array)
        .map_or(0, Vec::len);
    for member in ["Attachments", "AttachEntityCount"] {
        record.insert(member.into(), count.into());
    }
}

/// Returns the role that a request names by number or name.
pub(super) fn role(desk: &Desk<'_>, id: &str, name: &str) -> Result<Arc<Item>, Fault> {
    let roles = desk.known("Role")?;
    let (member, value) = match (desk.text(id), desk.text(name)) {
        (Some(id), _) => ("RoleId", id),
        (None, Some(name)) => ("RoleName", name),
        (None, None) => return Err(Fault::missing(id)),
    };
    let role = desk.find(&roles, member, &value);
    role.ok_or_else(|| desk.missing(&roles, &value))
}

/// Returns whom the request of an action that attaches, detaches or lists is about.
fn entity(desk: &Desk<'_>) -> Result<Entity, Fault> {
    let given = |names: &[&'static str]| names.iter().find_map(|name| desk.text(name));
    let action = &desk.call.target.name;
    if action.contains("Role") {
        let names = [
            ("AttachRoleId", "AttachRoleName"),
            ("DetachRoleId", "DetachRoleName"),
            ("RoleId", "RoleName"),
        ];
        let is_given =
            |names: &&(&str, &str)| desk.text(names.0).or_else(|| desk.text(names.1)).is_some();
        let (id, name) = names.iter().find(is_given).unwrap_or(&names[2]);
        let role = role(desk, id, name)?;
        return Ok(Entity {
            kind: ROLE,
            id: text(&role.record, "RoleId"),
            name: text(&role.record, "RoleName"),
            uin: 0,
        });
    }
    if action.contains("Group") {
        let groups = desk.known("Group")?;
        let id = given(&["AttachGroupId", "DetachGroupId", "TargetGroupId"]).unwrap_or_default();
        let group = desk.item(&groups, &id);
        let group = group.ok_or_else(|| desk.missing(&groups, &id))?;
        return Ok(Entity {
            kind: GROUP,
            id,
            name: text(&group.record, "GroupName"),
            uin: 0,
        });
    }
    let users = desk.known("User")?;
    let uin = given(&["AttachUin", "DetachUin", "TargetUin"]).unwrap_or_default();
    let user = desk.find(&users, "Uin", &uin);
    let user = user.ok_or_else(|| desk.missing(&users, &uin))?;
    Ok(Entity {
        kind: USER,
        name: text(&user.record, "Name"),
        uin: uin.parse().unwrap_or(0),
        id: uin,
    })
}

/// The entries of a policy that are not about `kind` and `id`.
fn others(record: &Record, kind: u8, id: &str) -> Vec<Value> {
    let entities = record.get(ENTITIES).and_then(Value::as_array);
    let mut entities = entities.cloned().unwrap_or_default();
    entities.retain(|entity| !is(entity, kind, id));
    entities
}

fn is(entity: &Value, kind: u8, id: &str) -> bool {
    entity["RelatedType"] == kind && entity["Id"] == id
}

pub(super) fn attach(desk: &Desk<'_>) -> Result<Map<String, Value>, Fault> {
    let policies = desk.known("Policy")?;
    let policy = policy::named(desk)?;
    let entity = entity(desk)?;
    let mut record = desk.current(&policy).into_owned();
    let mut entities = others(&record, entity.kind, &entity.id);
    if entities.len()
        == record
            .get(ENTITIES)
            .and_then(Value::as_array)
            .map_or(0, Vec::len)
    {
        entities.push(json!({
            "Id": entity.id, "Name": entity.name, "Uin": entity.uin, "RelatedType": entity.kind,
            "AttachmentTime": desk.time(),
        }));
        record.insert(ENTITIES.into(), entities.into());
        desk.change(&policies, &policy, record);
    }
    Ok(desk.respond(Value::Null))
}

pub(super) fn detach(desk: &Desk<'_>) -> Result<Map<String, Value>, Fault> {
    let policies = desk.known("Policy")?;
    let policy = policy::named(desk)?;
    let entity = entity(desk)?;
    let mut record = desk.current(&policy).into_owned();
    let entities = others(&record, entity.kind, &entity.id);
    let held = record.get(ENTITIES).and_then(Value::as_array);
    if entities.len() == held.map_or(0, Vec::len) {
        return Err(desk.call.fault(
            "ResourceNotFound.PolicyIdNotFound",
            format!("The policy {} is not attached to it.", policy.keys.id),
        ));
    }
    record.insert(ENTITIES.into(), entities.into());
    desk.change(&policies, &policy, record);
    Ok(desk.respond(Value::Null))
}

/// Takes all policies away from someone who is deleted.
pub(super) fn forget(desk: &Desk<'_>, kind: u8, id: &str) {
    let Some(policies) = desk.kind("Policy") else {
        return;
    };
    for (policy, _) in attached(desk, kind, id) {
        let mut record = desk.current(&policy).into_owned();
        let entities = others(&record, kind, id);
        record.insert(ENTITIES.into(), entities.into());
        desk.change(&policies, &policy, record);
    }
}

/// Returns the policies that someone has, with the entry of each.
fn attached(desk: &Desk<'_>, kind: u8, id: &str) -> Vec<(Arc<Item>, Value)> {
    let policies = desk.kind("Policy").map(|kind| desk.all(&kind));
    let entry = |policy: Arc<Item>| {
        let entities = policy.record.get(ENTITIES)?.as_array()?;
        let entry = entities.iter().find(|entity| is(entity, kind, id))?.clone();
        Some((policy, entry))
    };
    let policies = policies.into_iter().flatten();
    policies.filter_map(entry).collect()
}

/// Returns a policy as lists of what someone has show it.
fn shown(policy: &Item, entry: &Value) -> Record {
    let record = &policy.record;
    let own = record.get("Type") == Some(&json!(1));
    object(json!({
        "PolicyId": record.get("PolicyId"), "PolicyName": record.get("PolicyName"),
        "AddTime": entry["AttachmentTime"], "CreateMode": record.get("CreateMode"),
        "PolicyType": if own { "User" } else { "QCS" },
        "StrategyType": text(record, "Type"),
        "Remark": record.get("Description"), "Description": record.get("Description"),
    }))
}

/// Lists the policies of one user, group or role.
pub(super) fn of_one(desk: &Desk<'_>) -> Result<Map<String, Value>, Fault> {
    let entity = entity(desk)?;
    let keyword = desk.text("Keyword").unwrap_or_default();
    let wanted = desk.text("PolicyType").unwrap_or_default();
    let mut found: Vec<Record> = attached(desk, entity.kind, &entity.id)
        .iter()
        .map(|(policy, entry)| shown(policy, entry))
        .collect();
    found.retain(|record| {
        text(record, "PolicyName").contains(&keyword)
            && (wanted.is_empty() || text(record, "PolicyType") == wanted)
    });
    let total = found.len();
    Ok(desk.respond(json!({"TotalNum": total, "List": desk.page(found)})))
}

/// Lists the policies that a user has itself (0) or through groups (1).
pub(super) fn of_user(desk: &Desk<'_>) -> Result<Map<String, Value>, Fault> {
    let users = desk.known("User")?;
    let entity = entity(desk)?;
    let through = desk.text("AttachType").is_some_and(|kind| kind == "1");
    let keyword = desk.text("Keyword").unwrap_or_default();
    let mut found: Vec<Record> = Vec::new();
    if through {
        let user = desk.find(&users, "Uin", &entity.id);
        let groups = user.map(|user| group::of(desk, &user.record));
        for group in groups.into_iter().flatten() {
            let own = json!({
                "GroupId": group.record.get("GroupId"), "GroupName": group.record.get("GroupName"),
            });
            for (policy, entry) in attached(desk, GROUP, &group.keys.id) {
                add(&mut found, shown(&policy, &entry), own.clone());
            }
        }
    } else {
        let own = attached(desk, entity.kind, &entity.id).into_iter();
        found.extend(own.map(|(policy, entry)| shown(&policy, &entry)));
    }
    let kind = desk.text("StrategyType");
    found.retain(|record| {
        text(record, "PolicyName").contains(&keyword)
            && kind
                .as_ref()
                .is_none_or(|kind| text(record, "StrategyType") == *kind)
    });
    let total = found.len();
    Ok(desk.respond(json!({"TotalNum": total, "PolicyList": desk.page(found)})))
}

/// Adds a policy of a group to a list that has each once.
fn add(found: &mut Vec<Record>, policy: Record, group: Value) {
    let same = |known: &&mut Record| known.get("PolicyId") == policy.get("PolicyId");
    let known = found.iter_mut().find(same);
    match known {
        Some(known) => {
            if let Some(Value::Array(groups)) = known.get_mut("Groups") {
                groups.push(group);
            }
        }
        None => {
            let mut policy = policy;
            policy.insert("Groups".into(), json!([group]));
            found.push(policy);
        }
    }
}

/// Lists those that a policy is attached to.
pub(super) fn entities(desk: &Desk<'_>) -> Result<Map<String, Value>, Fault> {
    let policy = policy::named(desk)?;
    let wanted = match desk.text("EntityFilter").unwrap_or_default().as_str() {
        "User" => Some(USER),
        "Group" => Some(GROUP),
        "Role" => Some(ROLE),
        _ => None,
    };
    let entities = policy.record.get(ENTITIES).and_then(Value::as_array);
    let mut entities = entities.cloned().unwrap_or_default();
    entities.retain(|entity| wanted.is_none_or(|wanted| entity["RelatedType"] == wanted));
    let total = entities.len();
    Ok(desk.respond(json!({"TotalNum": total, "List": desk.page(entities)})))
}
