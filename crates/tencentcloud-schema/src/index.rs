//! What a description's types are used for.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Description, Kind, Member, Object};

/// Which side of the wire a type is reached from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// From requests alone.
    Request,
    /// From answers alone.
    Response,
    /// From both: such a type follows the request rule.
    Both,
}

/// What follows from a description's types taken together.
#[derive(Debug)]
pub struct Index {
    roles: BTreeMap<String, Role>,
    boxed: BTreeSet<(String, String)>,
}

impl Index {
    /// Reads the index off a description.
    pub fn new(description: &Description) -> Self {
        let from_requests = reach(description, |action| &action.request);
        let from_responses = reach(description, |action| &action.response);
        let roles: BTreeMap<_, _> = description
            .types
            .keys()
            .map(|name| {
                let role = match (from_requests.contains(name), from_responses.contains(name)) {
                    (true, false) => Role::Request,
                    (false, true) => Role::Response,
                    // A type that nothing reaches may be used on either side tomorrow.
                    _ => Role::Both,
                };
                (name.clone(), role)
            })
            .collect();
        let mut firm = Firm::default();
        for (name, object) in &description.types {
            let asked = roles[name] != Role::Response;
            let held = single(object).filter(|(member, _)| asked && member.required);
            let held = held.map(|(member, target)| (member.name.as_str(), target));
            firm.held.insert(name, held.collect());
        }
        description.types.keys().for_each(|name| firm.enter(name));
        let mut boxed = firm.cut;
        for (name, object) in &description.types {
            for (member, target) in single(object) {
                let firm = roles[name] != Role::Response && member.required;
                if !firm && contains(description, target, name) {
                    boxed.insert((name.clone(), member.name.clone()));
                }
            }
        }
        Self { roles, boxed }
    }

    /// The role of that type; [`Role::Both`] for one that the description does not define.
    pub fn role(&self, name: &str) -> Role {
        self.roles.get(name).copied().unwrap_or(Role::Both)
    }

    /// True where that member of that type holds the type itself, directly or through other
    /// single members, so that it needs a place of its own in memory and may be left out.
    ///
    /// Where an optional member is a part of every such circle, required ones are not boxed. A
    /// circle of required members alone cannot be sent: the one that closes it, with types taken in
    /// the order of their names, is boxed although it is required.
    pub fn is_boxed(&self, type_name: &str, member: &str) -> bool {
        self.boxed
            .contains(&(type_name.to_owned(), member.to_owned()))
    }
}

fn reach(description: &Description, side: fn(&crate::Action) -> &Vec<Member>) -> BTreeSet<String> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<&Member> = description.actions.values().flat_map(side).collect();
    while let Some(member) = open.pop() {
        if let Kind::Object(name) = &member.kind
            && reached.insert(name.clone())
            && let Some(object) = description.types.get(name)
        {
            open.extend(&object.members);
        }
    }
    reached
}

/// The members of a type that hold one object, and that object's type.
fn single(object: &Object) -> impl Iterator<Item = (&Member, &str)> {
    let single = object.members.iter().filter(|member| !member.list);
    single.filter_map(|member| Some((member, member.kind.object()?)))
}

/// The types by what every value of them holds, and the members that would make them endless.
#[derive(Default)]
struct Firm<'a> {
    held: BTreeMap<&'a str, Vec<(&'a str, &'a str)>>,
    /// The types that were entered; true for those that were left again.
    entered: BTreeMap<&'a str, bool>,
    cut: BTreeSet<(String, String)>,
}

impl<'a> Firm<'a> {
    fn enter(&mut self, name: &'a str) {
        if self.entered.contains_key(name) {
            return;
        }
        self.entered.insert(name, false);
        for (member, target) in self.held.get(name).cloned().unwrap_or_default() {
            if self.entered.get(target) == Some(&false) {
                self.cut.insert((name.to_owned(), member.to_owned()));
            } else {
                self.enter(target);
            }
        }
        self.entered.insert(name, true);
    }
}

/// True where `from` is `target` or holds it through single members.
fn contains(description: &Description, from: &str, target: &str) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![from];
    while let Some(name) = open.pop() {
        if name == target {
            return true;
        }
        if seen.insert(name)
            && let Some(object) = description.types.get(name)
        {
            open.extend(single(object).map(|(_, target)| target));
        }
    }
    false
}
