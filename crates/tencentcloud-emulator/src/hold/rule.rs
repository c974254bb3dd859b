//! Which requests are held.

use serde::{Deserialize, Serialize};

use super::Held;
use crate::glob::Glob;

/// Which requests wait for a decision. By default every one of its actions. As JSON:
/// `{"action": "cvm:Run*", "client": "terraform", "times": 1}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct HoldRule {
    /// The actions: `cvm:RunInstances`, `cvm:*`, `Describe*` of any service, or `*`.
    pub action: String,
    /// What the client's name contains, in any case: the header `User-Agent`, else
    /// `X-TC-RequestClient`. By default any client.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<String>,
    /// How many requests are held, after which the rule is over; by default all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u64>,
}

/// A rule, and what has come of it so far.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct HoldStatus {
    /// Its number, for [`Holds::remove`](crate::Holds::remove).
    pub id: u64,
    /// The rule.
    #[serde(flatten)]
    pub rule: HoldRule,
    /// How many requests it has held.
    pub held: u64,
}

impl HoldRule {
    /// Creates a rule that holds every request of `action`, e.g. `cvm:RunInstances`, `cvm:*` or `*`.
    pub fn new(action: impl Into<String>) -> Self {
        Self {
            action: action.into(),
            client: None,
            times: None,
        }
    }

    /// Holds requests alone whose client's name contains `client`.
    pub fn client(mut self, client: impl Into<String>) -> Self {
        self.client = Some(client.into());
        self
    }

    /// Ends after `times` requests.
    pub fn times(mut self, times: u64) -> Self {
        self.times = Some(times);
        self
    }

    pub(super) fn check(&self) -> Result<(), String> {
        if self.action.is_empty() {
            return Err("`action` is empty; every action is `*`".to_owned());
        }
        match self.times {
            Some(0) => Err("`times` is 0, so that nothing would be held".to_owned()),
            _ => Ok(()),
        }
    }
}

/// A rule in force.
#[derive(Debug)]
pub(super) struct Active {
    pub(super) id: u64,
    rule: HoldRule,
    glob: Glob,
    /// In lower case.
    client: Option<String>,
    /// How many requests it has held.
    pub(super) held: u64,
}

impl Active {
    pub(super) fn new(id: u64, rule: HoldRule) -> Self {
        Self {
            id,
            glob: Glob::new(&rule.action),
            client: rule.client.as_deref().map(str::to_lowercase),
            rule,
            held: 0,
        }
    }

    pub(super) fn is_over(&self) -> bool {
        self.rule.times.is_some_and(|times| self.held >= times)
    }

    pub(super) fn takes(&self, held: &Held) -> bool {
        let client = || held.client.as_deref().unwrap_or_default().to_lowercase();
        let named = |part: &String| client().contains(part.as_str());
        let service = held.service.as_deref().unwrap_or_default();
        !self.is_over()
            && self.glob.takes(service, &held.action)
            && self.client.as_ref().is_none_or(named)
    }

    pub(super) fn status(&self) -> HoldStatus {
        HoldStatus {
            id: self.id,
            rule: self.rule.clone(),
            held: self.held,
        }
    }
}
