//! What a test expects to be called.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Calls;
use crate::canned::has_members;

/// That an action is called: at least once, unless the numbers say otherwise. As JSON:
/// `{"action": "cvm:RunInstances", "times": 1, "parameters": {"InstanceCount": 2}}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Expectation {
    /// The actions: `cvm:RunInstances`, `cvm:*`, `Describe*` of any service, or `*`.
    pub action: String,
    /// Members that the parameters of a call must have, at any depth; by default none. A secret is
    /// compared as `***`.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub parameters: Map<String, Value>,
    /// The exact number of calls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u64>,
    /// The smallest number of calls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<u64>,
    /// The largest number of calls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<u64>,
}

impl Expectation {
    /// Expects that `action` is called at least once.
    pub fn new(action: impl Into<String>) -> Self {
        Self {
            action: action.into(),
            parameters: Map::new(),
            times: None,
            at_least: None,
            at_most: None,
        }
    }

    /// Counts calls alone whose parameters have the members of `parameters`, an object.
    pub fn parameters(mut self, parameters: Value) -> Self {
        if let Value::Object(members) = parameters {
            self.parameters = members;
        }
        self
    }

    /// Expects exactly `times` calls.
    pub fn times(mut self, times: u64) -> Self {
        self.times = Some(times);
        self
    }

    /// Expects at least `calls` calls.
    pub fn at_least(mut self, calls: u64) -> Self {
        self.at_least = Some(calls);
        self
    }

    /// Expects at most `calls` calls.
    pub fn at_most(mut self, calls: u64) -> Self {
        self.at_most = Some(calls);
        self
    }

    /// Returns what is wrong with the calls that were made.
    fn failure(&self, calls: &Calls<'_>) -> Option<Unmet> {
        let of_action = calls.of(&self.action);
        let fits = of_action
            .iter()
            .filter(|call| has_members(&call.request, &self.parameters));
        let found = u64::try_from(fits.count()).unwrap_or(u64::MAX);
        let least = self.times.or(self.at_least);
        let least = least.or(self.at_most.is_none().then_some(1)).unwrap_or(0);
        let most = self.times.or(self.at_most).unwrap_or(u64::MAX);
        (!(least..=most).contains(&found)).then(|| Unmet {
            expectation: self.clone(),
            found,
            other: of_action.len() as u64 - found,
        })
    }
}

/// An [`Expectation`] that the calls do not meet.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Unmet {
    /// What was expected.
    pub expectation: Expectation,
    /// How many calls fit.
    pub found: u64,
    /// How many calls of the action have other parameters.
    pub other: u64,
}

impl fmt::Display for Unmet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let wanted = &self.expectation;
        write!(f, "{}", wanted.action)?;
        if !wanted.parameters.is_empty() {
            write!(f, " with {}", Value::Object(wanted.parameters.clone()))?;
        }
        let count = match (wanted.times, wanted.at_least, wanted.at_most) {
            (Some(times), ..) => times.to_string(),
            (None, None, Some(most)) => format!("at most {most}"),
            (None, Some(least), Some(most)) => format!("from {least} to {most}"),
            (None, least, None) => format!("at least {}", least.unwrap_or(1)),
        };
        write!(f, ": expected {count} calls, found {}", self.found)?;
        match self.other {
            0 => Ok(()),
            other => write!(f, ", and {other} with other parameters"),
        }
    }
}

/// Expectations that were added.
#[derive(Debug, Default)]
pub(crate) struct Expected(Mutex<List>);

#[derive(Debug, Default)]
struct List {
    kept: Vec<(u64, Expectation)>,
    last: u64,
}

impl Expected {
    pub(crate) fn add(&self, expectation: Expectation) -> u64 {
        let mut list = self.lock();
        list.last += 1;
        let id = list.last;
        list.kept.push((id, expectation));
        id
    }

    pub(crate) fn list(&self) -> Vec<(u64, Expectation)> {
        self.lock().kept.clone()
    }

    pub(crate) fn remove(&self, id: Option<u64>) -> usize {
        let mut list = self.lock();
        let before = list.kept.len();
        list.kept.retain(|(own, _)| id.is_some_and(|id| *own != id));
        before - list.kept.len()
    }

    fn lock(&self) -> MutexGuard<'_, List> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns those of `expectations` that the calls do not meet.
pub(crate) fn unmet<'a>(
    calls: &Calls<'_>,
    expectations: impl IntoIterator<Item = &'a Expectation>,
) -> Vec<Unmet> {
    let expectations = expectations.into_iter();
    expectations.filter_map(|one| one.failure(calls)).collect()
}
