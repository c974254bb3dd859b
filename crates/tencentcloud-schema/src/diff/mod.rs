//! What changed between two descriptions of one service version, and what that means for Rust.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::{Action, Description, Index, Member, Object, Role, Site};

/// What a change means for a published crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Documentation and hints: no Rust changes.
    Patch,
    /// Something was added that no caller must know of.
    Minor,
    /// Code that compiled may no longer do so.
    Breaking,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The place, e.g. `actions.CreateUpstream.request.Scheme`.
    pub place: String,
    /// What happened there.
    pub what: String,
    /// What it means.
    pub verdict: Verdict,
}

impl Change {
    fn new(place: impl Into<String>, what: impl Into<String>, verdict: Verdict) -> Self {
        Self {
            place: place.into(),
            what: what.into(),
            verdict,
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Breaking => "breaking",
        })
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.place, self.what)
    }
}

/// Everything that changed from `old` to `new`, in the descriptions' order: actions, types, codes.
pub fn diff(old: &Description, new: &Description) -> Vec<Change> {
    let mut changes = Vec::new();
    fact(
        &mut changes,
        "title",
        &old.title,
        &new.title,
        Verdict::Patch,
    );
    fact(
        &mut changes,
        "title_en",
        &old.title_en,
        &new.title_en,
        Verdict::Patch,
    );
    fact(&mut changes, "host", &old.host, &new.host, Verdict::Patch);
    pairs(&old.actions, &new.actions, |name, before, after| {
        let place = format!("actions.{name}");
        match (before, after) {
            (Some(before), Some(after)) => action(&mut changes, &place, before, after),
            (None, Some(after)) => {
                let title = after
                    .title
                    .as_deref()
                    .map(|title| format!(" ({title})"))
                    .unwrap_or_default();
                changes.push(Change::new(place, format!("added{title}"), Verdict::Minor));
            }
            _ => changes.push(Change::new(place, "removed", Verdict::Breaking)),
        }
    });
    let roles = (Index::new(old), Index::new(new));
    pairs(&old.types, &new.types, |name, before, after| {
        let place = format!("types.{name}");
        match (before, after) {
            (Some(before), Some(after)) => {
                object(
                    &mut changes,
                    &place,
                    before,
                    after,
                    (roles.0.role(name), roles.1.role(name)),
                );
            }
            (None, Some(_)) => changes.push(Change::new(place, "added", Verdict::Minor)),
            _ => changes.push(Change::new(place, "removed", Verdict::Breaking)),
        }
    });
    for code in new.errors.difference(&old.errors) {
        changes.push(Change::new(
            format!("errors.{code}"),
            "added",
            Verdict::Minor,
        ));
    }
    for code in old.errors.difference(&new.errors) {
        changes.push(Change::new(
            format!("errors.{code}"),
            "removed",
            Verdict::Breaking,
        ));
    }
    changes
}

/// The gravest verdict of all; `None` where nothing changed.
pub fn verdict(changes: &[Change]) -> Option<Verdict> {
    changes.iter().map(|change| change.verdict).max()
}

fn action(changes: &mut Vec<Change>, place: &str, old: &Action, new: &Action) {
    let at = |name: &str| format!("{place}.{name}");
    fact(
        changes,
        &at("title"),
        &old.title,
        &new.title,
        Verdict::Patch,
    );
    fact(
        changes,
        &at("title_en"),
        &old.title_en,
        &new.title_en,
        Verdict::Patch,
    );
    fact(changes, &at("doc"), &old.doc, &new.doc, Verdict::Patch);
    fact(changes, &at("rate"), &old.rate, &new.rate, Verdict::Patch);
    fact(changes, &at("host"), &old.host, &new.host, Verdict::Patch);
    fact(
        changes,
        &at("region"),
        &old.region,
        &new.region,
        Verdict::Patch,
    );
    fact(
        changes,
        &at("status"),
        &Some(old.status),
        &Some(new.status),
        Verdict::Minor,
    );
    fact(
        changes,
        &at("sites"),
        &known(&old.sites),
        &known(&new.sites),
        if old.sites.is_empty() {
            Verdict::Patch
        } else {
            Verdict::Minor
        },
    );
    fact(
        changes,
        &at("signing"),
        &Some(old.signing),
        &Some(new.signing),
        Verdict::Patch,
    );
    fact(
        changes,
        &at("body"),
        &Some(old.body),
        &Some(new.body),
        Verdict::Breaking,
    );
    gained(
        changes,
        &at("streaming"),
        old.streaming.then_some(()),
        new.streaming.then_some(()),
    );
    gained(
        changes,
        &at("paging"),
        old.paging.as_ref(),
        new.paging.as_ref(),
    );
    if old.errors != new.errors {
        changes.push(Change::new(at("errors"), "changed", Verdict::Patch));
    }
    members(changes, &at("request"), &old.request, &new.request, true);
    members(
        changes,
        &at("response"),
        &old.response,
        &new.response,
        false,
    );
}

