//! The form in which calls are read, recorded and replayed.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The number of the form.
const FORMAT: u32 = 1;

/// A call, without its secrets, in the form that `RECORDING.md` documents. Read from JSON, it may
/// have members that are not known here, which are kept out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct Record {
    /// The number of the form.
    pub format: u32,
    /// The number of the call since the emulator started, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seq: Option<u64>,
    /// When the call came, by the emulator's clock, in RFC 3339 form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// How long it took, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ms: Option<f64>,
    /// How long it was held before, in milliseconds, which `ms` leaves out; absent if it was not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held_ms: Option<f64>,
    /// Another request took its place while it was held.
    #[serde(skip_serializing_if = "is_false")]
    pub edited: bool,
    /// Which attempt of a call of a program it was, from 1; absent in what the emulator records.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attempt: Option<u32>,
    /// The service, e.g. `cvm`; absent if it was not found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// The API version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The action, as the request has it.
    pub action: String,
    /// The region.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// The number of the caller's account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The header `User-Agent`, else `X-TC-RequestClient`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<String>,
    /// The request ID.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// Where the response comes from, e.g. `stateful` or `synthesised`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The error code; absent if the call succeeded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The kind of the fault that was injected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<String>,
    /// Why policies deny the call, or would if they were enforced.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub denied: Option<String>,
    /// The names of the rules without which it would have been refused.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub borne: Vec<String>,
    /// What was accepted and looks wrong.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<RecordWarning>,
    /// The parameters, without secrets.
    pub request: Map<String, Value>,
    /// What is in the `Response`, without secrets; an error as `Error` with `Code` and `Message`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response: Option<Map<String, Value>>,
    /// The data of server-sent events, without secrets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub events: Option<Vec<Value>>,
}

/// A parameter that was accepted and looks wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RecordWarning {
    /// The path of the parameter.
    pub parameter: String,
    /// What looks wrong.
    pub message: String,
}

impl RecordWarning {
    pub(crate) fn new(parameter: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            parameter: parameter.into(),
            message: message.into(),
        }
    }
}

fn is_false(value: &bool) -> bool {
    !value
}

impl Default for Record {
    fn default() -> Self {
        Self::new("")
    }
}

impl Record {
    /// Creates a record of a call of `action`, with no parameter and no response.
    pub fn new(action: impl Into<String>) -> Self {
        Self {
            format: FORMAT,
            seq: None,
            time: None,
            ms: None,
            held_ms: None,
            edited: false,
            attempt: None,
            service: None,
            version: None,
            action: action.into(),
            region: None,
            account: None,
            client: None,
            request_id: None,
            source: None,
            code: None,
            fault: None,
            denied: None,
            borne: Vec::new(),
            warnings: Vec::new(),
            request: Map::new(),
            response: None,
            events: None,
        }
    }

    /// Reads records from `text`, one JSON object a line; empty lines are skipped.
    ///
    /// # Errors
    /// A line is no record, or one of a later form; the error names it.
    pub fn read_lines(text: &str) -> Result<Vec<Self>, String> {
        let lines = text.lines().enumerate();
        let lines = lines.filter(|(_, line)| !line.trim().is_empty());
        lines
            .map(|(index, line)| {
                let at = |error: String| format!("line {}: {error}", index + 1);
                let record: Self =
                    serde_json::from_str(line).map_err(|error| at(error.to_string()))?;
                if record.format != FORMAT {
                    let format = record.format;
                    return Err(at(format!("the form {format} is not known, only {FORMAT}")));
                }
                match record.action.as_str() {
                    "" => Err(at("the member `action` is missing".to_owned())),
                    _ => Ok(record),
                }
            })
            .collect()
    }

    /// Returns this record as one line of JSON, without its end.
    pub fn to_line(&self) -> String {
        // Strings, numbers and maps with text as keys are always JSON.
        serde_json::to_string(self).unwrap_or_default()
    }
}
