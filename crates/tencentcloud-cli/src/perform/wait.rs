//! Waiting until a response has what is wanted. Conditions are read, and never run as code.

use std::time::Duration;

use serde_json::Value;
use tencentcloud_rows::Query;
use tencentcloud_runtime::{Error, RawCall};

use super::options::Options;
use crate::error::{Failure, Kind};
use crate::output::Progress;
use crate::seconds::seconds;

/// What is waited for, and how long.
#[derive(Debug)]
pub(crate) struct Condition {
    query: Query,
    until: Until,
    interval: Duration,
    timeout: Duration,
}

/// The value that ends the waiting.
#[derive(Debug)]
enum Until {
    /// Anything but null, false and what is empty.
    Found,
    /// A value that is written like this.
    Text(String),
    /// An equal value.
    Equal(Value),
}

/// Why a wait ended without a response.
pub(crate) enum Waiting {
    Error(Error),
    Failure(Failure),
}

impl Condition {
    const INTERVAL: Duration = Duration::from_secs(5);
    const TIMEOUT: Duration = Duration::from_secs(600);
    /// tccli's own.
    const WAITER_TIMEOUT: Duration = Duration::from_secs(180);

    /// Reads the options; `None` if nothing is waited for.
    ///
    /// # Errors
    /// An expression that is none, and options that belong to another.
    pub(crate) fn of(options: &Options) -> Result<Option<Self>, Failure> {
        let interval = options.interval.unwrap_or(Self::INTERVAL);
        match (&options.wait, &options.waiter) {
            (Some(_), Some(_)) => Err(Failure::usage("--wait and --waiter exclude each other")),
            (None, Some(waiter)) => Self::of_waiter(waiter, options).map(Some),
            (Some(expression), None) => Ok(Some(Self {
                query: Query::compile(expression)?,
                until: options.until.clone().map_or(Until::Found, Until::Text),
                interval,
                timeout: options.wait_timeout.unwrap_or(Self::TIMEOUT),
            })),
            (None, None) if options.until.is_some() => {
                let told =
                    "--until needs --wait, an expression: --wait 'InstanceSet[0].InstanceState'";
                Err(Failure::usage(told))
            }
            (None, None) => Ok(None),
        }
    }

    /// Reads tccli's form: JSON, or a dictionary of Python's as its documentation writes it, which is
    /// YAML as well.
    fn of_waiter(text: &str, options: &Options) -> Result<Self, Failure> {
        let wrong = |what: &str| {
            let form = r#"{"expr": "InstanceSet[0].InstanceState", "to": "RUNNING"}"#;
            Failure::usage(format!("--waiter {what}; it takes e.g. {form}"))
        };
        let read: Result<Value, _> = serde_json::from_str(text);
        let read = read.or_else(|_| serde_norway::from_str(text));
        let mut waiter = match read {
            Ok(Value::Object(members)) => members,
            _ => return Err(wrong("is no JSON object")),
        };
        let expression = match waiter.remove("expr") {
            Some(Value::String(expression)) => expression,
            _ => return Err(wrong("has no expr")),
        };
        let to = waiter.remove("to").ok_or_else(|| wrong("has no to"))?;
        let mut duration = |name: &str| {
            let value = waiter.remove(name);
            let read = value.map(|value| seconds(value.to_string().trim_matches('"')));
            read.transpose()
                .map_err(|what| wrong(&format!("has a {name} that is {what}")))
        };
        let timeout = duration("timeout")?.or(options.wait_timeout);
        let interval = duration("interval")?.or(options.interval);
        if let Some(name) = waiter.keys().next() {
            return Err(wrong(&format!("has no member {name}")));
        }
        Ok(Self {
            query: Query::compile(&expression)?,
            until: Until::Equal(to),
            interval: interval.unwrap_or(Self::INTERVAL),
            timeout: timeout.unwrap_or(Self::WAITER_TIMEOUT),
        })
    }

    /// Returns what the expression finds, and whether that ends the waiting.
    fn look(&self, response: &Value) -> Result<(Value, bool), Failure> {
        let found = self.query.search(response)?;
        let done = match &self.until {
            Until::Found => is_something(&found),
            Until::Text(text) => written(&found) == *text,
            Until::Equal(value) => equal(&found, value),
        };
        Ok((found, done))
    }
}

