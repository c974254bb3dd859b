//! What a call would come to.

use serde::Serialize;
use serde_json::{Map, Value};
use tencentcloud_emulator::ResourceChange;

use crate::knowledge::Knowledge;

/// What a call would come to. There is no secret in it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Rehearsal {
    /// What would be responded.
    #[serde(flatten)]
    pub outcome: Outcome,
    /// What would become of resources: at most 100.
    pub changes: Vec<ResourceChange>,
    /// How many changes there would be in all.
    pub count: usize,
    /// What the twin knows of what the call names.
    pub knowledge: Knowledge,
    /// True if this follows from resources that the twin has; false if the call was only checked by its
    /// description.
    pub stateful: bool,
}

/// What would be responded to a call.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "outcome", rename_all = "lowercase")]
#[non_exhaustive]
pub enum Outcome {
    /// The call would be carried out.
    Done {
        /// The members of the response, secrets as `***`. IDs of what is made are drawn by the twin.
        response: Map<String, Value>,
    },
    /// The call would be refused.
    Refused {
        /// The error code.
        code: String,
        /// What is wrong.
        message: String,
    },
    /// The parameters are in order. The twin knows nothing of what the action does.
    Checked,
    /// The twin cannot say, since it lacks something that the outcome depends on.
    Unknown {
        /// What it lacks.
        why: String,
    },
}
