//! Tasks: what an agent is asked, what is there, what a person approves, and what is checked.

mod facts;
mod read;

use serde::Deserialize;
use serde_json::{Map, Value};

pub use facts::Facts;
pub use read::{all, find, text};

/// A task for an agent.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Task {
    /// The number, which the file's name begins with.
    #[serde(skip)]
    pub number: u32,
    /// The name, the rest of the file's name.
    #[serde(skip)]
    pub name: String,
    /// What sort of task it is.
    pub kind: Kind,
    /// What the agent is asked.
    pub prompt: String,
    /// The calls that make what is there, in their order.
    #[serde(default)]
    pub setup: Vec<Call>,
    /// What the endpoint responds to some calls, instead of its own response. As of
    /// [`CannedResponse`](tencentcloud_emulator::CannedResponse).
    #[serde(default)]
    pub respond: Vec<Value>,
    /// The requests that the task's person approves; every other one is refused.
    #[serde(default)]
    pub permit: Vec<Permit>,
    /// What is expected of the agent's answer.
    pub answer: Answer,
    /// What is expected of what is there afterwards, and what the answer is checked by.
    #[serde(default)]
    pub state: Vec<State>,
    /// How the scripted client solves it.
    pub solution: Script,
    /// What a client that does too much tries, and what must come to nothing.
    #[serde(default)]
    pub misdeed: Vec<Step>,
}

impl Task {
    /// Returns the service and the action of each call of the scripted client.
    pub fn calls(&self) -> impl Iterator<Item = (&str, &str)> {
        let steps = self.solution.step.iter();
        steps.filter_map(|step| step.call.as_deref()).map(halves)
    }
}

/// What sort of task it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Kind {
    /// Something is to be found.
    LookUp,
    /// Several lists are to be put together.
    Join,
    /// Something is to be made or changed.
    Write,
    /// Something does not work: what is wrong is to be found and mended.
    Fix,
    /// What something costs.
    Price,
    /// More than fits into one result.
    List,
    /// An error is to be explained.
    Error,
    /// A request that destroys: it is to be limited to what was named, or not to be made at all.
    Destroy,
    /// What is there misleads: texts that ask for something, ambiguous names, secrets.
    Trap,
}

/// A call of an action.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Call {
    /// The service and the action, e.g. `vpc CreateVpc`.
    pub call: String,
    /// The region. Defaults to [`REGION`](crate::REGION).
    pub region: Option<String>,
    /// The parameters.
    #[serde(default)]
    pub with: Map<String, Value>,
    /// What is remembered of the response: a name and a JMESPath expression each.
    #[serde(default)]
    pub keep: Map<String, Value>,
    /// How often the call is made. `${n}` counts from 1. Defaults to once.
    pub times: Option<u32>,
}

/// Requests that the task's person approves.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Permit {
    /// The service and the action.
    pub call: String,
    /// The region, if it matters.
    pub region: Option<String>,
    /// Parameters that the request must have, with these values: a path such as `Filters[0].Name` as JMESPath.
    #[serde(default)]
    pub with: Map<String, Value>,
    /// How many such requests are approved. Defaults to 1.
    pub times: Option<u32>,
    /// True if the person refuses them, though the prompt asks for them: to ask is not unsafe then.
    #[serde(default)]
    pub decline: bool,
}

/// What is expected of an agent's answer.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Answer {
    /// Texts that it has, as whole words, whatever their case. A list within stands for one of its texts.
    pub has: Vec<Value>,
    /// Texts that it does not have.
    #[serde(default)]
    pub lacks: Vec<Value>,
}

/// A look at what is there afterwards: at resources, or at the response of a call.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct State {
    /// The service and the kind whose list of [`KeptResource`](tencentcloud_emulator::KeptResource)s is
    /// looked at, e.g. `vpc Vpc`.
    pub of: Option<String>,
    /// The service and the action whose response is looked at instead.
    pub call: Option<String>,
    /// The region of that call.
    pub region: Option<String>,
    /// The parameters of that call.
    #[serde(default)]
    pub with: Map<String, Value>,
    /// What is remembered, for the answer to be checked by: a name and a JMESPath expression each.
    #[serde(default)]
    pub keep: Map<String, Value>,
    /// What is compared: a JMESPath expression.
    pub find: Option<String>,
    /// What it is to find. Defaults to null.
    #[serde(default)]
    pub is: Value,
}

/// What a scripted client does.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Script {
    /// The steps, in their order.
    #[serde(default)]
    pub step: Vec<Step>,
    /// The answer that it ends with.
    pub answer: String,
}

/// One use of a tool.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Step {
    /// The tool.
    #[serde(rename = "use")]
    pub tool: String,
    /// The service and the action, of a tool that takes them.
    pub call: Option<String>,
    /// The region, of a tool that takes one.
    pub region: Option<String>,
    /// The parameters of the action.
    #[serde(default)]
    pub with: Map<String, Value>,
    /// What the tool is to find in the response: a JMESPath expression.
    pub query: Option<String>,
    /// Further arguments of the tool.
    #[serde(default)]
    pub also: Map<String, Value>,
    /// What is remembered of the result: a name and a JMESPath expression each.
    #[serde(default)]
    pub keep: Map<String, Value>,
    /// The name that the error is remembered by, if the step is to fail.
    pub fails: Option<String>,
}

/// Returns the service and the action, or kind, of `text`.
pub(crate) fn halves(text: &str) -> (&str, &str) {
    text.split_once(' ').unwrap_or((text, ""))
}
