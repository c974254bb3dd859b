//! Where a path leads.

use std::collections::BTreeMap;

use crate::description::{Description, Kind, Member, Object};

/// What a path leads to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    pub(super) member: &'a Member,
    /// True if the path passed a list, or ends at one.
    pub(super) many: bool,
}

/// What is at `path` below `members`, through objects and lists of them.
pub(super) fn find<'a>(
    types: &'a BTreeMap<String, Object>,
    mut members: &'a [Member],
    path: &str,
) -> Option<Place<'a>> {
    let mut found: Option<Place<'a>> = None;
    for part in path.split('.') {
        if let Some(outer) = found {
            members = &types.get(outer.member.kind.object()?)?.members;
        }
        let member = members.iter().find(|member| member.name == part)?;
        let many = found.is_some_and(|outer| outer.many) || member.list;
        found = Some(Place { member, many });
    }
    found
}

/// The object types in which `actions` show an item, each once.
pub(super) fn shown<'a>(
    description: &'a Description,
    resource: &'a super::Resource,
) -> Vec<&'a [Member]> {
    let own = resource.object.as_ref();
    let mut shown: Vec<&[Member]> = own
        .and_then(|name| description.types.get(name))
        .map(|object| object.members.as_slice())
        .into_iter()
        .collect();
    for (name, used) in &resource.actions {
        let (Some(item), Some(action)) = (&used.item, description.actions.get(name)) else {
            continue;
        };
        if item.is_empty() {
            shown.push(&action.response);
        } else if let Some(place) = find(&description.types, &action.response, item)
            && let Kind::Object(name) = &place.member.kind
            && let Some(object) = description.types.get(name)
        {
            shown.push(&object.members);
        }
    }
    shown
}
