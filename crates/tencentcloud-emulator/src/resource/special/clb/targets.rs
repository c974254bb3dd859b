//! What listeners and rules send requests to.

use serde_json::{Value, json};

use super::super::super::engine::Desk;
use super::super::super::path::{self, text_at};
use super::super::super::store::Record;
use super::super::vpc::addresses::list;
use super::listener::{Response, check};
use super::rules;
use crate::fault::Fault;

/// A target that a request speaks of, with where it belongs: `ListenerId`, and what names a rule.
type Said = Record;

/// The members that name a rule or a listener.
const WHERE: [&str; 4] = ["ListenerId", "LocationId", "Domain", "Url"];

/// Returns the targets that the call speaks of, each with its listener and its rule.
fn said(desk: &Desk<'_>) -> Vec<Said> {
    let top = &desk.call.parameters;
    let mut all = Vec::new();
    let groups = path::all(top, "ModifyList").into_iter();
    let groups: Vec<&Record> = groups.filter_map(Value::as_object).collect();
    let groups = if groups.is_empty() { vec![top] } else { groups };
    for group in groups {
        for target in path::all(group, "Targets") {
            let mut target = target.as_object().cloned().unwrap_or_default();
            for name in WHERE {
                if let Some(value) = group.get(name) {
                    target.entry(name).or_insert(value.clone());
                }
            }
            if let Some(weight) = group.get("Weight") {
                target.entry("Weight").or_insert(weight.clone());
            }
            all.push(target);
        }
    }
    all
}

fn is_same(one: &Record, other: &Record) -> bool {
    ["InstanceId", "EniIp", "Port"]
        .iter()
        .all(|name| text_at(one, name) == text_at(other, name))
}

fn names_rule(said: &Said) -> bool {
    WHERE[1..]
        .iter()
        .any(|name| !text_at(said, name).is_empty())
}

/// Changes the targets at the listener or the rule that `said` names.
fn change(
    desk: &Desk<'_>,
    said: &Said,
    change: impl FnOnce(&mut Vec<Value>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let listener = text_at(said, "ListenerId");
    let mut record = check(desk, &listener)?;
    match names_rule(said) {
        true => {
            let rule = rules::rules(&mut record).find(|rule| rules::is_meant(said, rule));
            let rule = rule.ok_or_else(|| rules::missing(desk, said))?;
            change(list(rule, "Targets"))?;
        }
        false => change(list(&mut record, "Targets"))?,
    }
    desk.amend("clb", "Listener", &listener, |kept| *kept = record);
    Ok(())
}

/// Finds the target that `said` names.
fn find<'t>(
    desk: &Desk<'_>,
    targets: &'t mut [Value],
    said: &Said,
) -> Result<&'t mut Record, Fault> {
    let mut targets = targets.iter_mut().filter_map(Value::as_object_mut);
    let found = targets.find(|target| is_same(target, said));
    found.ok_or_else(|| {
        let names = ["InstanceId", "EniIp", "Port"].map(|name| text_at(said, name));
        let message = format!("There is no target {:?}.", names.join(" "));
        desk.call.fault("InvalidParameterValue", message)
    })
}

/// Adds targets.
pub(super) fn register(desk: &Desk<'_>) -> Response {
    for said in said(desk) {
        let target = backend(desk, &said)?;
        change(desk, &said, |targets| {
            if find(desk, targets, &said).is_ok() {
                let message = "The target is registered already.".to_owned();
                return Err(desk.call.fault("InvalidParameterValue.Duplicate", message));
            }
            targets.push(target.into());
            Ok(())
        })?;
    }
    Ok(desk.respond(Value::Null))
}

/// Returns a target as it is shown, with the addresses of its instance.
fn backend(desk: &Desk<'_>, said: &Said) -> Result<Record, Fault> {
    let mut target = said.clone();
    WHERE.iter().for_each(|name| _ = target.remove(*name));
    let instance = text_at(said, "InstanceId");
    let kind = if instance.is_empty() { "ENI" } else { "CVM" };
    target.entry("Type").or_insert(kind.into());
    target.entry("Weight").or_insert(json!(10));
    if !instance.is_empty()
        && let Some(found) = desk.resource("cvm", "Instance", &instance)?
    {
        for member in ["InstanceName", "PrivateIpAddresses", "PublicIpAddresses"] {
            let value = found.record.get(member).cloned();
            target.insert(member.into(), value.unwrap_or_default());
        }
        let zone = path::get(&found.record, "Placement.Zone").cloned();
        target.insert("Zone".into(), zone.unwrap_or_default());
    }
    let address = text_at(said, "EniIp");
    if !address.is_empty() {
        target.insert("PrivateIpAddresses".into(), json!([address]));
    }
    if let Some(kind) = desk.kind("Listener") {
        target.insert("RegisteredTime".into(), desk.stamp(&kind, "CreateTime"));
    }
    Ok(target)
}

/// Takes targets away.
pub(super) fn deregister(desk: &Desk<'_>) -> Response {
    for said in said(desk) {
        change(desk, &said, |targets| {
            find(desk, targets, &said)?;
            let is_said = |target: &Value| target.as_object().is_some_and(|t| is_same(t, &said));
            targets.retain(|target| !is_said(target));
            Ok(())
        })?;
    }
    Ok(desk.respond(Value::Null))
}

/// Gives targets the weights of the request.
pub(super) fn weigh(desk: &Desk<'_>) -> Response {
    put(desk, |said| {
        ("Weight", said.get("Weight").cloned().unwrap_or(json!(10)))
    })
}

/// Gives targets another port.
pub(super) fn port(desk: &Desk<'_>) -> Response {
    let port = desk.parameter("NewPort").cloned().unwrap_or_default();
    put(desk, |_| ("Port", port.clone()))
}

fn put(desk: &Desk<'_>, member: impl Fn(&Said) -> (&'static str, Value)) -> Response {
    for said in said(desk) {
        change(desk, &said, |targets| {
            let (member, value) = member(&said);
            find(desk, targets, &said)?.insert(member.into(), value);
            Ok(())
        })?;
    }
    Ok(desk.respond(Value::Null))
}

/// Shows the targets of the listeners that a call asks for.
pub(super) fn describe(desk: &Desk<'_>) -> Response {
    let balancer = desk.text("LoadBalancerId").unwrap_or_default();
    desk.resource("clb", "LoadBalancer", &balancer)?;
    let ids = path::all(&desk.call.parameters, "ListenerIds").into_iter();
    let ids: Vec<String> = ids.map(path::text).collect();
    for id in &ids {
        check(desk, id)?;
    }
    let listeners = desk.those("clb", "Listener", |listener| {
        let asked = |name: &str| {
            let asked = desk.text(name).unwrap_or_default();
            asked.is_empty() || text_at(listener, name) == asked
        };
        text_at(listener, "LoadBalancerId") == balancer
            && (ids.is_empty() || ids.contains(&text_at(listener, "ListenerId")))
            && ["Protocol", "Port"].into_iter().all(asked)
    });
    let listeners: Vec<Value> = listeners.into_iter().map(Value::from).collect();
    Ok(desk.respond(json!({"Listeners": listeners})))
}
