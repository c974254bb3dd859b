//! Two sources as one description: nothing that either says is lost, and where they differ it is reported.
//!
//! * A page holds all of the actions and types it holds and nothing of the others, and it does not
//!   know widths, always-returned flags or all members. So what only the packages said stays.
//! * The packages hold the whole of a service version: what they no longer name goes. But what
//!   only other sources say of an action that they have stays (region, rate, host and errors), and
//!   an action whose own page was imported keeps whatever the packages leave out of it.
//! * If both state the same fact differently, the update wins, unless it is the less exact one.

use std::collections::BTreeSet;
use std::fmt::{self, Display};

use serde::Serialize;
use tencentcloud_schema::{
    Action, Body, Description, Kind, Member, Object, Published, Signing, Status,
};

use crate::hosts;

/// Where the facts of an update come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Documentation pages: each holds all of its actions, and nothing of the others.
    Page,
    /// The official packages: the whole of one service version.
    Package,
}

/// One fact that two sources state differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The place, e.g. `actions.CreateUpstream.request.Scheme.required`.
    pub place: String,
    /// What stood in the schema.
    pub before: String,
    /// What the update says.
    pub update: String,
    /// Which of the two the merged description keeps, and why.
    pub kept: String,
}

impl Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            place,
            before,
            update,
            kept,
        } = self;
        write!(
            f,
            "{place}: the schema had {before}, the update has {update}; kept {kept}"
        )
    }
}

/// Merges an update of the same service version into what is known. A host outside the vendor's
/// domains is not taken; a difference reports it.
pub fn merge(
    base: Option<Description>,
    update: Description,
    source: Source,
) -> (Description, Vec<Difference>) {
    merge_kept(base, update, source, &BTreeSet::new())
}

/// Merges an update as [`merge`] does; the actions `paged` have pages that were imported, so that
/// [`Source::Package`] takes nothing of them away.
pub fn merge_kept(
    base: Option<Description>,
    mut update: Description,
    source: Source,
    paged: &BTreeSet<String>,
) -> (Description, Vec<Difference>) {
    let mut merge = Merge {
        source,
        paged,
        place: Vec::new(),
        differences: Vec::new(),
    };
    merge.hosts(base.as_ref(), &mut update);
    let Some(base) = base else {
        return (update, merge.differences);
    };
    let merged = merge.description(base, update);
    (merged, merge.differences)
}

struct Merge<'a> {
    source: Source,
    paged: &'a BTreeSet<String>,
    place: Vec<String>,
    differences: Vec<Difference>,
}

