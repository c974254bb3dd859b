//! Lists of filters in requests.

use tencentcloud_schema::resource::{Filters, Paths};
use tencentcloud_schema::{Action, Description, Member};

use super::item::object;
use super::members::meant;
use super::name::fold;

/// The filters of an action, by what the documentation lists of them.
pub(super) fn filters(
    description: &Description,
    action: &Action,
    noun: &str,
    members: &[Member],
) -> Option<Filters> {
    let lists = action.request.iter().filter(|parameter| parameter.list);
    let mut found = lists.filter_map(|parameter| {
        let own = object(description, parameter);
        let text = |names: &[&str], list: Option<bool>| {
            names.iter().find_map(|name| {
                let fits = |m: &&Member| {
                    m.name == *name && m.kind.is_text() && list.is_none_or(|l| l == m.list)
                };
                own.iter().find(fits)
            })
        };
        let name = text(&["Name", "Key", "Field", "FilterName"], Some(false))?;
        let values = text(&["Values", "Value", "FilterValue", "FieldValues"], None)?;
        fold(&parameter.name).contains("filter").then(|| Filters {
            at: parameter.name.clone(),
            name: name.name.clone(),
            values: values.name.clone(),
            members: named(description, noun, members, &parameter.filters),
        })
    });
    found.next()
}

/// The members that filters mean, where the names differ.
fn named(description: &Description, noun: &str, members: &[Member], names: &[String]) -> Paths {
    let pairs = names.iter().filter_map(|name| {
        if name.contains(':') {
            return None;
        }
        let own = meant(members, noun, name).filter(|m| m.kind.object().is_none());
        let path = match own {
            Some(member) => member.name.clone(),
            None => nested(description, members, name)?,
        };
        (path != *name).then(|| (name.clone(), path))
    });
    pairs.collect()
}

/// A member one object down, of that name.
fn nested(description: &Description, members: &[Member], name: &str) -> Option<String> {
    let name = fold(name);
    let mut found = members.iter().filter(|m| !m.list).flat_map(|outer| {
        let inner = object(description, outer).iter();
        inner
            .filter(|m| !m.list && m.kind.object().is_none() && fold(&m.name) == name)
            .map(move |inner| format!("{}.{}", outer.name, inner.name))
    });
    found.next()
}