/// Makes `call` again and again until its response fulfils `condition`.
pub(super) async fn until(call: RawCall<'_>, condition: &Condition) -> Result<Value, Waiting> {
    let wanted = match &condition.until {
        Until::Found => "to be there".to_owned(),
        Until::Text(text) => format!("to be {text}"),
        Until::Equal(value) => format!("to be {}", written(value)),
    };
    let what = format!("waiting for {} {wanted}", condition.query.text());
    let progress = Progress::waiting(&what);
    let (mut last, mut broken) = (Value::Null, None);
    let waiting = call.wait_until(|response| match condition.look(response) {
        Ok((found, done)) => {
            progress.say(format!("{what}: it is {}", written(&found)));
            last = found;
            done
        }
        Err(failure) => {
            broken = Some(failure);
            true
        }
    });
    let waited = waiting
        .every(condition.interval, condition.interval)
        .timeout(condition.timeout)
        .await;
    drop(progress);
    if let Some(failure) = broken {
        return Err(Waiting::Failure(failure));
    }
    waited.map_err(|error| match error.is_timeout() && !error.is_retryable() {
        true => Waiting::Failure(Failure::new(
            Kind::Unmet,
            format!(
                "{} was {} after {:?}, waiting for it {wanted}",
                condition.query.text(),
                written(&last),
                condition.timeout
            ),
        )),
        false => Waiting::Error(error),
    })
}

/// A value as it is typed: text without quotes, all else as JSON.
fn written(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}

fn is_something(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => !members.is_empty(),
        _ => true,
    }
}

/// Equality as Python sees it for numbers: 1 is 1.0.
fn equal(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            one == other || one.as_f64() == other.as_f64()
        }
        (one, other) => one == other,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn waiter(text: &str) -> Result<Condition, Failure> {
        let waiter = Some(text.to_owned());
        let options = Options {
            waiter,
            ..Options::default()
        };
        Condition::of(&options).map(Option::unwrap)
    }

    #[test]
    fn both_forms_of_the_waiter_of_tccli_are_read() {
        for text in [
            r#"{"expr":"Set[0].State","to":"RUNNING","timeout":60,"interval":2}"#,
            "{'expr':'Set[0].State','to':'RUNNING','timeout':60,'interval':2}",
            "{'expr': 'Set[0].State', 'to': 'RUNNING', 'timeout': 60, 'interval': 2}",
        ] {
            let read = waiter(text).unwrap();
            assert_eq!(read.query.text(), "Set[0].State", "{text}");
            assert_eq!(
                (read.interval.as_secs(), read.timeout.as_secs()),
                (2, 60),
                "{text}"
            );
            let done = |state: &str| read.look(&json!({"Set": [{"State": state}]})).unwrap().1;
            assert!(done("RUNNING") && !done("PENDING"), "{text}");
        }
        let short = waiter("{'expr':'N','to':1}").unwrap();
        assert_eq!(
            (short.interval.as_secs(), short.timeout.as_secs()),
            (5, 180)
        );
        assert!(short.look(&json!({"N": 1.0})).unwrap().1);
    }

    #[test]
    fn a_waiter_that_is_none_is_told_and_never_run() {
        for (text, told) in [
            (
                "__import__('os').system('touch /tmp/x')",
                "is no JSON object",
            ),
            (r#"{"to": 1}"#, "has no expr"),
            (r#"{"expr": "N"}"#, "has no to"),
            (
                r#"{"expr": "N", "to": 1, "timeout": "soon"}"#,
                "has a timeout that is not a number",
            ),
            (
                r#"{"expr": "N", "to": 1, "until": 2}"#,
                "has no member until",
            ),
            (r#"{"expr": "N[", "to": 1}"#, "JMESPath"),
        ] {
            let error = waiter(text).unwrap_err().to_string();
            assert!(error.contains(told), "{text}: {error}");
        }
    }

    #[test]
    fn values_are_compared_as_they_are_typed() {
        let until = |value: &str, found: Value| {
            let options = Options {
                wait: Some("@".to_owned()),
                until: Some(value.to_owned()),
                ..Options::default()
            };
            Condition::of(&options)
                .unwrap()
                .unwrap()
                .look(&found)
                .unwrap()
                .1
        };
        assert!(until("RUNNING", json!("RUNNING")));
        assert!(until("3", json!(3)) && until("3", json!("3")));
        assert!(until("true", json!(true)) && until("null", json!(null)));
        assert!(!until("3", json!(30)) && !until("RUN", json!("RUNNING")));
    }
}
