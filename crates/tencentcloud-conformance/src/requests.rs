//! The documented requests, signed and sent to the local endpoint.

use std::collections::BTreeMap;
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;
use tencentcloud_schema::{Body, Description};
use tencentcloud_testkit::call::{
    Call, Connection, Key, Parameters, Response, Running, build_emulator,
};

use crate::Run;
use crate::examples::{self, Form, Sent, Written};
use crate::refusals::{Refusal, Refusals};

/// The key of all accounts.
const SECRET: &str = "TestSecretKeyOfDocumentedRequest";

/// What the endpoint did with a request.
enum Outcome {
    Accepted,
    /// What is kept does not allow it: why, in two words.
    ByState(&'static str),
    Refused(Refusal, String),
}

/// What was found.
#[derive(Default)]
struct Found {
    accepted: usize,
    by_state: BTreeMap<&'static str, usize>,
    /// By code.
    refused: BTreeMap<String, usize>,
    wrong: Vec<String>,
}

impl Run<'_> {
    /// Sends the documented requests of all services to a local endpoint, and prints what it did with
    /// them. `versions` returns the descriptions of a service.
    ///
    /// Each service of each package has an account of its own, and its requests come in the order of
    /// the package: what is kept is of earlier requests.
    ///
    /// # Errors
    /// A request is refused that neither a line of `refusals` nor what is kept explains, a line is not
    /// needed, or the endpoint cannot be built or run.
    pub fn send(
        &self,
        mut refusals: Refusals,
        versions: impl Fn(&str) -> Result<Vec<Description>>,
    ) -> Result<()> {
        let emulator = self.start()?;
        let mut connection = Connection::open(emulator.address)?;
        let mut found = Found::default();
        for service in self.services {
            let versions = versions(service)?;
            for package in self.packages {
                let id = secret_id(service, package.name());
                let key = Key {
                    id: &id,
                    secret: SECRET,
                };
                let mut written = examples::written(package, &versions)?;
                written.retain(|written| written.action.body == Body::Json);
                for written in written {
                    let outcome = send(&mut connection, key, &written)?;
                    found.add(&written, outcome, &mut refusals);
                }
            }
        }
        found.print(&refusals.unused(self.services))
    }

    fn start(&self) -> Result<Running> {
        let program = build_emulator("debug", &[])?;
        let accounts = self.services.iter().flat_map(|service| {
            let packages = self.packages.iter();
            packages.map(move |package| secret_id(service, package.name()))
        });
        let keys: Vec<_> = accounts.map(|id| format!("{id}:{SECRET}")).collect();
        let mut command = Command::new(program);
        // Other ids could be those of some example.
        command.args(["--seed", "1"]);
        Running::emulator(command.env("TENCENTCLOUD_EMULATOR_KEYS", keys.join(",")))
    }
}

fn secret_id(service: &str, package: &str) -> String {
    format!("AKID-{service}-{package}")
}

/// Sends a documented request as it is written.
fn send(connection: &mut Connection, key: Key<'_>, written: &Written<'_>) -> Result<Outcome> {
    let sent = Sent::read(written.action, &written.input);
    let query = sent.query();
    let call = Call {
        service: &written.description.service,
        version: &written.description.version,
        action: &written.name,
        parameters: match &sent {
            Sent::Body(body) => Parameters::Json(body),
            Sent::Query(_) => Parameters::Query(&query),
        },
    };
    let request = call.signed(key);
    let response = connection.exchange(&request);
    let response = response.with_context(|| format!("{} {}", call.service, call.action))?;
    outcome(&response, &sent)
}

