//! A transport that responds from the test that uses it.

use std::collections::HashMap;
use std::fmt;
use std::future::ready;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;

use super::plan::Plan;
use super::record::{Fixture, Fixtures};
use super::replay::Replay;
use super::wire::Sent;
use crate::model::to_json;
use crate::transport::{Body, Sending, Transport};
use crate::{Action, Config, Credential, Error, Result, Retries};

/// A transport for tests: responds to calls by handlers, one per action, and keeps the requests that
/// came. A clone is the same mock.
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
/// use tencentcloud_runtime::{Client, Error, Mock, With};
///
/// let mock = Mock::new();
/// mock.on::<DescribeZonesRequest>(|_request| {
///     Ok(DescribeZonesResponse::default().with(|r| r.total_count = 3))
/// });
/// let client = Client::new(&mock.config());
/// assert_eq!(client.call(DescribeZonesRequest::new()).await?.total_count, 3);
///
/// // JSON as it was recorded, or as the documentation shows it.
/// mock.replay::<DescribeZonesRequest>(r#"{"Response": {"TotalCount": 4, "RequestId": "b3197c48"}}"#);
/// assert_eq!(client.call(DescribeZonesRequest::new()).await?.total_count, 4);
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
    requests: Vec<(Key, Arc<Sent>)>,
    plan: Option<Arc<Plan>>,
}

/// Action and version.
type Key = (String, String);

type Handler = Arc<dyn Fn(&Sent) -> Result<http::Response<Body>> + Send + Sync>;

impl Mock {
    /// Creates a mock without handlers. A call that no handler is for fails and names the action.
    pub fn new() -> Self {
        Self::default()
    }

    /// A mock whose attempts fail as the plan says.
    pub(super) fn planned(plan: Arc<Plan>) -> Self {
        let mock = Self::default();
        mock.lock().plan = Some(plan);
        mock
    }

    /// Responds to requests of type `A` by `handler`, instead of any earlier one.
    pub fn on<A: Action>(
        &self,
        handler: impl Fn(A) -> Result<A::Response> + Send + Sync + 'static,
    ) {
        let handler: Handler = Arc::new(move |request| {
            let response = handler(request.decode()?)?;
            let whole = [br#"{"Response":"#, to_json(&response).as_slice(), b"}"].concat();
            Ok(respond(whole))
        });
        self.lock()
            .handlers
            .insert(key(A::INFO.name, A::INFO.api.version), handler);
    }

    /// Responds to requests of type `A` with `fixture`: the JSON of a whole response,
    /// `{"Response": {…}}`, or of what is in its `Response`. See [`Recorder`](crate::Recorder).
    pub fn replay<A: Action>(&self, fixture: impl Into<String>) {
        let fixture = fixture.into();
        let whole = serde_json::from_str::<serde_json::Value>(&fixture)
            .is_ok_and(|value| value.get("Response").is_some());
        let answer = if whole {
            fixture
        } else {
            format!(r#"{{"Response":{fixture}}}"#)
        };
        let handler: Handler = Arc::new(move |_| Ok(respond(answer.clone().into_bytes())));
        self.lock()
            .handlers
            .insert(key(A::INFO.name, A::INFO.api.version), handler);
    }

    /// Responds as `fixtures` say, by action and parameters, in their order, and then as the last of
    /// them does. A call with parameters that were not recorded fails. This takes the place of the
    /// handlers of the actions that were recorded.
    pub fn replay_all(&self, fixtures: &Fixtures) {
        let mut recorded: HashMap<Key, Vec<Fixture>> = HashMap::new();
        for fixture in fixtures.all() {
            let key = key(&fixture.action, &fixture.version);
            recorded.entry(key).or_default().push(fixture);
        }
        for (key, fixtures) in recorded {
            let replay = Replay::new(fixtures);
            let action = key.0.clone();
            let handler: Handler = Arc::new(move |request| match replay.next(&request.shown()) {
                Some(fixture) if !fixture.events.is_empty() => Ok(stream(&fixture.events)),
                Some(fixture) => {
                    let whole = format!(r#"{{"Response":{}}}"#, fixture.response);
                    Ok(respond(whole.into_bytes()))
                }
                None => Err(Error::request(format!(
                    "the record has no call of {action} with these parameters"
                ))),
            });
            self.lock().handlers.insert(key, handler);
        }
    }

    /// Returns the requests of type `A` that came so far, in order.
    ///
    /// # Errors
    /// Fails if a request of that action was not sent as this type.
    pub fn requests<A: Action>(&self) -> Result<Vec<A>> {
        let wanted = key(A::INFO.name, A::INFO.api.version);
        let state = self.lock();
        state
            .requests
            .iter()
            .filter(|(key, _)| *key == wanted)
            .map(|(_, request)| request.decode())
            .collect()
    }

    /// Returns a configuration whose calls come here. Its credential and region are made up, and
    /// failed calls are sent again as always, but without waiting.
    pub fn config(&self) -> Config {
        Config::new(Credential::new("mock", "mock"))
            .region("ap-guangzhou")
            .retries(Retries::new().base(Duration::ZERO, Duration::ZERO))
            .transport(self.clone())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for Mock {
    fn send(&self, request: http::Request<Bytes>) -> Sending<'_> {
        let (head, body) = request.into_parts();
        let sent = Arc::new(Sent {
            redaction: head.extensions.get().cloned(),
            headers: head.headers,
            body,
        });
        let key = key(sent.header("x-tc-action"), sent.header("x-tc-version"));
        let mut state = self.lock();
        state.requests.push((key.clone(), Arc::clone(&sent)));
        // A record may leave the version out.
        let any = || state.handlers.get(&(key.0.clone(), String::new()));
        let handler = state.handlers.get(&key).or_else(any).cloned();
        let plan = state.plan.clone();
        drop(state);
        let handle = || match &handler {
            Some(handler) => handler(&sent),
            None => Err(Error::request(format!(
                "the mock has no handler for {} of version {}: add one with Mock::on (calls by GET or signature v1 do not reach it)",
                key.0, key.1
            ))),
        };
        let fault = plan.as_ref().and_then(|plan| plan.fault(&sent));
        let (response, took_effect) = match fault {
            None => {
                let handled = handle();
                let took_effect = handled.is_ok();
                (handled, took_effect)
            }
            Some(fault) => {
                let took_effect = fault.takes_effect() && handle().is_ok();
                (fault.response(), took_effect)
            }
        };
        if let Some(plan) = plan {
            plan.note(&sent, fault, took_effect);
        }
        Box::pin(ready(response))
    }
}

fn respond(json: Vec<u8>) -> http::Response<Body> {
    http::Response::new(Body::from(json))
}

/// Returns a response of server-sent events.
fn stream(events: &[String]) -> http::Response<Body> {
    let lines = events.iter().map(|event| format!("data: {event}\n\n"));
    let mut response = respond(lines.collect::<String>().into_bytes());
    let media = http::HeaderValue::from_static("text/event-stream");
    response
        .headers_mut()
        .insert(http::header::CONTENT_TYPE, media);
    response
}

fn key(action: &str, version: &str) -> Key {
    (action.to_owned(), version.to_owned())
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
