//! Ending resources.

use std::sync::Arc;

use super::super::codes::Trouble;
use super::super::path;
use super::super::plan::{Kind, Plan};
use super::super::store::Item;
use super::change::check_state;
use super::desk::Desk;
use super::{Done, matching, place, request};
use crate::fault::Fault;

pub(super) fn run(desk: &Desk<'_>, plan: &Plan) -> Result<Done, Fault> {
    let kind = &plan.kind;
    let items = meant(desk, plan)?;
    if let Some(family) = desk.family() {
        for item in &items {
            family.ending(desk, &kind.name, &desk.current(item))?;
        }
    }
    for item in &items {
        check_children(desk, kind, item)?;
    }
    let state = kind.facts.state.as_ref();
    let ends = state.and_then(|state| {
        let through = plan.used.through.as_ref().or(state.ends.as_ref())?;
        Some((&state.member, through))
    });
    for item in &items {
        match ends {
            Some((member, through)) => {
                let mut record = desk.current(item).into_owned();
                path::put(&mut record, member, through.clone());
                let pending = desk.pending(member, None);
                desk.replace(kind, item, record, Some(pending));
            }
            None => desk.remove(kind, item),
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
    let items = meant(desk, plan)?;
    items
        .iter()
        .try_for_each(|item| check_children(desk, &plan.kind, item))
}

fn meant(desk: &Desk<'_>, plan: &Plan) -> Result<Vec<Arc<Item>>, Fault> {
    let mut items = Vec::new();
    for entry in request::entries(desk, &plan.used) {
        items.extend(matching::meant(desk, &plan.kind, &plan.used, &entry)?);
    }
    for item in &items {
        check_state(desk, plan, item)?;
    }
    Ok(items)
}

/// Checks that no other resource needs this one.
fn check_children(desk: &Desk<'_>, kind: &Kind, item: &Item) -> Result<(), Fault> {
    let own = [
        kind.service.clone(),
        kind.name.clone(),
        kind.identity(&item.record),
    ];
    for child in &kind.children {
        let Some(child) = desk.kind(child) else {
            continue;
        };
        let place = place(desk, &child.service, &child.name, child.is_global());
        let shelf = desk.engine.store.known(&place);
        if let Some(shelf) = shelf {
            shelf.settle(desk.now, desk.engine.pace);
            if shelf.read().needs(&own) {
                let message = format!(
                    "The {} {:?} is in use: there is a {} that needs it.",
                    kind.name, item.keys.id, child.name
                );
                let about = [kind.name.as_str(), &child.name];
                return Err(desk.trouble(kind, Trouble::InUse, &about, message));
            }
        }
    }
    Ok(())
}
