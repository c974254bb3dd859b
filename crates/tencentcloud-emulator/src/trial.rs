//! A call that is tried in the process: neither signed nor sent.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A call by its parts, for a [`Stage`](crate::Stage).
///
/// ```
/// use tencentcloud_emulator::Trial;
///
/// let trial = Trial::new("cvm", "2017-03-12", "TerminateInstances")
///     .region("ap-guangzhou")
///     .parameter("InstanceIds", ["ins-8f2k3a1b"]);
/// assert_eq!(trial.parameters["InstanceIds"][0], "ins-8f2k3a1b");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Trial {
    /// The number of the account; that of the stage's first credential without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The region, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// The service, e.g. `cvm`.
    pub service: String,
    /// The API version, e.g. `2017-03-12`.
    pub version: String,
    /// The action, e.g. `RunInstances`.
    pub action: String,
    /// The parameters.
    #[serde(default)]
    pub parameters: Map<String, Value>,
}

impl Trial {
    /// Creates a call without parameters.
    pub fn new(
        service: impl Into<String>,
        version: impl Into<String>,
        action: impl Into<String>,
    ) -> Self {
        Self {
            service: service.into(),
            version: version.into(),
            action: action.into(),
            ..Self::default()
        }
    }

    /// Sets the number of the account.
    pub fn account(mut self, account: impl Into<String>) -> Self {
        self.account = Some(account.into());
        self
    }

    /// Sets the region.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Sets a parameter.
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.parameters.insert(name.into(), value.into());
        self
    }

    /// Sets all parameters.
    pub fn parameters(mut self, parameters: Map<String, Value>) -> Self {
        self.parameters = parameters;
        self
    }
}
