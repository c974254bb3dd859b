//! Layers, whose versions are published one after another.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tencentcloud_schema::resource::Resource;

use super::super::super::engine::{Desk, Whole};
use super::super::super::path;
use super::super::super::plan::Kind;
use super::super::super::store::{Item, Record};
use super::super::text;
use super::Response;
use crate::fault::Fault;

pub(super) fn action(name: &str) -> Option<Whole> {
    Some(match name {
        "DeleteLayerVersion" => delete,
        "GetLayerVersion" => get,
        "ListLayers" => list,
        "ListLayerVersions" => versions,
        "PublishLayerVersion" => publish,
        _ => return None,
    })
}

fn kind() -> Kind {
    let facts = Resource {
        id: vec!["Key".to_owned()],
        ..Resource::default()
    };
    Kind::own("scf", "2018-04-16", "LayerVersion", facts)
}

fn key(layer: &str, version: &str) -> String {
    format!("{layer}/{version}")
}

/// Returns the versions of a layer, in the order in which they were published.
fn of(desk: &Desk<'_>, layer: &str) -> Vec<Arc<Item>> {
    let mut all = desk.all(&kind());
    all.retain(|item| text(&item.record, "LayerName") == layer);
    all
}

/// Returns the version of a layer that a call names.
fn named(desk: &Desk<'_>, layer: &str, version: &str) -> Result<Arc<Item>, Fault> {
    desk.item(&kind(), &key(layer, version)).ok_or_else(|| {
        let message = format!("There is no version {version} of the layer {layer:?}.");
        desk.call.fault("ResourceNotFound.LayerVersion", message)
    })
}

fn of_call(desk: &Desk<'_>) -> Result<Arc<Item>, Fault> {
    let part = |parameter: &str| desk.text(parameter).unwrap_or_default();
    named(desk, &part("LayerName"), &part("LayerVersion"))
}

/// Checks that the layers exist which a function is to have.
pub(super) fn check(desk: &Desk<'_>, function: &Record) -> Result<(), Fault> {
    for layer in path::all(function, "Layers") {
        let part = |part: &str| path::text(&layer[part]);
        named(desk, &part("LayerName"), &part("LayerVersion"))?;
    }
    Ok(())
}

fn publish(desk: &Desk<'_>) -> Response {
    let layer = desk.text("LayerName").unwrap_or_default();
    // The number of a version that was deleted does not come again.
    let counters = counter();
    let held = desk.item(&counters, &layer);
    let last = held.as_ref().map_or(0, |item| {
        text(&item.record, "LayerVersion")
            .parse::<u64>()
            .unwrap_or(0)
    });
    let version = last + 1;
    let count = json!({"LayerName": layer, "LayerVersion": version});
    match held {
        Some(item) => desk.amend_item(&counters, &item, |record| {
            record.insert("LayerVersion".into(), version.into());
        }),
        None => {
            desk.keep(&counters, super::super::object(count))?;
        }
    }
    let content = desk.parameter("Content").cloned().unwrap_or_default();
    let archive = content["ZipFile"].as_str().unwrap_or_default();
    let hash = Sha256::digest(STANDARD.decode(archive).unwrap_or_default());
    let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut record = desk.call.parameters.clone();
    record.remove("Content");
    record.insert("Key".into(), key(&layer, &version.to_string()).into());
    for (member, value) in [
        ("LayerVersion", version.into()),
        ("AddTime", desk.time()),
        ("Status", "Active".into()),
        ("CodeSha256", hash.into()),
    ] {
        record.insert(member.into(), value);
    }
    desk.keep(&kind(), record)?;
    Ok(desk.respond(json!({"LayerVersion": version})))
}

/// The kind of what counts the versions of layers.
fn counter() -> Kind {
    let facts = Resource {
        id: vec!["LayerName".to_owned()],
        ..Resource::default()
    };
    Kind::own("scf", "2018-04-16", "LayerCount", facts)
}

fn get(desk: &Desk<'_>) -> Response {
    let item = of_call(desk)?;
    Ok(desk.respond(item.record.clone().into()))
}

/// Deletes a version that no function has.
fn delete(desk: &Desk<'_>) -> Response {
    let item = of_call(desk)?;
    let same = |layer: &&Value| {
        ["LayerName", "LayerVersion"]
            .iter()
            .all(|part| path::text(&layer[*part]) == text(&item.record, part))
    };
    let has = |function: &Record| path::all(function, "Layers").iter().any(same);
    if let Some(function) = desk.those("scf", "Function", has).first() {
        let function = text(function, "FunctionName");
        let message = format!("The function {function:?} has this version: change it first.");
        return Err(desk.call.fault("ResourceInUse.LayerVersion", message));
    }
    desk.remove(&kind(), &item);
    Ok(desk.respond(Value::Null))
}

/// Returns true if a version runs with the runtime that a call asks for, if it asks for any.
fn fits(desk: &Desk<'_>, item: &Item) -> bool {
    let wanted = desk.texts("CompatibleRuntime");
    let runs = path::all(&item.record, "CompatibleRuntimes");
    wanted.is_empty()
        || runs
            .into_iter()
            .any(|runtime| wanted.contains(&path::text(runtime)))
}

fn shown(items: Vec<Arc<Item>>) -> Vec<Value> {
    items
        .iter()
        .map(|item| item.record.clone().into())
        .collect()
}

/// Lists layers, each by its newest version.
fn list(desk: &Desk<'_>) -> Response {
    let word = desk.text("SearchKey").unwrap_or_default();
    let mut newest: Vec<Arc<Item>> = Vec::new();
    for item in desk.all(&kind()) {
        let name = text(&item.record, "LayerName");
        newest.retain(|known| text(&known.record, "LayerName") != name);
        if name.contains(&word) && fits(desk, &item) {
            newest.push(item);
        }
    }
    let total = newest.len();
    let page = shown(desk.page(newest));
    Ok(desk.respond(json!({"Layers": page, "TotalCount": total})))
}

/// Lists the versions of a layer, the newest first.
fn versions(desk: &Desk<'_>) -> Response {
    let layer = desk.text("LayerName").unwrap_or_default();
    let mut found = of(desk, &layer);
    if found.is_empty() {
        let message = format!("There is no layer {layer:?} of this account in this region.");
        return Err(desk.call.fault("ResourceNotFound.Layer", message));
    }
    found.retain(|item| fits(desk, item));
    found.reverse();
    Ok(desk.respond(json!({"LayerVersions": shown(found)})))
}
