//! Changing resources: members, states, lists.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;
use tencentcloud_schema::resource::Verb;

use super::super::codes::Trouble;
use super::super::plan::{Kind, Plan};
use super::super::store::{Item, Pending, Record};
use super::super::{path, tags, times};
use super::desk::Desk;
use super::request::{self, Entry};
use super::{Done, matching};
use crate::fault::Fault;

pub(super) fn run(desk: &Desk<'_>, plan: &Plan) -> Result<Done, Fault> {
    let mut items = Vec::new();
    // All are checked before one is changed.
    for (entry, meant) in meant(desk, plan)? {
        for item in meant {
            items.push(one(desk, plan, &entry, &item)?);
        }
    }
    Ok(Done {
        total: items.len(),
        items,
        next: String::new(),
    })
}

/// Checks whether the request could be carried out.
pub(super) fn check(desk: &Desk<'_>, plan: &Plan) -> Result<(), Fault> {
    meant(desk, plan).map(|_| ())
}

type Meant<'a> = Vec<(Entry<'a>, Vec<Arc<Item>>)>;

fn meant<'a>(desk: &Desk<'a>, plan: &'a Plan) -> Result<Meant<'a>, Fault> {
    let entries = request::entries(desk, &plan.used).into_iter();
    let meant = entries.map(|entry| {
        let items = matching::meant(desk, &plan.kind, &plan.used, &entry)?;
        for item in &items {
            check_state(desk, plan, item)?;
        }
        Ok((entry, items))
    });
    meant.collect()
}

/// Checks that the resource is in a state from which the action is possible.
pub(super) fn check_state(desk: &Desk<'_>, plan: &Plan, item: &Item) -> Result<(), Fault> {
    let (kind, from) = (&plan.kind, &plan.used.from);
    let Some(state) = kind.facts.state.as_ref().filter(|_| !from.is_empty()) else {
        return Ok(());
    };
    let record = desk.current(item);
    let now = path::get(&record, &state.member)
        .map(path::text)
        .unwrap_or_default();
    if from.iter().any(|allowed| path::text(allowed) == now) {
        return Ok(());
    }
    let allowed: Vec<_> = from.iter().map(path::text).collect();
    let message = format!(
        "The {} {:?} is {now}; {} is possible from {}.",
        kind.name,
        item.keys.id,
        desk.call.target.name,
        allowed.join(", ")
    );
    let about = [kind.name.as_str(), "State", &now];
    Err(desk.trouble(kind, Trouble::State, &about, message))
}

fn one(
    desk: &Desk<'_>,
    plan: &Plan,
    entry: &Entry<'_>,
    item: &Arc<Item>,
) -> Result<Arc<Item>, Fault> {
    let (kind, used) = (&plan.kind, &plan.used);
    let before = desk.current(item).into_owned();
    let mut after = before.clone();
    // What the request gives wins over what the action puts.
    for (member, value) in &used.put {
        path::put(&mut after, member, value.clone());
    }
    match used.does {
        Verb::Add | Verb::Remove => edit(kind, plan, entry, &mut after),
        _ => merge(kind, plan, entry, &mut after),
    }
    if let Some(updated) = &kind.facts.updated {
        let stamp = times::stamp(kind.shown().member(updated), desk.call.now);
        path::put(&mut after, updated, stamp);
    }
    let pending = state(desk, plan, item, &mut after);
    desk.check_parents(kind, &after)?;
    if let Some(family) = desk.family() {
        family.changing(desk, &kind.name, &before, &mut after)?;
    }
    check_name(desk, kind, item, &after)?;
    Ok(desk.replace(kind, item, after, pending))
}

