//! What a description's types are used for: from which side of the wire each is reached, and which
//! hold themselves.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::description::{Action, Description, Member, Object};

/// Which side of the wire a type is reached from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// From requests alone.
    Request,
    /// From responses alone.
    Response,
    /// From both: such a type follows the rule for requests.
    Both,
}

/// What follows from a description's types taken together.
#[derive(Debug)]
pub struct Index {
    roles: BTreeMap<String, Role>,
    boxed: BTreeSet<(String, String)>,
}

impl Index {
    /// Reads the index off `description`, in time that grows with its size alone.
    pub fn new(description: &Description) -> Self {
        let roles = roles(description);
        let types = Types::of(description);
        let must_hold = |object: &str, member: &Member| {
            member.required && roles.get(object) != Some(&Role::Response)
        };
        let required: Vec<Vec<_>> = types
            .edges
            .iter()
            .zip(&types.names)
            .map(|(edges, name)| {
                let edges = edges.iter().filter(|(member, _)| must_hold(name, member));
                edges.copied().collect()
            })
            .collect();
        let place =
            |from: usize, member: &Member| (types.names[from].to_owned(), member.name.clone());
        let closing = walk(&required).closing.into_iter();
        let mut boxed: BTreeSet<_> = closing.map(|(from, member)| place(from, member)).collect();
        let circles = types.circles();
        for (from, edges) in types.edges.iter().enumerate() {
            for (member, target) in edges {
                let optional = !must_hold(types.names[from], member);
                if optional && circles[from] == circles[*target] {
                    boxed.insert(place(from, member));
                }
            }
        }
        Self { roles, boxed }
    }

    /// Returns the role of the type `name`; [`Role::Both`] for one that the description does not
    /// define.
    pub fn role(&self, name: &str) -> Role {
        self.roles.get(name).copied().unwrap_or(Role::Both)
    }

    /// Returns true if `member` of the type `type_name` holds the type itself, directly or through
    /// other single members, so that it needs a place of its own in memory and may be left out.
    ///
    /// If an optional member is a part of every such circle, required ones are not boxed. A
    /// circle of required members alone cannot be sent: the one that closes it, with types taken in
    /// the order of their names, is boxed although it is required.
    pub fn is_boxed(&self, type_name: &str, member: &str) -> bool {
        self.boxed
            .contains(&(type_name.to_owned(), member.to_owned()))
    }
}

fn roles(description: &Description) -> BTreeMap<String, Role> {
    let requests = reach(description, |action| &action.request);
    let responses = reach(description, |action| &action.response);
    let role = |name: &str| match (requests.contains(name), responses.contains(name)) {
        (true, false) => Role::Request,
        (false, true) => Role::Response,
        // A type that nothing reaches may be used on either side tomorrow.
        _ => Role::Both,
    };
    let names = description.types.keys();
    names.map(|name| (name.clone(), role(name))).collect()
}

fn reach(description: &Description, side: fn(&Action) -> &Vec<Member>) -> BTreeSet<&str> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<&Member> = description.actions.values().flat_map(side).collect();
    while let Some(member) = open.pop() {
        if let Some(name) = member.kind.object()
            && reached.insert(name)
            && let Some(object) = description.types.get(name)
        {
            open.extend(&object.members);
        }
    }
    reached
}

/// The types of a description, and which of them holds which by a member that is no list. Types
/// stand for their place in the order of their names.
struct Types<'a> {
    names: Vec<&'a str>,
    edges: Vec<Vec<(&'a Member, usize)>>,
}

impl<'a> Types<'a> {
    fn of(description: &'a Description) -> Self {
        let names: Vec<&str> = description.types.keys().map(String::as_str).collect();
        let numbers: HashMap<&str, usize> = names.iter().copied().zip(0..).collect();
        let edges = |object: &'a Object| {
            let single = object.members.iter().filter(|member| !member.list);
            let held = single.filter_map(|m| Some((m, *numbers.get(m.kind.object()?)?)));
            held.collect()
        };
        let edges = description.types.values().map(edges).collect();
        Self { names, edges }
    }

    /// For each type the number of its circle: two types that hold each other have one number.
    fn circles(&self) -> Vec<usize> {
        let mut holders: Vec<Vec<usize>> = vec![Vec::new(); self.names.len()];
        for (from, edges) in self.edges.iter().enumerate() {
            edges
                .iter()
                .for_each(|(_, target)| holders[*target].push(from));
        }
        // Against the arrows, from the type that was left last: what is reached is one circle.
        let mut circles = vec![usize::MAX; self.names.len()];
        for root in walk(&self.edges).left.into_iter().rev() {
            let mut open = vec![root];
            while let Some(at) = open.pop() {
                if circles[at] == usize::MAX {
                    circles[at] = root;
                    open.extend(&holders[at]);
                }
            }
        }
        circles
    }
}

