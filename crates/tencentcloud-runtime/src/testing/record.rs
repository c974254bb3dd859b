//! A transport that keeps what goes through another one.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;

use crate::model::json;
use crate::redact::Redaction;
use crate::transport::{Sending, Transport};

/// A transport that sends with another one and keeps each JSON response without its secrets, for
/// [`Mock::replay`](crate::Mock::replay).
pub struct Recorder<T> {
    inner: T,
    fixtures: Fixtures,
}

/// The exchanges that a [`Recorder`] kept. A clone is the same collection.
#[derive(Clone, Debug, Default)]
pub struct Fixtures(Arc<Mutex<Vec<Fixture>>>);

/// A request and its response, without their secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fixture {
    /// The action's name.
    pub action: String,
    /// The parameters as JSON; empty if they were not sent as JSON.
    pub request: String,
    /// What was in the `Response`, as JSON, for [`Mock::replay`](crate::Mock::replay).
    pub response: String,
}

impl<T: Transport> Recorder<T> {
    /// Creates a recorder of what `inner` sends, and the collection that it fills.
    pub fn new(inner: T) -> (Self, Fixtures) {
        let fixtures = Fixtures::default();
        let recorder = Self {
            inner,
            fixtures: fixtures.clone(),
        };
        (recorder, fixtures)
    }
}

impl Fixtures {
    /// Returns the exchanges so far, in order.
    pub fn all(&self) -> Vec<Fixture> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl<T: Transport> Transport for Recorder<T> {
    fn send(&self, request: http::Request<Bytes>) -> Sending<'_> {
        Box::pin(async move {
            let redaction = request.extensions().get::<Redaction>().cloned();
            let sent = request.body().clone();
            let answer = self.inner.send(request).await?;
            let Some(redaction) = redaction else {
                return Ok(answer);
            };
            let is_json = answer
                .headers()
                .get(http::header::CONTENT_TYPE)
                .is_none_or(|kind| kind.as_bytes().starts_with(b"application/json"));
            if !is_json {
                return Ok(answer);
            }
            let (head, body) = answer.into_parts();
            let body = body.bytes(usize::MAX).await?;
            let members = json::tree(&body)
                .and_then(|mut whole| whole.get_mut("Response").map(serde_json::Value::take));
            if let Some(members) = members {
                let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
                let response = match members.get("Error").filter(|error| !error.is_null()) {
                    Some(error) => refusal(error, &members["RequestId"]),
                    None => text(redaction.response(members.to_string().as_bytes())),
                };
                let fixture = Fixture {
                    action: redaction.action().to_owned(),
                    request: text(redaction.request(&sent)),
                    response,
                };
                self.fixtures
                    .0
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .push(fixture);
            }
            Ok(http::Response::from_parts(head, body.into()))
        })
    }
}

/// An error's response with its known members alone.
fn refusal(error: &serde_json::Value, id: &serde_json::Value) -> String {
    let error = serde_json::json!({ "Code": error["Code"], "Message": error["Message"] });
    serde_json::json!({ "Error": error, "RequestId": id }).to_string()
}

impl<T: fmt::Debug> fmt::Debug for Recorder<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder")
            .field("inner", &self.inner)
            .finish_non_exhaustive()
    }
}
