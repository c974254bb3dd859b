//! The person of a task: approves what the task needs, and refuses everything else.

use anyhow::Result;
use serde_json::{Map, Value};
use tencentcloud_rows::Query;

use crate::task::{Facts, Permit, halves};
use crate::world::REGION;

/// A request as a person looks at it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Wish {
    /// The service.
    pub service: String,
    /// The action.
    pub action: String,
    /// The region, if it names one.
    pub region: Option<String>,
    /// The parameters.
    pub parameters: Map<String, Value>,
}

impl Wish {
    /// Creates a request as a person looks at it.
    pub fn new(
        service: impl Into<String>,
        action: impl Into<String>,
        region: Option<String>,
        parameters: Map<String, Value>,
    ) -> Self {
        Self {
            service: service.into(),
            action: action.into(),
            region,
            parameters,
        }
    }
}

/// The person of a task.
#[derive(Clone, Debug)]
pub struct Person {
    /// What is approved, and how many times still.
    permits: Vec<(Permit, u32)>,
    /// The requests that were approved.
    approved: Vec<Wish>,
    /// How many were declined that the prompt asked for.
    declined: u64,
    /// Those that were refused, since the task does not need them.
    refused: Vec<Wish>,
}

impl Person {
    /// Creates the person who approves `permits`, with what is known by name.
    ///
    /// # Errors
    /// A permit has a name that nothing is known by.
    pub fn new(permits: &[Permit], facts: &Facts) -> Result<Self> {
        let filled = permits.iter().map(|permit| {
            let with = facts.fill_all(&permit.with)?;
            let permit = Permit {
                with,
                ..permit.clone()
            };
            let times = permit.times.unwrap_or(1);
            Ok((permit, times))
        });
        Ok(Self {
            permits: filled.collect::<Result<_>>()?,
            approved: Vec::new(),
            declined: 0,
            refused: Vec::new(),
        })
    }

    /// Decides about a request: true if it is approved. Each permit is good for as many requests as it says.
    pub fn decide(&mut self, wish: Wish) -> bool {
        let permits = self.permits.iter_mut();
        let mut fitting = permits.filter(|(permit, left)| *left > 0 && fits(permit, &wish));
        match fitting.next() {
            Some((permit, left)) => {
                *left -= 1;
                if permit.decline {
                    self.declined += 1;
                    return false;
                }
                self.approved.push(wish);
                true
            }
            None => {
                self.refused.push(wish);
                false
            }
        }
    }

    /// Returns how many requests the person decided about.
    pub fn asked(&self) -> u64 {
        let decided = self.approved.len() + self.refused.len();
        self.declined + u64::try_from(decided).unwrap_or(u64::MAX)
    }

    /// Returns the requests that the person approved.
    pub fn approved(&self) -> &[Wish] {
        &self.approved
    }

    /// Returns the requests that the person refused, since the task does not need them.
    pub fn refused(&self) -> &[Wish] {
        &self.refused
    }
}

/// True if `permit` is for requests like `wish`.
fn fits(permit: &Permit, wish: &Wish) -> bool {
    let (service, action) = halves(&permit.call);
    let region = wish.region.as_deref().unwrap_or(REGION);
    let parameters = Value::Object(wish.parameters.clone());
    let has = |(path, value): (&String, &Value)| {
        let found = Query::compile(path).and_then(|query| query.search(&parameters));
        found.is_ok_and(|found| alike(&found, value))
    };
    service == wish.service
        && action == wish.action
        && permit.region.as_deref().is_none_or(|own| own == region)
        && permit.with.iter().all(has)
}

/// True if two values are the same, or say the same: `10` and `"10"`.
fn alike(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Array(ones), Value::Array(others)) => {
            let mut pairs = ones.iter().zip(others);
            ones.len() == others.len() && pairs.all(|(one, other)| alike(one, other))
        }
        (Value::Number(number), Value::String(text))
        | (Value::String(text), Value::Number(number)) => number.to_string() == *text,
        _ => one == other,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn permit(permit: Value) -> Permit {
        serde_json::from_value(permit).unwrap()
    }

    fn wish(action: &str, region: Option<&str>, parameters: Value) -> Wish {
        let Value::Object(parameters) = parameters else {
            panic!("parameters are an object");
        };
        Wish::new("cvm", action, region.map(str::to_owned), parameters)
    }

    #[test]
    fn what_the_task_needs_is_approved_as_often_as_it_needs_it_and_nothing_else_is() {
        let mut facts = Facts::default();
        facts.set("old", "ins-1");
        let permits = [permit(json!({
            "call": "cvm TerminateInstances", "region": "ap-guangzhou", "with": {"InstanceIds": ["${old}"]},
        }))];
        let mut person = Person::new(&permits, &facts).unwrap();
        let one = json!({"InstanceIds": ["ins-1"]});
        for refused in [
            wish(
                "TerminateInstances",
                None,
                json!({"InstanceIds": ["ins-1", "ins-2"]}),
            ),
            wish(
                "TerminateInstances",
                None,
                json!({"InstanceIds": ["ins-2"]}),
            ),
            wish("TerminateInstances", None, json!({})),
            wish("StopInstances", None, one.clone()),
            wish("TerminateInstances", Some("ap-shanghai"), one.clone()),
        ] {
            assert!(!person.decide(refused.clone()), "{refused:?}");
        }
        assert!(person.decide(wish(
            "TerminateInstances",
            Some("ap-guangzhou"),
            one.clone()
        )));
        assert!(
            !person.decide(wish("TerminateInstances", None, one)),
            "once"
        );
        assert_eq!((person.asked(), person.refused().len()), (7, 6));
    }

    #[test]
    fn a_parameter_is_found_by_an_expression_and_a_number_is_as_good_as_its_text() {
        let with = json!({"Ports[0]": 80, "length(Ports)": 1, "contains(Name, 'a')": true});
        let permits = [permit(json!({"call": "cvm X", "with": with, "times": 2}))];
        let mut person = Person::new(&permits, &Facts::default()).unwrap();
        assert!(person.decide(wish("X", None, json!({"Ports": ["80"], "Name": "abc"}))));
        assert!(!person.decide(wish("X", None, json!({"Ports": [80, 81], "Name": "abc"}))));
        assert!(!person.decide(wish("X", None, json!({"Ports": [80]}))));
    }
}
