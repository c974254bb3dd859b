//! Which kinds must exist before others.

use std::collections::BTreeMap;

use tencentcloud_schema::Description;
use tencentcloud_schema::resource::{Parent, Resource, Verb};

use super::name::fold;
use super::proposal::Proposal;

/// Kinds by the id that parameters call them by; an id that several have names none.
type Owners = BTreeMap<String, Option<String>>;

/// A required parameter of a creation that is the id of one other kind alone names a parent.
pub(super) fn parents(description: &Description, proposals: &mut [Proposal]) {
    let owners = owners(proposals);
    let mut above: BTreeMap<String, Vec<Parent>> = BTreeMap::new();
    for proposal in proposals.iter() {
        if let Ok(resource) = &proposal.resource {
            let named = named(description, &owners, &proposal.kind, resource);
            above.insert(proposal.kind.clone(), named);
        }
    }
    for proposal in proposals {
        if let Ok(resource) = &mut proposal.resource {
            let own = above.get(&proposal.kind).into_iter().flatten();
            let acyclic = own.filter(|parent| !reaches(&above, &parent.resource, &proposal.kind));
            resource.parents = acyclic.cloned().collect();
        }
    }
}

fn owners(proposals: &[Proposal]) -> Owners {
    let mut owners = Owners::new();
    for proposal in proposals.iter().filter(|p| p.doubt.is_none()) {
        if let Ok(resource) = &proposal.resource
            && let [id] = &resource.id[..]
            && resource.made.contains_key(id)
            && fold(id).ends_with("id")
        {
            let name = match fold(id).as_str() {
                "id" => format!("{}Id", proposal.kind),
                _ => id.clone(),
            };
            let owner = owners
                .entry(name)
                .or_insert_with(|| Some(proposal.kind.clone()));
            if owner.as_ref() != Some(&proposal.kind) {
                *owner = None;
            }
        }
    }
    owners
}

fn named(
    description: &Description,
    owners: &Owners,
    kind: &str,
    resource: &Resource,
) -> Vec<Parent> {
    let mut found: BTreeMap<&str, Parent> = BTreeMap::new();
    let creates = resource.that(Verb::Create);
    let requests = creates.filter_map(|(name, _)| Some(&description.actions.get(name)?.request));
    for parameter in requests.flatten().filter(|p| p.required && !p.list) {
        if let Some(Some(owner)) = owners.get(&parameter.name)
            && owner != kind
            && resource.id.last() != Some(&parameter.name)
        {
            let parent = Parent {
                resource: owner.clone(),
                member: parameter.name.clone(),
                ..Parent::default()
            };
            found.insert(&parameter.name, parent);
        }
    }
    found.into_values().collect()
}

/// Whether a kind stands, however far, below another: neither could be made first.
fn reaches(above: &BTreeMap<String, Vec<Parent>>, from: &str, to: &str) -> bool {
    let mut open = vec![from];
    let mut seen: Vec<&str> = Vec::new();
    while let Some(kind) = open.pop() {
        if kind == to {
            return true;
        }
        if !seen.contains(&kind) {
            seen.push(kind);
            open.extend(
                above
                    .get(kind)
                    .into_iter()
                    .flatten()
                    .map(|parent| parent.resource.as_str()),
            );
        }
    }
    false
}
