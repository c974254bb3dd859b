//! The rules of a security group, each at its place, and the version of all.

use serde_json::{Map, Value, json};

use super::super::super::engine::Desk;
use super::super::super::path::{self, text_at};
use super::super::super::store::Record;
use super::addresses::list;
use crate::fault::Fault;

/// Where an action gives rules, and where a group keeps them.
const SET: &str = "SecurityGroupPolicySet";
const DIRECTIONS: [&str; 2] = ["Egress", "Ingress"];

/// The members of a rule that it has even if they are empty.
const SOURCES: [&str; 4] = [
    "CidrBlock",
    "Ipv6CidrBlock",
    "PolicyDescription",
    "SecurityGroupId",
];

type Response = Result<Map<String, Value>, Fault>;

/// Begins the rules of a new group with those that the call gave.
pub(super) fn making(desk: &Desk<'_>, record: &mut Record) {
    for (member, value) in [("ProjectId", json!("0")), ("IsDefault", json!(false))] {
        record.entry(member).or_insert(value);
    }
    let set = given(desk, SET);
    record.insert(
        SET.into(),
        json!({"Version": "0", "Egress": set[0], "Ingress": set[1]}),
    );
}

/// Returns the rules that the call gives, by direction.
fn given(desk: &Desk<'_>, set: &str) -> [Vec<Value>; 2] {
    DIRECTIONS.map(|direction| {
        let policies = path::all(&desk.call.parameters, &format!("{set}.{direction}"));
        let policies = policies.into_iter().cloned();
        policies.map(|policy| completed(desk, policy)).collect()
    })
}

fn completed(desk: &Desk<'_>, policy: Value) -> Value {
    let mut policy = match policy {
        Value::Object(policy) => policy,
        other => return other,
    };
    // A template that says nothing is none.
    policy.retain(|_, value| value.as_object().is_none_or(|inner| !inner.is_empty()));
    let service = policy.contains_key("ServiceTemplate");
    for member in ["Protocol", "Port"].iter().filter(|_| !service) {
        policy.entry(*member).or_insert(json!("ALL"));
    }
    if let Some(kind) = desk.kind("SecurityGroup") {
        policy.insert("ModifyTime".into(), desk.stamp(&kind, "UpdateTime"));
    }
    policy.into()
}

/// Changes the rules of the group that the call names, of both directions.
fn write(
    desk: &Desk<'_>,
    change: impl FnOnce(&mut [Vec<Value>; 2]) -> Result<(), Fault>,
) -> Response {
    let id = desk.text("SecurityGroupId").unwrap_or_default();
    let Some(item) = desk.resource("vpc", "SecurityGroup", &id)? else {
        return Ok(desk.respond(Value::Null));
    };
    let set = item.record.get(SET).and_then(Value::as_object).cloned();
    let mut set = set.unwrap_or_default();
    let version: u64 = text_at(&set, "Version").parse().unwrap_or_default();
    let expected = text_at(&desk.call.parameters, &format!("{SET}.Version"));
    let replaces = desk.call.target.name == "ModifySecurityGroupPolicies";
    if !replaces && !expected.is_empty() && expected != version.to_string() {
        let message = format!("The rules of {id:?} have the version {version}, not {expected}.");
        return Err(desk
            .call
            .fault("UnsupportedOperation.VersionMismatch", message));
    }
    let mut both = DIRECTIONS.map(|direction| std::mem::take(list(&mut set, direction)));
    change(&mut both)?;
    let [egress, ingress] = both;
    let set = json!({"Version": (version + 1).to_string(), "Egress": egress, "Ingress": ingress});
    let kind = desk.kind("SecurityGroup");
    let now = kind.map(|kind| desk.stamp(&kind, "UpdateTime"));
    desk.amend("vpc", "SecurityGroup", &id, |record| {
        record.insert(SET.into(), set);
        record.insert("UpdateTime".into(), now.unwrap_or_default());
    });
    Ok(desk.respond(Value::Null))
}

fn place(policy: &Value) -> Option<usize> {
    let place = policy.get("PolicyIndex").map(path::text)?;
    place.parse().ok()
}

