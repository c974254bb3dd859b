//! A transport that answers from the test that uses it.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;

use crate::model::{Context, Mode, Mut, decode_object, shape, to_json};
use crate::transport::{Body as AnswerBody, Redaction, Sending, Transport};
use crate::{Action, Config, Credential, Error, Model, Result};

/// Answers calls from handlers, one an action, and keeps the requests that came. A clone is the
/// same mock.
///
/// ```
/// # #[derive(tencentcloud_runtime::Model)]
/// # #[model(request, api = tencentcloud_runtime::Api::new("cvm", "2017-03-12"), action = "DescribeZones", response = DescribeZonesResponse)]
/// # struct DescribeZonesRequest {}
/// # #[derive(tencentcloud_runtime::Model)]
/// # #[model(response)]
/// # struct DescribeZonesResponse { total_count: i64, request_id: String }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> tencentcloud_runtime::Result<()> {
/// use tencentcloud_runtime::{Client, Error, Mock};
///
/// let mock = Mock::new();
/// mock.on::<DescribeZonesRequest>(|_request| {
///     let mut answer = DescribeZonesResponse::default();
///     answer.total_count = 3;
///     Ok(answer)
/// });
/// let client = Client::new(&mock.config());
/// assert_eq!(client.call(DescribeZonesRequest::new()).await?.total_count, 3);
///
/// mock.on::<DescribeZonesRequest>(|_| Err(Error::service("RequestLimitExceeded", "slow down")));
/// assert!(client.call(DescribeZonesRequest::new()).await.unwrap_err().is_throttled());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Default)]
pub struct Mock(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    handlers: HashMap<Key, Handler>,
    requests: Vec<(Key, Arc<Envelope>)>,
}

/// Action and version.
type Key = (String, String);

type Handler = Arc<dyn Fn(&Envelope) -> Result<Vec<u8>> + Send + Sync>;

/// A request as it reached the mock.
struct Envelope {
    headers: http::HeaderMap,
    body: Bytes,
}

impl Mock {
    /// A mock that answers nothing yet: a call without a handler is an error that names it.
    pub fn new() -> Self {
        Self::default()
    }

