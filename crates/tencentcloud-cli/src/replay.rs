//! `tcloud replay`: a record of calls, served or sent again.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde_json::{Map, Value, json};
use tencentcloud_calls::Known;
use tencentcloud_emulator::Record;
use tencentcloud_rows::Shape;
use tencentcloud_runtime::{ActionClass, Client, RawAction};

use crate::error::{Failure, Kind};
use crate::options::Options;
use crate::session::{self, Settings};
use crate::{emulator, input, safety};

/// Serves a record of calls as a local endpoint, or sends its requests again and compares
///
/// FILE is what `tcloud emulator --record` or the Rust client's Fixtures wrote. By default it is
/// served: the first line is the address. With --send, each recorded request goes to the service, or to --endpoint,
/// and its response is compared with the recorded one; request IDs and what was masked are left out.
/// The exit status is 1 if one differs.
#[derive(Debug, Args)]
pub(crate) struct Replay {
    /// The record, one JSON object a line
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Sends the requests instead
    #[arg(long)]
    send: bool,
    /// Sends those that may change something, too
    #[arg(long, requires = "send")]
    writes: bool,
    /// Options of `tcloud emulator` for the endpoint
    #[arg(last = true, value_name = "WORDS", conflicts_with = "send")]
    words: Vec<OsString>,
}

/// What a masked text reads.
const MASK: &str = "***";

/// What became of a recorded call.
#[derive(Debug)]
enum Outcome {
    Same,
    Differs(String),
    Skipped(&'static str),
    Failed(Failure),
}

impl Replay {
    /// Runs the command.
    ///
    /// # Errors
    /// A file that is no record; no credential.
    pub(crate) fn run(self, options: &Options) -> Result<ExitCode, Failure> {
        let origin = self.file.display().to_string();
        let records = Record::read_lines(&input::file(&self.file)?)
            .map_err(|error| Failure::new(Kind::Other, format!("{origin}: {error}")))?;
        if !self.send {
            let words = [OsString::from("--replay"), self.file.into_os_string()];
            return Ok(emulator::serve(words.into_iter().chain(self.words)));
        }
        let settings = Settings::of(options);
        let mut right = true;
        let rows = session::block_on(async {
            let mut rows = Vec::new();
            let mut clients = BTreeMap::new();
            for record in &records {
                let service = record.service.as_deref().unwrap_or_default();
                let client = match clients.entry(service) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(new) => {
                        new.insert(session::client(options, &settings, service).await?)
                    }
                };
                let outcome = self.again(client, &settings, record).await;
                right &= matches!(outcome, Outcome::Same | Outcome::Skipped(_));
                rows.push(row(record, outcome));
            }
            Ok(rows)
        })?;
        session::output(options, &settings)?.print(Value::Array(rows), &Shape::default())?;
        Ok(match right {
            true => ExitCode::SUCCESS,
            false => ExitCode::from(Kind::Other as u8),
        })
    }

    /// Sends the request of `record` again.
    async fn again(&self, client: &Client, settings: &Settings, record: &Record) -> Outcome {
        let (Some(service), Some(version)) = (&record.service, &record.version) else {
            return Outcome::Skipped("the record does not name service and version");
        };
        let Some(expected) = &record.response else {
            return Outcome::Skipped("the record has no response");
        };
        if ActionClass::of(service, &record.action) != ActionClass::Read && !self.writes {
            return Outcome::Skipped("it may change something: --writes sends it");
        }
        if let Err(refused) = safety::check_read_only(settings, service, &record.action) {
            return Outcome::Failed(refused);
        }
        if record.request.values().any(is_masked) {
            return Outcome::Skipped("the record masks a secret of the request");
        }
        let described = Known::find(service, &record.action, Some(version)).ok();
        let described =
            described.and_then(|known| RawAction::described(&known.description, &known.name));
        let action = described.unwrap_or_else(|| RawAction::new(service, version, &record.action));
        let mut call = client.raw_action(action);
        if let Some(region) = &record.region {
            call = call.region(region);
        }
        let sent = call.parameters(Value::Object(record.request.clone())).await;
        let found = match (sent, expected.get("Error")) {
            (Ok(Value::Object(found)), _) => found,
            // The same error is the same response; what its message says may be about the moment.
            (Err(error), Some(refused)) if error.code() == refused["Code"].as_str() => {
                return Outcome::Same;
            }
            (Err(error), _) => return Outcome::Failed(error.into()),
            (Ok(_), _) => return Outcome::Differs("$".to_owned()),
        };
        match difference(&without_id(expected), &without_id(&found), "$") {
            Some(place) => Outcome::Differs(place),
            None => Outcome::Same,
        }
    }
}

fn row(record: &Record, outcome: Outcome) -> Value {
    let (result, reason) = match outcome {
        Outcome::Same => ("same", None),
        Outcome::Differs(place) => ("differs", Some(place)),
        Outcome::Skipped(why) => ("skipped", Some(why.to_owned())),
        Outcome::Failed(failure) => ("failed", Some(failure.to_string())),
    };
    json!({
        "Service": record.service,
        "Action": record.action,
        "Result": result,
        "Reason": reason,
    })
}

fn without_id(response: &Map<String, Value>) -> Value {
    let mut response = response.clone();
    response.remove("RequestId");
    Value::Object(response)
}

fn is_masked(value: &Value) -> bool {
    match value {
        Value::String(text) => text == MASK,
        Value::Array(items) => items.iter().any(is_masked),
        Value::Object(members) => members.values().any(is_masked),
        _ => false,
    }
}

/// The path of the first difference between two values, of which a record masks secrets.
fn difference(expected: &Value, found: &Value, path: &str) -> Option<String> {
    match (expected, found) {
        (Value::String(text), Value::String(_)) if text == MASK => None,
        (Value::Object(expected), Value::Object(found)) => {
            // A record leaves out what nobody has said is no secret.
            let mut members = expected.iter();
            members.find_map(|(name, value)| {
                let found = found.get(name).unwrap_or(&Value::Null);
                difference(value, found, &format!("{path}.{name}"))
            })
        }
        (Value::Array(expected), Value::Array(found)) if expected.len() == found.len() => {
            let mut items = expected.iter().zip(found).enumerate();
            items.find_map(|(index, (expected, found))| {
                difference(expected, found, &format!("{path}[{index}]"))
            })
        }
        _ if expected == found => None,
        _ => Some(path.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_difference_is_named_by_its_path() {
        let expected = json!({"A": [{"B": 1, "C": "***"}], "D": null});
        for (found, place) in [
            (json!({"A": [{"B": 1, "C": "x"}], "D": null}), None),
            (json!({"A": [{"B": 1, "C": "x"}], "E": 5}), None),
            (
                json!({"A": [{"B": 2, "C": "x"}], "D": null}),
                Some("$.A[0].B"),
            ),
            (
                json!({"A": [{"B": 1, "C": 3}], "D": null}),
                Some("$.A[0].C"),
            ),
            (json!({"A": [], "D": null}), Some("$.A")),
            (json!({"A": [{"B": 1, "C": "x"}], "D": 1}), Some("$.D")),
        ] {
            assert_eq!(
                difference(&expected, &found, "$").as_deref(),
                place,
                "{found}"
            );
        }
    }
}
