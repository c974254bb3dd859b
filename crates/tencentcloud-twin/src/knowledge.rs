//! What a twin knows of what a call is about.

use serde::Serialize;

/// What a twin knows of what a call is about, which says how much its prediction is worth.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Knowledge {
    /// The resources that the parameters name, as far as their fields say so: at most 200.
    pub named: Vec<NamedResource>,
    /// Kinds of which the twin was never shown a list and that could keep a resource from being deleted, as
    /// `service/Kind`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unread: Vec<String>,
    /// How many resources the twin knew and had to forget, since it has no room for more.
    #[serde(skip_serializing_if = "is_none")]
    pub forgotten: usize,
}

/// A resource that a call names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct NamedResource {
    /// The parameter, e.g. `InstanceIds.0`.
    pub parameter: String,
    /// The service of its kind.
    pub service: String,
    /// The kind.
    pub kind: String,
    /// What the parameter has: the ID, or what else its field names resources by.
    pub id: String,
    /// True if the twin has the resource.
    pub known: bool,
    /// When the twin last learned of it, in seconds of Unix time; `None` beside an emulator, whose state is
    /// always of now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<u64>,
}

#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_none(count: &usize) -> bool {
    *count == 0
}