    /// Answers calls of that request's action by that handler, instead of any earlier one.
    pub fn on<A: Action>(
        &self,
        handler: impl Fn(A) -> Result<A::Response> + Send + Sync + 'static,
    ) {
        let handler: Handler = Arc::new(move |request| {
            let answer = handler(decode(request)?)?;
            Ok([br#"{"Response":"#, to_json(&answer).as_slice(), b"}"].concat())
        });
        self.lock()
            .handlers
            .insert(key(A::INFO.name, A::INFO.api.version), handler);
    }

    /// Answers calls of that request's action with recorded text: the JSON of a whole answer,
    /// `{"Response": {…}}`, or of its `Response` alone.
    pub fn replay<A: Action>(&self, fixture: impl Into<String>) {
        let fixture = fixture.into();
        let whole = serde_json::from_str::<serde_json::Value>(&fixture)
            .is_ok_and(|value| value.get("Response").is_some());
        let answer = if whole {
            fixture
        } else {
            format!(r#"{{"Response":{fixture}}}"#)
        };
        let handler: Handler = Arc::new(move |_| Ok(answer.clone().into_bytes()));
        self.lock()
            .handlers
            .insert(key(A::INFO.name, A::INFO.api.version), handler);
    }

    /// The requests of that type that came so far, in order.
    ///
    /// # Errors
    /// A request that was not sent as this type.
    pub fn requests<A: Action>(&self) -> Result<Vec<A>> {
        let wanted = key(A::INFO.name, A::INFO.api.version);
        let state = self.lock();
        state
            .requests
            .iter()
            .filter(|(key, _)| *key == wanted)
            .map(|(_, request)| decode(request))
            .collect()
    }

    /// A configuration whose calls come here, with a credential and a region that mean nothing.
    pub fn config(&self) -> Config {
        Config::new(Credential::new("mock", "mock"))
            .region("ap-guangzhou")
            .transport(self.clone())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for Mock {
    fn send(&self, request: http::Request<Bytes>) -> Sending<'_> {
        let (head, body) = request.into_parts();
        let header = |name: &str| {
            head.headers
                .get(name)
                .and_then(|value| value.to_str().ok())
                .unwrap_or_default()
        };
        let key = key(header("x-tc-action"), header("x-tc-version"));
        let envelope = Arc::new(Envelope {
            headers: head.headers.clone(),
            body,
        });
        let mut state = self.lock();
        state.requests.push((key.clone(), Arc::clone(&envelope)));
        let handler = state.handlers.get(&key).cloned();
        drop(state);
        let answer = match handler {
            Some(handler) => handler(&envelope),
            None => Err(Error::request(format!(
                "the mock has no handler for {} of version {}: add one with Mock::on (calls by GET or signature v1 do not reach it)",
                key.0, key.1
            ))),
        };
        Box::pin(std::future::ready(
            answer.map(|json| http::Response::new(AnswerBody::from(json))),
        ))
    }
}

fn key(action: &str, version: &str) -> Key {
    (action.to_owned(), version.to_owned())
}

/// Reads a request back from the way it travels.
fn decode<A: Action>(request: &Envelope) -> Result<A> {
    let mut model = A::empty();
    let kind = request
        .headers
        .get(http::header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    let done = match kind.split_once("boundary=") {
        _ if kind == "application/octet-stream" => {
            octet_stream(&mut model, request);
            true
        }
        Some((_, boundary)) => multipart(&mut model, &request.body, boundary).is_some(),
        None => decode_object(&request.body, &mut model, &Context::new(Mode::Strict)).is_ok(),
    };
    if done {
        return Ok(model);
    }
    Err(Error::request(format!(
        "the mock cannot read a request of {} from its {kind} body",
        A::INFO.name
    )))
}

fn octet_stream(model: &mut dyn Model, request: &Envelope) {
    let shape = shape(model);
    model.visit_mut(|values| {
        for (field, value) in shape.fields().zip(values) {
            let header = request
                .headers
                .get(field.header())
                .and_then(|value| value.to_str().ok());
            fill(value.get_mut(), header, &request.body);
        }
    });
}

fn fill(value: Mut<'_>, text: Option<&str>, body: &Bytes) {
    match (value, text) {
        (Mut::Bytes(bytes), _) => bytes.clone_from(body),
        (Mut::Str(target), Some(text)) => text.clone_into(target),
        (Mut::Optional(optional), Some(text)) => fill(optional.insert(), Some(text), body),
        _ => {}
    }
}

/// Reads the parts that the runtime itself wrote.
fn multipart(model: &mut dyn Model, body: &[u8], boundary: &str) -> Option<()> {
    let mut members = serde_json::Map::new();
    let mark = format!("--{boundary}");
    let mut rest = body.strip_prefix(mark.as_bytes())?;
    let mark = format!("\r\n{mark}");
    while let Some(part) = rest.strip_prefix(b"\r\n") {
        let end = find(part, mark.as_bytes())?;
        let split = find(&part[..end], b"\r\n\r\n")?;
        let head = std::str::from_utf8(&part[..split]).ok()?;
        let content = &part[split + 4..end];
        let name = head.split("name=\"").nth(1)?.split('"').next()?;
        let value = if head.contains("filename=") {
            use base64::Engine;
            base64::engine::general_purpose::STANDARD
                .encode(content)
                .into()
        } else if head.contains("application/json") {
            serde_json::from_slice(content).ok()?
        } else {
            std::str::from_utf8(content).ok()?.into()
        };
        members.insert(name.to_owned(), value);
        rest = &part[end + mark.len()..];
    }
    let json = serde_json::to_vec(&members).ok()?;
    decode_object(&json, model, &Context::new(Mode::Strict)).ok()
}

fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    text.windows(what.len()).position(|window| window == what)
}

impl fmt::Debug for Mock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.lock();
        f.debug_struct("Mock")
            .field(
                "actions",
                &state
                    .handlers
                    .keys()
                    .map(|(action, _)| action)
                    .collect::<Vec<_>>(),
            )
            .field("requests", &state.requests.len())
            .finish()
    }
}

/// A transport that sends by another one and keeps each JSON answer, with the secrets of its
/// action taken out, for [`Mock::replay`].
pub struct Recorder<T> {
    inner: T,
    fixtures: Fixtures,
}

/// What a [`Recorder`] has kept. A clone is the same collection.
#[derive(Clone, Debug, Default)]
pub struct Fixtures(Arc<Mutex<Vec<Fixture>>>);

/// One exchange without its secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fixture {
    /// The action's name.
    pub action: String,
    /// The parameters as JSON; empty where they did not travel as JSON.
    pub request: String,
    /// The members of the answer as JSON, for [`Mock::replay`].
    pub response: String,
}

impl<T: Transport> Recorder<T> {
    /// Records what goes through `inner` into the collection that comes back beside it.
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
    /// What was recorded so far, in order.
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
            let redaction = request.extensions().get::<Redaction>().copied();
            let sent = request.body().clone();
            let answer = self.inner.send(request).await?;
            let Some(redaction) = redaction else {
                return Ok(answer);
            };
            let json = answer
                .headers()
                .get(http::header::CONTENT_TYPE)
                .is_none_or(|kind| kind.as_bytes().starts_with(b"application/json"));
            if !json {
                return Ok(answer);
            }
            let (head, body) = answer.into_parts();
            let body = body.bytes().await?;
            let members = serde_json::from_slice::<serde_json::Value>(&body)
                .ok()
                .and_then(|mut whole| whole.get_mut("Response").map(serde_json::Value::take));
            if let Some(members) = members {
                let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
                let response = match members.get("Error") {
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

/// An error's answer with its known members alone.
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
