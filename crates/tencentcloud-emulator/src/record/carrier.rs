//! A program's own way to the cloud, in place of the endpoint's.

use std::fmt;
use std::io;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use futures_util::stream::BoxStream;
use hyper::{Request, Response};

/// Takes requests to the cloud in place of the endpoint, which has no key: to whoever signs them, for instance.
/// See [`Builder::carrier`](crate::Builder::carrier).
pub trait Carrier: fmt::Debug + Send + Sync {
    /// Returns the response to `request`, which came for the host of its URI, and has its headers and body as they
    /// came, with their signature. It takes as long as it takes; if the client goes away meanwhile, the future is
    /// dropped.
    ///
    /// A response with the content type `text/event-stream` is passed on piece by piece, any other one whole.
    ///
    /// # Errors
    /// There is no response: the client gets that error in the vendor's form.
    fn carry(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<BoxStream<'static, io::Result<Bytes>>>, CarryError>>;
}

/// Why a [`Carrier`] has no response.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CarryError {
    /// The error code, e.g. `UnauthorizedOperation`.
    pub code: String,
    /// The message.
    pub message: String,
}

impl CarryError {
    /// Creates an error with a code of the vendor's, or one in its form.
    pub fn new(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            message: message.into(),
        }
    }
}
