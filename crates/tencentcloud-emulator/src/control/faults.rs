//! The faults that befall calls.

use serde::{Deserialize, Serialize};

use crate::endpoint::Endpoint;
use crate::inject::{FaultRule, FaultStatus};

/// The faults of an [`Emulator`](crate::Emulator).
///
/// ```
/// # use tencentcloud_emulator::{Emulator, FaultKind, FaultRule};
/// # async fn doc() -> Result<(), Box<dyn std::error::Error>> {
/// let emulator = Emulator::start().await?;
/// let reset = FaultRule::new("cvm:RunInstances", FaultKind::ResetAfter);
/// emulator.faults().add(reset.times(1))?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Faults<'a>(&'a Endpoint);

/// Several faults, as a file has them: `{"faults": [{"action": "*", "kind": "throttle"}]}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct FaultScript {
    /// The faults, in the order in which they are asked.
    pub faults: Vec<FaultRule>,
}

impl FaultScript {
    /// Reads a script from JSON.
    ///
    /// # Errors
    /// It is no script; the error says where.
    pub fn parse(json: &str) -> Result<Self, String> {
        serde_json::from_str(json).map_err(|error| format!("not a script of faults: {error}"))
    }
}

impl<'a> Faults<'a> {
    pub(crate) fn new(endpoint: &'a Endpoint) -> Self {
        Self(endpoint)
    }

    /// Adds a fault and returns its number.
    ///
    /// # Errors
    /// The rule lacks what its kind needs, or has what its kind does not take.
    pub fn add(&self, rule: FaultRule) -> Result<u64, String> {
        self.0.injector.add(rule)
    }

    /// Adds the faults of a script and returns their numbers.
    ///
    /// # Errors
    /// One of them is not in order; then none is added.
    pub fn add_all(&self, script: FaultScript) -> Result<Vec<u64>, String> {
        for (index, rule) in script.faults.iter().enumerate() {
            let at = |why| format!("faults[{index}]: {why}");
            rule.check().map_err(at)?;
        }
        script
            .faults
            .into_iter()
            .map(|rule| self.add(rule))
            .collect()
    }

    /// Returns the faults in the order in which they are asked.
    pub fn list(&self) -> Vec<FaultStatus> {
        self.0.injector.list()
    }

    /// Lets calls go well that the fault with the number `id` would befall, which sees none of them;
    /// returns false if there is none.
    pub fn pause(&self, id: u64) -> bool {
        self.0.injector.pause(id, true)
    }

    /// Puts a [paused](Self::pause) fault in force again, where it was; returns false if there is none.
    pub fn resume(&self, id: u64) -> bool {
        self.0.injector.pause(id, false)
    }

    /// Removes the fault with the number `id`; returns false if there is none.
    pub fn remove(&self, id: u64) -> bool {
        self.0.injector.remove(Some(id)) > 0
    }

    /// Removes all faults. The next one has the number 1 again.
    pub fn clear(&self) {
        self.0.injector.remove(None);
    }
}
