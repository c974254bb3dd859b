//! The broker of the page, and who may decide in it.

use tencentcloud_broker::{Approver, Broker};

use super::seats::Seats;

/// Where approvals are given, for their log.
const PLACE: &str = "tcloud explorer";

/// The broker of the page, and who may decide in it.
#[derive(Debug)]
pub(crate) struct Room {
    pub(super) broker: Broker,
    pub(super) seats: Seats,
    /// Counts what waits; decides nothing.
    counter: Approver,
}

impl Room {
    /// Creates the room of `broker` on the page at `port`.
    pub(crate) fn new(broker: Broker, port: u16) -> Self {
        Self {
            counter: broker.approver_here(PLACE),
            broker,
            seats: Seats::new(port),
        }
    }

    /// Returns who approves here, for the approval code that was `typed`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn admit(&self, typed: &str) -> Result<Approver, tencentcloud_broker::Refusal> {
        self.broker.approver(typed, PLACE)
    }

    /// Returns who counts.
    pub(super) fn counter(&self) -> &Approver {
        &self.counter
    }
}
