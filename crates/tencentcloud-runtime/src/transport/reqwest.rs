//! A client of reqwest as the transport.

use std::error::Error as StdError;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use ::http::header::HOST;
use ::http::{Request, Response};
use bytes::Bytes;
use futures_core::Stream;
use http_body::Body as _;

use super::{Body, Sending, Transport};
use crate::{Error, Result};

/// Sends requests with a client of reqwest 0.13 that the program has made: its TLS, proxies and
/// limits are those of the client. Needs the feature `reqwest-client`, the only one with a type of
/// another HTTP library in its interface.
///
/// The client must follow no redirect ([`reqwest::redirect::Policy::none`]), retry nothing
/// ([`reqwest::retry::never`]) and decompress nothing. It serves one tokio runtime.
#[cfg_attr(docsrs, doc(cfg(feature = "reqwest-client")))]
#[derive(Clone, Debug)]
pub struct Reqwest(reqwest::Client);

impl Reqwest {
    /// Creates a transport that sends with `client`.
    pub fn new(client: reqwest::Client) -> Self {
        Self(client)
    }
}

impl Transport for Reqwest {
    fn send(&self, request: Request<Bytes>) -> Sending<'_> {
        Box::pin(async move {
            super::runtime::current()?;
            let (mut parts, body) = request.into_parts();
            // Over HTTP/2 the URI's authority is the host, and a header beside it is one too many.
            let own = parts.uri.authority().map(|own| own.as_str().as_bytes());
            if own == parts.headers.get(HOST).map(|host| host.as_bytes()) {
                parts.headers.remove(HOST);
            }
            let request = self.0.request(parts.method, parts.uri.to_string());
            let sending = request.headers(parts.headers).body(body).send();
            let response = sending.await.map_err(failed)?;
            Ok(Response::from(response).map(|body| Body::stream(Pieces(body))))
        })
    }
}

/// The data of a body; trailers are not looked at.
struct Pieces(reqwest::Body);

impl Stream for Pieces {
    type Item = Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let frame = ready!(Pin::new(&mut self.0).poll_frame(cx));
            match frame.map(|frame| frame.map(http_body::Frame::into_data)) {
                None => return Poll::Ready(None),
                Some(Ok(Ok(data))) => return Poll::Ready(Some(Ok(data))),
                Some(Ok(Err(_trailers))) => {}
                Some(Err(error)) => return Poll::Ready(Some(Err(failed(error)))),
            }
        }
    }
}

/// Names the target's origin: the rest of its URL may hold a signature, and a proxy's URL may hold a
/// password. So the error itself, which may print either, does not become a source.
fn failed(error: reqwest::Error) -> Error {
    let cause = cause(&error);
    let told = match error.url().map(|url| url.origin()) {
        Some(origin) => format!("{}: {cause}", origin.ascii_serialization()),
        None => cause,
    };
    match (error.is_connect(), error.is_timeout()) {
        // No name, no connection, no TLS: nothing of the request was written.
        (true, _) => Error::network(told).unsent(),
        (false, true) => Error::timeout(None),
        (false, false) => Error::network(told),
    }
}

/// The innermost cause, which says what happened; those around it say where in the code.
fn cause(error: &reqwest::Error) -> String {
    let mut inner: &dyn StdError = error;
    while let Some(cause) = inner.source() {
        inner = cause;
    }
    match std::ptr::addr_eq(inner, error) {
        // Without a cause, the error's own text would name the URL.
        true if error.is_builder() => "the URL is not valid".to_owned(),
        true => "the exchange broke off".to_owned(),
        false => inner.to_string(),
    }
}
