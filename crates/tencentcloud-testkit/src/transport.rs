//! Transports that answer without a network.

use std::fmt;
use std::future::{pending, ready};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{Request, Response};
use tencentcloud_runtime::Error;
use tencentcloud_runtime::transport::{Body, Sending, Transport};

/// Answers every request with the same, and keeps what came. Clones share what they keep.
#[derive(Clone)]
pub struct Fixed {
    status: u16,
    headers: Vec<(&'static str, &'static str)>,
    body: &'static str,
    seen: Arc<Mutex<Vec<Request<Bytes>>>>,
}

impl Fixed {
    /// Answers with status 200, no headers and that body.
    pub fn new(body: &'static str) -> Self {
        Self {
            status: 200,
            headers: Vec::new(),
            body,
            seen: Arc::default(),
        }
    }

    /// Answers with another status.
    #[must_use]
    pub fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// Answers with one more header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.push((name, value));
        self
    }

    /// Returns the requests that came so far.
    pub fn seen(&self) -> Vec<Request<Bytes>> {
        self.seen.lock().unwrap().clone()
    }
}

/// Tests look for secrets in what a client prints: this shows neither the requests nor the body.
impl fmt::Debug for Fixed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fixed").finish_non_exhaustive()
    }
}

impl Transport for Fixed {
    fn send(&self, request: Request<Bytes>) -> Sending<'_> {
        self.seen.lock().unwrap().push(request);
        let mut response = Response::builder().status(self.status);
        for (name, value) in &self.headers {
            response = response.header(*name, *value);
        }
        let response = response.body(Body::from(self.body)).unwrap();
        Box::pin(ready(Ok(response)))
    }
}

/// Never answers.
#[derive(Clone, Copy, Debug)]
pub struct Silent;

impl Transport for Silent {
    fn send(&self, _: Request<Bytes>) -> Sending<'_> {
        Box::pin(pending())
    }
}

/// Fails every request, as a connection does that breaks.
#[derive(Clone, Copy, Debug)]
pub struct Broken;

impl Transport for Broken {
    fn send(&self, _: Request<Bytes>) -> Sending<'_> {
        Box::pin(ready(Err(Error::network("broken"))))
    }
}
