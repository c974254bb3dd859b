//! Functions within namespaces, with their versions, aliases and triggers.

mod invoke;
mod layer;
mod version;

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use super::super::codes::Trouble;
use super::super::engine::{Desk, Family, Whole};
use super::super::path;
use super::super::plan::Kind;
use super::super::store::{Item, Record};
use super::{fill, text};
use crate::fault::Fault;

/// The code of the service scf.
#[derive(Debug)]
pub(super) struct Scf;

type Response = Result<Map<String, Value>, Fault>;

/// The namespace that is there from the beginning.
const DEFAULT: &str = "default";

/// The version that is written to.
const LATEST: &str = "$LATEST";

impl Family for Scf {
    fn service(&self) -> &'static str {
        "scf"
    }

    fn drafting(&self, desk: &Desk<'_>, kind: &str, record: &mut Record) -> Result<(), Fault> {
        let name = text(
            record,
            if kind == "Namespace" {
                "Name"
            } else {
                "Namespace"
            },
        );
        match kind {
            "Namespace" if name == DEFAULT => {
                let message = format!("The namespace {name:?} is there from the beginning.");
                let code = "InvalidParameterValue.DefaultNamespace";
                Err(desk.call.fault(code, message))
            }
            "Function" => {
                let kind = desk.known("Namespace")?;
                if name != DEFAULT && desk.item(&kind, &name).is_none() {
                    return Err(desk.missing(&kind, &name));
                }
                layer::check(desk, record)
            }
            "Alias" => {
                let function = function(desk)?;
                version::check(desk, &function, &text(record, "FunctionVersion"))
            }
            "Trigger" => function(desk).map(|_| ()),
            _ => Ok(()),
        }
    }

    fn making(&self, _desk: &Desk<'_>, kind: &str, record: &mut Record) -> Result<(), Fault> {
        match kind {
            "Function" => {
                fill(
                    record,
                    json!({
                        "FunctionVersion": LATEST, "Qualifier": LATEST,
                        "AvailableStatus": "Available", "CodeResult": "success",
                    }),
                );
                size(record, record.get("Code").cloned().unwrap_or_default());
            }
            "Trigger" => switch(record),
            _ => {}
        }
        Ok(())
    }

    fn changing(
        &self,
        desk: &Desk<'_>,
        kind: &str,
        before: &Record,
        after: &mut Record,
    ) -> Result<(), Fault> {
        if !["Function", "Alias", "Trigger"].contains(&kind) {
            return Ok(());
        }
        let function = function(desk)?;
        // Who names no namespace means the first one, though others have a function of that name.
        if text(before, "Namespace") != namespace(desk) {
            after.clone_from(before);
            return Ok(());
        }
        match kind {
            "Function" => {
                layer::check(desk, after)?;
                if desk.call.target.name == "UpdateFunctionCode" {
                    let code = desk.parameter("Code").cloned();
                    let plain = || Value::Object(desk.call.parameters.clone());
                    size(after, code.unwrap_or_else(plain));
                }
                if desk.text("Publish").as_deref() == Some("TRUE") {
                    version::publish(desk, after)?;
                }
            }
            "Alias" => version::check(desk, &function, &text(after, "FunctionVersion"))?,
            _ => switch(after),
        }
        Ok(())
    }

    fn ending(&self, desk: &Desk<'_>, kind: &str, record: &Record) -> Result<(), Fault> {
        let name = text(record, "Name");
        if kind == "Namespace"
            && !desk
                .those("scf", "Function", |function| {
                    text(function, "Namespace") == name
                })
                .is_empty()
        {
            return Err(desk.in_use(kind, &name, "Function"));
        }
        Ok(())
    }

    fn code(&self, _desk: &Desk<'_>, kind: &str, trouble: Trouble) -> Option<&'static str> {
        match (kind, trouble) {
            ("Function", Trouble::NotFound) => Some("ResourceNotFound.Function"),
            ("Function", Trouble::State) => Some("FailedOperation.FunctionStatusError"),
            ("Namespace", Trouble::NotFound) => Some("ResourceNotFound.Namespace"),
            _ => None,
        }
    }

    fn action(&self, name: &str) -> Option<Whole> {
        Some(match name {
            "ListFunctions" => list,
            "GetFunction" => get,
            "DeleteFunction" => delete,
            "ListNamespaces" => namespaces,
            "PublishVersion" => version::new,
            "ListVersionByFunction" => version::list,
            "Invoke" | "InvokeFunction" => invoke::invoke,
            _ => return layer::action(name),
        })
    }
}

/// Returns the namespace that a call means.
fn namespace(desk: &Desk<'_>) -> String {
    desk.text("Namespace").unwrap_or_else(|| DEFAULT.to_owned())
}

/// Returns the function that a call names within its namespace.
fn function(desk: &Desk<'_>) -> Result<Arc<Item>, Fault> {
    let kind = desk.known("Function")?;
    let Some(name) = desk.text("FunctionName") else {
        let code = "InvalidParameter.FunctionNameOrResourceIdRequired";
        return Err(desk.call.fault(
            code,
            "The request lacks the parameter `FunctionName`.".into(),
        ));
    };
    let namespace = namespace(desk);
    let mut all = desk.all(&kind).into_iter();
    let named =
        |item: &Arc<Item>| item.keys.id == name && text(&item.record, "Namespace") == namespace;
    all.find(named).ok_or_else(|| desk.missing(&kind, &name))
}

