//! What a person is shown before a request is signed, and what a plan says.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What is known of a request before it is sent. There is no secret in it.
///
/// What services return, e.g. names of resources, is somebody's text: it is data here, and nothing of the
/// request follows from it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Brief {
    /// The account's name.
    pub account: String,
    /// The account's number, if STS says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_id: Option<String>,
    /// The region, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// The service.
    pub service: String,
    /// The API version.
    pub version: String,
    /// The action.
    pub action: String,
    /// The class: `read`, `secret`, `write` or `destroy`.
    pub class: String,
    /// What the policy says: `allow`, `confirm` or `deny`.
    pub decision: String,
    /// Which rule of the policy says so.
    pub because: String,
    /// The parameters without secrets.
    pub parameters: Map<String, Value>,
    /// The SHA-256 of the request, in hexadecimal.
    pub digest: String,
    /// The size of the body in bytes.
    pub bytes: usize,
    /// The resources that the request names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<Named>,
    /// What it costs, as the action that prices it returns it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Value>,
    /// What it did on the twin of the account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub twin: Option<Value>,
    /// What could not be found out, and why: a price, the twin's state.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unknown: Vec<String>,
}

/// A resource that a request names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Named {
    /// The kind, e.g. `Instance` of `cvm`.
    pub kind: String,
    /// The ID.
    pub id: String,
    /// The name, if it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The state, if it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
}
