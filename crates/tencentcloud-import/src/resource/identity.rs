//! What identifies an item: what its deletion takes, its list shows and its creation gives.

use tencentcloud_schema::{Action, Description, Member};

use super::item::{object, shown};
use super::members::{compares, identifies, meant};
use super::name::{fold, key};

/// The parameter of a deletion that names the item, and the member that it means.
#[derive(Clone, Debug)]
pub(super) struct Identity<'a> {
    /// The member of the item.
    pub(super) member: &'a Member,
    /// True if requests to create always give it.
    pub(super) given: bool,
    /// How sure it is; below [`Identity::SURE`] a review must say so.
    pub(super) score: u32,
}

impl Identity<'_> {
    /// The score from which an identity is not doubted.
    pub(super) const SURE: u32 = 6;
}

/// Finds the identity of the items of a kind, whose members are known.
pub(super) fn identity<'a>(
    description: &'a Description,
    noun: &str,
    delete: &'a Action,
    creates: &[&'a Action],
    members: &'a [Member],
) -> Option<Identity<'a>> {
    let mut best: Option<Identity<'a>> = None;
    for parameter in parameters(description, delete) {
        let Some(member) = meant(members, noun, &parameter.name).filter(|m| compares(parameter, m))
        else {
            continue;
        };
        let found = weigh(description, noun, parameter, member, creates);
        if best.as_ref().is_none_or(|best| best.score < found.score) {
            best = Some(found);
        }
    }
    best
}

/// The parameters of a request, and those within its lists and objects.
pub(super) fn parameters<'a>(description: &'a Description, action: &'a Action) -> Vec<&'a Member> {
    let mut all: Vec<&Member> = action.request.iter().collect();
    for outer in action.request.iter().filter(|m| m.kind.object().is_some()) {
        all.extend(object(description, outer));
    }
    all
}

fn weigh<'a>(
    description: &Description,
    noun: &str,
    parameter: &Member,
    member: &'a Member,
    creates: &[&Action],
) -> Identity<'a> {
    let name = fold(&parameter.name);
    let last = key(noun).pop().unwrap_or_default();
    let own = name.contains(&last) || name == "id" || name == "nam" || fold(&member.name) == "id";
    let gives = creates
        .iter()
        .any(|create| gives(description, noun, member, create));
    let named = |p: &Member| {
        p.required
            && (p.name == member.name
                || p.name == parameter.name
                || meant(std::slice::from_ref(member), noun, &p.name)
                    .is_some_and(|m| compares(p, m)))
    };
    let takes = |create: &&Action| create.request.iter().any(named);
    // What takes the id of one that another creates does something else, as ApplySnapshot does. An
    // object that creation and list share requires the id in both.
    let given = match gives {
        true => creates.iter().all(takes),
        false => {
            let all = creates
                .iter()
                .flat_map(|create| parameters(description, create));
            all.into_iter().any(named)
        }
    };
    let score = [
        (gives && !given, 6),
        (own, 4),
        (name.ends_with("id"), 2),
        (parameter.required, 2),
        (parameter.list, 1),
        (identifies(parameter), 1),
        (given && own, 2),
    ];
    Identity {
        member,
        given,
        score: score
            .iter()
            .filter(|(holds, _)| *holds)
            .map(|(_, weight)| weight)
            .sum(),
    }
}

/// Whether the response of a creation shows the member, or a list of items that have it.
fn gives(description: &Description, noun: &str, member: &Member, create: &Action) -> bool {
    let places = shown(description, &create.response, 2);
    places.iter().any(|place| match place.member.kind.object() {
        None => meant(std::slice::from_ref(member), noun, &place.member.name).is_some(),
        Some(_) => {
            let inner = object(description, place.member);
            place.member.list && inner.iter().any(|m| m.name == member.name)
        }
    })
}
