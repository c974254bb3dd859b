//! Calls that are tried in the process, without a connection, a signature or a trace.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use serde_json::{Map, Value};

use crate::clock::Clock;
use crate::control::{Control, KeptResources};
use crate::endpoint::Endpoint;
use crate::fault::Fault;
use crate::resource::{Adopted, ResourceChange, ResourceKey};
use crate::trial::Trial;

/// What an endpoint keeps, to be tried out in the process: what a call would do, and what of it would
/// change.
///
/// A stage has no port: [`Builder::stage`](crate::Builder::stage) makes one of its own, and
/// [`Emulator::stage`](crate::Emulator::stage) is that of a running emulator. A call there is checked by its description and by the
/// resources alone. CAM policies, faults, responses and holds that are set do not befall it, nothing counts it,
/// and no journal has it.
///
/// ```
/// use tencentcloud_emulator::{Emulator, Trial};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let stage = Emulator::builder().stage()?;
/// let create = Trial::new("vpc", "2017-03-12", "CreateVpc")
///     .region("ap-guangzhou")
///     .parameter("VpcName", "shop")
///     .parameter("CidrBlock", "10.0.0.0/16");
/// let rehearsed = stage.rehearse(&create);
/// assert_eq!(rehearsed.response.unwrap()["Vpc"]["VpcName"], "shop");
/// assert!(rehearsed.changes.iter().any(|change| change.key.kind == "Vpc"));
/// // Nothing is there yet.
/// assert!(stage.resources().of("vpc", "Vpc").is_empty());
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Stage {
    control: Control,
    account: String,
}

/// What a call came to on a [`Stage`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Rehearsed {
    /// The members of the response, or the error. Without state they are example data, which say nothing of what a
    /// service would respond.
    pub response: Result<Map<String, Value>, RehearsedError>,
    /// What becomes of resources, sorted by account, region, service and kind: at most [`Stage::MOST`].
    pub changes: Vec<ResourceChange>,
    /// How many there are in all.
    pub count: usize,
    /// True if this follows from what is kept; false if the call was only checked by its description.
    pub stateful: bool,
}

/// The error of a call on a [`Stage`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RehearsedError {
    /// The code, one of the action's own.
    pub code: String,
    /// What is wrong.
    pub message: String,
    /// True if something is not there that the call needs: what was never taken in is not there either.
    pub absent: bool,
}

impl From<Fault> for RehearsedError {
    fn from(fault: Fault) -> Self {
        Self {
            code: fault.code.into_owned(),
            message: fault.message,
            absent: fault.absent,
        }
    }
}

impl Stage {
    /// How many changes are listed of a call.
    pub const MOST: usize = 100;

    pub(crate) fn new(control: Control, account: String) -> Self {
        Self { control, account }
    }

    fn endpoint(&self) -> &Arc<Endpoint> {
        &self.control.endpoint
    }

    /// Returns the account of a call that names none.
    pub fn account(&self) -> &str {
        &self.account
    }

    /// Returns what a call would come to, and changes nothing: it is made on a copy of what its account has.
    pub fn rehearse(&self, trial: &Trial) -> Rehearsed {
        self.try_out(trial, None, Self::MOST)
    }

    /// Returns what a call would come to to which the cloud gave the response `told`, and changes nothing.
    /// What it makes has the ids that `told` gives, and every change is listed.
    pub fn rehearse_as_told(&self, trial: &Trial, told: &Map<String, Value>) -> Rehearsed {
        self.try_out(trial, Some(told), usize::MAX)
    }

    fn try_out(&self, trial: &Trial, told: Option<&Map<String, Value>>, most: usize) -> Rehearsed {
        let call = match self.endpoint().trial(trial, &self.account, told) {
            Ok(call) => call,
            Err(fault) => return Rehearsed::refused(fault),
        };
        match self.endpoint().resources.rehearse(&call, most) {
            Some((response, changes, count)) => Rehearsed {
                response: response.map_err(Into::into),
                changes,
                count,
                stateful: true,
            },
            None => Rehearsed::stateless(&call),
        }
    }

    /// Makes a call.
    ///
    /// # Errors
    /// It is not in order, or the resources do not allow it; then nothing changes.
    pub fn perform(&self, trial: &Trial) -> Result<Map<String, Value>, RehearsedError> {
        self.make(trial, None)
    }

    /// Makes a call to which the cloud gave the response `told`: what it makes has the ids that `told` gives.
    ///
    /// # Errors
    /// It is not in order, or the resources do not allow it; then nothing changes.
    pub fn perform_as_told(
        &self,
        trial: &Trial,
        told: &Map<String, Value>,
    ) -> Result<Map<String, Value>, RehearsedError> {
        self.make(trial, Some(told))
    }

    fn make(
        &self,
        trial: &Trial,
        told: Option<&Map<String, Value>>,
    ) -> Result<Map<String, Value>, RehearsedError> {
        let call = self.endpoint().trial(trial, &self.account, told)?;
        match self.endpoint().resources.respond(&call) {
            Some(response) => response.map_err(Into::into),
            None => Ok(crate::answer::example(&call)),
        }
    }

    /// Takes in the resources that a call returned, e.g. a list of another endpoint. Those that are kept
    /// already are replaced; secrets are left out. What is kept, and the call asks for by its id alone or as one of
    /// all, and the response lacks, is gone.
    ///
    /// # Errors
    /// No facts say what the action shows, or an item has no id; then nothing changes.
    pub fn adopt(&self, trial: &Trial, response: &Map<String, Value>) -> Result<Adopted, String> {
        let call = self.endpoint().trial(trial, &self.account, None);
        let call = call.map_err(|fault| format!("{}: {}", fault.code, fault.message))?;
        self.endpoint().resources.adopt(&call, response)
    }

    /// Forgets resources of an account, whatever needs them.
    pub fn forget(&self, account: &str, keys: &BTreeSet<ResourceKey>) {
        self.endpoint().resources.forget(account, keys);
    }

    /// Returns the clock that everything goes by.
    pub fn clock(&self) -> &Clock {
        &self.endpoint().clock
    }

    /// Returns the resources that are kept, as lists show them, without secrets.
    pub fn resources(&self) -> KeptResources<'_> {
        KeptResources::new(self.endpoint())
    }

    /// Returns everything that is kept as data, with its secrets.
    pub fn snapshot(&self) -> Value {
        self.control.snapshot(None)
    }
}

impl Rehearsed {
    fn refused(fault: Fault) -> Self {
        Self {
            response: Err(fault.into()),
            changes: Vec::new(),
            count: 0,
            stateful: false,
        }
    }

    fn stateless(call: &crate::call::Call) -> Self {
        Self {
            response: Ok(crate::answer::example(call)),
            changes: Vec::new(),
            count: 0,
            stateful: false,
        }
    }
}

impl fmt::Debug for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stage")
            .field("account", &self.account)
            .finish_non_exhaustive()
    }
}
