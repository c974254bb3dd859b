//! A service version of two sites, made one.
//!
//! Whatever either site offers is there, and each action says which site offers it. Where both
//! define the same thing, the first site's definition stands: what is required, of which kind, in
//! which order. The other site adds what the first lacks: actions and types as a whole, and members
//! that a request may leave out and a response need not have.
//!
//! Names of filters are taken from the other site where the first site's own text holds each of
//! them, too: a translation may spell them otherwise.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use tencentcloud_schema::{Action, Description, Index, Member, Role, Site};

/// One definition that the two sites do not share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disagreement {
    /// The place, e.g. `actions.CreateExtendEndpoint.request.EndpointName`.
    pub place: String,
    /// What the first site says there.
    pub first: String,
    /// What the other site says there.
    pub other: String,
}

impl fmt::Display for Disagreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            place,
            first,
            other,
        } = self;
        write!(
            f,
            "{place}: {first} on the first site, {other} on the other; kept the first site's"
        )
    }
}

/// Joins a version of the first site, whose sentences are `prose`, with the same version of the
/// other.
pub(super) fn join(
    first: Description,
    other: Description,
    site: Site,
    prose: &BTreeMap<String, String>,
) -> (Description, Vec<Disagreement>) {
    let mut join = Join {
        prose,
        asked: asked(&first),
        found: Vec::new(),
    };
    let sites = (site, opposite(site));
    (join.description(first, other, sites), join.found)
}

/// Marks every action of a description as offered by that site alone.
pub(super) fn alone(description: &mut Description, site: Site) {
    for action in description.actions.values_mut() {
        action.sites.insert(site);
    }
}

/// The other of the two sites.
pub(super) fn opposite(site: Site) -> Site {
    match site {
        Site::China => Site::International,
        Site::International => Site::China,
    }
}

/// The types that requests reach.
fn asked(description: &Description) -> BTreeSet<String> {
    let index = Index::new(description);
    let names = description.types.keys();
    names
        .filter(|name| index.role(name) != Role::Response)
        .cloned()
        .collect()
}

struct Join<'a> {
    prose: &'a BTreeMap<String, String>,
    asked: BTreeSet<String>,
    found: Vec<Disagreement>,
}

impl Join<'_> {
    fn description(
        &mut self,
        mut first: Description,
        other: Description,
        (own, foreign): (Site, Site),
    ) -> Description {
        first.title = first.title.or(other.title);
        first.title_en = first.title_en.or(other.title_en);
        first.host = first.host.or(other.host);
        first.errors.extend(other.errors);
        alone(&mut first, own);
        for (name, mut action) in other.actions {
            action.sites = BTreeSet::from([foreign]);
            match first.actions.get_mut(&name) {
                Some(known) => self.action(&name, known, action),
                None => {
                    first.actions.insert(name, action);
                }
            }
        }
        for (name, object) in other.types {
            match first.types.get_mut(&name) {
                Some(known) => {
                    let place = format!("types.{name}");
                    let asked = self.asked.contains(&name);
                    self.members(&place, &mut known.members, object.members, asked);
                }
                None => {
                    first.types.insert(name, object);
                }
            }
        }
        first.open = first.undefined();
        first
    }

    fn action(&mut self, name: &str, known: &mut Action, other: Action) {
        known.sites.extend(other.sites);
        known.title = known.title.take().or(other.title);
        known.title_en = known.title_en.take().or(other.title_en);
        let place = format!("actions.{name}");
        let request = format!("{place}.request");
        self.members(&request, &mut known.request, other.request, true);
        let response = format!("{place}.response");
        self.members(&response, &mut known.response, other.response, false);
    }

    /// Adds to a list of members those that only the other site has; `asked` says that requests
    /// send them.
    fn members(&mut self, place: &str, known: &mut Vec<Member>, other: Vec<Member>, asked: bool) {
        let names: BTreeSet<_> = other.iter().map(|member| member.name.clone()).collect();
        for member in known.iter().filter(|member| asked && member.required) {
            if !names.contains(&member.name) {
                self.differ(place, &member.name, "required", "no such member");
            }
        }
        for mut member in other {
            match known.iter_mut().find(|known| known.name == member.name) {
                Some(known) => self.member(place, known, member, asked),
                None => {
                    if asked && member.required {
                        self.differ(place, &member.name, "no such member", "required");
                    }
                    member.required = false;
                    member.always = false;
                    known.push(member);
                }
            }
        }
    }

    fn member(&mut self, place: &str, known: &mut Member, other: Member, asked: bool) {
        if (&known.kind, known.list) != (&other.kind, other.list) {
            self.differ(place, &known.name, &kind(known), &kind(&other));
        }
        if asked && known.required != other.required {
            let required = |member: &Member| match member.required {
                true => "required",
                false => "optional",
            };
            self.differ(place, &known.name, required(known), required(&other));
        }
        let said = self.prose.get(&format!("{place}.{}", known.name));
        let in_both = |name: &String| said.is_none_or(|text| text.contains(name));
        if known.filters.is_empty() && other.filters.iter().all(in_both) {
            known.filters = other.filters;
        }
    }

    fn differ(&mut self, place: &str, member: &str, first: &str, other: &str) {
        self.found.push(Disagreement {
            place: format!("{place}.{member}"),
            first: first.to_owned(),
            other: other.to_owned(),
        });
    }
}