/// What a walk through all types meets.
#[derive(Default)]
struct Walk<'a> {
    /// The types in the order in which they were left.
    left: Vec<usize>,
    /// The members that lead back to a type that is not left yet: of each circle one.
    closing: Vec<(usize, &'a Member)>,
}

/// Walks through all types, depth first and without recursion: a description may nest its types as
/// deep as it likes.
fn walk<'a>(edges: &[Vec<(&'a Member, usize)>]) -> Walk<'a> {
    #[derive(Clone, Copy, PartialEq)]
    enum State {
        New,
        Entered,
        Left,
    }
    let mut walk = Walk::default();
    let mut states = vec![State::New; edges.len()];
    for root in 0..edges.len() {
        if states[root] != State::New {
            continue;
        }
        states[root] = State::Entered;
        let mut path = vec![(root, edges[root].iter())];
        while let Some((from, rest)) = path.last_mut() {
            match rest.next() {
                Some((_, target)) if states[*target] == State::New => {
                    states[*target] = State::Entered;
                    path.push((*target, edges[*target].iter()));
                }
                Some((member, target)) if states[*target] == State::Entered => {
                    walk.closing.push((*from, member));
                }
                Some(_) => {}
                None => {
                    states[*from] = State::Left;
                    walk.left.push(*from);
                    path.pop();
                }
            }
        }
    }
    walk
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::Index;
    use crate::description::{Action, Description, FORMAT, Kind, Member, Object};

    /// A description whose types hold each other: from, to, and whether the member is required.
    fn description(count: usize, edges: &[(usize, usize, bool)]) -> Description {
        let name = |n: usize| format!("T{n:05}");
        let mut types: std::collections::BTreeMap<String, Object> =
            (0..count).map(|n| (name(n), Object::default())).collect();
        for (i, (from, to, required)) in edges.iter().enumerate() {
            let mut member = Member::new(format!("M{i}"), Kind::Object(name(*to)));
            member.required = *required;
            types.get_mut(&name(*from)).unwrap().members.push(member);
        }
        let all = (0..count).map(|n| Member::new(format!("A{n}"), Kind::Object(name(n))));
        let action = Action {
            request: all.collect(),
            ..Action::default()
        };
        Description {
            format: FORMAT,
            service: "bakery".into(),
            version: "2020-01-01".into(),
            title: None,
            title_en: None,
            host: None,
            actions: [("Bake".to_owned(), action)].into(),
            types,
            errors: BTreeSet::new(),
            open: BTreeSet::new(),
        }
    }

    /// Whether a type holds itself by members that are not boxed.
    fn endless(description: &Description, index: &Index) -> bool {
        let held = |from: &str| -> Vec<String> {
            let members = description.types[from].members.iter();
            let plain = members.filter(|member| !index.is_boxed(from, &member.name));
            plain
                .filter_map(|member| member.kind.object().map(str::to_owned))
                .collect()
        };
        description.types.keys().any(|start| {
            let mut open = held(start);
            let mut seen = BTreeSet::new();
            while let Some(name) = open.pop() {
                if &name == start {
                    return true;
                }
                if seen.insert(name.clone()) {
                    open.extend(held(&name));
                }
            }
            false
        })
    }

    proptest! {
        #[test]
        fn no_type_holds_itself_but_through_a_box(
            edges in prop::collection::vec((0..9_usize, 0..9_usize, any::<bool>()), 0..30),
        ) {
            let description = description(9, &edges);
            prop_assert!(!endless(&description, &Index::new(&description)));
        }
    }

    #[test]
    fn optional_members_break_a_circle_before_required_ones() {
        let mixed = description(2, &[(0, 1, true), (1, 0, false)]);
        let index = Index::new(&mixed);
        assert!(!index.is_boxed("T00000", "M0"));
        assert!(index.is_boxed("T00001", "M1"));
        let required = description(2, &[(0, 1, true), (1, 0, true)]);
        let index = Index::new(&required);
        assert!(!index.is_boxed("T00000", "M0"));
        assert!(index.is_boxed("T00001", "M1"));
    }

    /// Each type once more than a walk from every type would allow, and deeper than a stack.
    #[test]
    fn a_circle_of_very_many_types_is_read_at_once() {
        let count = 100_000;
        let edges: Vec<_> = (0..count)
            .map(|n| (n, (n + 1) % count, n % 2 == 0))
            .collect();
        let description = description(count, &edges);
        let index = Index::new(&description);
        assert!(index.is_boxed("T00001", "M1"));
        assert!(!index.is_boxed("T00000", "M0"));
    }
}
