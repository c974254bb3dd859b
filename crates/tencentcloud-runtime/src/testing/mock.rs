//! A transport that answers from the test that uses it.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;

use super::wire::Sent;
use crate::model::to_json;
use crate::transport::{Body, Sending, Transport};
use crate::{Action, Config, Credential, Error, Result};

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
    requests: Vec<(Key, Arc<Sent>)>,
}

/// Action and version.
type Key = (String, String);

type Handler = Arc<dyn Fn(&Sent) -> Result<Vec<u8>> + Send + Sync>;

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
            let answer = handler(request.decode()?)?;
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
            .map(|(_, request)| request.decode())
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
        let sent = Arc::new(Sent {
            headers: head.headers,
            body,
        });
        let key = key(sent.header("x-tc-action"), sent.header("x-tc-version"));
        let mut state = self.lock();
        state.requests.push((key.clone(), Arc::clone(&sent)));
        let handler = state.handlers.get(&key).cloned();
        drop(state);
        let answer = match handler {
            Some(handler) => handler(&sent),
            None => Err(Error::request(format!(
                "the mock has no handler for {} of version {}: add one with Mock::on (calls by GET or signature v1 do not reach it)",
                key.0, key.1
            ))),
        };
        Box::pin(std::future::ready(
            answer.map(|json| http::Response::new(Body::from(json))),
        ))
    }
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
