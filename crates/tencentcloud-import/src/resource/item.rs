//! Where responses show items.

use tencentcloud_schema::{Action, Description, Member};

use super::name::fold;

/// One place in a response: a member on the way through objects, never through lists.
#[derive(Clone, Debug)]
pub(super) struct Shown<'a> {
    pub(super) path: String,
    pub(super) member: &'a Member,
}

/// The members of a response and of the objects in it, `depth` objects down.
pub(super) fn shown<'a>(
    description: &'a Description,
    members: &'a [Member],
    depth: usize,
) -> Vec<Shown<'a>> {
    let mut found = Vec::new();
    for member in members {
        found.push(Shown {
            path: member.name.clone(),
            member,
        });
    }
    if depth == 0 {
        return found;
    }
    for member in members.iter().filter(|member| !member.list) {
        for below in shown(description, object(description, member), depth - 1) {
            let path = format!("{}.{}", member.name, below.path);
            found.push(Shown {
                path,
                member: below.member,
            });
        }
    }
    found
}

/// The members of the object that a member is, or is a list of; none if it is a plain value.
pub(super) fn object<'a>(description: &'a Description, member: &'a Member) -> &'a [Member] {
    let object = member
        .kind
        .object()
        .and_then(|name| description.types.get(name));
    object.map_or(&[], |object| object.members.as_slice())
}

/// The list that an action returns: the one of its paging, else the only one of objects.
pub(super) fn list<'a>(description: &'a Description, action: &'a Action) -> Option<Shown<'a>> {
    let places = shown(description, &action.response, 2);
    if let Some(paging) = &action.paging {
        return places.into_iter().find(|place| place.path == paging.items);
    }
    for depth in 0..3 {
        let at = |place: &&Shown<'a>| place.path.matches('.').count() == depth && place.member.list;
        let (objects, values): (Vec<_>, Vec<_>) = places
            .iter()
            .filter(at)
            .partition(|place| place.member.kind.object().is_some());
        match (&objects[..], &values[..]) {
            ([one], _) | ([], [one]) => return Some((*one).clone()),
            ([], []) => {}
            _ => return None,
        }
    }
    None
}

/// The object that an action returns, if it returns one item: a member, or the response itself.
pub(super) fn single<'a>(
    description: &'a Description,
    action: &'a Action,
) -> (String, &'a [Member]) {
    let objects: Vec<_> = action
        .response
        .iter()
        .filter(|member| !member.list && member.kind.object().is_some())
        .collect();
    let plain = action
        .response
        .iter()
        .filter(|m| m.kind.object().is_none() && !m.list);
    match &objects[..] {
        [one] if plain.count() < 2 => (one.name.clone(), object(description, one)),
        _ => (String::new(), &action.response),
    }
}

/// Where the response says how many there are, beside the list or at the top.
pub(super) fn total(description: &Description, action: &Action, list: &str) -> Option<String> {
    const TOTALS: [&str; 6] = [
        "totalcount",
        "total",
        "totalnum",
        "totalnumber",
        "count",
        "totalcnt",
    ];
    let beside = list.rsplit_once('.').map_or("", |(parent, _)| parent);
    let places = shown(description, &action.response, 2);
    let mut fitting = places.iter().filter(|place| {
        let parent = place.path.rsplit_once('.').map_or("", |(parent, _)| parent);
        let name = fold(&place.member.name);
        (parent == beside || parent.is_empty())
            && place.member.kind.is_integer()
            && !place.member.list
            && TOTALS.iter().any(|total| fold(total) == name)
    });
    fitting.next().map(|place| place.path.clone())
}
