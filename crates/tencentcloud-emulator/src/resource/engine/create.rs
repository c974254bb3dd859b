//! Making resources.

use super::super::path;
use super::super::plan::Plan;
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
