//! Showing resources.

use std::sync::Arc;

use super::super::codes::{self, Trouble};
use super::super::plan::Plan;
use super::super::store::{Found, Item, Shelf};
use super::desk::Desk;
use super::matching::{self, Condition};
use super::paging::{self, Start, Window};
use super::{Done, request};
use crate::fault::Fault;

/// Returns the part of the list that a call asks for.
pub(super) fn run(desk: &Desk<'_>, plan: &Plan) -> Result<Done, Fault> {
    let (kind, used) = (&plan.kind, &plan.used);
    let mut conditions = Vec::new();
    // A filter that matches nothing is no error, an unknown id is.
    let mut names_ids = false;
    for entry in request::entries(desk, used).iter().take(1) {
        conditions.extend(matching::by(desk, kind, entry, used));
        let mut by = used.by.iter();
        names_ids = by.any(|(at, member)| member == kind.id() && entry.has(at));
    }
    if let Some(filters) = &used.filters {
        conditions.extend(matching::filters(desk, kind, filters)?);
    }
    let window = paging::window(desk.call);
    let shelf = desk.shelf(kind);
    let slots = shelf.read();
    let family = desk.family();
    let offered = family.map(|family| family.offered(desk, &kind.name));
    if let Some(offered) = offered.filter(|offered| !offered.is_empty()) {
        let view = slots.view();
        drop(slots);
        let all = offered.iter().chain(view.iter());
        let found = all.filter(|item| matching::meets(desk, item, &conditions));
        return Ok(part(&found.cloned().collect::<Vec<_>>(), window));
    }
    if conditions.is_empty() {
        let items: Vec<_> = match window.start {
            Start::Offset(offset) => slots.skipping(offset).take(window.size).cloned().collect(),
            Start::After(number) => slots.after(number).take(window.size).cloned().collect(),
        };
        let more = |last: &Arc<Item>| slots.after(last.number).next().is_some();
        let next = items.last().filter(|last| more(last)).map(token);
        return Ok(Done {
            total: slots.len(),
            items,
            next: next.unwrap_or_default(),
        });
    }
    if let Some(ids) = matching::ids(kind, &conditions) {
        let unknown = ids.iter().find(|id| !slots.has_id(id));
        let about = [kind.name.as_str(), kind.id()];
        let strict = names_ids && !family.is_some_and(|family| family.leaves_out(&kind.name));
        if let Some(unknown) = unknown.filter(|_| strict)
            && codes::lists(desk.call, Trouble::NotFound, &about)
        {
            return Err(desk.missing(kind, unknown));
        }
        let found = matching::with_ids(desk, &slots, ids, &conditions);
        return Ok(part(&found, window));
    }
    drop(slots);
    Ok(part(&searched(desk, &shelf, &conditions), window))
}

/// Returns the items that meet conditions. The next page of them costs no other search, unless
/// something has changed since or is about to by itself.
fn searched(desk: &Desk<'_>, shelf: &Shelf, conditions: &[Condition]) -> Arc<[Arc<Item>]> {
    let asked = format!("{conditions:?}");
    let slots = shelf.read();
    if let Some(found) = slots.found(&asked, desk.now) {
        return found;
    }
    let (view, changes) = (slots.view(), slots.changes());
    drop(slots);
    let mut settled = true;
    let meets = |item: &&Arc<Item>| {
        settled &= desk.is_settled(item);
        matching::meets(desk, item, conditions)
    };
    let items: Arc<[_]> = view.iter().filter(meets).cloned().collect();
    if settled {
        let found = Found {
            asked,
            since: desk.now,
            items: Arc::clone(&items),
        };
        shelf.read().keep_found(changes, found);
    }
    items
}

fn part(found: &[Arc<Item>], window: Window) -> Done {
    let total = found.len();
    let start = match window.start {
        Start::Offset(offset) => offset.min(total),
        Start::After(number) => found.partition_point(|item| item.number <= number),
    };
    let end = start.saturating_add(window.size).min(total);
    let items = found[start..end].to_vec();
    let next = items.last().filter(|_| end < total).map(token);
    Done {
        items,
        total,
        next: next.unwrap_or_default(),
    }
}

/// Returns the token of the page that follows an item.
fn token(last: &Arc<Item>) -> String {
    (last.number + 1).to_string()
}

/// Returns the one resource that a call asks for.
pub(super) fn one(desk: &Desk<'_>, plan: &Plan) -> Result<Done, Fault> {
    let entries = request::entries(desk, &plan.used);
    let Some(entry) = entries.first() else {
        return Ok(Done::default());
    };
    let items = matching::meant(desk, &plan.kind, &plan.used, entry)?;
    Ok(Done {
        total: items.len(),
        items,
        next: String::new(),
    })
}
