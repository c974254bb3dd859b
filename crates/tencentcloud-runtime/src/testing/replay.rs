//! Recorded responses, in their order.

use std::sync::{Mutex, PoisonError};

use serde_json::Value;

use super::record::Fixture;

/// The responses of one action, by parameters.
pub(super) struct Replay(Mutex<Vec<Same>>);

/// The responses to calls with the same parameters.
struct Same {
    request: Value,
    fixtures: Vec<Fixture>,
    next: usize,
}

impl Replay {
    pub(super) fn new(fixtures: Vec<Fixture>) -> Self {
        let mut all: Vec<Same> = Vec::new();
        for fixture in fixtures {
            let request = parameters(&fixture.request);
            match all.iter_mut().find(|same| same.request == request) {
                Some(same) => same.fixtures.push(fixture),
                None => all.push(Same {
                    request,
                    fixtures: vec![fixture],
                    next: 0,
                }),
            }
        }
        Self(Mutex::new(all))
    }

    /// Returns what the next response to a request is that is shown as `request`.
    pub(super) fn next(&self, request: &str) -> Option<Fixture> {
        let request = parameters(request);
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let same = all.iter_mut().find(|same| same.request == request)?;
        let fixture = same.fixtures.get(same.next).or(same.fixtures.last());
        let fixture = fixture.cloned();
        same.next += 1;
        fixture
    }
}

/// Parameters as they are compared; none are an empty object.
fn parameters(json: &str) -> Value {
    let value: Option<Value> = serde_json::from_str(json).ok();
    let value = value.filter(|value| !value.is_null());
    value.unwrap_or_else(|| Value::Object(serde_json::Map::new()))
}
