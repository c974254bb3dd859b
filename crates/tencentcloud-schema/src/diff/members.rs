//! Changes of members.

use std::collections::{BTreeMap, BTreeSet};

use super::changes::Changes;
use super::verdict::Verdict;
use crate::description::Member;

impl Changes {
    /// Compares members; `request` says that the rule for requests makes their Rust types.
    pub(super) fn members(&mut self, place: &str, old: &[Member], new: &[Member], request: bool) {
        let (before, after) = (by_name(old), by_name(new));
        for member in new {
            let place = format!("{place}.{}", member.name);
            match before.get(member.name.as_str()) {
                Some(old) => self.member(&place, old, member, request),
                None if request && member.required => {
                    let what = format!("added, {}, required", kind(member));
                    self.say(&place, what, Verdict::Breaking);
                }
                None => self.say(&place, format!("added, {}", kind(member)), Verdict::Minor),
            }
        }
        for member in old {
            if !after.contains_key(member.name.as_str()) {
                let place = format!("{place}.{}", member.name);
                self.say(&place, "removed", Verdict::Breaking);
            }
        }
        if request {
            self.order(place, (old, &before), (new, &after));
        }
    }

    /// Compares the order in which required parameters are asked for.
    fn order(&mut self, place: &str, old: Side<'_>, new: Side<'_>) {
        let stages = |members: &[Member], other: &ByName<'_>| -> Vec<String> {
            let kept = |member: &&Member| {
                let other = other.get(member.name.as_str());
                member.required && other.is_some_and(|other| other.required)
            };
            let kept = members.iter().filter(kept);
            kept.map(|member| member.name.clone()).collect()
        };
        let (was, is) = (stages(old.0, new.1), stages(new.0, old.1));
        if was != is {
            let what = format!(
                "asks for what is required in another order: {}",
                is.join(", ")
            );
            self.say(place, what, Verdict::Breaking);
        }
    }

    fn member(&mut self, place: &str, old: &Member, new: &Member, request: bool) {
        if (&old.kind, old.list) != (&new.kind, new.list) {
            let what = format!("changed from {} to {}", kind(old), kind(new));
            self.say(place, what, Verdict::Breaking);
        }
        let verdict = if request {
            Verdict::Breaking
        } else {
            Verdict::Patch
        };
        let required = ["is now required", "is no longer required"];
        self.flag(place, [old.required, new.required], required, verdict);
        // The published Rust type stays as it is whatever these say: see `Member::published`.
        for (flags, what) in [
            (
                [old.always, new.always],
                ["is now always returned", "is no longer always returned"],
            ),
            (
                [old.nullable, new.nullable],
                ["may now be null", "is no longer null"],
            ),
            (
                [old.sensitive, new.sensitive],
                ["is now sensitive", "is no longer sensitive"],
            ),
            (
                [old.deprecated, new.deprecated],
                ["is now deprecated", "is no longer deprecated"],
            ),
        ] {
            self.flag(place, flags, what, Verdict::Patch);
        }
        self.values(place, old, new);
        let hints = hints(old, new);
        if !hints.is_empty() {
            let what = format!("documentation changed: {}", hints.join(", "));
            self.say(place, what, Verdict::Patch);
        }
    }

    fn values(&mut self, place: &str, old: &Member, new: &Member) {
        if old.values == new.values {
            return;
        }
        let kept: BTreeSet<_> = new.values.iter().collect();
        let gone = old.values.iter().any(|value| !kept.contains(value));
        // The values of text members are constants.
        let verdict = match gone && new.kind.is_text() {
            true => Verdict::Breaking,
            false => Verdict::Minor,
        };
        let what = format!(
            "values changed from {} to {}",
            old.values.join("|"),
            new.values.join("|")
        );
        self.say(place, what, verdict);
    }
}

type ByName<'a> = BTreeMap<&'a str, &'a Member>;

/// The members of one side, in their order and by name.
type Side<'a> = (&'a [Member], &'a ByName<'a>);

fn by_name(members: &[Member]) -> ByName<'_> {
    let named = members.iter().map(|member| (member.name.as_str(), member));
    named.collect()
}

/// The fields that changed of those that only documentation shows.
fn hints(old: &Member, new: &Member) -> Vec<&'static str> {
    let hints = [
        ("filters", old.filters != new.filters),
        ("min", old.min != new.min),
        ("max", old.max != new.max),
        ("default", old.default != new.default),
        ("example", old.example != new.example),
        ("doc", old.doc != new.doc),
        ("header", old.header != new.header),
    ];
    let changed = hints.into_iter().filter(|(_, changed)| *changed);
    changed.map(|(field, _)| field).collect()
}

fn kind(member: &Member) -> String {
    match member.list {
        true => format!("list of {}", member.kind),
        false => member.kind.to_string(),
    }
}
