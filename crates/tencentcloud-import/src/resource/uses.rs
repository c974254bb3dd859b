//! What an action does with items of a kind whose identity is known.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use tencentcloud_schema::resource::{Paths, State, Use, Verb};
use tencentcloud_schema::{Action, Description, Kind, Member};

use super::filters::filters;
use super::item::{Shown, list, object, shown, single, total};
use super::members::{alike, compares, identifies, meant, meant_or_like};
use super::name::{fold, key, words};
use super::state::change;

/// Ends and beginnings of a range, which is no equality.
const RANGES: [&str; 4] = ["time", "dat", "timestamp", "day"];
/// Parameters that order or cut a list, and so compare with nothing.
const ORDERS: [&str; 9] = [
    "order", "sort", "offset", "limit", "page", "size", "field", "lang", "marker",
];
const KEYWORDS: [&str; 9] = [
    "Keyword",
    "KeyWord",
    "Keywords",
    "SearchKey",
    "SearchWord",
    "SearchKeyword",
    "Search",
    "SearchName",
    "Query",
];
const COUNTS: [&str; 4] = ["GoodsNum", "Count", "Number", "Num"];
/// Members of responses that name a task, an order or a bill, not an item.
const NOT_ITEMS: [&str; 8] = [
    "task", "flow", "deal", "async", "request", "order", "job", "bill",
];

/// A kind of which the item is known.
pub(super) struct Known<'a> {
    pub(super) description: &'a Description,
    pub(super) noun: &'a str,
    /// The object type of an item; `None` if the only response that shows one is an item itself.
    pub(super) object: Option<&'a str>,
    pub(super) members: &'a [Member],
    /// The member that identifies an item.
    pub(super) id: &'a Member,
    pub(super) given: bool,
    pub(super) name: Option<String>,
    pub(super) tags: Option<String>,
    pub(super) state: Option<State>,
    /// Members that a creation sets.
    pub(super) set: BTreeSet<String>,
    /// Parameters of creations that no member shows.
    pub(super) hidden: BTreeSet<String>,
    /// What a deletion takes beside the id: where the item is.
    pub(super) scopes: BTreeSet<String>,
}

impl<'a> Known<'a> {
    /// Takes in what a creation sets and what it hides.
    pub(super) fn learn(&mut self, action: &Action, used: &Use) {
        self.set.extend(
            used.set
                .values()
                .filter(|member| !member.is_empty())
                .cloned(),
        );
        let top = action.request.iter();
        let each = used.each.iter().flat_map(|each| {
            let outer = action.request.iter().find(|m| m.name == *each);
            outer.map_or(&[][..], |outer| object(self.description, outer))
        });
        for parameter in top.chain(each) {
            let shown = self.members.iter().any(|m| m.name == parameter.name);
            if shown {
                self.set.insert(parameter.name.clone());
            } else if parameter.kind.object().is_none()
                && !used.set.contains_key(&parameter.name)
                && !parameter.list
            {
                self.hidden.insert(parameter.name.clone());
            }
        }
    }

    /// The creation of items.
    pub(super) fn create(&self, action: &'a Action) -> Use {
        let mut used = Use {
            does: Verb::Create,
            ..Use::default()
        };
        self.answer(action, &mut used);
        used.each = self.each(action);
        self.sets(action, &mut used, &Paths::new());
        if let Some(ids) = self.listed(action).filter(|_| used.each.is_none()) {
            used.set.insert(ids.clone(), self.id.name.clone());
            used.each = Some(ids);
        }
        if used.each.is_none() {
            let many = self.gives_many(action, &used);
            let last = words(self.noun).pop().unwrap_or_default();
            let own = ["Count", "Num"].map(|tail| format!("{last}{tail}"));
            let count = |m: &&Member| {
                let named = COUNTS.contains(&m.name.as_str()) || own.contains(&m.name);
                m.kind.is_integer() && !m.list && named
            };
            used.count = action
                .request
                .iter()
                .find(count)
                .filter(|_| many)
                .map(|m| m.name.clone());
            if let Some(count) = &used.count {
                used.set.remove(count);
            }
        }
        used
    }

    /// A list of ids that a creation is given, each for an item of its own.
    fn listed(&self, action: &Action) -> Option<String> {
        let id = std::slice::from_ref(self.id);
        let mut lists = action.request.iter().filter(|p| {
            p.list && p.required && compares(p, self.id) && meant(id, self.noun, &p.name).is_some()
        });
        lists.next().filter(|_| self.given).map(|p| p.name.clone())
    }