/// Takes the parameters over into a record, but those that only say which one is meant.
fn merge(kind: &Kind, plan: &Plan, entry: &Entry<'_>, after: &mut Record) {
    let used = &plan.used;
    let mut given = entry.record(kind, used);
    for at in used.by.keys() {
        let name = match &used.each {
            Some(each) => at
                .strip_prefix(each.as_str())
                .map_or(at.as_str(), |rest| rest.trim_start_matches('.')),
            None => at,
        };
        let set = used.set.values().any(|member| member == name);
        if !set {
            given.remove(name);
        }
    }
    if let Some(tags) = &kind.facts.tags
        && path::get(&given, tags).is_some()
    {
        tags::adopt(&mut given, tags, kind.shown());
    }
    // A parameter that becomes a member of a member leaves the others of that as they are.
    let in_part = |name: &str| {
        let mut members = used.set.values().map(|member| path::split(member));
        members.any(|(first, rest)| first == name && rest.is_some())
    };
    for (name, value) in given {
        match (after.get_mut(&name), value) {
            (Some(Value::Object(old)), Value::Object(new)) if in_part(&name) => old.extend(new),
            (_, value) => _ = after.insert(name, value),
        }
    }
}

/// Adds to a list, or takes away from it by values or keys.
fn edit(kind: &Kind, plan: &Plan, entry: &Entry<'_>, after: &mut Record) {
    let used = &plan.used;
    let implicit: BTreeMap<String, String>;
    let set = match used.set.is_empty() {
        false => &used.set,
        true => {
            let tags = kind.facts.tags.iter();
            implicit = tags.map(|tags| ("Tags".to_owned(), tags.clone())).collect();
            &implicit
        }
    };
    let shown = kind.shown();
    let gone = |old: &Value, given: &Value| match (used.does, old, given) {
        (Verb::Remove, Value::Object(old), Value::Object(given)) => given
            .iter()
            .all(|(name, value)| old.get(name) == Some(value)),
        _ => tags::key(old) == tags::key(given),
    };
    for (at, member) in set.iter().filter(|(_, member)| !member.is_empty()) {
        let given: Vec<Value> = entry.values(at).into_iter().cloned().collect();
        let known = shown.member(member);
        let given = given
            .into_iter()
            .map(|value| tags::renamed(value, known, shown));
        let list = path::get(after, member).and_then(Value::as_array);
        let mut list = list.cloned().unwrap_or_default();
        for value in given {
            list.retain(|old| !gone(old, &value));
            if used.does == Verb::Add {
                list.push(value);
            }
        }
        path::put(after, member, list.into());
    }
}

/// Puts the state on its way, and keeps a change under way that this one does not touch.
fn state(desk: &Desk<'_>, plan: &Plan, item: &Item, after: &mut Record) -> Option<Pending> {
    let used = &plan.used;
    let unsettled = || item.pending.clone().filter(|_| !desk.is_settled(item));
    let Some(state) = &plan.kind.facts.state else {
        return unsettled();
    };
    match (&used.through, &used.to) {
        (Some(through), Some(to)) => {
            path::put(after, &state.member, through.clone());
            Some(desk.pending(&state.member, Some(to.clone())))
        }
        (Some(through), None) => {
            let stays = path::get(after, &state.member).cloned();
            let stays = stays.unwrap_or_else(|| state.ready.clone());
            path::put(after, &state.member, through.clone());
            Some(desk.pending(&state.member, Some(stays)))
        }
        (None, Some(to)) => {
            path::put(after, &state.member, to.clone());
            None
        }
        (None, None) => unsettled(),
    }
}

fn check_name(desk: &Desk<'_>, kind: &Kind, item: &Item, after: &Record) -> Result<(), Fault> {
    let keys = desk.keys(kind, after);
    let holder = keys
        .unique
        .as_ref()
        .and_then(|unique| desk.shelf(kind).read().holder(unique));
    if holder.is_none_or(|holder| holder == item.number) {
        return Ok(());
    }
    let name = kind.facts.name.as_deref().unwrap_or_default();
    let value = path::get(after, name).map(path::text).unwrap_or_default();
    let message = format!("There is a {} {value:?} already.", kind.name);
    let about = [kind.name.as_str(), name];
    Err(desk.trouble(kind, Trouble::Exists, &about, message))
}