fn without_place(mut policy: Value) -> Value {
    if let Some(policy) = policy.as_object_mut() {
        policy.remove("PolicyIndex");
    }
    policy
}

/// Adds rules at the places that they name, or before all others.
pub(super) fn create(desk: &Desk<'_>) -> Response {
    let new = given(desk, SET);
    write(desk, |all| {
        for (all, new) in all.iter_mut().zip(new) {
            for (nth, policy) in new.into_iter().enumerate() {
                let at = place(&policy).unwrap_or(nth).min(all.len());
                let policy = without_place(policy);
                if all.iter().any(|known| is_meant(&policy, known)) {
                    let message = format!("The group has the rule {policy} already.");
                    let code = "UnsupportedOperation.DuplicatePolicy";
                    return Err(desk.call.fault(code, message));
                }
                all.insert(at, policy);
            }
        }
        Ok(())
    })
}

/// Puts others in the place of all rules.
pub(super) fn modify(desk: &Desk<'_>) -> Response {
    let new = given(desk, SET);
    write(desk, |all| {
        *all = new.map(|new| new.into_iter().map(without_place).collect());
        Ok(())
    })
}

/// Returns true if what a policy of the request says is true of one of a group.
fn is_meant(wanted: &Value, known: &Value) -> bool {
    let said = wanted.as_object().into_iter().flatten();
    let mut said =
        said.filter(|(name, _)| !["ModifyTime", "PolicyDescription"].contains(&name.as_str()));
    said.all(|(name, value)| {
        let own = known.get(name).map(path::text).unwrap_or_default();
        own.eq_ignore_ascii_case(&path::text(value))
    })
}

/// Finds a policy of the request among those of a group.
fn find(desk: &Desk<'_>, all: &[Value], wanted: &Value) -> Result<usize, Fault> {
    let found = match place(wanted) {
        Some(at) => Some(at).filter(|at| *at < all.len()),
        None => all.iter().position(|known| is_meant(wanted, known)),
    };
    found.ok_or_else(|| {
        let message = format!("The group has no rule {wanted}.");
        desk.call.fault("ResourceNotFound", message)
    })
}

/// Takes rules away.
pub(super) fn delete(desk: &Desk<'_>) -> Response {
    write(desk, |all| {
        for (all, direction) in all.iter_mut().zip(DIRECTIONS) {
            let wanted = path::all(&desk.call.parameters, &format!("{SET}.{direction}"));
            let gone: Result<Vec<usize>, Fault> = wanted
                .into_iter()
                .map(|wanted| find(desk, all, wanted))
                .collect();
            let gone = gone?;
            let mut at = 0;
            all.retain(|_| {
                at += 1;
                !gone.contains(&(at - 1))
            });
        }
        Ok(())
    })
}

/// Puts another in the place of each rule that is named, by its place or by the original.
pub(super) fn replace(desk: &Desk<'_>) -> Response {
    let new = given(desk, SET);
    write(desk, |all| {
        for ((all, new), direction) in all.iter_mut().zip(new).zip(DIRECTIONS) {
            let original = format!("Original{SET}.{direction}");
            let originals = path::all(&desk.call.parameters, &original);
            for (nth, policy) in new.into_iter().enumerate() {
                let at = find(desk, all, originals.get(nth).unwrap_or(&&policy))?;
                all[at] = without_place(policy);
            }
        }
        Ok(())
    })
}

/// Shows the rules of a group, each with its place.
pub(super) fn describe(desk: &Desk<'_>) -> Response {
    let id = desk.text("SecurityGroupId").unwrap_or_default();
    let item = desk.resource("vpc", "SecurityGroup", &id)?;
    let mut record = item.map(|item| item.record.clone()).unwrap_or_default();
    if let Some(set) = record.get_mut(SET).and_then(Value::as_object_mut) {
        for direction in DIRECTIONS {
            let policies = list(set, direction).iter_mut();
            for (at, policy) in policies.enumerate() {
                if let Some(policy) = policy.as_object_mut() {
                    policy.insert("PolicyIndex".into(), at.into());
                    // A reader takes all sources of a rule for granted.
                    for member in SOURCES {
                        policy.entry(member).or_insert("".into());
                    }
                }
            }
        }
    }
    Ok(desk.respond(record.into()))
}