    /// Whether a creation makes items: it is given ids exactly if the service does not make them.
    pub(super) fn makes(&self, action: &Action, used: &Use) -> bool {
        let id = &self.id.name;
        let each = used.each.iter().flat_map(|each| {
            let outer = action.request.iter().find(|m| m.name == *each);
            outer.map_or(&[][..], |outer| object(self.description, outer))
        });
        let named = |p: &&Member| p.name == *id && !p.list;
        let own = action.request.iter().find(named);
        let takes = own.is_some()
            || each.into_iter().any(|p| named(&p))
            || used.set.values().any(|m| m == id);
        let requires = own.is_some_and(|p| p.required);
        if self.given { takes } else { !requires }
    }

    fn gives_many(&self, action: &Action, used: &Use) -> bool {
        let paths = used.item.iter().chain(used.gives.keys());
        let places = shown(self.description, &action.response, 2);
        let mut ends = paths.filter_map(|path| places.iter().find(|place| place.path == *path));
        ends.any(|place| place.member.list)
    }

    /// Where a response shows items or their ids.
    fn answer(&self, action: &'a Action, used: &mut Use) {
        let places = shown(self.description, &action.response, 2);
        let is_item = |place: &&Shown<'a>| {
            let name = place.member.kind.object();
            let own = name.is_some() && name == self.object;
            let holds = object(self.description, place.member)
                .iter()
                .any(|m| m.name == self.id.name && !m.list);
            own || holds
        };
        if let Some(item) = places.iter().find(is_item) {
            used.item = Some(item.path.clone());
            return;
        }
        let id = std::slice::from_ref(self.id);
        let plain = |place: &&Shown<'a>| place.member.kind.object().is_none();
        let named = places
            .iter()
            .filter(plain)
            .filter(|place| place.member.kind != Kind::Bool)
            .find(|place| meant(id, self.noun, &place.member.name).is_some());
        if let Some(place) = named {
            let own = action
                .response
                .iter()
                .filter(|m| self.members.iter().any(|o| o.name == m.name));
            if place.path == self.id.name && !place.member.list && own.count() > 1 {
                used.item = Some(String::new());
            } else {
                used.gives.insert(place.path.clone(), self.id.name.clone());
            }
            return;
        }
        if used.does != Verb::Create || self.given {
            return;
        }
        let last = key(self.noun).pop().unwrap_or_default();
        let mut ids = places.iter().filter(|place| {
            let name = fold(&place.member.name);
            let kind = place.member.kind.object().is_none()
                && place.member.kind.is_text() == self.id.kind.is_text();
            let short = name
                .strip_suffix("set")
                .or_else(|| name.strip_suffix("list"));
            let listed = place.member.list && short.unwrap_or(&name).ends_with(&last);
            let like = name.ends_with("id") || ["data", "result", "uuid"].contains(&name.as_str());
            kind && (like || listed) && !NOT_ITEMS.iter().any(|word| name.contains(word))
        });
        if let (Some(one), None) = (ids.next(), ids.next()) {
            used.gives.insert(one.path.clone(), self.id.name.clone());
        }
    }

    /// The list, or the object, of the request that holds the parameters of one item.
    fn each(&self, action: &Action) -> Option<String> {
        let shared = |members: &[Member]| {
            let own = members
                .iter()
                .filter(|m| meant(self.members, self.noun, &m.name).is_some());
            own.count()
        };
        let top: Vec<_> = action
            .request
            .iter()
            .filter(|m| m.kind.object().is_none())
            .cloned()
            .collect();
        let last = key(self.noun).pop().unwrap_or_default();
        let fits = |m: &&Member| {
            let inner = shared(object(self.description, m));
            let named = fold(&m.name).contains(&last);
            let member = self
                .members
                .iter()
                .any(|own| own.name == m.name && own.kind.object().is_some());
            m.kind.object().is_some() && !member && inner > 1 && named && inner > shared(&top)
        };
        action.request.iter().find(fits).map(|m| m.name.clone())
    }

    /// Parameters that set a member of another name.
    fn sets(&self, action: &Action, used: &mut Use, by: &Paths) {
        let each = used.each.as_ref();
        let outer = each.and_then(|each| action.request.iter().find(|m| m.name == *each));
        let inner = outer.map_or(&[][..], |outer| object(self.description, outer));
        let mut taken: BTreeSet<&str> = action
            .request
            .iter()
            .chain(inner)
            .map(|m| m.name.as_str())
            .collect();
        for parameter in action.request.iter().chain(inner) {
            if each == Some(&parameter.name)
                || by.contains_key(&parameter.name)
                || self.members.iter().any(|m| m.name == parameter.name)
            {
                continue;
            }
            if let Some((path, member)) = self.tagged(parameter) {
                used.set.insert(path, member);
                continue;
            }
            let member = meant_or_like(self.members, self.noun, &parameter.name);
            // The name that finds the item, changed.
            let again = |member: &Member| {
                renames(&parameter.name) && by.values().any(|named| *named == member.name)
            };
            let is_id = |member: &Member| member.name == self.id.name;
            if let Some(member) = member.filter(|m| alike(parameter, m))
                && (again(member)
                    || (taken.insert(&member.name)
                        && (!is_id(member) || used.does == Verb::Create)))
            {
                used.set.insert(parameter.name.clone(), member.name.clone());
            }
        }
    }

    /// Tags within a parameter or under another name.
    fn tagged(&self, parameter: &Member) -> Option<(String, String)> {
        let tags = self.tags.as_ref()?;
        let name = fold(&parameter.name);
        if !name.contains("tag") || !parameter.list {
            return None;
        }
        let inner = object(self.description, parameter);
        if let Some(below) = inner.iter().find(|m| m.list && fold(&m.name) == "tag") {
            return Some((format!("{}.{}", parameter.name, below.name), tags.clone()));
        }
        let keyed = inner.iter().any(|m| fold(&m.name).ends_with("key"));
        keyed.then(|| (parameter.name.clone(), tags.clone()))
    }

    /// A list, or the one item that a request names; `None` if it shows no items.
    pub(super) fn read(&self, action: &'a Action) -> Option<Use> {
        let mut used = Use {
            does: Verb::List,
            ..Use::default()
        };
        let own = |members: &[Member]| members.iter().any(|m| m.name == self.id.name && !m.list);
        if let Some(one) = self.one(action) {
            used.does = Verb::Get;
            used.item = Some(one);
        } else if let Some(place) = list(self.description, action)
            && own(object(self.description, place.member))
        {
            let counted = action
                .paging
                .as_ref()
                .is_some_and(|paging| paging.total.is_some());
            used.total = total(self.description, action, &place.path).filter(|_| !counted);
            used.item = Some(place.path);
        } else {
            let (path, members) = single(self.description, action);
            let shared = members
                .iter()
                .filter(|m| self.members.iter().any(|own| own.name == m.name));
            if shared.count() < if own(members) { 1 } else { 2 } {
                return None;
            }
            used.does = Verb::Get;
            used.item = Some(path);
        }
        used.by = self.by(action);
        if used.does == Verb::Get {
            used.by = self.required(used.by);
            let named = used.by.values().any(|member| *member == self.id.name);
            return named.then_some(used);
        }
        used.filters = filters(self.description, action, self.noun, self.members);
        let word = action
            .request
            .iter()
            .find(|m| m.kind.is_text() && !m.list && KEYWORDS.contains(&m.name.as_str()));
        if let (Some(word), Some(name)) = (word, &self.name) {
            used.search.insert(word.name.clone(), name.clone());
        }
        Some(used)
    }

    /// The one object of an item's own type in a response that is no list.
    fn one(&self, action: &Action) -> Option<String> {
        let own =
            |m: &&Member| !m.list && m.kind.object().is_some() && m.kind.object() == self.object;
        let one = action.response.iter().find(own)?;
        action.paging.is_none().then(|| one.name.clone())
    }

    /// The parameters that say which items are meant.
    fn by(&self, action: &Action) -> Paths {
        let paging: Vec<&str> = action
            .paging
            .iter()
            .flat_map(|paging| {
                std::iter::once(paging.position.as_str()).chain(paging.size.as_deref())
            })
            .collect();
        let reads = action
            .request
            .iter()
            .filter(|p| !paging.contains(&p.name.as_str()));
        let mut by = Paths::new();
        let mut members: BTreeMap<String, usize> = BTreeMap::new();
        for parameter in reads {
            if let Some(member) = self.names(parameter) {
                *members.entry(member.clone()).or_default() += 1;
                by.insert(parameter.name.clone(), member);
            }
        }
        by
    }

    /// The member that a parameter is compared with.
    fn names(&self, parameter: &Member) -> Option<String> {
        let folded = fold(&parameter.name);
        let ends = |word: &&str| folded.ends_with(&fold(word));
        if RANGES.iter().any(ends) {
            return None;
        }
        if ORDERS
            .iter()
            .any(|word| folded.contains(word) && folded.len() < word.len() + 6)
            || parameter.kind.object().is_some()
        {
            return None;
        }
        let exact = self.members.iter().find(|m| m.name == parameter.name);
        let member = exact.or_else(|| {
            let like = meant(self.members, self.noun, &parameter.name)?;
            let plural = parameter.list
                || like.name == self.id.name
                || Some(&like.name) == self.name.as_ref();
            plural.then_some(like)
        });
        if let Some(member) = member.filter(|m| compares(parameter, m)) {
            let state = self
                .state
                .as_ref()
                .is_some_and(|state| state.member == member.name);
            let made = member.name == self.id.name;
            let kept = self.set.contains(&member.name) || state || made;
            // Nothing sets it: what a request must say of it is no condition.
            return kept.then(|| member.name.clone());
        }
        let hidden = self.hidden.iter().find(|name| fold(name) == folded);
        hidden
            .filter(|_| !parameter.list && parameter.required)
            .cloned()
    }

    /// The parameters of an action on items that exist; `None` unless they name the item.
    fn meant(&self, action: &'a Action) -> Option<(Option<String>, Paths)> {
        let by = self.required(self.by(action));
        if by.values().any(|member| *member == self.id.name) {
            return Some((None, by));
        }
        // Named within a list of the request: rather of items than of whoever asks.
        let outer = action.request.iter().filter(|m| {
            m.kind.object().is_some()
                && m.required
                && object(self.description, m).iter().any(|inner| {
                    self.names(inner)
                        .is_some_and(|member| member == self.id.name)
                })
        });
        let outer = outer.min_by_key(|m| (m.kind.object() != self.object, !m.list))?;
        let mut by = by;
        for inner in object(self.description, outer) {
            if let Some(member) = self.names(inner)
                && (member == self.id.name || self.scopes.contains(&member))
            {
                by.insert(inner.name.clone(), member);
            }
        }
        Some((Some(outer.name.clone()), by))
    }

    /// Leaves what names the item, and where it is.
    fn required(&self, by: Paths) -> Paths {
        let named = |member: &String| {
            *member == self.id.name
                || self.scopes.contains(member)
                || (self.given && self.name.as_ref() == Some(member))
        };
        // What an item is called from then on does not say which one is meant.
        let is_new = |(at, member): (&String, &String)| {
            let others = by.iter().filter(|(other, _)| !renames(other));
            renames(at) && others.clone().any(|(_, other)| other == member)
        };
        let found = by.iter().filter(|pair| named(pair.1) && !is_new(*pair));
        found
            .map(|(at, member)| (at.clone(), member.clone()))
            .collect()
    }

    /// Takes in where a deletion says that an item is: what it must give beside the id, if that
    /// is an id or a name itself.
    pub(super) fn place(&mut self, action: &'a Action) {
        let by = self.by(action);
        let others = action
            .request
            .iter()
            .filter(|p| p.required && !p.list && identifies(p));
        let members = others.filter_map(|p| by.get(&p.name));
        let members = members.filter(|member| **member != self.id.name);
        self.scopes.extend(members.cloned());
    }

    /// The deletion of items.
    pub(super) fn delete(&self, action: &'a Action) -> Option<Use> {
        let (each, by) = self.meant(action)?;
        let mut used = Use {
            does: Verb::Delete,
            each,
            by,
            ..Use::default()
        };
        self.answer(action, &mut used);
        used.item = used.item.filter(|item| !item.is_empty());
        Some(used)
    }

    /// A change of members.
    pub(super) fn modify(&self, action: &'a Action) -> Option<Use> {
        let (each, by) = self.meant(action)?;
        let mut used = Use {
            does: Verb::Modify,
            each,
            by,
            ..Use::default()
        };
        let by = used.by.clone();
        self.sets(action, &mut used, &by);
        self.answer(action, &mut used);
        Some(used)
    }

    /// The undoing of what `tie` sets: those members are cleared.
    pub(super) fn detach(&self, action: &'a Action, tie: Option<&'a Action>) -> Option<Use> {
        let (each, by) = self.meant(action)?;
        let tie = tie?;
        let (_, kept) = self.meant(tie)?;
        let set = tie.request.iter().filter(|p| !kept.contains_key(&p.name));
        let own = set.filter(|p| self.members.iter().any(|m| m.name == p.name && alike(p, m)));
        let put: BTreeMap<_, _> = own.map(|p| (p.name.clone(), Value::Null)).collect();
        let known = action.request.iter().filter(|p| put.contains_key(&p.name));
        let set = known.map(|p| (p.name.clone(), String::new())).collect();
        (!put.is_empty()).then_some(Use {
            does: Verb::Modify,
            each,
            by,
            set,
            put,
            ..Use::default()
        })
    }

    /// A change of state, if words tell which.
    pub(super) fn change(&self, action: &'a Action, verb: &str) -> Option<Use> {
        let (each, by) = self.meant(action)?;
        let state = self.state.as_ref()?;
        let member = self.members.iter().find(|m| m.name == state.member)?;
        let (through, to) = change(member, state, verb)?;
        Some(Use {
            does: Verb::State,
            each,
            by,
            through,
            to: Some(to),
            ..Use::default()
        })
    }
}

/// Returns true if a parameter gives something a new value beside the one that it has: `NewName`.
fn renames(parameter: &str) -> bool {
    let rest = parameter.strip_prefix("New");
    rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))
}
