//! Giving tags to resources, and taking them away.

use serde_json::{Value, json};

use super::super::super::engine::Desk;
use super::name::{Name, Tag};
use super::{Response, check, known, list, tag};
use crate::fault::Fault;

/// How many tags a resource can have.
const MOST: usize = 50;

/// Tags or untags many resources: those that cannot be are told in the response.
pub(super) fn many(desk: &Desk<'_>) -> Response {
    let (given, keys) = (list(desk, "Tags"), desk.texts("TagKeys"));
    given.iter().try_for_each(|tag| check(desk, tag))?;
    known(desk)?;
    let resources = desk.texts("ResourceList");
    let names = resources.iter().map(|text| Name::parse(desk, text));
    let names: Vec<Name> = names.collect::<Result<_, _>>()?;
    let mut failed = Vec::new();
    for (text, name) in resources.iter().zip(names) {
        let edit = |tags: &mut Vec<Tag>| {
            tags.retain(|(key, _)| !keys.contains(key));
            given.iter().for_each(|tag| put(tags, tag));
            Ok(())
        };
        if let Err(fault) = change(desk, vec![name], edit) {
            failed.push(json!({
                "Resource": text, "Code": fault.code, "Message": fault.message,
            }));
        }
    }
    Ok(desk.respond(json!({"FailedResources": failed})))
}

/// Gives resources a tag whose key they do not have.
pub(super) fn add(desk: &Desk<'_>) -> Response {
    let new = tag(&desk.call.parameters);
    check(desk, &new)?;
    let known = known(desk)?;
    if desk.call.target.name == "AttachResourcesTag" {
        must_be(desk, &known, &new)?;
    }
    change(desk, named(desk)?, |tags| {
        if tags.iter().any(|(key, _)| *key == new.0) {
            let message = format!("A resource has the tag {:?} already.", new.0);
            return Err(desk.call.fault("ResourceInUse.TagKeyAttached", message));
        }
        put(tags, &new);
        Ok(())
    })
}

/// Takes a tag away from resources.
pub(super) fn remove(desk: &Desk<'_>) -> Response {
    known(desk)?;
    let (key, _) = tag(&desk.call.parameters);
    change(desk, named(desk)?, |tags| {
        must_have(desk, tags, &key)?;
        tags.retain(|(held, _)| *held != key);
        Ok(())
    })
}

/// Gives a tag of resources another value.
pub(super) fn rewrite(desk: &Desk<'_>) -> Response {
    let new = tag(&desk.call.parameters);
    check(desk, &new)?;
    let known = known(desk)?;
    if desk.call.target.name == "ModifyResourcesTagValue" {
        must_be(desk, &known, &new)?;
    }
    change(desk, named(desk)?, |tags| {
        must_have(desk, tags, &new.0)?;
        put(tags, &new);
        Ok(())
    })
}

/// Gives a resource some tags and takes others away.
pub(super) fn modify(desk: &Desk<'_>) -> Response {
    let (given, gone) = (list(desk, "ReplaceTags"), list(desk, "DeleteTags"));
    given.iter().try_for_each(|tag| check(desk, tag))?;
    let twice = |(key, _): &&Tag| gone.iter().any(|(gone, _)| gone == key);
    if let Some((key, _)) = given.iter().find(twice) {
        let message = format!("The tag key {key:?} stands in both ReplaceTags and DeleteTags.");
        let code = "InvalidParameterValue.DeleteTagsParamError";
        return Err(desk.call.fault(code, message));
    }
    known(desk)?;
    change(desk, named(desk)?, |tags| {
        tags.retain(|(key, _)| !gone.iter().any(|(gone, _)| gone == key));
        given.iter().for_each(|tag| put(tags, tag));
        Ok(())
    })
}

/// Returns the resources that a call names: one as a whole, or many by their parts.
fn named(desk: &Desk<'_>) -> Result<Vec<Name>, Fault> {
    match desk.text("Resource") {
        Some(text) => Ok(vec![Name::parse(desk, &text)?]),
        None => Ok(Name::told(desk)),
    }
}

/// Changes the tags of all resources, or of none.
fn change(
    desk: &Desk<'_>,
    names: Vec<Name>,
    edit: impl Fn(&mut Vec<Tag>) -> Result<(), Fault>,
) -> Response {
    let mut changed = Vec::new();
    for name in names {
        let home = name.find(desk)?;
        let mut tags = home.tags(desk);
        edit(&mut tags)?;
        if tags.len() > MOST {
            let message = format!("A resource can have {MOST} tags; this one would have more.");
            let code = "LimitExceeded.ResourceAttachedTags";
            return Err(desk.call.fault(code, message));
        }
        changed.push((home, tags));
    }
    for (home, tags) in changed {
        home.write(desk, &tags)?;
    }
    Ok(desk.respond(Value::Null))
}

/// Puts a tag in the place of the one with its key.
fn put(tags: &mut Vec<Tag>, (key, value): &Tag) {
    match tags.iter_mut().find(|(held, _)| held == key) {
        Some(held) => held.1.clone_from(value),
        None => tags.push((key.clone(), value.clone())),
    }
}

fn must_be(desk: &Desk<'_>, known: &[Tag], wanted: &Tag) -> Result<(), Fault> {
    if known.contains(wanted) {
        return Ok(());
    }
    let (key, value) = wanted;
    let message = format!("There is no tag {key:?} with the value {value:?}: create it first.");
    Err(desk.call.fault("ResourceNotFound.TagNonExist", message))
}

fn must_have(desk: &Desk<'_>, tags: &[Tag], key: &str) -> Result<(), Fault> {
    if tags.iter().any(|(held, _)| held == key) {
        return Ok(());
    }
    let message = format!("A resource has no tag {key:?}.");
    let code = "ResourceNotFound.AttachedTagKeyNotFound";
    Err(desk.call.fault(code, message))
}
