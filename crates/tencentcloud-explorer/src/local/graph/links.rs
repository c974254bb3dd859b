//! Which resource is in which, or uses it.

use std::collections::HashMap;

use serde_json::Value;
use tencentcloud_emulator::KeptResource;

/// Shorter ids are those of no resource alone, e.g. `1`.
const SHORTEST: usize = 8;

/// A resource that another one is in or uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Link {
    /// Its number.
    pub(super) to: usize,
    /// True if the other cannot be without it by the facts; else a member names it.
    pub(super) is_parent: bool,
}

/// Returns what each of `resources` is in or uses: those that it cannot be without by the facts, and those
/// whose ids its members have. None leads back to itself.
pub(super) fn links(resources: &[KeptResource]) -> Vec<Vec<Link>> {
    let mut by_id: HashMap<(&str, &str), Vec<usize>> = HashMap::new();
    for (index, one) in resources.iter().enumerate() {
        let place = (one.account.as_str(), one.key.id.as_str());
        by_id.entry(place).or_default().push(index);
    }
    let near = |one: &KeptResource, id: &str| {
        let found = by_id.get(&(one.account.as_str(), id));
        let mut found = found.cloned().unwrap_or_default();
        found.retain(|other| {
            let region = &resources[*other].region;
            *region == one.region || region.is_empty() || one.region.is_empty()
        });
        found
    };
    let mut wanted: Vec<(Weight, usize, usize)> = Vec::new();
    for (index, one) in resources.iter().enumerate() {
        for key in &one.parents {
            let mut found = near(one, &key.id).into_iter();
            let parent = found.find(|other| resources[*other].key == *key);
            wanted.extend(parent.map(|parent| (Weight::Parent, index, parent)));
        }
        for (weight, id) in named(&one.members) {
            let others = near(one, id).into_iter();
            wanted.extend(others.map(|other| (weight, index, other)));
        }
    }
    // What is certain comes first: a disk is in its instance, and the instance lists it.
    wanted.sort();
    let mut links = vec![Vec::new(); resources.len()];
    for (weight, from, to) in wanted {
        let is_new = !links[from].iter().any(|link: &Link| link.to == to);
        if is_new && from != to && !leads(&links, to, from) {
            let is_parent = weight == Weight::Parent;
            links[from].push(Link { to, is_parent });
        }
    }
    links
}

/// How certain it is that a resource is in the one that it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Weight {
    /// Facts say so.
    Parent,
    /// A member has its id.
    Member,
    /// A member of a member has it.
    Nested,
    /// It is one of a list.
    Listed,
}

/// Returns the texts in members that could be ids.
fn named(members: &serde_json::Map<String, Value>) -> Vec<(Weight, &str)> {
    let mut named = Vec::new();
    let mut waiting: Vec<(Weight, &Value)> = members
        .values()
        .map(|value| (Weight::Member, value))
        .collect();
    while let Some((weight, value)) = waiting.pop() {
        match value {
            Value::String(text) if text.len() >= SHORTEST => named.push((weight, text.as_str())),
            Value::Array(items) => waiting.extend(items.iter().map(|item| (Weight::Listed, item))),
            Value::Object(inner) => {
                let weight = weight.max(Weight::Nested);
                waiting.extend(inner.values().map(|value| (weight, value)));
            }
            _ => {}
        }
    }
    named
}

/// True if `links` lead from one resource to another.
pub(super) fn leads(links: &[Vec<Link>], from: usize, to: usize) -> bool {
    let mut waiting = vec![from];
    let mut seen = Vec::new();
    while let Some(one) = waiting.pop() {
        for link in &links[one] {
            if link.to == to {
                return true;
            }
            if !seen.contains(&link.to) {
                seen.push(link.to);
                waiting.push(link.to);
            }
        }
    }
    false
}
