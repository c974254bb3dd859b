//! What a description's types are used for.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Description, Kind, Member};

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
        let roles = description
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
        let mut boxed = BTreeSet::new();
        for (name, object) in &description.types {
            for member in object.members.iter().filter(|m| !m.list) {
                if member
                    .kind
                    .object()
                    .is_some_and(|target| contains(description, target, name))
                {
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
    /// single members, so that it needs a place of its own in memory.
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
            open.extend(
                object
                    .members
                    .iter()
                    .filter(|m| !m.list)
                    .filter_map(|m| m.kind.object()),
            );
        }
    }
    false
}