fn object(changes: &mut Vec<Change>, place: &str, old: &Object, new: &Object, roles: (Role, Role)) {
    fact(
        changes,
        &format!("{place}.doc"),
        &old.doc,
        &new.doc,
        Verdict::Patch,
    );
    let asks = |role| role != Role::Response;
    if asks(roles.0) != asks(roles.1) {
        let what = if asks(roles.1) {
            "is now used in requests too"
        } else {
            "is now used in answers alone"
        };
        changes.push(Change::new(place, what, Verdict::Breaking));
    }
    members(changes, place, &old.members, &new.members, asks(roles.1));
}

/// Compares members; `request` says that the request rule makes their Rust types.
fn members(changes: &mut Vec<Change>, place: &str, old: &[Member], new: &[Member], request: bool) {
    let by_name = |members: &[Member]| -> BTreeMap<String, Member> {
        members
            .iter()
            .map(|member| (member.name.clone(), member.clone()))
            .collect()
    };
    let (before, after) = (by_name(old), by_name(new));
    for member in new {
        let place = format!("{place}.{}", member.name);
        match before.get(&member.name) {
            Some(old) => one(changes, &place, old, member, request),
            None if request && member.required => {
                changes.push(Change::new(
                    place,
                    format!("added, {}, required", kind(member)),
                    Verdict::Breaking,
                ));
            }
            None => changes.push(Change::new(
                place,
                format!("added, {}", kind(member)),
                Verdict::Minor,
            )),
        }
    }
    for member in old
        .iter()
        .filter(|member| !after.contains_key(&member.name))
    {
        changes.push(Change::new(
            format!("{place}.{}", member.name),
            "removed",
            Verdict::Breaking,
        ));
    }
    if request {
        let stages = |members: &[Member], other: &BTreeMap<String, Member>| -> Vec<String> {
            let kept = |m: &&Member| m.required && other.get(&m.name).is_some_and(|o| o.required);
            members
                .iter()
                .filter(kept)
                .map(|member| member.name.clone())
                .collect()
        };
        let (was, is) = (stages(old, &after), stages(new, &before));
        if was != is {
            let what = format!(
                "asks for what is required in another order: {}",
                is.join(", ")
            );
            changes.push(Change::new(place, what, Verdict::Breaking));
        }
    }
}

fn one(changes: &mut Vec<Change>, place: &str, old: &Member, new: &Member, request: bool) {
    if (&old.kind, old.list) != (&new.kind, new.list) {
        let what = format!("changed from {} to {}", kind(old), kind(new));
        changes.push(Change::new(place, what, Verdict::Breaking));
    }
    if old.required != new.required {
        let what = if new.required {
            "is now required"
        } else {
            "is no longer required"
        };
        let verdict = if request {
            Verdict::Breaking
        } else {
            Verdict::Patch
        };
        changes.push(Change::new(place, what, verdict));
    }
    let marks = [
        (
            old.always,
            new.always,
            "is now always returned",
            "is no longer always returned",
        ),
        (
            old.nullable,
            new.nullable,
            "may now be null",
            "is no longer null",
        ),
    ];
    for (was, is, set, cleared) in marks {
        if was != is {
            // The published Rust type stays as it is: see `Member::published`.
            changes.push(Change::new(
                place,
                if is { set } else { cleared },
                Verdict::Patch,
            ));
        }
    }
    for (mark, was, is) in [
        ("sensitive", old.sensitive, new.sensitive),
        ("deprecated", old.deprecated, new.deprecated),
    ] {
        if was != is {
            let what = format!("is {} {mark}", if is { "now" } else { "no longer" });
            changes.push(Change::new(place, what, Verdict::Patch));
        }
    }
    if old.values != new.values {
        let gone = old.values.iter().any(|value| !new.values.contains(value));
        // The values of text members are constants.
        let verdict = if gone && new.kind.is_text() {
            Verdict::Breaking
        } else {
            Verdict::Minor
        };
        let what = format!(
            "values changed from {} to {}",
            old.values.join("|"),
            new.values.join("|")
        );
        changes.push(Change::new(place, what, verdict));
    }
    let hints = (
        &old.filters,
        &old.min,
        &old.max,
        &old.default,
        &old.example,
        &old.doc,
        &old.header,
    );
    if hints
        != (
            &new.filters,
            &new.min,
            &new.max,
            &new.default,
            &new.example,
            &new.doc,
            &new.header,
        )
    {
        changes.push(Change::new(place, "documentation changed", Verdict::Patch));
    }
}

fn kind(member: &Member) -> String {
    if member.list {
        format!("list of {}", member.kind)
    } else {
        member.kind.to_string()
    }
}