fn kind(member: &Member) -> String {
    match member.list {
        true => format!("list of {}", member.kind),
        false => member.kind.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use tencentcloud_schema::{Description, Site};

    use std::collections::BTreeMap;

    use super::join;

    fn description(actions: Value, types: Value) -> Description {
        let text = json!({
            "format": 1, "service": "bakery", "version": "2020-01-01",
            "actions": actions, "types": types,
        });
        Description::parse(&text.to_string(), "test").unwrap()
    }

    fn joined(first: (Value, Value), other: (Value, Value)) -> (Value, Vec<String>) {
        let place = "actions.Bake.request.Filters".to_owned();
        let prose = BTreeMap::from([(place, "按 oven-id 过滤".to_owned())]);
        let other = description(other.0, other.1);
        let (whole, found) = join(description(first.0, first.1), other, Site::China, &prose);
        whole.validate("joined").unwrap();
        let mut whole = json!(whole);
        let parts = json!({"actions": whole["actions"].take(), "types": whole["types"].take()});
        (parts, found.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn every_action_of_either_site_is_there_and_says_who_offers_it() {
        let action = |title: &str, text: &str| json!({title: text, "request": [], "response": []});
        let (whole, found) = joined(
            (
                json!({"Bake": action("title", "烤"), "Cut": action("title", "切")}),
                json!({}),
            ),
            (
                json!({"Bake": action("title_en", "Bake"), "Toast": action("title_en", "Toast")}),
                json!({}),
            ),
        );
        assert_eq!(
            whole["actions"],
            json!({
                "Bake": {"title": "烤", "title_en": "Bake", "sites": ["china", "international"],
                         "request": [], "response": []},
                "Cut": {"title": "切", "sites": ["china"], "request": [], "response": []},
                "Toast": {"title_en": "Toast", "sites": ["international"], "request": [], "response": []},
            })
        );
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn the_first_site_says_what_is_required_and_the_other_adds_optional_members() {
        let request = |members: Value| json!({"Bake": {"request": members, "response": []}});
        let (whole, found) = joined(
            (
                request(json!([
                    {"name": "Flour", "type": "string", "required": true},
                    {"name": "Salt", "type": "string", "required": true},
                    {"name": "Minutes", "type": "uint64"},
                ])),
                json!({}),
            ),
            (
                request(json!([
                    {"name": "Minutes", "type": "string", "required": true},
                    {"name": "Oven", "type": "string", "required": true},
                    {"name": "Flour", "type": "string", "required": true},
                    {"name": "Note", "type": "string"},
                ])),
                json!({}),
            ),
        );
        assert_eq!(
            whole["actions"]["Bake"]["request"],
            json!([
                {"name": "Flour", "type": "string", "required": true},
                {"name": "Salt", "type": "string", "required": true},
                {"name": "Minutes", "type": "uint64"},
                {"name": "Oven", "type": "string"},
                {"name": "Note", "type": "string"},
            ])
        );
        let kept = "kept the first site's";
        assert_eq!(
            found,
            [
                format!(
                    "actions.Bake.request.Salt: required on the first site, no such member on the other; {kept}"
                ),
                format!(
                    "actions.Bake.request.Minutes: uint64 on the first site, string on the other; {kept}"
                ),
                format!(
                    "actions.Bake.request.Minutes: optional on the first site, required on the other; {kept}"
                ),
                format!(
                    "actions.Bake.request.Oven: no such member on the first site, required on the other; {kept}"
                ),
            ]
        );
    }

    #[test]
    fn names_of_filters_are_taken_as_the_first_site_spells_them() {
        let bake = |filters: &[&str]| {
            let mut member = json!({"name": "Filters", "type": "string", "list": true});
            if !filters.is_empty() {
                member["filters"] = json!(filters);
            }
            json!({"Bake": {"request": [member], "response": []}})
        };
        for (first, other, expected) in [
            (&[][..], &["oven-id"][..], json!(["oven-id"])),
            (&[], &["Oven-Id"], Value::Null),
            (&["shelf"], &["oven-id"], json!(["shelf"])),
        ] {
            let (whole, _) = joined((bake(first), json!({})), (bake(other), json!({})));
            assert_eq!(whole["actions"]["Bake"]["request"][0]["filters"], expected);
        }
    }

    #[test]
    fn responses_and_types_grow_by_members_that_need_not_be_there() {
        let bake = json!({"Bake": {"request": [], "response": [
            {"name": "Loaf", "type": "Loaf", "always": true},
        ]}});
        let more = json!({"Bake": {"request": [], "response": [
            {"name": "Loaf", "type": "Loaf"},
            {"name": "Crumbs", "type": "Crumb", "list": true, "always": true},
        ]}});
        let (whole, found) = joined(
            (
                bake,
                json!({"Loaf": {"members": [{"name": "Weight", "type": "int64", "always": true}]}}),
            ),
            (
                more,
                json!({
                    "Crumb": {"members": []},
                    "Loaf": {"members": [{"name": "Colour", "type": "string", "always": true, "nullable": true}]},
                }),
            ),
        );
        assert_eq!(
            whole["actions"]["Bake"]["response"],
            json!([
                {"name": "Loaf", "type": "Loaf", "always": true},
                {"name": "Crumbs", "type": "Crumb", "list": true},
            ])
        );
        assert_eq!(
            whole["types"],
            json!({
                "Crumb": {"members": []},
                "Loaf": {"members": [
                    {"name": "Weight", "type": "int64", "always": true},
                    {"name": "Colour", "type": "string", "nullable": true},
                ]},
            })
        );
        assert!(found.is_empty(), "{found:?}");
    }
}
