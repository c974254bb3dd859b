//! The columns that say most of the items of a kind.

use tencentcloud_calls::resources::{Kind, Reading};
use tencentcloud_rows::{Column, Shape};
use tencentcloud_schema::{Kind as Type, Member};

/// How many members are shown beside those that every kind has.
const MORE: usize = 6;

/// Ends of names of members that say much in a few letters.
const TELLING: [&str; 10] = [
    "Type",
    "Zone",
    "CidrBlock",
    "Addresses",
    "Address",
    "Ip",
    "Vip",
    "Version",
    "Engine",
    "Size",
];

/// Returns the members that an item of `kind` has.
pub(super) fn members<'r>(kind: &Kind, reading: &'r Reading) -> &'r [Member] {
    let object = kind.resource.object.as_ref();
    let known = reading.known();
    let known = known.and_then(|known| known.description.types.get(object?));
    known.map_or(&[], |object| &object.members)
}

/// Returns the shape of a list: ID, name and state, what tells the items apart, then when they were
/// made, and their tags.
pub(super) fn shape(kind: &Kind, reading: &Reading) -> Shape {
    let resource = &kind.resource;
    let column = |title: &str, path: &str| Column {
        title: title.to_owned(),
        path: path.to_owned(),
    };
    let mut columns = Vec::new();
    // The last part of an id is the item's own, those before it are of its parents.
    let (own, outer) = match resource.id.split_last() {
        Some((own, outer)) => (Some(own), outer),
        None => (None, &[][..]),
    };
    columns.extend(own.map(|id| column("ID", id)));
    let state = resource.state.as_ref().map(|state| &state.member);
    for (title, path) in [("Name", resource.name.as_ref()), ("State", state)] {
        columns.extend(path.map(|path| column(title, path)));
    }
    columns.retain(|it| it.title != "Name" || Some(&it.path) != own);
    let members = members(kind, reading);
    let shown = |path: &str| {
        let first = path.split('.').next();
        let mut members = members.iter();
        let member = members.find(|member| Some(&*member.name) == first);
        member.is_some_and(|member| member.kind != Type::Bool && !member.name.starts_with("Is"))
    };
    let parents = resource.parents.iter().map(|parent| parent.member.as_str());
    let outer = outer.iter().map(String::as_str);
    let asked = reading
        .used
        .filters
        .iter()
        .flat_map(|filters| filters.members.values());
    let asked = asked.chain(reading.used.by.values()).map(String::as_str);
    let telling = members.iter().filter(|member| {
        let plain = !matches!(member.kind, Type::Object(_) | Type::Bool);
        plain && TELLING.iter().any(|end| member.name.ends_with(end))
    });
    let telling = telling.map(|member| member.name.as_str());
    let rest = [resource.created.as_deref(), resource.tags.as_deref()];
    let mut more = 0;
    for path in outer.chain(parents).chain(telling).chain(asked) {
        let known = columns.iter().any(|it| it.path == path) || rest.contains(&Some(path));
        if !known && shown(path) && more < MORE {
            columns.push(column(path.rsplit('.').next().unwrap_or(path), path));
            more += 1;
        }
    }
    for (title, path) in ["Created", "Tags"].iter().zip(rest) {
        columns.extend(path.map(|path| column(title, path)));
    }
    Shape {
        items: reading.used.item.clone().filter(|path| !path.is_empty()),
        columns,
        as_given: true,
    }
}
