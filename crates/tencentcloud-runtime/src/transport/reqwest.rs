//! The default transport.

use std::error::Error as StdError;
use std::pin::Pin;
use std::sync::OnceLock;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http_body::Body as _;

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
            secured(reqwest::Client::builder())?
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

/// The builder with the TLS that the features name.
fn secured(builder: reqwest::ClientBuilder) -> Result<reqwest::ClientBuilder, String> {
    #[cfg(feature = "native-tls")]
    let builder = builder.tls_backend_native();
    #[cfg(all(
        any(feature = "rustls", feature = "aws-lc"),
        not(feature = "native-tls")
    ))]
    let builder = builder
        .tls_backend_preconfigured(super::tls::config().map_err(|error| format!("TLS: {error}"))?);
    Ok(builder)
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
            Ok(http::Response::from(answer).map(|body| Body::stream(Pieces(body))))
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
