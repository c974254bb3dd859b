//! The forwarding rules of listeners: each a domain and a path, with targets of its own.

use serde_json::{Value, json};

use super::super::super::engine::Desk;
use super::super::super::path::{self, text_at};
use super::super::super::store::Record;
use super::super::vpc::addresses::list;
use super::listener::{Response, check};
use crate::fault::Fault;

/// Returns true if `rule` is the one that `said` names: by its id, else by domain and path.
pub(super) fn is_meant(said: &Record, rule: &Record) -> bool {
    let id = text_at(said, "LocationId");
    if !id.is_empty() {
        return text_at(rule, "LocationId") == id;
    }
    let url = text_at(said, "Url");
    text_at(rule, "Domain") == text_at(said, "Domain")
        && (url.is_empty() || text_at(rule, "Url") == url)
}

/// Returns the error of a rule that a listener does not have.
pub(super) fn missing(desk: &Desk<'_>, said: &Record) -> Fault {
    let names = ["LocationId", "Domain", "Url"].map(|name| text_at(said, name));
    let message = format!("The listener has no rule {:?}.", names.concat());
    desk.call.fault("InvalidParameterValue", message)
}

pub(super) fn rules(record: &mut Record) -> impl Iterator<Item = &mut Record> {
    list(record, "Rules")
        .iter_mut()
        .filter_map(Value::as_object_mut)
}

/// Adds rules to a listener.
pub(super) fn create(desk: &Desk<'_>) -> Response {
    let listener = desk.text("ListenerId").unwrap_or_default();
    let mut known = check(desk, &listener)?;
    let kind = desk.kind("Listener");
    let (mut new, mut ids) = (Vec::new(), Vec::new());
    for given in path::all(&desk.call.parameters, "Rules") {
        let mut rule = given.as_object().cloned().unwrap_or_default();
        let domain = path::all(&rule, "Domains")
            .first()
            .map(|domain| path::text(domain));
        rule.entry("Domain")
            .or_insert(json!(domain.unwrap_or_default()));
        let same = |known: &Record| {
            ["Domain", "Url"]
                .iter()
                .all(|name| text_at(known, name) == text_at(&rule, name))
        };
        if rules(&mut known).any(|known| same(known)) || new.iter().any(same) {
            let message = format!(
                "The listener has a rule of {:?} already.",
                text_at(&rule, "Url")
            );
            return Err(desk.call.fault("InvalidParameterValue.Duplicate", message));
        }
        if let Some(kind) = &kind {
            let mut draw = desk.draw("clb/Rule", desk.number(kind));
            let id = format!("loc-{}", draw.text(8));
            ids.push(json!(id));
            rule.insert("LocationId".into(), id.into());
            rule.insert("CreateTime".into(), desk.stamp(kind, "CreateTime"));
        }
        rule.insert("ListenerId".into(), listener.clone().into());
        for (member, value) in [
            ("Scheduler", json!("WRR")),
            ("SessionExpireTime", json!(0)),
            ("TargetType", json!("NODE")),
        ] {
            rule.entry(member).or_insert(value);
        }
        new.push(rule);
    }
    desk.amend("clb", "Listener", &listener, |record| {
        list(record, "Rules").extend(new.into_iter().map(Value::from));
    });
    Ok(desk.respond(json!({"LocationIds": ids})))
}

/// Changes the rules of the called listener that the call names.
fn change(desk: &Desk<'_>, change: impl Fn(&mut Record)) -> Response {
    let listener = desk.text("ListenerId").unwrap_or_default();
    let mut known = check(desk, &listener)?;
    let said = &desk.call.parameters;
    if !rules(&mut known).any(|rule| is_meant(said, rule)) {
        return Err(missing(desk, said));
    }
    desk.amend("clb", "Listener", &listener, |record| {
        rules(record)
            .filter(|rule| is_meant(said, rule))
            .for_each(change);
    });
    Ok(desk.respond(Value::Null))
}

/// Changes what a rule does.
pub(super) fn modify(desk: &Desk<'_>) -> Response {
    change(desk, |rule| {
        for (name, value) in &desk.call.parameters {
            if !["LoadBalancerId", "ListenerId", "LocationId"].contains(&name.as_str()) {
                rule.insert(name.clone(), value.clone());
            }
        }
    })
}

/// Changes what all rules of a domain do.
pub(super) fn domain(desk: &Desk<'_>) -> Response {
    change(desk, |rule| {
        for (name, value) in &desk.call.parameters {
            let member = match name.as_str() {
                "NewDomain" => "Domain",
                "NewDomains" => "Domains",
                "Certificate" | "Http2" | "DefaultServer" => name,
                _ => continue,
            };
            rule.insert(member.to_owned(), value.clone());
        }
    })
}

/// Takes rules away from a listener.
pub(super) fn delete(desk: &Desk<'_>) -> Response {
    let listener = desk.text("ListenerId").unwrap_or_default();
    let mut known = check(desk, &listener)?;
    let said = &desk.call.parameters;
    let ids = path::all(said, "LocationIds").into_iter().map(path::text);
    let ids: Vec<String> = ids.collect();
    let meant = |rule: &Record| match ids.is_empty() {
        true => is_meant(said, rule),
        false => ids.contains(&text_at(rule, "LocationId")),
    };
    let found = rules(&mut known).filter(|rule| meant(rule)).count();
    if found == 0 || found < ids.len() {
        return Err(missing(desk, said));
    }
    desk.amend("clb", "Listener", &listener, |record| {
        list(record, "Rules").retain(|rule| !rule.as_object().is_some_and(meant));
    });
    Ok(desk.respond(Value::Null))
}