fn fact<T: PartialEq + fmt::Debug>(
    changes: &mut Vec<Change>,
    place: &str,
    old: &Option<T>,
    new: &Option<T>,
    verdict: Verdict,
) {
    let told = |fact: &Option<T>| {
        fact.as_ref()
            .map_or_else(|| "unknown".to_owned(), |fact| format!("{fact:?}"))
    };
    if old != new {
        changes.push(Change::new(
            place,
            format!("changed from {} to {}", told(old), told(new)),
            verdict,
        ));
    }
}

/// The sites that offer an action, where that is known.
fn known(sites: &BTreeSet<Site>) -> Option<&BTreeSet<Site>> {
    (!sites.is_empty()).then_some(sites)
}

/// Something that brings a trait: to gain it adds, to lose it breaks.
fn gained<T: PartialEq>(changes: &mut Vec<Change>, place: &str, old: Option<T>, new: Option<T>) {
    let (what, verdict) = match (&old, &new) {
        (None, Some(_)) => ("added", Verdict::Minor),
        (Some(_), None) => ("removed", Verdict::Breaking),
        _ if old != new => ("changed", Verdict::Breaking),
        _ => return,
    };
    changes.push(Change::new(place, what, verdict));
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

#[cfg(test)]
mod tests {
    use super::*;

    fn description(text: &str) -> Description {
        let whole = format!(r#"{{"format":1,"service":"x","version":"2020-01-01",{text}}}"#);
        Description::parse(&whole, "test").unwrap()
    }

    fn told(old: &str, new: &str) -> Vec<String> {
        let changes = diff(&description(old), &description(new));
        changes
            .iter()
            .map(|change| format!("{}: {change}", change.verdict))
            .collect()
    }

    const OLD: &str = r#""types":{"T":{"members":[{"name":"Id","type":"string","always":true}]}},
        "actions":{"Do":{"request":[{"name":"A","type":"string","required":true},{"name":"B","type":"string","required":true}],
        "response":[{"name":"T","type":"T","list":true}]}}"#;

    #[test]
    fn nothing_changes_nothing() {
        assert_eq!(told(OLD, OLD), Vec::<String>::new());
    }

    #[test]
    fn a_new_order_of_required_parameters_breaks() {
        let new = OLD.replace(r#"{"name":"A","type":"string","required":true},{"name":"B","type":"string","required":true}"#,
            r#"{"name":"B","type":"string","required":true},{"name":"A","type":"string","required":true}"#);
        assert_eq!(
            told(OLD, &new),
            ["breaking: actions.Do.request asks for what is required in another order: B, A"]
        );
    }

    #[test]
    fn a_flipped_mark_of_an_answer_changes_no_type() {
        let new = OLD.replace(r#""always":true"#, r#""nullable":true"#);
        assert_eq!(
            told(OLD, &new),
            [
                "patch: types.T.Id is no longer always returned",
                "patch: types.T.Id may now be null"
            ]
        );
    }

    #[test]
    fn english_titles_and_filters_are_hints_and_sites_are_no_less_than_a_status() {
        let new = OLD
            .replace(r#""types""#, r#""title_en":"X","types""#)
            .replace(r#"{"Do":{"#, r#"{"Do":{"title_en":"Do","sites":["china"],"#)
            .replace(
                r#"{"name":"B","type":"string","#,
                r#"{"name":"B","type":"string","filters":["b-id"],"#,
            );
        assert_eq!(
            told(OLD, &new),
            [
                "patch: title_en changed from unknown to \"X\"",
                "patch: actions.Do.title_en changed from unknown to \"Do\"",
                "patch: actions.Do.sites changed from unknown to {China}",
                "patch: actions.Do.request.B documentation changed",
            ]
        );
        let both = new.replace(r#"["china"]"#, r#"["china","international"]"#);
        assert_eq!(
            told(&both, &new),
            ["minor: actions.Do.sites changed from {China, International} to {China}"]
        );
    }

    #[test]
    fn a_type_that_requests_begin_to_use_breaks() {
        let new = OLD.replace(r#""request":["#, r#""request":[{"name":"T","type":"T"},"#);
        assert_eq!(
            told(OLD, &new),
            [
                "minor: actions.Do.request.T added, T",
                "breaking: types.T is now used in requests too"
            ]
        );
    }

    #[test]
    fn optional_members_and_actions_are_additions() {
        let new = OLD
            .replace(
                r#""response":["#,
                r#""response":[{"name":"N","type":"int64"},"#,
            )
            .replace(
                r#""actions":{"#,
                r#""actions":{"More":{"request":[],"response":[]},"#,
            );
        assert_eq!(
            told(OLD, &new),
            [
                "minor: actions.Do.response.N added, int64",
                "minor: actions.More added"
            ]
        );
    }
}
