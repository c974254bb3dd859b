//! What is known of a request that a person decides about.

use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use crate::id::{ApprovalId, Digest};

/// What has become of a request that needs a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "lowercase")]
#[non_exhaustive]
pub enum ApprovalState {
    /// Nobody has decided.
    Waiting,
    /// A person approved it, and it was not sent yet.
    Approved {
        /// Where that was done.
        by: String,
    },
    /// A person refused it.
    Refused {
        /// Where that was done.
        by: String,
        /// What the person says about it; often empty.
        why: String,
    },
    /// It was approved and sent.
    Used {
        /// Where it was approved.
        by: String,
        /// The status of the response and its request ID, once there is one.
        outcome: Option<String>,
    },
    /// Nobody decided in time, or it was approved and not sent in time.
    Expired,
}

impl ApprovalState {
    /// Returns its name: `waiting`, `approved`, `refused`, `used` or `expired`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Approved { .. } => "approved",
            Self::Refused { .. } => "refused",
            Self::Used { .. } => "used",
            Self::Expired => "expired",
        }
    }

    /// Returns true if it can still be decided about or sent.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Waiting | Self::Approved { .. })
    }

    /// Returns where it was decided; empty if it was not.
    pub fn by(&self) -> &str {
        match self {
            Self::Approved { by } | Self::Refused { by, .. } | Self::Used { by, .. } => by,
            Self::Waiting | Self::Expired => "",
        }
    }
}

/// A request that waits for a person, or was decided about lately.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pending {
    /// What it is known by.
    pub id: ApprovalId,
    /// The digest of the request.
    pub digest: Digest,
    /// When it was asked for.
    pub since: SystemTime,
    /// Until when it can be decided about and sent.
    pub expires: SystemTime,
    /// Who asks, by its own account.
    pub agent: Option<String>,
    /// Why, in the asking program's own words.
    pub reason: Option<String>,
    /// The account's name.
    pub account: String,
    /// The service.
    pub service: String,
    /// The action.
    pub action: String,
    /// The region, if it names one.
    pub region: Option<String>,
    /// What has become of it.
    pub state: ApprovalState,
}
