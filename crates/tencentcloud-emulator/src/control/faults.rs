//! The faults that befall calls.

use serde::{Deserialize, Serialize};

use crate::endpoint::Endpoint;
use crate::inject::FaultRule;

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

/// A fault, and what has come of it so far.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct FaultStatus {
    /// Its number, for [`Faults::remove`].
    pub id: u64,
    /// The fault.
    #[serde(flatten)]
    pub rule: FaultRule,
    /// How many calls its actions took.
    pub seen: u64,
    /// How many of them it befell.
    pub struck: u64,
}

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
        let list = self.0.injector.list().into_iter();
        list.map(|(id, rule, seen, struck)| FaultStatus {
            id,
            rule,
            seen,
            struck,
        })
        .collect()
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
