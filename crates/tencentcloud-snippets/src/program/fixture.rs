//! Several calls as records, which the emulator and the client's mock replay.

use serde_json::{Map, Value, json};

use super::Step;
use crate::tree::{Field, Node};

/// Returns a line for each call.
pub(super) fn lines(steps: &[Step]) -> String {
    let lines = steps.iter().map(|step| format!("{}\n", record(step)));
    lines.collect()
}

fn record(step: &Step) -> Value {
    let snippet = &step.snippet;
    let mut record = json!({
        "format": 1,
        "service": snippet.service,
        "version": snippet.version,
        "action": snippet.action,
    });
    if let Some(region) = &snippet.region {
        record["region"] = region.clone().into();
    }
    if let Some(code) = step.code() {
        record["code"] = code.into();
    }
    record["request"] = step.recorded.clone().into();
    record["response"] = step.response.clone().into();
    record
}

/// The parameters as a record has them: secrets are masked, and what no description has is left out,
/// since it may be one.
pub(super) fn parameters(fields: &[Field]) -> Map<String, Value> {
    let known = fields.iter().filter(|field| field.slot.is_some());
    known
        .map(|field| (field.name.clone(), value(&field.node)))
        .collect()
}

fn value(node: &Node) -> Value {
    match node {
        Node::Null | Node::Output { .. } => Value::Null,
        Node::Bool(flag) => (*flag).into(),
        Node::Number(number) => number.clone().into(),
        Node::Text(text) | Node::File(text) => text.clone().into(),
        Node::Secret(_) => "***".into(),
        Node::List(items) => items.iter().map(value).collect(),
        Node::Object(fields) => parameters(fields).into(),
    }
}
