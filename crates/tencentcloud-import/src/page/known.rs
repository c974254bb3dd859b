//! What is known already: types that a page names, and what a page cannot know better.

use serde_json::Value;
use tencentcloud_schema::{Description, Index, Member, Role};

use crate::merge::{Source, merge};

/// Adds the types that `description` names and does not define, and those that they name, from
/// `known`, which describes the same service version; its host too, if the description has none.
pub fn complete(description: &mut Description, known: &Description) {
    loop {
        let missing = description.undefined().into_iter();
        let found: Vec<_> = missing
            .filter_map(|name| Some((known.types.get(&name)?.clone(), name)))
            .collect();
        if found.is_empty() {
            break;
        }
        let found = found.into_iter().map(|(object, name)| (name, object));
        description.types.extend(found);
    }
    description.open = description.undefined();
    if description.host.is_none() {
        description.host.clone_from(&known.host);
    }
}

/// Removes from `update`, the description of pages, what the form of a page makes it say and `known`
/// knows better: numbers that do not fit the width that only the packages give, the spaces of an
/// example, and required marks and defaults of types that only responses have.
pub fn defer(update: &mut Description, known: &Description) {
    let (whole, _) = merge(Some(known.clone()), update.clone(), Source::Page);
    let index = Index::new(&whole);
    for (name, action) in &mut update.actions {
        if let Some(known) = known.actions.get(name) {
            fit(&mut action.request, &known.request);
            fit(&mut action.response, &known.response);
        }
    }
    for (name, object) in &mut update.types {
        let Some(known) = known.types.get(name) else {
            continue;
        };
        fit(&mut object.members, &known.members);
        if index.role(name) == Role::Response {
            pairs(&mut object.members, &known.members, |member, known| {
                member.required &= known.required;
                member.default = member.default.take().filter(|_| known.default.is_some());
            });
        }
    }
}

fn fit(members: &mut [Member], known: &[Member]) {
    pairs(members, known, |member, known| {
        let bare = |value: &Option<Value>| -> Option<String> {
            let text = value.as_ref()?.as_str()?;
            Some(text.split_whitespace().collect())
        };
        if bare(&member.example).is_some_and(|text| Some(text) == bare(&known.example)) {
            member.example.clone_from(&known.example);
        }
        if member.kind.is_integer() && known.kind.is_integer() && member.list == known.list {
            for value in [&mut member.default, &mut member.example] {
                value.take_if(|value| !known.accepts(value));
            }
            for bound in [&mut member.min, &mut member.max] {
                bound.take_if(|bound| !known.kind.accepts(&Value::Number(bound.clone())));
            }
        }
    });
}

/// Runs over the members that both sides name.
fn pairs(members: &mut [Member], known: &[Member], run: impl Fn(&mut Member, &Member)) {
    for member in members {
        if let Some(known) = known.iter().find(|known| known.name == member.name) {
            run(member, known);
        }
    }
}
