//! Lists of tags, and of the resources that have them.

use serde_json::{Value, json};

use super::super::super::engine::Desk;
use super::super::super::path;
use super::super::{object, text};
use super::name::{self, Name, Tag};
use super::{Response, attached, known};
use crate::fault::Fault;

/// Lists tags by key and value.
pub(super) fn tags(desk: &Desk<'_>) -> Response {
    let mut found = known(desk)?;
    let (key, value) = (desk.text("TagKey"), desk.text("TagValue"));
    let keys = desk.texts("TagKeys");
    found.retain(|(held, its)| {
        key.as_ref().is_none_or(|key| key == held)
            && value.as_ref().is_none_or(|value| value == its)
            && (keys.is_empty() || keys.contains(held))
    });
    let used = attached(desk);
    let shown = found.iter().map(|tag| {
        let mut shown = shown(tag);
        shown["CanDelete"] = u8::from(!used.contains(tag)).into();
        shown
    });
    page(desk, "Tags", shown.collect())
}

/// Lists the keys that tags have, each once.
pub(super) fn keys(desk: &Desk<'_>) -> Response {
    let mut keys: Vec<Value> = Vec::new();
    for (key, _) in known(desk)? {
        if !keys.iter().any(|known| *known == key) {
            keys.push(key.into());
        }
    }
    let list = match desk.call.target.name.as_str() {
        "GetTagKeys" => "TagKeys",
        _ => "Tags",
    };
    page(desk, list, keys)
}

/// Lists resources by the tags that they have.
pub(super) fn resources(desk: &Desk<'_>) -> Response {
    let texts = desk.texts("ResourceList");
    let names = texts.iter().map(|text| Name::parse(desk, text));
    let names: Vec<Name> = names.collect::<Result<_, _>>()?;
    // Cloud Custodian leaves the account out, and looks for the very names that it has sent.
    let asked = |name: &Name| {
        let place = names.iter().position(|one| is_same(one, name))?;
        texts.get(place).cloned()
    };
    let by_name = |name: &Name| names.is_empty() || asked(name).is_some();
    let account = desk.account();
    let mut found = name::all(desk);
    found.retain(|(home, tags)| {
        by_name(&home.name) && is_wanted(desk, &home.name) && is_tagged(desk, tags)
    });
    let rows = found.iter().map(|(home, tags)| {
        let tags: Vec<Value> = tags.iter().map(shown).collect();
        let mut row = parts(&home.name);
        let name = asked(&home.name).unwrap_or_else(|| home.name.text(account));
        row["Resource"] = name.into();
        row["Tags"] = tags.into();
        row
    });
    let list = match desk.call.target.name.as_str() {
        "GetResources" => "ResourceTagMappingList",
        _ => "Rows",
    };
    page(desk, list, rows.collect())
}

/// Lists each tag of each resource.
pub(super) fn pairs(desk: &Desk<'_>) -> Response {
    let mut rows = Vec::new();
    for (home, tags) in name::all(desk) {
        if is_wanted(desk, &home.name) {
            rows.extend(tags.iter().map(|tag| {
                let mut row = parts(&home.name);
                for (member, value) in object(shown(tag)) {
                    row[&member] = value;
                }
                row
            }));
        }
    }
    let list = match desk.call.target.name.as_str() {
        "DescribeResourceTags" => "Rows",
        _ => "Tags",
    };
    page(desk, list, rows)
}

/// Lists resources with those of their tags that have some keys.
pub(super) fn by_keys(desk: &Desk<'_>) -> Response {
    let keys = desk.texts("TagKeys");
    let mut rows = Vec::new();
    for (home, mut tags) in name::all(desk) {
        tags.retain(|(key, _)| keys.contains(key));
        if !tags.is_empty() && is_wanted(desk, &home.name) {
            let tags: Vec<Value> = tags.iter().map(shown).collect();
            rows.push(json!({"ResourceId": home.name.id, "TagKeyValues": tags}));
        }
    }
    page(desk, "Rows", rows)
}

fn shown((key, value): &Tag) -> Value {
    json!({"TagKey": key, "TagValue": value, "Category": "Custom"})
}

fn parts(name: &Name) -> Value {
    json!({
        "ServiceType": name.service, "ResourceRegion": name.region,
        "ResourcePrefix": name.prefix, "ResourceId": name.id,
    })
}

/// Returns true for names that are equal, or differ only in the region of what all regions share.
fn is_same(wanted: &Name, name: &Name) -> bool {
    let mut wanted = wanted.clone();
    if name.region.is_empty() {
        wanted.region.clear();
    }
    wanted == *name
}

/// Returns true if a call asks for a resource by the parts of its name.
fn is_wanted(desk: &Desk<'_>, name: &Name) -> bool {
    let is = |parameter: &str, held: &str| {
        let wanted = desk.text(parameter);
        wanted.is_none_or(|wanted| wanted == held)
    };
    let ids = desk.texts("ResourceIds");
    is("ServiceType", &name.service)
        && is("ResourcePrefix", &name.prefix)
        && (name.region.is_empty() || is("ResourceRegion", &name.region))
        && is("ResourceId", &name.id)
        && (ids.is_empty() || ids.contains(&name.id))
}

/// Returns true if tags are those that a call asks for: all of its filters hold, or one of a union.
fn is_tagged(desk: &Desk<'_>, tags: &[Tag]) -> bool {
    let filters = desk.parameter("TagFilters").and_then(Value::as_array);
    let mut filters = filters.into_iter().flatten().filter_map(Value::as_object);
    let mut holds = |filter: &serde_json::Map<String, Value>| {
        let key = text(filter, "TagKey");
        let values = path::all(filter, "TagValue");
        let values: Vec<String> = values.into_iter().map(path::text).collect();
        tags.iter()
            .any(|(held, value)| *held == key && (values.is_empty() || values.contains(value)))
    };
    match desk.call.target.name.as_str() {
        "DescribeResourcesByTagsUnion" => filters.any(&mut holds),
        _ => filters.all(&mut holds),
    }
}

/// Responds with the part of a list that a call asks for.
fn page(desk: &Desk<'_>, list: &str, all: Vec<Value>) -> Response {
    let number = |name: &str| {
        let mut request = desk.call.target.action().request.iter();
        let parameter = request.find(|member| member.name == name)?;
        let default = || parameter.default.as_ref().map(path::text);
        desk.text(name).or_else(default)?.parse::<usize>().ok()
    };
    let start = match desk.text("PaginationToken") {
        None => number("Offset").unwrap_or(0),
        Some(token) => token.parse().map_err(|_| not_a_token(desk, &token))?,
    };
    let size = number("MaxResults").or_else(|| number("Limit"));
    let size = size.unwrap_or(15);
    let total = all.len();
    let end = start.saturating_add(size);
    let next = match end < total {
        true => end.to_string(),
        false => String::new(),
    };
    let page: Vec<Value> = all.into_iter().skip(start).take(size).collect();
    Ok(desk.respond(json!({
        "TotalCount": total, "Offset": start, "Limit": size, "PaginationToken": next, list: page,
    })))
}

fn not_a_token(desk: &Desk<'_>, token: &str) -> Fault {
    let message = format!("The PaginationToken {token:?} is not one that a response had.");
    desk.call
        .fault("InvalidParameter.PaginationTokenInvalid", message)
}