/// Returns what belongs to a function: its versions, aliases or triggers.
fn belonging(desk: &Desk<'_>, kind: &Kind, function: &Record) -> Vec<Arc<Item>> {
    let same = |record: &Record, member: &str| text(record, member) == text(function, member);
    let mut all = desk.all(kind);
    all.retain(|item| {
        ["Namespace", "FunctionName"]
            .iter()
            .all(|member| same(&item.record, member))
    });
    all
}

/// Sets the size of code that came with the request; what lies elsewhere is not fetched.
fn size(function: &mut Record, code: Value) {
    let archive = code["ZipFile"].as_str().unwrap_or_default();
    let bytes = STANDARD.decode(archive).map_or(0, |bytes| bytes.len());
    function.insert("CodeSize".into(), bytes.into());
}

/// Writes whether a trigger is on as readers know it.
fn switch(trigger: &mut Record) {
    let now = text(trigger, "Enable");
    let on = !["CLOSE", "0"].contains(&now.as_str());
    trigger.insert("Enable".into(), u8::from(on).into());
}

/// Lists the functions of one namespace, the newest first unless something else decides.
fn list(desk: &Desk<'_>) -> Response {
    let kind = desk.known("Function")?;
    let namespace = namespace(desk);
    let holds = |record: &Record, parameter: &str, member: &str| {
        let word = desk.text(parameter);
        word.is_none_or(|word| text(record, member).contains(&word))
    };
    let wanted = |record: &Record| {
        text(record, "Namespace") == namespace
            && holds(record, "SearchKey", "FunctionName")
            && holds(record, "Description", "Description")
            && path::all(&desk.call.parameters, "Filters")
                .iter()
                .all(|filter| {
                    let member = filter["Name"].as_str().unwrap_or_default();
                    let values = filter["Values"].as_array().into_iter().flatten();
                    let mut values = values.map(path::text);
                    let tag = member.strip_prefix("tag-");
                    values.any(|value| match tag {
                        Some(key) => path::all(record, "Tags")
                            .iter()
                            .any(|tag| tag["Key"] == key && tag["Value"] == *value),
                        None => text(record, member) == value,
                    })
                })
    };
    let all = desk.all(&kind).into_iter();
    let mut found: Vec<_> = all.filter(|item| wanted(&desk.current(item))).collect();
    if let Some(member) = desk.text("Orderby") {
        found.sort_by_key(|item| text(&item.record, &member));
    }
    if desk.text("Order").as_deref() != Some("ASC") {
        found.reverse();
    }
    let total = found.len();
    let shown = desk
        .page(found)
        .into_iter()
        .map(|item| desk.view(&kind, &item));
    let shown: Vec<Value> = shown.map(Value::Object).collect();
    Ok(desk.respond(json!({"Functions": shown, "TotalCount": total})))
}

/// Shows a function as one of its versions is.
fn get(desk: &Desk<'_>) -> Response {
    let kind = desk.known("Function")?;
    let function = function(desk)?;
    let latest = desk.view(&kind, &function);
    let mut shown = version::of(desk, &latest)?;
    for member in ["Status", "Tags"] {
        shown.insert(
            member.into(),
            latest.get(member).cloned().unwrap_or_default(),
        );
    }
    let triggers = desk.known("Trigger")?;
    let triggers = belonging(desk, &triggers, &latest).into_iter();
    let triggers: Vec<Value> = triggers
        .map(|item| Value::Object(item.record.clone()))
        .collect();
    shown.insert("Triggers".into(), triggers.into());
    Ok(desk.respond(shown.into()))
}

/// Deletes a function with all that belongs to it, or one of its versions.
fn delete(desk: &Desk<'_>) -> Response {
    let kind = desk.known("Function")?;
    let function = function(desk)?;
    let qualifier = desk
        .text("Qualifier")
        .filter(|qualifier| qualifier != LATEST);
    if let Some(qualifier) = qualifier {
        return version::delete(desk, &function, &qualifier);
    }
    let own = [
        version::kind(),
        desk.known("Alias")?,
        desk.known("Trigger")?,
    ];
    for own in &own {
        for item in belonging(desk, own, &function.record) {
            desk.remove(own, &item);
        }
    }
    desk.remove(&kind, &function);
    Ok(desk.respond(Value::Null))
}

/// Lists namespaces: the one that is always there, and those that were made.
fn namespaces(desk: &Desk<'_>) -> Response {
    let kind = desk.known("Namespace")?;
    let first = json!({"Name": DEFAULT, "Description": "", "Type": "default"});
    let mut all = vec![first];
    for item in desk.all(&kind) {
        all.push(desk.view(&kind, &item).into());
    }
    for wanted in path::all(&desk.call.parameters, "SearchKey") {
        let member = match wanted["Key"].as_str().unwrap_or_default() {
            "Namespace" | "Name" => "Name",
            "Description" => "Description",
            _ => continue,
        };
        let value = wanted["Value"].as_str().unwrap_or_default();
        all.retain(|shown| {
            shown[member]
                .as_str()
                .is_some_and(|held| held.contains(value))
        });
    }
    let total = all.len();
    Ok(desk.respond(json!({"Namespaces": desk.page(all), "TotalCount": total})))
}
