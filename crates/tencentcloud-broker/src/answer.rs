//! What becomes of a request that a broker was asked to send.

use std::time::SystemTime;

use http::Response;
use serde::{Deserialize, Serialize};
use tencentcloud_runtime::transport::Body;

use crate::id::{ApprovalId, Digest};

/// What becomes of a request that a broker was asked to send.
#[derive(Debug)]
#[non_exhaustive]
pub enum Answer {
    /// It was signed and sent: the service's response, whatever its status.
    Sent(Response<Body>),
    /// A person has to approve it: nothing was sent.
    Waiting(Ticket),
    /// It is not sent.
    Refused(Refusal),
}

/// A request that waits for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ticket {
    /// What to ask again with, once it is approved.
    pub id: ApprovalId,
    /// Of the request that waits.
    pub digest: Digest,
    /// Until when it can be approved and sent.
    pub expires: SystemTime,
    /// Where a person can approve it: addresses of pages and commands.
    pub places: Vec<String>,
}

/// Why a request is not sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Refusal {
    /// What sort of refusal it is, for programs: `denied`, `refused`, `expired`, `used`, `changed`, `unknown`,
    /// `unusable` or `unattended`.
    pub code: String,
    /// What is wrong, and what to do about it.
    pub message: String,
}

impl Refusal {
    /// Creates a refusal of the sort `code`.
    pub fn new(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            message: message.into(),
        }
    }
}
