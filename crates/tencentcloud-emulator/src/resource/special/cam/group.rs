//! Groups and their members: a group's record has the numbers of its users.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::super::super::engine::Desk;
use super::super::super::store::{Item, Record};
use super::super::text;
use crate::fault::Fault;

/// The member of a group's record with the `Uid` of each user.
const MEMBERS: &str = "Members";

/// Adds the members to a group that is shown.
pub(super) fn show(desk: &Desk<'_>, record: &mut Record) {
    let users = members(desk, record);
    record.insert("GroupNum".into(), users.len().into());
    record.insert("UserInfo".into(), users.into());
}

fn members(desk: &Desk<'_>, record: &Record) -> Vec<Value> {
    let (Some(users), Some(Value::Array(uids))) = (desk.kind("User"), record.get(MEMBERS)) else {
        return Vec::new();
    };
    let all = desk.all(&users);
    let user = |uid: &Value| all.iter().find(|user| user.record.get("Uid") == Some(uid));
    let found = uids.iter().filter_map(user);
    found
        .map(|user| desk.current(user).into_owned().into())
        .collect()
}

/// A group and a user.
type Pair = (Arc<Item>, Arc<Item>);

/// Returns each group and user that a request pairs.
fn pairs(desk: &Desk<'_>) -> Result<Vec<Pair>, Fault> {
    let (groups, users) = (desk.known("Group")?, desk.known("User")?);
    let info = desk.parameter("Info").and_then(Value::as_array);
    let pair = |info: &Record| {
        let id = text(info, "GroupId");
        let group = desk.item(&groups, &id);
        let group = group.ok_or_else(|| desk.missing(&groups, &id))?;
        let (member, number) = match (text(info, "Uid"), text(info, "Uin")) {
            (uid, _) if !uid.is_empty() => ("Uid", uid),
            (_, uin) if !uin.is_empty() => ("Uin", uin),
            _ => {
                return Err(desk.call.fault(
                    "InvalidParameter.UserUinAndUinNotAllNull",
                    "Each of Info needs Uid or Uin.".to_owned(),
                ));
            }
        };
        let user = desk.find(&users, member, &number);
        Ok((group, user.ok_or_else(|| desk.missing(&users, &number))?))
    };
    let info = info.into_iter().flatten().filter_map(Value::as_object);
    info.map(pair).collect()
}

fn edit(desk: &Desk<'_>, add: bool) -> Result<Map<String, Value>, Fault> {
    let groups = desk.known("Group")?;
    let pairs = pairs(desk)?;
    let stranger = |(group, user): &&Pair| {
        let own = of(desk, &user.record);
        !own.iter().any(|own| own.number == group.number)
    };
    if let Some((group, user)) = pairs.iter().find(stranger).filter(|_| !add) {
        return Err(desk.call.fault(
            "ResourceNotFound.UserNotExist",
            format!("{} is no member of {}.", user.keys.id, group.keys.id),
        ));
    }
    for (group, user) in pairs {
        let uid = user.record.get("Uid").cloned().unwrap_or_default();
        // An earlier pair may have changed the group.
        let Some(group) = desk.item(&groups, &group.keys.id) else {
            continue;
        };
        put(desk, &group, &uid, add);
    }
    Ok(desk.respond(Value::Null))
}

fn put(desk: &Desk<'_>, group: &Item, uid: &Value, add: bool) {
    let Some(groups) = desk.kind("Group") else {
        return;
    };
    let mut record = desk.current(group).into_owned();
    let members = record.get(MEMBERS).and_then(Value::as_array).cloned();
    let mut members = members.unwrap_or_default();
    members.retain(|member| member != uid);
    if add {
        members.push(uid.clone());
    }
    record.insert(MEMBERS.into(), members.into());
    desk.change(&groups, group, record);
}

pub(super) fn join(desk: &Desk<'_>) -> Result<Map<String, Value>, Fault> {
    edit(desk, true)
}

pub(super) fn leave(desk: &Desk<'_>) -> Result<Map<String, Value>, Fault> {
    edit(desk, false)
}

/// Takes a user who is deleted out of all groups.
pub(super) fn leave_all(desk: &Desk<'_>, user: &Record) {
    for group in of(desk, user) {
        let uid = user.get("Uid").cloned().unwrap_or_default();
        put(desk, &group, &uid, false);
    }
}

/// Returns the groups of a user.
pub(super) fn of(desk: &Desk<'_>, user: &Record) -> Vec<Arc<Item>> {
    let groups = desk.kind("Group").map(|kind| desk.all(&kind));
    let groups = groups.into_iter().flatten();
    let has = |group: &Arc<Item>| {
        let members = group.record.get(MEMBERS).and_then(Value::as_array);
        members.is_some_and(|members| user.get("Uid").is_some_and(|uid| members.contains(uid)))
    };
    groups.filter(has).collect()
}

pub(super) fn users(desk: &Desk<'_>) -> Result<Map<String, Value>, Fault> {
    let groups = desk.known("Group")?;
    let id = desk.text("GroupId").unwrap_or_default();
    let group = desk.item(&groups, &id);
    let group = group.ok_or_else(|| desk.missing(&groups, &id))?;
    let users = members(desk, &group.record);
    let total = users.len();
    Ok(desk.respond(json!({"TotalNum": total, "UserInfo": desk.page(users)})))
}

pub(super) fn groups(desk: &Desk<'_>) -> Result<Map<String, Value>, Fault> {
    let users = desk.known("User")?;
    let (member, number) = match (desk.text("Uid"), desk.text("SubUin")) {
        (Some(uid), _) => ("Uid", uid),
        (None, Some(uin)) => ("Uin", uin),
        (None, None) => return Err(Fault::missing("Uid")),
    };
    let user = desk.find(&users, member, &number);
    let user = user.ok_or_else(|| desk.missing(&users, &number))?;
    let groups = of(desk, &user.record);
    let total = groups.len();
    let page = desk.page(groups);
    let page: Value = page.iter().map(|group| group.record.clone()).collect();
    Ok(desk.respond(json!({"TotalNum": total, "GroupInfo": page})))
}