fn outcome(response: &Response<'_>, sent: &Sent<'_>) -> Result<Outcome> {
    if response.header("content-type") == Some("text/event-stream") {
        return Ok(Outcome::Accepted);
    }
    let answer: Value = serde_json::from_slice(response.body)?;
    let error = &answer["Response"]["Error"];
    if error.is_null() {
        return Ok(Outcome::Accepted);
    }
    let text = |member: &str| error[member].as_str().unwrap_or_default().to_owned();
    let (code, message) = (text("Code"), text("Message"));
    let is_stateful = response.header("x-emulator-source") == Some("stateful");
    if is_stateful && let Some(why) = by_state(&message, sent) {
        return Ok(Outcome::ByState(why));
    }
    let parameter = named(&message).to_owned();
    Ok(Outcome::Refused(Refusal { parameter, code }, message))
}

/// Returns the parameter that a message names; empty if it names none.
fn named(message: &str) -> &str {
    let named = message.split('`').nth(1).unwrap_or_default();
    let is_path = |c: char| c.is_alphanumeric() || "._-".contains(c);
    if named.chars().all(is_path) {
        named
    } else {
        ""
    }
}

/// Returns which state of things a message gives as the reason, if it names what the request names.
fn by_state(message: &str, sent: &Sent<'_>) -> Option<&'static str> {
    let why = if message.starts_with("There is no ") {
        "what it names does not exist"
    } else if message.starts_with("There is a ") && message.ends_with(" already.") {
        "an earlier request has taken the name"
    } else if message.contains(" is of another account") {
        "what it names is of another account"
    } else if message.ends_with(" is not one that a response had.") {
        "its token is of no earlier response"
    } else {
        return None;
    };
    let texts = sent.texts();
    // Several that are meant together are joined.
    let named = quoted(message);
    let mut named = named.iter().flat_map(|named| named.split(", "));
    let sends = |named: &str| texts.iter().any(|text| text.contains(named));
    named.any(sends).then_some(why)
}

/// Returns the texts in double quotes, without what escapes them.
fn quoted(message: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut rest = message;
    while let Some(start) = rest.find('"') {
        let mut texts = serde_json::Deserializer::from_str(&rest[start..]).into_iter::<String>();
        let Some(Ok(text)) = texts.next() else { break };
        rest = &rest[start + texts.byte_offset()..];
        all.push(text);
    }
    all
}

impl Found {
    fn add(&mut self, written: &Written<'_>, outcome: Outcome, refusals: &mut Refusals) {
        let (refusal, message) = match outcome {
            Outcome::Accepted => {
                self.accepted += 1;
                return;
            }
            Outcome::ByState(why) => {
                *self.by_state.entry(why).or_default() += 1;
                return;
            }
            Outcome::Refused(refusal, message) => (refusal, message),
        };
        *self.refused.entry(refusal.code.clone()).or_default() += 1;
        let form = match Sent::read(written.action, &written.input) {
            Sent::Body(_) => Form::Post,
            Sent::Query(_) => Form::Get,
        };
        let slot = examples::slot(written.origin, written.index, form);
        let (service, version) = (&written.description.service, &written.description.version);
        let key = [service, version, &written.name, &slot].map(Clone::clone);
        let line = key.join("\t");
        if !refusals.allow(key, &refusal) {
            let Refusal { parameter, code } = &refusal;
            self.wrong
                .push(format!("{line}\t{parameter}\t{code}\n  {message}"));
        }
    }

    fn print(&self, unused: &[String]) -> Result<()> {
        self.wrong.iter().for_each(|line| println!("{line}"));
        println!("{:>7} requests are accepted", self.accepted);
        for (why, count) in &self.by_state {
            println!("{count:>7} are refused by what is kept: {why}");
        }
        for (code, count) in &self.refused {
            println!("{count:>7} are refused as reviews/requests.tsv says: {code}");
        }
        if !self.wrong.is_empty() {
            bail!(
                "{} documented requests are refused for a reason that is not known",
                self.wrong.len()
            );
        }
        if !unused.is_empty() {
            bail!(
                "reviews/requests.tsv has lines that nothing needs any more; remove them:\n  {}",
                unused.join("\n  ")
            );
        }
        Ok(())
    }
}
