//! Making resources.

use serde_json::Value;
use tencentcloud_schema::resource::Use;

use super::super::path;
use super::super::plan::{Kind, Plan};
use super::super::store::Record;
use super::desk::{Desk, Draft};
use super::{Done, request};
use crate::fault::Fault;

pub(super) fn run(desk: &Desk<'_>, plan: &Plan) -> Result<Done, Fault> {
    let items = desk.keep_all(&plan.kind, drafts(desk, plan))?;
    Ok(Done {
        total: items.len(),
        items,
        next: String::new(),
    })
}

/// Checks whether the request could be carried out.
pub(super) fn check(desk: &Desk<'_>, plan: &Plan) -> Result<(), Fault> {
    let drafts = drafts(desk, plan);
    for (record, _) in &drafts {
        desk.check_parents(&plan.kind, record)?;
    }
    let keyed = desk.keyed(&plan.kind, drafts);
    let shelf = desk.shelf(&plan.kind);
    let slots = shelf.read();
    desk.check_free(&plan.kind, &slots, &keyed)
}

fn drafts(desk: &Desk<'_>, plan: &Plan) -> Vec<Draft> {
    let (kind, used) = (&plan.kind, &plan.used);
    let entries = request::entries(desk, used);
    let one = |entry: request::Entry<'_>| {
        // A parameter goes before what the action puts on its own.
        let mut record = entry.record(kind, used);
        request::put(&mut record, &used.put);
        request::default(desk, kind, &mut record);
        if let Some(told) = &desk.call.told {
            take_ids(&mut record, kind, used, told, entry.index());
        }
        let mut pending = None;
        if let Some(state) = &kind.facts.state {
            let ready = used.to.as_ref().unwrap_or(&state.ready);
            let begins = used.through.as_ref().or(state.begins.as_ref());
            pending = begins.map(|_| desk.pending(&state.member, Some(ready.clone())));
            let now = begins.unwrap_or(ready).clone();
            path::put(&mut record, &state.member, now);
        }
        (record, pending)
    };
    entries.into_iter().map(one).collect()
}

/// Gives a record what the cloud drew for the resource with the number `index` of a call.
fn take_ids(record: &mut Record, kind: &Kind, used: &Use, told: &Record, index: usize) {
    let facts = &kind.facts;
    let is_drawn = |member: &String| facts.id.contains(member) || facts.made.contains_key(member);
    for (at, member) in used.gives.iter().filter(|(_, member)| is_drawn(member)) {
        if let Some(value) = path::all(told, at).get(index) {
            path::put(record, member, Value::clone(value));
        }
    }
    let items = used.item.as_deref().map(|item| match item {
        "" => vec![told],
        item => {
            let shown = path::all(told, item).into_iter();
            shown.filter_map(Value::as_object).collect()
        }
    });
    if let Some(shown) = items.unwrap_or_default().get(index) {
        for member in facts.id.iter().chain(facts.made.keys()) {
            if let Some(value) = path::get(shown, member).filter(|value| !value.is_null()) {
                path::put(record, member, value.clone());
            }
        }
    }
}
