//! Tags of resources of all services: one truth with what the resources themselves show.

mod attach;
mod name;
mod show;

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::super::codes::Trouble;
use super::super::engine::{Desk, Family, Whole};
use super::super::store::Record;
use super::{object, text};
use crate::fault::Fault;
use name::Tag;

/// The code of the service tag.
#[derive(Debug)]
pub(super) struct Tags;

type Response = Result<Map<String, Value>, Fault>;

/// How many characters a key may have, and a value.
const LENGTHS: [usize; 2] = [127, 255];

impl Family for Tags {
    fn service(&self) -> &'static str {
        "tag"
    }

    fn drafting(&self, desk: &Desk<'_>, kind: &str, record: &mut Record) -> Result<(), Fault> {
        if kind != "Tag" || !desk.call.target.name.starts_with("CreateTag") {
            return Ok(());
        }
        let tag = (text(record, "TagKey"), text(record, "TagValue"));
        check(desk, &tag)?;
        if attached(desk).contains(&tag) {
            let kind = desk.known(kind)?;
            let message = format!(
                "There is a tag {:?} with the value {:?} already.",
                tag.0, tag.1
            );
            return Err(desk.trouble(&kind, Trouble::Exists, &["Tag"], message));
        }
        Ok(())
    }

    fn action(&self, name: &str) -> Option<Whole> {
        Some(match name {
            "DeleteTag" | "DeleteTags" => delete,
            "DescribeTags" | "DescribeTagsSeq" | "GetTags" => show::tags,
            "DescribeTagKeys" | "GetTagKeys" => show::keys,
            "DescribeTagValues" | "DescribeTagValuesSeq" | "GetTagValues" => show::tags,
            "GetResources" | "DescribeResourcesByTags" | "DescribeResourcesByTagsUnion" => {
                show::resources
            }
            "DescribeResourceTags"
            | "DescribeResourceTagsByResourceIds"
            | "DescribeResourceTagsByResourceIdsSeq" => show::pairs,
            "DescribeResourceTagsByTagKeys" => show::by_keys,
            "TagResources" | "UnTagResources" => attach::many,
            "AttachResourcesTag" | "AddResourceTag" => attach::add,
            "DetachResourcesTag" | "DeleteResourceTag" => attach::remove,
            "ModifyResourcesTagValue" | "UpdateResourceTagValue" => attach::rewrite,
            "ModifyResourceTags" => attach::modify,
            _ => return None,
        })
    }
}

/// Checks the form of a tag.
fn check(desk: &Desk<'_>, (key, value): &Tag) -> Result<(), Fault> {
    let refuse = |code: &'static str, message: String| Err(desk.call.fault(code, message));
    if key.is_empty() {
        return refuse(
            "InvalidParameterValue.TagKeyEmpty",
            "A tag has no key.".into(),
        );
    }
    if key.starts_with("qcs:") {
        let message = format!("The tag key {key:?} is reserved: it begins with `qcs:`.");
        return refuse("InvalidParameter.ReservedTagKey", message);
    }
    let [most_of_key, most_of_value] = LENGTHS;
    if key.chars().count() > most_of_key {
        let message = format!("A tag key has at most {most_of_key} characters.");
        return refuse("InvalidParameterValue.TagKeyLengthExceeded", message);
    }
    if value.chars().count() > most_of_value {
        let message = format!("A tag value has at most {most_of_value} characters.");
        return refuse("InvalidParameterValue.TagValueLengthExceeded", message);
    }
    Ok(())
}

/// Returns the tags that some resource has.
fn attached(desk: &Desk<'_>) -> BTreeSet<Tag> {
    let all = name::all(desk).into_iter();
    all.flat_map(|(_, tags)| tags).collect()
}

/// Returns the tags that there are, those among them that resources were made with.
fn known(desk: &Desk<'_>) -> Result<Vec<Tag>, Fault> {
    let kind = desk.known("Tag")?;
    let own = desk.all(&kind).into_iter();
    let own = own.map(|item| (text(&item.record, "TagKey"), text(&item.record, "TagValue")));
    let mut known: Vec<Tag> = own.collect();
    for tag in attached(desk) {
        if !known.contains(&tag) {
            let (key, value) = &tag;
            let record = json!({
                "TagKey": key, "TagValue": value, "CanDelete": 1, "Category": "Custom",
            });
            // Another call may have kept it meanwhile, which is as well.
            desk.keep(&kind, object(record)).ok();
            known.push(tag);
        }
    }
    Ok(known)
}

/// Returns the tag that a call or an entry of one of its lists has.
fn tag(record: &Record) -> Tag {
    (text(record, "TagKey"), text(record, "TagValue"))
}

/// Returns the tags of a list parameter.
fn list(desk: &Desk<'_>, parameter: &str) -> Vec<Tag> {
    let list = desk.parameter(parameter).and_then(Value::as_array);
    let entries = list.into_iter().flatten().filter_map(Value::as_object);
    entries.map(tag).collect()
}

/// Deletes tags that no resource has.
fn delete(desk: &Desk<'_>) -> Response {
    let kind = desk.known("Tag")?;
    let wanted = match desk.call.target.name.as_str() {
        "DeleteTag" => vec![tag(&desk.call.parameters)],
        _ => list(desk, "Tags"),
    };
    let (known, attached) = (known(desk)?, attached(desk));
    for wanted in &wanted {
        let (key, value) = wanted;
        let refuse = |code: &'static str, what: &str| {
            let message = format!("The tag {key:?} with the value {value:?} {what}.");
            Err(desk.call.fault(code, message))
        };
        if !known.contains(wanted) {
            return refuse("ResourceNotFound.TagNonExist", "does not exist");
        }
        if attached.contains(wanted) {
            let code = "FailedOperation.TagAttachedResource";
            return refuse(code, "is attached to resources");
        }
    }
    for item in desk.all(&kind) {
        if wanted.contains(&tag(&item.record)) {
            desk.remove(&kind, &item);
        }
    }
    Ok(desk.respond(Value::Null))
}
