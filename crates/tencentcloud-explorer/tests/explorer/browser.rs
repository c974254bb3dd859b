//! A browser without a screen: one that keeps its cookie and follows nothing by itself.

use std::sync::Arc;

use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::header::{HOST, ORIGIN, SET_COOKIE};
use hyper::{HeaderMap, Request, StatusCode};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;
use tencentcloud_emulator::Emulator;
use tencentcloud_explorer::Explorer;

/// What a server responded.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Response {
    /// Returns the body as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }
}

/// A browser, let in or not.
#[derive(Debug)]
pub(crate) struct Browser {
    url: String,
    client: Client<HttpConnector, Full<Bytes>>,
    /// What is sent with every request.
    pub(crate) headers: Vec<(&'static str, String)>,
}

impl Browser {
    /// Returns a browser that has not given the code.
    pub(crate) fn stranger(explorer: &Explorer) -> Self {
        Self {
            url: explorer.url(),
            client: Client::builder(TokioExecutor::new()).build_http(),
            headers: Vec::new(),
        }
    }

    /// Starts a local endpoint and a page beside it, and returns both with a browser that was let in.
    pub(crate) async fn beside_an_emulator() -> (Arc<Emulator>, Explorer, Self) {
        let emulator = Arc::new(Emulator::start().await.unwrap());
        let builder = Explorer::builder().emulator(Arc::clone(&emulator));
        let explorer = builder.start().await.unwrap();
        let browser = Self::open(&explorer).await;
        (emulator, explorer, browser)
    }

    /// Returns a browser that was let in.
    pub(crate) async fn open(explorer: &Explorer) -> Self {
        let mut browser = Self::stranger(explorer);
        let entered = browser
            .send(
                "POST",
                "/door",
                &[("content-type", "application/x-www-form-urlencoded")],
                format!("code={}", explorer.code()),
            )
            .await;
        assert_eq!(entered.status, StatusCode::SEE_OTHER, "{}", entered.text);
        let cookie = entered.headers[SET_COOKIE].to_str().unwrap();
        let cookie = cookie.split(';').next().unwrap().to_owned();
        browser.headers.push(("cookie", cookie));
        browser
    }

    /// Asks for a page.
    pub(crate) async fn get(&self, path: &str) -> Response {
        self.send("GET", path, &[], String::new()).await
    }

    /// Sends JSON, as the page does.
    pub(crate) async fn post(&self, path: &str, body: &Value) -> Response {
        let json = [("content-type", "application/json")];
        self.send("POST", path, &json, body.to_string()).await
    }

    /// Sends a form, as the page does.
    pub(crate) async fn form(&self, path: &str, fields: &[(&str, &str)]) -> Response {
        let encode =
            |text: &str| -> String { text.bytes().map(|byte| format!("%{byte:02X}")).collect() };
        let pairs = fields.iter();
        let pairs: Vec<String> = pairs
            .map(|(name, value)| format!("{name}={}", encode(value)))
            .collect();
        let media = [("content-type", "application/x-www-form-urlencoded")];
        self.send("POST", path, &media, pairs.join("&")).await
    }

    /// Returns what a stream sends within `time`.
    pub(crate) async fn stream(&self, path: &str, time: std::time::Duration) -> String {
        let mut request = Request::get(format!("{}{path}", self.url));
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        let request = request.body(Full::default()).unwrap();
        let mut body = self.client.request(request).await.unwrap().into_body();
        let mut text = Vec::new();
        let read = async {
            while let Some(frame) = body.frame().await {
                text.extend_from_slice(frame.unwrap().data_ref().unwrap());
            }
        };
        let _ = tokio::time::timeout(time, read).await;
        String::from_utf8(text).unwrap()
    }

    /// Sends any request; a header that is given goes before what the browser adds.
    pub(crate) async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: String,
    ) -> Response {
        let host = self.url.trim_start_matches("http://");
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.url));
        let given = |name: &str| {
            headers
                .iter()
                .any(|(given, _)| given.eq_ignore_ascii_case(name))
        };
        if !given(HOST.as_str()) {
            request = request.header(HOST, host);
        }
        if method != "GET" && !given(ORIGIN.as_str()) {
            request = request.header(ORIGIN, &self.url);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        let request = request.body(Full::from(body)).unwrap();
        let response = self.client.request(request).await.unwrap();
        let (head, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        Response {
            status: head.status,
            headers: head.headers,
            text: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }
}
