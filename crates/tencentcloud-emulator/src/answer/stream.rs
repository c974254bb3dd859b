//! Responses as server-sent events.

use std::collections::HashMap;

use bytes::Bytes;
use serde_json::{Map, Value};

use crate::call::Call;

/// How many events a stream has.
const EVENTS: usize = 3;

/// The streams that a test has set.
#[derive(Clone, Debug, Default)]
pub(crate) struct Script {
    /// The chunks of a stream, by action.
    pub(crate) chunks: HashMap<String, Vec<Bytes>>,
    /// True if every stream stays open after its last chunk.
    pub(crate) stall: bool,
}

/// The bytes of one stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stream {
    pub(crate) chunks: Vec<Bytes>,
    pub(crate) stall: bool,
}

/// Returns true if the call asks for a stream: by its parameter `Stream`, or always if the action
/// has no such parameter.
pub(crate) fn wanted(call: &Call) -> bool {
    let action = call.target.action();
    let switch = action.request.iter().any(|member| member.name == "Stream");
    action.streaming && (!switch || call.parameters.get("Stream") == Some(&Value::Bool(true)))
}

impl Script {
    /// Returns the stream of an action: the one that a test has set, else events that are each the
    /// members of `answer` without an error.
    pub(crate) fn stream(&self, action: &str, mut answer: Map<String, Value>) -> Stream {
        answer.remove("ErrorMsg");
        let chunks = self.chunks.get(action).cloned();
        let chunks = chunks.unwrap_or_else(|| {
            let event = format!("data: {}\n\n", Value::Object(answer));
            vec![Bytes::from(event); EVENTS]
        });
        Stream {
            chunks,
            stall: self.stall,
        }
    }
}
