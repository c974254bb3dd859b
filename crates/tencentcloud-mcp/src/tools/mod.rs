//! The tools: a file each.

mod call;
mod describe;
mod errors;
mod plan;
mod read;
mod resources;
mod result;
mod rows;
mod search;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::caller::Caller;
use crate::inner::Inner;
use crate::reply::Reply;

/// The list of tools, as clients get it.
const LIST: &str = include_str!("../tools.json");

/// Returns the list of tools.
pub(crate) fn list() -> Vec<Value> {
    // It is part of the program, and read by a test.
    serde_json::from_str(LIST).unwrap_or_default()
}

/// Calls the tool `name` for `caller`.
pub(crate) async fn call(
    inner: &Inner,
    name: &str,
    arguments: Map<String, Value>,
    caller: &Caller,
) -> Reply {
    let done = match name {
        "search" => given(arguments).and_then(search::run),
        "describe" => given(arguments).and_then(describe::run),
        "plan" => match given(arguments) {
            Ok(given) => plan::run(inner, given).await,
            Err(reply) => Err(reply),
        },
        "read" => match given(arguments) {
            Ok(given) => read::run(inner, given, caller).await,
            Err(reply) => Err(reply),
        },
        "call" => match given(arguments) {
            Ok(given) => call::run(inner, given, caller).await,
            Err(reply) => Err(reply),
        },
        "resources" => match given(arguments) {
            Ok(given) => resources::run(inner, given, caller).await,
            Err(reply) => Err(reply),
        },
        "result" => given(arguments).and_then(|given| result::run(inner, given)),
        "errors" => given(arguments).and_then(|given| errors::run(inner, given)),
        _ => Err(Reply::error("usage", "there is no such tool", &[])),
    };
    done.unwrap_or_else(|reply| {
        if name != "errors" {
            inner.session.fail(&reply.text);
        }
        reply
    })
}

/// Reads the arguments of a tool.
fn given<T: DeserializeOwned>(arguments: Map<String, Value>) -> Result<T, Reply> {
    serde_json::from_value(Value::Object(arguments))
        .map_err(|error| Reply::error("usage", &format!("the arguments: {error}"), &[]))
}
