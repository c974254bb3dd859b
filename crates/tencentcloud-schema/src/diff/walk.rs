//! The one walk through two descriptions of a service version.

use std::collections::{BTreeMap, BTreeSet};

use super::changes::{Change, Changes};
use super::verdict::Verdict;
use crate::description::{Action, Description, Object, Site};
use crate::reach::{Index, Role};

/// Lists everything that changed from `old` to `new`, in the descriptions' order: actions, types,
/// error codes.
pub fn diff(old: &Description, new: &Description) -> Vec<Change> {
    let mut changes = Changes::default();
    let (title, title_en) = (old.title.as_ref(), old.title_en.as_ref());
    changes.fact("title", title, new.title.as_ref(), Verdict::Patch);
    changes.fact("title_en", title_en, new.title_en.as_ref(), Verdict::Patch);
    // What was unknown had a host before: the one that every service has.
    let moved = match old.host {
        Some(_) => Verdict::Breaking,
        None => Verdict::Patch,
    };
    changes.fact("host", old.host.as_ref(), new.host.as_ref(), moved);
    pairs(&old.actions, &new.actions, |name, before, after| {
        let place = format!("actions.{name}");
        match (before, after) {
            (Some(before), Some(after)) => changes.action(&place, before, after),
            (None, Some(after)) => changes.say(&place, added(after), Verdict::Minor),
            _ => changes.say(&place, "removed", Verdict::Breaking),
        }
    });
    let roles = [Index::new(old), Index::new(new)];
    pairs(&old.types, &new.types, |name, before, after| {
        let place = format!("types.{name}");
        match (before, after) {
            (Some(before), Some(after)) => {
                let roles = [roles[0].role(name), roles[1].role(name)];
                changes.object(&place, before, after, roles);
            }
            (None, Some(_)) => changes.say(&place, "added", Verdict::Minor),
            _ => changes.say(&place, "removed", Verdict::Breaking),
        }
    });
    for code in new.errors.difference(&old.errors) {
        changes.say(&format!("errors.{code}"), "added", Verdict::Minor);
    }
    for code in old.errors.difference(&new.errors) {
        changes.say(&format!("errors.{code}"), "removed", Verdict::Breaking);
    }
    changes.0
}

fn added(action: &Action) -> String {
    match &action.title {
        Some(title) => format!("added ({title})"),
        None => "added".to_owned(),
    }
}

impl Changes {
    fn action(&mut self, place: &str, old: &Action, new: &Action) {
        use Verdict::{Breaking, Minor, Patch};
        let at = |name: &str| format!("{place}.{name}");
        let (title, title_en) = (new.title.as_ref(), new.title_en.as_ref());
        self.fact(&at("title"), old.title.as_ref(), title, Patch);
        self.fact(&at("title_en"), old.title_en.as_ref(), title_en, Patch);
        self.fact(&at("doc"), old.doc.as_ref(), new.doc.as_ref(), Patch);
        self.fact(&at("rate"), old.rate.as_ref(), new.rate.as_ref(), Patch);
        self.fact(&at("host"), old.host.as_ref(), new.host.as_ref(), Breaking);
        let region = new.region.as_ref();
        self.fact(&at("region"), old.region.as_ref(), region, Patch);
        self.value(&at("status"), &old.status, &new.status, Minor);
        let verdict = if old.sites.is_empty() { Patch } else { Minor };
        self.fact(&at("sites"), known(&old.sites), known(&new.sites), verdict);
        self.value(&at("signing"), &old.signing, &new.signing, Patch);
        self.value(&at("body"), &old.body, &new.body, Breaking);
        let streaming = |action: &Action| action.streaming.then_some(());
        let (was, is) = (streaming(old), streaming(new));
        self.gained(&at("streaming"), was.as_ref(), is.as_ref());
        self.gained(&at("paging"), old.paging.as_ref(), new.paging.as_ref());
        if old.errors != new.errors {
            self.say(&at("errors"), "changed", Patch);
        }
        self.members(&at("request"), &old.request, &new.request, true);
        self.members(&at("response"), &old.response, &new.response, false);
    }

    fn object(&mut self, place: &str, old: &Object, new: &Object, roles: [Role; 2]) {
        let doc = format!("{place}.doc");
        self.fact(&doc, old.doc.as_ref(), new.doc.as_ref(), Verdict::Patch);
        let asked = roles.map(|role| role != Role::Response);
        let what = [
            "is now used in requests too",
            "is now used in responses alone",
        ];
        self.flag(place, asked, what, Verdict::Breaking);
        self.members(place, &old.members, &new.members, asked[1]);
    }
}

/// The sites that offer an action, if that is known.
fn known(sites: &BTreeSet<Site>) -> Option<&BTreeSet<Site>> {
    (!sites.is_empty()).then_some(sites)
}

fn pairs<T>(
    old: &BTreeMap<String, T>,
    new: &BTreeMap<String, T>,
    mut each: impl FnMut(&str, Option<&T>, Option<&T>),
) {
    let names: BTreeSet<_> = old.keys().chain(new.keys()).collect();
    for name in names {
        each(name, old.get(name), new.get(name));
    }
}
