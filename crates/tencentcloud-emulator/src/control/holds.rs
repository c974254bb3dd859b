//! Requests that wait for a decision.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::endpoint::Endpoint;
use crate::hold::{Decision, Held, HoldRule, HoldStatus, RawRequest};

/// The requests that an [`Emulator`](crate::Emulator) holds, as they came, before their signature is
/// verified: what a rule takes waits until [`release`](Self::release) says what becomes of it, or for 10
/// minutes, and then goes on by itself. At most 100 wait at once
/// ([`Builder::hold_at_most`](crate::Builder::hold_at_most)). A client that closes its side of the connection is taken from the
/// list.
///
/// ```
/// # use tencentcloud_emulator::{Decision, Emulator, HoldRule};
/// # async fn doc() -> Result<(), Box<dyn std::error::Error>> {
/// let emulator = Emulator::start().await?;
/// emulator.holds().add(HoldRule::new("cvm:RunInstances"))?;
/// // … a program calls …
/// emulator.holds().wait(0).await;
/// for held in emulator.holds().list() {
///     println!("{} wants {}", held.action, held.parameters["InstanceCount"]);
///     emulator.holds().release(held.id, Decision::Continue)?;
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Holds<'a>(&'a Endpoint);

impl<'a> Holds<'a> {
    pub(crate) fn new(endpoint: &'a Endpoint) -> Self {
        Self(endpoint)
    }

    /// Adds a rule and returns its number.
    ///
    /// # Errors
    /// The rule has no action, or `times` is 0.
    pub fn add(&self, rule: HoldRule) -> Result<u64, String> {
        self.0.holds.add(rule)
    }

    /// Returns the rules in the order in which they are asked.
    pub fn rules(&self) -> Vec<HoldStatus> {
        self.0.holds.rules()
    }

    /// Removes the rule with the number `id`; returns false if there is none. What it holds still waits.
    pub fn remove(&self, id: u64) -> bool {
        self.0.holds.remove(Some(id)) > 0
    }

    /// Removes all rules, and lets all requests go on as they came.
    pub fn clear(&self) {
        self.0.holds.remove(None);
        self.0.holds.release_all();
    }

    /// Returns the requests that wait, oldest first.
    pub fn list(&self) -> Vec<Held> {
        self.0.holds.list()
    }

    /// Lets the request with the number `id` go as `decision` says; returns false if it does not wait
    /// any more.
    ///
    /// # Errors
    /// The request of [`Decision::Replace`] cannot be sent over HTTP, or [`Decision::Refuse`] has no
    /// code; then the request still waits.
    pub fn release(&self, id: u64, decision: Decision) -> Result<bool, String> {
        self.0.holds.release(id, decision)
    }

    /// Lets all requests go on as they came; returns how many. The rules stay.
    pub fn release_all(&self) -> usize {
        self.0.holds.release_all()
    }

    /// Returns how often the [list](Self::list) has changed, for [`wait`](Self::wait).
    pub fn changes(&self) -> u64 {
        self.0.holds.changes()
    }

    /// Waits until the [list](Self::list) has changed more often than `after`; from 0, until any
    /// request was held.
    pub async fn wait(self, after: u64) {
        self.0.holds.wait(after).await;
    }
}

/// Returns a held request as JSON, with its secrets. A body that is not UTF-8 is in Base64.
pub(super) fn shown(held: &Held) -> Value {
    let request = &held.request;
    let (name, body) = match std::str::from_utf8(&request.body) {
        Ok(text) => ("body", text.to_owned()),
        Err(_) => ("body_base64", STANDARD.encode(&request.body)),
    };
    json!({
        "id": held.id,
        "since": held.since,
        "service": held.service,
        "version": held.version,
        "action": held.action,
        "region": held.region,
        "client": held.client,
        "parameters": held.parameters,
        "request": {
            "method": request.method,
            "path_and_query": request.path_and_query,
            "headers": request.headers,
            name: body,
        },
    })
}

/// A decision as JSON.
#[derive(Deserialize)]
#[serde(tag = "decision", rename_all = "lowercase", deny_unknown_fields)]
pub(super) enum Asked {
    Continue,
    Replace {
        request: Request,
    },
    Refuse {
        code: String,
        #[serde(default)]
        message: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Request {
    method: String,
    path_and_query: String,
    headers: Vec<(String, String)>,
    body: Option<String>,
    body_base64: Option<String>,
}

/// Reads a decision.
///
/// # Errors
/// The body of its request is not Base64, or is given twice.
pub(super) fn decision(asked: Asked) -> Result<Decision, String> {
    Ok(match asked {
        Asked::Continue => Decision::Continue,
        Asked::Refuse { code, message } => Decision::Refuse { code, message },
        Asked::Replace { request } => {
            let body = match (request.body, request.body_base64) {
                (Some(_), Some(_)) => {
                    return Err("`body` and `body_base64` are both given".to_owned());
                }
                (text, None) => text.unwrap_or_default().into(),
                (None, Some(text)) => {
                    let bytes = STANDARD.decode(text);
                    bytes
                        .map_err(|_| "`body_base64` is not Base64".to_owned())?
                        .into()
                }
            };
            Decision::Replace(RawRequest {
                method: request.method,
                path_and_query: request.path_and_query,
                headers: request.headers,
                body,
            })
        }
    })
}
