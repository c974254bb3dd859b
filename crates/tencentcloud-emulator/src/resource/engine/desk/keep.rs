//! Keeping new resources: their ids, times and names.

use std::sync::Arc;

use serde_json::{Number, Value};

use super::super::super::codes::Trouble;
use super::super::super::plan::Kind;
use super::super::super::store::{Item, Keys, Pending, Record, Slots};
use super::super::super::{path, tags, times};
use super::Desk;
use crate::fault::Fault;
use crate::ids::Draw;

/// A resource before it is kept, with a change that is under way.
pub(in super::super) type Draft = (Record, Option<Pending>);

/// A draft with what it will be found by.
type Keyed = (Keys, Record, Option<Pending>);

impl Desk<'_> {
    /// Completes resources, checks them and keeps all of them or none.
    pub(in super::super) fn keep_all(
        &self,
        kind: &Kind,
        mut drafts: Vec<Draft>,
    ) -> Result<Vec<Arc<Item>>, Fault> {
        let shelf = self.shelf(kind);
        for (record, _) in &mut drafts {
            if let Some(family) = self.family() {
                family.drafting(self, &kind.name, record)?;
            }
            self.check_parents(kind, record)?;
            complete(self, kind, record);
            if let Some(family) = self.family_of(&kind.service) {
                family.making(self, &kind.name, record)?;
            }
        }
        let keyed = self.keyed(kind, drafts);
        let mut slots = shelf.write();
        self.check_free(kind, &slots, &keyed)?;
        let insert = |keyed| self.ledger.insert(&shelf, &mut slots, keyed);
        let items: Vec<_> = keyed.into_iter().map(insert).collect();
        drop(slots);
        if let Some(family) = self.family_of(&kind.service) {
            for item in &items {
                family.made(self, &kind.name, item)?;
            }
        }
        Ok(items)
    }

    /// Adds to drafts what they will be found by.
    pub(in super::super) fn keyed(&self, kind: &Kind, drafts: Vec<Draft>) -> Vec<Keyed> {
        let keyed = drafts.into_iter();
        let keyed = keyed.map(|(record, pending)| (self.keys(kind, &record), record, pending));
        keyed.collect()
    }

    /// Checks that ids and names are not taken, and the quota.
    pub(in super::super) fn check_free(
        &self,
        kind: &Kind,
        slots: &Slots,
        drafts: &[Keyed],
    ) -> Result<(), Fault> {
        let name = &kind.name;
        let quota = (kind.service.clone(), name.clone());
        if let Some(quota) = self.engine.quotas.get(&quota)
            && slots.len() + drafts.len() > *quota
        {
            let message = format!("The quota of {quota} {name} is used up.");
            return Err(self.trouble(kind, Trouble::Limit, &[name], message));
        }
        let taken = |what: &str| {
            let message = format!("There is a {name} {what:?} already.");
            let about = [
                name.as_str(),
                kind.facts.name.as_deref().unwrap_or_default(),
            ];
            self.trouble(kind, Trouble::Exists, &about, message)
        };
        let mut new = Vec::new();
        for (keys, record, _) in drafts {
            let same = |item: &Item| kind.identity(&item.record) == kind.identity(record);
            if !keys.id.is_empty() && slots.with_id(&keys.id).any(|item| same(item)) {
                return Err(taken(&keys.id));
            }
            if let Some(unique) = &keys.unique {
                if slots.holder(unique).is_some() || new.contains(&unique) {
                    return Err(taken(unique.rsplit('/').next().unwrap_or_default()));
                }
                new.push(unique);
            }
        }
        Ok(())
    }
}

/// Gives a record what the service makes: ids, times, and its tags their names.
fn complete(desk: &Desk<'_>, kind: &Kind, record: &mut Record) {
    let facts = &kind.facts;
    let shown = kind.shown();
    if let Some(tags) = &facts.tags {
        tags::adopt(record, tags, shown);
    }
    for member in [&facts.created, &facts.updated].into_iter().flatten() {
        let stamp = times::stamp(shown.member(member), desk.call.now);
        path::put(record, member, stamp);
    }
    let made = facts.id.iter().chain(facts.made.keys());
    for member in made {
        let given = path::get(record, member).is_some_and(|value| !path::text(value).is_empty());
        if !given {
            let id = draw(desk, kind, member);
            path::put(record, member, id);
        }
    }
}

/// Draws an id that no resource on the shelf has.
fn draw(desk: &Desk<'_>, kind: &Kind, member: &str) -> Value {
    let form = kind.facts.made.get(member).map(String::as_str);
    let mut form = form.unwrap_or("********").to_owned();
    let shown = kind.shown().member(member);
    let number =
        shown.is_some_and(|member| !member.kind.is_text()) || gives_number(desk, kind, member);
    if number {
        let digits = form.replace(['*', '?'], "#");
        form = digits
            .chars()
            .filter(|c| *c == '#' || c.is_ascii_digit())
            .take(18)
            .collect();
    }
    let purpose = format!("{}/{member}", desk.purpose(kind));
    let shelf = desk.shelf(kind);
    let mut tries = 0;
    loop {
        let drawn = shelf.write().draw();
        let id = formed(&form, &mut desk.engine.ids.draw(&purpose, drawn));
        if shelf.read().has_id(&id) {
            tries += 1;
            // A short form has few ids: then they become longer.
            if tries % 20 == 0 {
                form.push('#');
            }
            continue;
        }
        return match id.parse::<Number>() {
            Ok(id) if number => id.into(),
            _ => id.into(),
        };
    }
}

/// Returns true if the called action gives the member as a number.
fn gives_number(desk: &Desk<'_>, kind: &Kind, member: &str) -> bool {
    let target = &desk.call.target;
    let Some(used) = kind.facts.actions.get(&target.name) else {
        return false;
    };
    let mut gives = used.gives.iter().filter(|(_, given)| *given == member);
    gives.any(|(at, _)| {
        let mut response = target.action().response.iter();
        response.any(|member| member.name == *at && member.kind.is_integer())
    })
}

/// Fills a form: `*` is a lower-case letter or a digit, `?` a hexadecimal digit, `#` a decimal one.
fn formed(form: &str, draw: &mut Draw) -> String {
    let mut id = String::with_capacity(form.len());
    for (at, sign) in form.chars().enumerate() {
        match sign {
            '*' => id.push_str(&draw.text(1)),
            '?' => id.push_str(&draw.text_of(1, b"0123456789abcdef")),
            // A number that began with nought would be another one.
            '#' if at == 0 => id.push_str(&draw.text_of(1, b"123456789")),
            '#' => id.push_str(&draw.text_of(1, b"0123456789")),
            other => id.push(other),
        }
    }
    id
}
