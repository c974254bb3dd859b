//! What can be done with a running emulator beside calling it: one implementation, which programs
//! reach over HTTP and tests in Rust as methods.

mod calls;
mod expectations;
mod faults;
mod holds;
mod policies;
mod resources;
mod responses;
pub(crate) mod routes;
mod state;

use std::sync::Arc;

use crate::endpoint::Endpoint;

pub use calls::Calls;
pub use expectations::{Expectation, Unmet};
pub use faults::{FaultScript, Faults};
pub use holds::Holds;
pub use policies::{AccessPolicies, PolicyFile};
pub use resources::KeptResources;
pub use responses::{CannedStatus, Responses};

use expectations::Expected;

/// An endpoint, and what a test expects of it.
#[derive(Clone, Debug)]
pub(crate) struct Control {
    pub(crate) endpoint: Arc<Endpoint>,
    expected: Arc<Expected>,
}

impl Control {
    pub(crate) fn new(endpoint: Arc<Endpoint>) -> Self {
        Self {
            endpoint,
            expected: Arc::default(),
        }
    }

    pub(crate) fn calls(&self) -> Calls<'_> {
        Calls::new(&self.endpoint)
    }

    /// Adds an expectation and returns its number.
    pub(crate) fn expect(&self, expectation: Expectation) -> u64 {
        self.expected.add(expectation)
    }

    /// Returns the expectations that the calls do not meet.
    pub(crate) fn unmet(&self) -> Vec<Unmet> {
        let expected = self.expected.list();
        expectations::unmet(&self.calls(), expected.iter().map(|(_, one)| one))
    }
}
