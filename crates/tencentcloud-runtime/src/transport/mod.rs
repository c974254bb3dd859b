//! How bytes get there and back.

#[cfg(feature = "http-client")]
mod connect;
#[cfg(feature = "http-client")]
mod http;
#[cfg(feature = "http-client")]
mod meter;
#[cfg(feature = "http-client")]
mod pools;
#[cfg(feature = "http-client")]
mod proxy;
mod reached;
#[cfg(feature = "reqwest-client")]
mod reqwest;
mod runtime;
#[cfg(feature = "http-client")]
mod socket;
#[cfg(feature = "http-client")]
mod stall;
#[cfg(feature = "http-client")]
mod tls;
#[cfg(feature = "http-client")]
mod wire;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;

pub(crate) use self::reached::Unreached;
pub(crate) use self::runtime::current as runtime;
pub use crate::redact::Redaction;
use crate::{Error, Result};

#[cfg(feature = "http-client")]
pub use self::http::Http;
#[cfg(feature = "reqwest-client")]
pub use self::reqwest::Reqwest;

/// The future of a response.
pub type Sending<'a> = Pin<Box<dyn Future<Output = Result<::http::Response<Body>>> + Send + 'a>>;

/// Sends requests that are complete and signed. A transport sends a request as it is, changes none of
/// its headers, follows no redirect and tries once: everything else is the caller's.
pub trait Transport: Send + Sync + fmt::Debug {
    /// Sends `request` and returns the response as soon as its head is there.
    ///
    /// # Errors
    /// Fails with [`Error::network`](crate::Error::network) or
    /// [`Error::timeout`](crate::Error::timeout), marked as [`unsent`](crate::Error::unsent) if
    /// nothing of the request was written. A response is no error, whatever its status.
    fn send(&self, request: ::http::Request<Bytes>) -> Sending<'_>;
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: ::http::Request<Bytes>) -> Sending<'_> {
        (**self).send(request)
    }
}

/// The body of a response, as it comes in.
pub struct Body(Content);

enum Content {
    Whole(Option<Bytes>),
    Stream(Pin<Box<dyn Stream<Item = Result<Bytes>> + Send>>),
}

impl Body {
    /// Creates a body that comes in `pieces`.
    pub fn stream(pieces: impl Stream<Item = Result<Bytes>> + Send + 'static) -> Self {
        Self(Content::Stream(Box::pin(pieces)))
    }

    /// Waits for the whole body of at most `limit` bytes. A body that came as one piece is returned
    /// without a copy.
    ///
    /// # Errors
    /// Fails if the connection breaks, and as soon as the body is larger than `limit`.
    pub async fn bytes(mut self, limit: usize) -> Result<Bytes> {
        let mut first = Bytes::new();
        let mut all = BytesMut::new();
        while let Some(piece) = std::future::poll_fn(|cx| Pin::new(&mut self).poll_next(cx)).await {
            let piece = piece?;
            if piece.len() > limit - first.len() - all.len() {
                return Err(Error::unusable(format!(
                    "the body is larger than {limit} bytes: raise Config::response_limit if that is right"
                )));
            }
            if first.is_empty() && all.is_empty() {
                first = piece;
                continue;
            }
            all.extend_from_slice(&std::mem::take(&mut first));
            all.extend_from_slice(&piece);
        }
        Ok(match all.is_empty() {
            true => first,
            false => all.freeze(),
        })
    }
}

impl<T: Into<Bytes>> From<T> for Body {
    fn from(whole: T) -> Self {
        Self(Content::Whole(Some(whole.into())))
    }
}

impl Stream for Body {
    type Item = Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match &mut self.0 {
            Content::Whole(whole) => Poll::Ready(whole.take().map(Ok)),
            Content::Stream(stream) => stream.as_mut().poll_next(cx),
        }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Content::Whole(Some(bytes)) => write!(f, "Body({} bytes)", bytes.len()),
            Content::Whole(None) => f.write_str("Body(taken)"),
            Content::Stream(_) => f.write_str("Body(stream)"),
        }
    }
}

/// True if the headers label their body as a stream of events.
pub(crate) fn is_events(headers: &::http::HeaderMap) -> bool {
    let wanted = b"text/event-stream";
    let kind = headers.get(::http::header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.as_bytes().trim_ascii_start().get(..wanted.len()));
    kind.is_some_and(|kind| kind.eq_ignore_ascii_case(wanted))
}

/// The transport of a configuration that names none.
pub(crate) fn default() -> Arc<dyn Transport> {
    #[cfg(feature = "http-client")]
    return Arc::new(Http::default());
    #[cfg(not(feature = "http-client"))]
    return Arc::new(Missing);
}

#[cfg(not(feature = "http-client"))]
#[derive(Debug)]
struct Missing;

#[cfg(not(feature = "http-client"))]
impl Transport for Missing {
    fn send(&self, _: ::http::Request<Bytes>) -> Sending<'_> {
        Box::pin(std::future::ready(Err(Error::request(
            "no transport: enable the feature `http-client`, or set one by Config::transport",
        ))))
    }
}
