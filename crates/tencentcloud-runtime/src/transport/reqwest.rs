//! The default transport.

use std::error::Error as StdError;
use std::pin::Pin;
use std::sync::OnceLock;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;

use super::{Body, Sending, Transport};
use crate::{Error, Result};

/// Servers close idle connections at about 60 seconds; ours go before that.
const IDLE: Duration = Duration::from_secs(45);

/// How long a connection may take to stand.
const CONNECT: Duration = Duration::from_secs(10);

/// Sends by a pool of HTTP connections of its own, which is made at the first request. It honours
/// the proxy variables of the environment.
#[derive(Debug, Default)]
pub struct Reqwest(OnceLock<Result<reqwest::Client, String>>);

impl Reqwest {
    fn client(&self) -> Result<&reqwest::Client> {
        let made = self.0.get_or_init(|| {
            reqwest::Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .pool_idle_timeout(IDLE)
                .connect_timeout(CONNECT)
                .build()
                .map_err(|error| cause(&error))
        });
        made.as_ref()
            .map_err(|why| Error::request(format!("the HTTP client cannot be made: {why}")))
    }
}

impl Transport for Reqwest {
    fn send(&self, request: http::Request<Bytes>) -> Sending<'_> {
        Box::pin(async move {
            let (mut parts, body) = request.into_parts();
            // Over HTTP/2 the URI's authority is the host, and a header beside it is one too many.
            if parts.uri.authority().map(|a| a.as_str().as_bytes())
                == parts.headers.get(http::header::HOST).map(|h| h.as_bytes())
            {
                parts.headers.remove(http::header::HOST);
            }
            let url = parts.uri.to_string();
            let answer = self
                .client()?
                .request(parts.method, url)
                .headers(parts.headers)
                .body(body)
                .send()
                .await
                .map_err(failed)?;
            let mut head = http::Response::builder().status(answer.status());
            if let Some(headers) = head.headers_mut() {
                *headers = answer.headers().clone();
            }
            head.body(Body::stream(Pieces(Box::pin(answer.bytes_stream()))))
                .map_err(|error| Error::network("the answer's head is not usable").because(error))
        })
    }
}

struct Pieces<S>(Pin<Box<S>>);

impl<S: Stream<Item = reqwest::Result<Bytes>>> Stream for Pieces<S> {
    type Item = Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0
            .as_mut()
            .poll_next(cx)
            .map(|piece| piece.map(|piece| piece.map_err(failed)))
    }
}

/// Of the URL only the origin is told: its query may hold a signature.
fn failed(error: reqwest::Error) -> Error {
    let origin = error.url().map(|url| url.origin().ascii_serialization());
    let error = error.without_url();
    if error.is_timeout() {
        return Error::timeout(None).because(error);
    }
    let told = match origin {
        Some(origin) => format!("{origin}: {}", cause(&error)),
        None => cause(&error),
    };
    Error::network(told).because(error)
}

/// The innermost cause, which says what happened; those around it say where in the code.
fn cause(error: &reqwest::Error) -> String {
    let mut inner: &dyn StdError = error;
    while let Some(cause) = inner.source() {
        inner = cause;
    }
    inner.to_string()
}
