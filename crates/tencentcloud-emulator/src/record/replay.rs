//! Responses from a record of calls.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use serde_json::{Map, Value};

use crate::journal::Record;

/// Recorded calls, by action and parameters, in order.
#[derive(Debug, Default)]
pub(crate) struct Replay(Mutex<HashMap<String, Vec<Same>>>);

/// The calls of one action with the same parameters.
#[derive(Debug)]
struct Same {
    service: Option<String>,
    version: Option<String>,
    request: Map<String, Value>,
    responses: Vec<Replayed>,
    next: usize,
}

/// What a recorded call responded with.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Replayed {
    Answer(Map<String, Value>),
    Events(Vec<Value>),
}

impl Replay {
    /// Creates it of records, but for those without a response.
    pub(crate) fn new(records: Vec<Record>) -> Self {
        let mut actions: HashMap<String, Vec<Same>> = HashMap::new();
        for record in records {
            let replayed = match (record.events, record.response) {
                (Some(events), _) => Replayed::Events(events),
                (None, Some(members)) => Replayed::Answer(members),
                (None, None) => continue,
            };
            let known = actions.entry(record.action).or_default();
            let same = known.iter_mut().find(|same| {
                same.service == record.service
                    && same.version == record.version
                    && same.request == record.request
            });
            match same {
                Some(same) => same.responses.push(replayed),
                None => known.push(Same {
                    service: record.service,
                    version: record.version,
                    request: record.request,
                    responses: vec![replayed],
                    next: 0,
                }),
            }
        }
        Self(Mutex::new(actions))
    }

    pub(crate) fn is_empty(&self) -> bool {
        let actions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        actions.is_empty()
    }

    /// Returns the next response to a call whose parameters, without secrets, are `request`; after the
    /// last one, the last one again.
    pub(crate) fn next(
        &self,
        (service, version): (&str, &str),
        action: &str,
        request: &Map<String, Value>,
    ) -> Option<Replayed> {
        let mut actions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is = |own: &Option<String>, name: &str| own.as_deref().is_none_or(|own| own == name);
        let mut known = actions.get_mut(action)?.iter_mut();
        let same = known.find(|same| {
            is(&same.service, service) && is(&same.version, version) && same.request == *request
        })?;
        let replayed = same.responses.get(same.next).or(same.responses.last());
        let replayed = replayed.cloned();
        same.next += 1;
        replayed
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn responses_come_in_order_by_action_and_parameters_and_the_last_one_stays() {
        let text = r#"
            {"format":1,"service":"cvm","version":"1","action":"A","request":{"N":1},"response":{"R":1}}
            {"format":1,"service":"cvm","version":"1","action":"A","request":{"N":2},"response":{"R":2}}
            {"format":1,"service":"cvm","version":"1","action":"A","request":{"N":1},"response":{"R":3}}
            {"format":1,"action":"B","request":{},"events":[{"E":1}],"unknown":true}
            {"format":1,"service":"cvm","action":"C","request":{}}
        "#;
        let replay = Replay::new(Record::read_lines(text).unwrap());
        let next = |service: &str, action: &str, request: Value| {
            let request = request.as_object().unwrap().clone();
            match replay.next((service, "1"), action, &request) {
                Some(Replayed::Answer(members)) => members["R"].as_u64(),
                Some(Replayed::Events(events)) => events[0]["E"].as_u64().map(|e| e + 100),
                None => None,
            }
        };
        assert_eq!(next("cvm", "A", json!({"N": 1})), Some(1));
        assert_eq!(next("cvm", "A", json!({"N": 2})), Some(2));
        assert_eq!(next("cvm", "A", json!({"N": 1})), Some(3));
        assert_eq!(next("cvm", "A", json!({"N": 1})), Some(3));
        assert_eq!(next("cvm", "A", json!({"N": 3})), None);
        assert_eq!(next("vpc", "A", json!({"N": 1})), None);
        assert_eq!(next("any", "B", json!({})), Some(101));
        assert_eq!(next("cvm", "C", json!({})), None);
    }

    #[test]
    fn a_line_that_is_no_record_is_named() {
        for (text, expected) in [
            ("\n{", "line 2: "),
            (r#"{"format":1}"#, "line 1: the member `action`"),
            (r#"{"format":2,"action":"A"}"#, "line 1: the form 2"),
        ] {
            let error = Record::read_lines(text).unwrap_err();
            assert!(error.contains(expected), "{error}");
        }
    }
}
