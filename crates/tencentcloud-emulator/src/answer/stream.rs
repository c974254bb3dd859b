//! Answers as server-sent events.

use std::collections::HashMap;

use bytes::Bytes;
use serde_json::{Map, Value};

use crate::call::Call;

/// How many events a stream has.
const EVENTS: usize = 3;

/// How streams go where a test has its own mind about it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Script {
    /// By action: the bytes of its stream, a chunk of the connection each.
    pub(crate) chunks: HashMap<String, Vec<Bytes>>,
    /// Leaves every stream open after its last chunk.
    pub(crate) stall: bool,
}

/// The bytes of one stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stream {
    pub(crate) chunks: Vec<Bytes>,
    pub(crate) stall: bool,
}

/// True where the call asks for a stream: by its parameter `Stream` where the action has one,
/// always where it has none.
pub(crate) fn wanted(call: &Call) -> bool {
    let action = call.target.action();
    let switch = action.request.iter().any(|member| member.name == "Stream");
    action.streaming && (!switch || call.parameters.get("Stream") == Some(&Value::Bool(true)))
}

impl Script {
    /// The stream that carries an answer: events that are bare objects, none of which tells an
    /// error, unless there is a script for the action.
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
