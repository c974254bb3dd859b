//! Responses that are set for actions, instead of their own.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::glob::Glob;

/// A response that is set for an action. As JSON: `{"action": "cvm:RunInstances", "response":
/// {"InstanceIdSet": ["ins-1"]}}`, or with `error`, `{"code": …, "message": …}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CannedResponse {
    /// The actions: `cvm:RunInstances`, `cvm:*`, `Describe*` of any service, or `*`.
    pub action: String,
    /// Members that the parameters of a call must have, at any depth; by default none.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub parameters: Map<String, Value>,
    /// The members of the response.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<Map<String, Value>>,
    /// The error, instead of a response.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<CannedError>,
    /// How many calls it answers; by default all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u64>,
}

/// The error of a [`CannedResponse`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CannedError {
    /// The error code.
    pub code: String,
    /// The message.
    #[serde(default)]
    pub message: String,
}

impl CannedResponse {
    /// Responds to `action` with the members of `response`, an object.
    pub fn new(action: impl Into<String>, response: Value) -> Self {
        let response = match response {
            Value::Object(members) => Some(members),
            _ => None,
        };
        Self {
            action: action.into(),
            parameters: Map::new(),
            response,
            error: None,
            times: None,
        }
    }

    /// Responds to `action` with an error.
    pub fn error(
        action: impl Into<String>,
        code: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            error: Some(CannedError {
                code: code.into(),
                message: message.into(),
            }),
            ..Self::new(action, Value::Null)
        }
    }

    /// Answers `times` calls alone.
    pub fn times(mut self, times: u64) -> Self {
        self.times = Some(times);
        self
    }

    /// Answers calls alone whose parameters have the members of `parameters`, an object.
    pub fn parameters(mut self, parameters: Value) -> Self {
        if let Value::Object(members) = parameters {
            self.parameters = members;
        }
        self
    }

    fn check(&self) -> Result<(), String> {
        match (&self.response, &self.error) {
            _ if self.action.is_empty() => Err("`action` is empty; every action is `*`".to_owned()),
            (Some(_), None) | (None, Some(_)) => Ok(()),
            _ => Err("a canned response needs either `response`, an object, or `error`".to_owned()),
        }
    }
}

/// The responses that are set.
#[derive(Debug, Default)]
pub(crate) struct Canned {
    list: Mutex<List>,
    /// Asked first, since most endpoints have none.
    any: AtomicBool,
}

#[derive(Debug, Default)]
struct List {
    kept: Vec<Kept>,
    last: u64,
}

#[derive(Debug)]
struct Kept {
    id: u64,
    response: CannedResponse,
    glob: Glob,
    used: u64,
}

impl Canned {
    /// Sets a response, before those that were set earlier, and returns its number.
    ///
    /// # Errors
    /// It is neither a response nor an error.
    pub(crate) fn add(&self, response: CannedResponse) -> Result<u64, String> {
        response.check()?;
        let mut list = self.lock();
        list.last += 1;
        let kept = Kept {
            id: list.last,
            glob: Glob::new(&response.action),
            response,
            used: 0,
        };
        list.kept.insert(0, kept);
        self.any.store(true, Ordering::Release);
        Ok(list.last)
    }

    /// Returns each response with its number, and how many calls it has answered.
    pub(crate) fn list(&self) -> Vec<(u64, CannedResponse, u64)> {
        let list = self.lock();
        let kept = list.kept.iter();
        kept.map(|kept| (kept.id, kept.response.clone(), kept.used))
            .collect()
    }

    /// Removes the response with that number, or all; returns how many there were.
    pub(crate) fn remove(&self, id: Option<u64>) -> usize {
        let mut list = self.lock();
        let before = list.kept.len();
        list.kept.retain(|kept| id.is_some_and(|id| kept.id != id));
        self.any.store(!list.kept.is_empty(), Ordering::Release);
        before - list.kept.len()
    }

    /// Returns what was set for a call.
    pub(crate) fn response(
        &self,
        service: &str,
        action: &str,
        parameters: &Map<String, Value>,
    ) -> Option<Result<Map<String, Value>, CannedError>> {
        if !self.any.load(Ordering::Acquire) {
            return None;
        }
        let mut list = self.lock();
        let kept = list.kept.iter_mut().find(|kept| {
            let left = kept.response.times.is_none_or(|times| kept.used < times);
            left && kept.glob.takes(service, action)
                && has_members(parameters, &kept.response.parameters)
        })?;
        kept.used += 1;
        Some(match (&kept.response.response, &kept.response.error) {
            (_, Some(error)) => Err(error.clone()),
            (response, None) => Ok(response.clone().unwrap_or_default()),
        })
    }

    fn lock(&self) -> MutexGuard<'_, List> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns true if `given` has each member of `wanted`, objects by their own members and lists item
/// by item.
pub(crate) fn has_members(given: &Map<String, Value>, wanted: &Map<String, Value>) -> bool {
    fn has(given: &Value, wanted: &Value) -> bool {
        match (given, wanted) {
            (Value::Object(given), Value::Object(wanted)) => has_members(given, wanted),
            (Value::Array(given), Value::Array(wanted)) => {
                given.len() == wanted.len() && given.iter().zip(wanted).all(|(g, w)| has(g, w))
            }
            (given, wanted) => given == wanted,
        }
    }
    let mut wanted = wanted.iter();
    wanted.all(|(name, wanted)| given.get(name).is_some_and(|given| has(given, wanted)))
}