impl Merge<'_> {
    /// Takes no host outside the vendor's domains.
    fn hosts(&mut self, base: Option<&Description>, update: &mut Description) {
        for foreign in hosts::take_foreign(update) {
            let known = base.and_then(|base| match foreign.place.split('.').nth(1) {
                Some(action) => base.actions.get(action)?.host.as_ref(),
                None => base.host.as_ref(),
            });
            let known = known.map_or("no host", String::as_str);
            let kept = "the schema's: the other is in no domain of the vendor, and only an overlay can give it";
            self.at(&[&foreign.place], |m| m.differ(known, &foreign.host, kept));
        }
    }

    fn description(&mut self, mut base: Description, update: Description) -> Description {
        let mut merged = Description {
            title: self.fact("title", base.title, update.title),
            title_en: self.fact("title_en", base.title_en, update.title_en),
            host: self.fact("host", base.host, update.host),
            actions: Default::default(),
            types: Default::default(),
            errors: update.errors,
            open: Default::default(),
            ..update
        };
        if self.source == Source::Page {
            merged.errors.append(&mut base.errors);
        }
        for (name, action) in update.actions {
            let action = match base.actions.remove(&name) {
                Some(known) => {
                    let keep = self.keeps(&name);
                    self.at(&["actions", &name], |m| m.action(known, action, keep))
                }
                None => action,
            };
            merged.actions.insert(name, action);
        }
        for (name, action) in base.actions {
            let keeps = self.keeps(&name);
            if self.source == Source::Package {
                let kept = if keeps {
                    "the schema's: a page said it"
                } else {
                    "the update's: the packages hold the whole of a version"
                };
                self.at(&["actions", &name], |m| {
                    m.differ("the action", "no such action", kept)
                });
            }
            if keeps {
                merged.actions.insert(name, action);
            }
        }
        // What an action lists is one of the service's codes, whoever names it.
        for action in merged.actions.values() {
            merged.errors.extend(action.errors.iter().cloned());
        }
        for (name, object) in update.types {
            let object = match base.types.remove(&name) {
                Some(known) => self.at(&["types", &name], |m| m.object(known, object)),
                None => object,
            };
            merged.types.insert(name, object);
        }
        if self.source == Source::Page {
            merged.types.append(&mut base.types);
        }
        // A type that the packages no longer name stays while something that stays uses it.
        while let Some((name, object)) = merged
            .undefined()
            .iter()
            .find_map(|name| base.types.remove_entry(name))
        {
            merged.types.insert(name, object);
        }
        merged.open = merged.undefined();
        merged
    }

    /// True if an action keeps what the update leaves out.
    fn keeps(&self, action: &str) -> bool {
        self.source == Source::Page || self.paged.contains(action)
    }

    fn action(&mut self, base: Action, update: Action, keep: bool) -> Action {
        // What a source cannot say has its default there.
        let says_status = self.source == Source::Package || update.status != Status::Online;
        let says_signing = self.source == Source::Package || update.signing != Signing::Signed;
        Action {
            title: self.fact("title", base.title, update.title),
            title_en: self.fact("title_en", base.title_en, update.title_en),
            doc: update.doc.or(base.doc),
            status: self.flag("status", base.status, update.status, says_status),
            sites: match self.source {
                Source::Page => base.sites.union(&update.sites).copied().collect(),
                Source::Package => update.sites,
            },
            region: self.fact("region", base.region, update.region),
            rate: self.fact("rate", base.rate, update.rate),
            host: self.fact("host", base.host, update.host),
            body: self.flag("body", base.body, update.body, update.body != Body::Json),
            signing: self.flag("signing", base.signing, update.signing, says_signing),
            streaming: base.streaming || update.streaming,
            // No page says it, and the reviewed verdicts decide anew with each package.
            paging: match self.source {
                Source::Page => base.paging,
                Source::Package => update.paging,
            },
            errors: if update.errors.is_empty() {
                base.errors
            } else {
                update.errors
            },
            request: self.at(&["request"], |m| {
                m.members(base.request, update.request, keep)
            }),
            response: self.at(&["response"], |m| {
                m.members(base.response, update.response, keep)
            }),
        }
    }

    fn object(&mut self, base: Object, update: Object) -> Object {
        let keep = self.source == Source::Page;
        Object {
            doc: update.doc.or(base.doc),
            members: self.members(base.members, update.members, keep),
        }
    }

    /// Merges two lists of members. With `keep`, what the update leaves out stays: a member behind
    /// the one that it followed, a remark where it was.
    fn members(&mut self, base: Vec<Member>, update: Vec<Member>, keep: bool) -> Vec<Member> {
        let common = |from: &[Member], other: &[Member]| -> Vec<String> {
            let common = from.iter().filter(|m| position(other, &m.name).is_some());
            common.map(|member| member.name.clone()).collect()
        };
        let (before, after) = (common(&base, &update), common(&update, &base));
        if before != after {
            self.at(&["order"], |m| {
                m.differ(before.join(", "), after.join(", "), "the update's");
            });
        }
        let mut merged = update;
        let mut last = None;
        for known in base {
            let name = known.name.clone();
            match position(&merged, &name) {
                Some(index) => {
                    let update = merged[index].clone();
                    merged[index] = self.at(&[&name], |m| m.member(known, update, keep));
                    last = Some(index);
                }
                None if keep => {
                    let index = last.map_or(0, |index: usize| index + 1);
                    let kept = "the schema's: only another source names it";
                    self.at(&[&name], |m| m.differ("the member", "no such member", kept));
                    merged.insert(index, known);
                    last = Some(index);
                }
                None => {
                    let kept = "the update's: the packages hold the whole of a version";
                    self.at(&[&name], |m| m.differ("the member", "no such member", kept));
                }
            }
        }
        merged
    }

    fn member(&mut self, base: Member, update: Member, keep: bool) -> Member {
        let package = self.source == Source::Package;
        // A remark says something where it stands, and nothing where it does not.
        let nullable = update.nullable || !keep;
        let deprecated = update.deprecated || !keep;
        let typed = base.typed_by();
        let mut member = Member {
            kind: self.kind(base.kind, update.kind),
            list: self.flag("list", base.list, update.list, true),
            required: self.flag("required", base.required, update.required, true),
            always: self.flag("always", base.always, update.always, package),
            nullable: self.flag("nullable", base.nullable, update.nullable, nullable),
            sensitive: update.sensitive,
            deprecated: self.flag("deprecated", base.deprecated, update.deprecated, deprecated),
            header: update.header.or(base.header),
            values: if update.values.is_empty() && keep {
                base.values
            } else {
                update.values
            },
            filters: if update.filters.is_empty() && keep {
                base.filters
            } else {
                update.filters
            },
            min: update.min.or(base.min.filter(|_| keep)),
            max: update.max.or(base.max.filter(|_| keep)),
            default: update.default.or(base.default.filter(|_| keep)),
            example: update.example.or(base.example.filter(|_| keep)),
            doc: update.doc.or(base.doc),
            name: update.name,
            published: None,
        };
        // Its Rust type was published by the old marks, and stays so.
        let plain = |marks: Published| marks.always && !marks.nullable;
        member.published = (plain(typed) != plain(member.typed_by())).then_some(typed);
        member
    }

    /// The more exact of two kinds that agree, else the update's.
    fn kind(&mut self, base: Kind, update: Kind) -> Kind {
        let refines = |exact: &Kind, rough: &Kind| {
            (rough == &Kind::Integer && exact.is_integer())
                || (rough == &Kind::String && exact.is_text())
        };
        if base == update || refines(&update, &base) {
            return update;
        }
        if refines(&base, &update) {
            if self.source == Source::Package {
                let kept = "the schema's: the more exact";
                self.at(&["type"], |m| m.differ(&base, &update, kept));
            }
            return base;
        }
        self.at(&["type"], |m| m.differ(&base, &update, "the update's"));
        update
    }

    /// A fact that may be unknown: the update's, if it has one.
    fn fact<T: PartialEq + Serialize>(
        &mut self,
        name: &str,
        base: Option<T>,
        update: Option<T>,
    ) -> Option<T> {
        if let (Some(base), Some(update)) = (&base, &update)
            && base != update
        {
            self.at(&[name], |m| {
                m.differ(text(base), text(update), "the update's")
            });
        }
        update.or(base)
    }

    /// A flag that is always there: the update's, if its source `says` it.
    fn flag<T: PartialEq + Serialize>(&mut self, name: &str, base: T, update: T, says: bool) -> T {
        if !says || base == update {
            return base;
        }
        self.at(&[name], |m| {
            m.differ(text(&base), text(&update), "the update's")
        });
        update
    }

    fn at<T>(&mut self, place: &[&str], run: impl FnOnce(&mut Self) -> T) -> T {
        let depth = self.place.len();
        self.place
            .extend(place.iter().map(|part| (*part).to_owned()));
        let result = run(self);
        self.place.truncate(depth);
        result
    }

    fn differ(&mut self, before: impl Display, update: impl Display, kept: &str) {
        self.differences.push(Difference {
            place: self.place.join("."),
            before: before.to_string(),
            update: update.to_string(),
            kept: kept.to_owned(),
        });
    }
}

