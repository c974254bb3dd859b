//! Answers as server-sent events.

use serde_json::{Map, Value};

use crate::endpoint::Call;

/// How many events a stream has.
const EVENTS: usize = 3;

/// True where the call asks for a stream: by its parameter `Stream` where the action has one,
/// always where it has none.
pub(crate) fn wanted(call: &Call) -> bool {
    let action = call.target.action();
    let switch = action.request.iter().any(|member| member.name == "Stream");
    action.streaming && (!switch || call.parameters.get("Stream") == Some(&Value::Bool(true)))
}

/// The events that carry an answer: bare objects, none of which tells an error.
pub(crate) fn events(mut answer: Map<String, Value>) -> Vec<String> {
    answer.remove("ErrorMsg");
    vec![Value::Object(answer).to_string(); EVENTS]
}

/// One event as it stands on the wire.
pub(crate) fn frame(data: &str) -> String {
    format!("data: {data}\n\n")
}
