//! Tags, which requests and items call by different names.

use serde_json::{Map, Value};
use tencentcloud_schema::{Kind, Member};

use super::plan::Shown;
use super::store::Record;

/// The parameters that hold tags.
const PARAMETERS: [&str; 8] = [
    "Tags",
    "TagSet",
    "TagList",
    "ResourceTags",
    "InstanceTags",
    "ResourceTag",
    "Tag",
    "TagSpecification",
];

/// Puts the tags that a request gave into the member `tags` of an item.
pub(super) fn adopt(record: &mut Record, tags: &str, shown: &Shown) {
    let given = match super::path::get(record, tags) {
        Some(given) => given,
        None => match PARAMETERS.iter().find_map(|name| record.get(*name)) {
            Some(given) => given,
            None => return,
        },
    };
    let Value::Array(given) = given else {
        return;
    };
    let member = shown.member(tags);
    let tags_of = |value: &Value| match value.get("Tags").and_then(Value::as_array) {
        Some(inner) => inner.clone(),
        None => vec![value.clone()],
    };
    let all = given.iter().flat_map(tags_of);
    let all: Value = all.map(|tag| renamed(tag, member, shown)).collect();
    super::path::put(record, tags, all);
}

/// Returns a tag with its key and value called as the items' type calls them.
pub(super) fn renamed(tag: Value, member: Option<&Member>, shown: &Shown) -> Value {
    let name = member.and_then(|member| match &member.kind {
        Kind::Object(name) => shown.types.get(name),
        _ => None,
    });
    let (Some(object), Value::Object(map)) = (name, &tag) else {
        return tag;
    };
    let known = |name: &str| object.members.iter().any(|member| member.name == name);
    if map.keys().all(|name| known(name)) {
        return tag;
    }
    let ends = |end: &str| {
        object
            .members
            .iter()
            .find(|member| member.name.ends_with(end))
    };
    let renamed: Map<String, Value> = map
        .iter()
        .map(|(name, value)| {
            let end = if name.ends_with("Key") {
                "Key"
            } else {
                "Value"
            };
            let name = match ends(end) {
                Some(member) if !known(name) => member.name.clone(),
                _ => name.clone(),
            };
            (name, value.clone())
        })
        .collect();
    renamed.into()
}

/// Returns the key of an entry of a list: of a tag its key, of a plain value itself.
pub(super) fn key(entry: &Value) -> String {
    match entry {
        Value::Object(map) => {
            let named = map.iter().find(|(name, _)| name.ends_with("Key"));
            let first = named.or_else(|| map.iter().next());
            first
                .map(|(_, value)| super::path::text(value))
                .unwrap_or_default()
        }
        plain => super::path::text(plain),
    }
}