fn position(members: &[Member], name: &str) -> Option<usize> {
    members.iter().position(|member| member.name == name)
}

/// A fact as the description writes it.
fn text(fact: &impl Serialize) -> String {
    serde_json::to_string(fact).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use tencentcloud_schema::{Description, Kind, Member};

    use std::collections::BTreeSet;

    use super::{Source, merge, merge_kept};

    fn description(members: Value, facts: Value) -> Description {
        let mut action = json!({"request": members, "response": []});
        for (name, fact) in facts.as_object().unwrap() {
            action[name] = fact.clone();
        }
        let text = json!({
            "format": 1, "service": "bakery", "version": "2020-01-01",
            "actions": {"Bake": action}, "types": {},
        });
        Description::parse(&text.to_string(), "test").unwrap()
    }

    /// The merged request, the merged action without its members, and the places that differ.
    fn merged(
        base: (Value, Value),
        update: (Value, Value),
        source: Source,
    ) -> (Value, Value, Vec<String>) {
        let base = description(base.0, base.1);
        let page = base.actions["Bake"].rate.is_some();
        let paged = BTreeSet::from_iter(page.then(|| "Bake".to_owned()));
        let update = description(update.0, update.1);
        let (merged, differences) = merge_kept(Some(base), update, source, &paged);
        merged.validate("merged").unwrap();
        let mut action = json!(merged)["actions"]["Bake"].take();
        let request = action["request"].take();
        let fields = action.as_object_mut().unwrap();
        fields.shift_remove("request");
        fields.shift_remove("response");
        let places = differences.into_iter().map(|d| d.place).collect();
        (request, action, places)
    }

    #[test]
    fn a_first_import_is_taken_as_it_is() {
        let update = description(json!([]), json!({}));
        let (merged, differences) = merge(None, update.clone(), Source::Package);
        assert_eq!(merged, update);
        assert!(differences.is_empty());
    }

    #[test]
    fn a_page_keeps_what_only_the_package_told() {
        let package = json!([
            {"name": "Oven", "type": "uint64", "required": true, "nullable": true, "max": 9, "example": 3},
            {"name": "Hidden", "type": "string"},
            {"name": "At", "type": "datetime"},
        ]);
        let page = json!([
            {"name": "Oven", "type": "integer", "required": true, "example": 4},
            {"name": "At", "type": "string"},
            {"name": "New", "type": "string"},
        ]);
        let (request, action, places) = merged(
            (package, json!({})),
            (page, json!({"rate": 20})),
            Source::Page,
        );
        assert_eq!(
            request,
            json!([
                {"name": "Oven", "type": "uint64", "required": true, "nullable": true, "max": 9, "example": 4},
                {"name": "Hidden", "type": "string"},
                {"name": "At", "type": "datetime"},
                {"name": "New", "type": "string"},
            ])
        );
        assert_eq!(action, json!({"rate": 20}));
        assert_eq!(places, ["actions.Bake.request.Hidden"]);
    }

    #[test]
    fn a_package_keeps_what_only_a_page_told() {
        let page = json!({"rate": 20, "region": "required", "errors": ["LimitExceeded"]});
        let (request, action, places) = merged(
            (
                json!([{"name": "Oven", "type": "integer", "values": ["1"]}]),
                page.clone(),
            ),
            (
                json!([{"name": "Oven", "type": "int64"}]),
                json!({"title": "烤"}),
            ),
            Source::Package,
        );
        assert_eq!(
            request,
            json!([{"name": "Oven", "type": "int64", "values": ["1"]}])
        );
        assert_eq!(
            action,
            json!({"title": "烤", "region": "required", "rate": 20, "errors": ["LimitExceeded"]})
        );
        assert!(places.is_empty(), "{places:?}");
    }

    #[test]
    fn a_package_keeps_the_codes_that_actions_list() {
        let base = description(json!([]), json!({"errors": ["Only.Here"]}));
        let update = description(json!([]), json!({}));
        let (merged, differences) = merge(Some(base), update, Source::Package);
        assert!(merged.actions["Bake"].errors.contains("Only.Here"));
        assert!(merged.errors.contains("Only.Here"));
        assert!(differences.is_empty(), "{differences:?}");
    }

    #[test]
    fn a_package_drops_what_it_no_longer_tells() {
        let (request, _, places) = merged(
            (
                json!([{"name": "Old", "type": "string"}, {"name": "Oven", "type": "int64", "max": 9}]),
                json!({}),
            ),
            (json!([{"name": "Oven", "type": "int64"}]), json!({})),
            Source::Package,
        );
        assert_eq!(request, json!([{"name": "Oven", "type": "int64"}]));
        assert_eq!(places, ["actions.Bake.request.Old"]);
    }

    #[test]
    fn differences_name_both_sides() {
        let base = description(
            json!([{"name": "Oven", "type": "string"}]),
            json!({"rate": 20}),
        );
        let update = description(
            json!([{"name": "Oven", "type": "int64", "required": true}]),
            json!({"rate": 10}),
        );
        let (_, differences) = merge(Some(base), update, Source::Page);
        let lines: Vec<_> = differences.iter().map(ToString::to_string).collect();
        assert_eq!(
            lines,
            [
                "actions.Bake.rate: the schema had 20, the update has 10; kept the update's",
                "actions.Bake.request.Oven.type: the schema had string, the update has int64; kept the update's",
                "actions.Bake.request.Oven.required: the schema had false, the update has true; kept the update's",
            ]
        );
    }

    #[test]
    fn actions_that_a_package_no_longer_names() {
        let gone = |facts: Value, paged: bool| {
            let mut base = description(json!([{"name": "Loaf", "type": "string"}]), facts);
            base.types.insert("Loaf".to_owned(), Default::default());
            if let Some(action) = base.actions.get_mut("Bake") {
                action.request[0].kind = Kind::Object("Loaf".to_owned());
            }
            let mut update = description(json!([]), json!({}));
            update.actions.clear();
            let paged = BTreeSet::from_iter(paged.then(|| "Bake".to_owned()));
            let (merged, differences) = merge_kept(Some(base), update, Source::Package, &paged);
            merged.validate("merged").unwrap();
            (merged.actions.len(), merged.types.len(), differences.len())
        };
        assert_eq!(gone(json!({}), false), (0, 0, 1));
        assert_eq!(gone(json!({"rate": 20}), false), (0, 0, 1));
        assert_eq!(gone(json!({}), true), (1, 1, 1));
    }

    #[test]
    fn a_flipped_mark_keeps_the_published_rust_type() {
        let marked = |mark: &str| {
            let mut facts = description(json!([]), json!({}));
            let mut member = Member::new("Weight", Kind::Int64);
            member.always = mark == "always";
            member.nullable = mark == "nullable";
            facts.actions.get_mut("Bake").unwrap().response = vec![member];
            facts
        };
        let answer = |d: &Description| d.actions["Bake"].response[0].clone();
        let (first, _) = merge(None, marked("always"), Source::Package);
        assert_eq!(answer(&first).published, None);
        let (flipped, _) = merge(Some(first), marked("nullable"), Source::Package);
        let published = tencentcloud_schema::Published {
            always: true,
            nullable: false,
        };
        assert_eq!(answer(&flipped).published, Some(published));
        assert!(answer(&flipped).nullable, "the new mark stands beside it");
        let (back, _) = merge(Some(flipped), marked("always"), Source::Package);
        assert_eq!(answer(&back).published, None);
    }

    #[test]
    fn open_types_are_counted_anew() {
        let mut base = description(json!([]), json!({}));
        base.types.insert("Loaf".to_owned(), Default::default());
        let mut update = description(json!([]), json!({}));
        let crumb = Member::new("Crumb", Kind::Object("Crumb".to_owned()));
        if let Some(action) = update.actions.get_mut("Bake") {
            action.request.push(crumb);
        }
        update.open.insert("Crumb".to_owned());
        let (merged, _) = merge(Some(base), update, Source::Page);
        assert_eq!(merged.open.iter().collect::<Vec<_>>(), ["Crumb"]);
        assert!(merged.types.contains_key("Loaf"));
    }

    #[test]
    fn a_host_outside_the_vendors_domains_is_told_and_not_taken() {
        let with = |host: &str, own: Option<&str>| {
            let mut facts = description(json!([]), json!({}));
            facts.host = Some(host.to_owned());
            let action = facts.actions.get_mut("Bake").unwrap();
            action.host = own.map(str::to_owned);
            facts
        };
        let known = with("bakery.tencentcloudapi.com", None);
        let update = with("attacker.example", Some("oven.attacker.example"));
        let (merged, differences) = merge(Some(known.clone()), update.clone(), Source::Package);
        assert_eq!(merged, known);
        let lines: Vec<_> = differences.iter().map(ToString::to_string).collect();
        assert_eq!(
            lines,
            [
                "host: the schema had bakery.tencentcloudapi.com, the update has attacker.example; kept the schema's: the other is in no domain of the vendor, and only an overlay can give it",
                "actions.Bake.host: the schema had no host, the update has oven.attacker.example; kept the schema's: the other is in no domain of the vendor, and only an overlay can give it",
            ]
        );
        let (first, differences) = merge(None, update, Source::Package);
        assert_eq!((first.host, differences.len()), (None, 2));
    }
}
