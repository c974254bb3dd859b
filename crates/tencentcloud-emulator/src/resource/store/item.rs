//! One resource as it is kept.

use std::sync::atomic::{AtomicU32, Ordering};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What is known of a resource: the parameters that were given, by the names that readers know, and
/// what was made for it.
pub(crate) type Record = Map<String, Value>;

/// A resource.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Item {
    /// Its place in the order of creation.
    pub(crate) number: u64,
    pub(crate) keys: Keys,
    pub(crate) record: Record,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) pending: Option<Pending>,
}

/// What a resource is found by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Keys {
    /// Its id as text: the last one of an id of several members.
    pub(crate) id: String,
    /// What no other resource of its kind may have: its name, after what the name belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) unique: Option<String>,
    /// The resources that it needs: service, kind and id, of which all members count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) parents: Vec<[String; 3]>,
}

/// A change that is under way.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Pending {
    /// The path of the member that changes.
    pub(crate) member: String,
    /// Its value in the end; the resource is gone in the end without one.
    pub(crate) to: Option<Value>,
    /// When it has changed, in milliseconds of Unix time.
    pub(crate) at: i64,
    /// How often it was shown as it is on the way.
    #[serde(skip)]
    pub(crate) polls: AtomicU32,
}

/// How long changes take: whichever comes first.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    /// How often a reader meets the state on the way.
    pub(crate) polls: u32,
    /// The time of the endpoint's clock, in milliseconds.
    pub(crate) milliseconds: i64,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            polls: 1,
            milliseconds: 5_000,
        }
    }
}

impl Pending {
    /// Returns true if the change has come to its end.
    pub(crate) fn is_over(&self, now: i64, pace: Pace) -> bool {
        now >= self.at || self.polls.load(Ordering::Relaxed) >= pace.polls
    }

    /// Counts a reader that meets the state on the way.
    pub(crate) fn seen(&self) {
        self.polls.fetch_add(1, Ordering::Relaxed);
    }
}

impl Clone for Pending {
    fn clone(&self) -> Self {
        Self {
            member: self.member.clone(),
            to: self.to.clone(),
            at: self.at,
            polls: AtomicU32::new(self.polls.load(Ordering::Relaxed)),
        }
    }
}
