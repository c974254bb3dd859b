//! Code of the program's own around each attempt of a call.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::{Error, Result};

/// Code of the program's own around each attempt of a call: it may look, change and refuse. Set by
/// [`Config::intercept`](crate::Config::intercept); every method does nothing by default.
///
/// Methods run on the task that sends and must not block. Retries run all of them again.
///
/// ```
/// use tencentcloud_runtime::{AttemptInfo, Config, Credential, Intercept, Result, Unsigned};
///
/// /// Sends a trace ID with each request.
/// #[derive(Debug)]
/// struct Trace;
///
/// impl Intercept for Trace {
///     fn before_signing(&self, _: &AttemptInfo<'_>, unsigned: &mut Unsigned<'_>) -> Result<()> {
///         unsigned.header("X-TC-TraceId", "b3197c48-0000-4000-8000-000000000000")
///     }
/// }
///
/// let config = Config::new(Credential::new("AKIDexample", "example-key")).intercept(Trace);
/// ```
pub trait Intercept: Send + Sync + fmt::Debug {
    /// Runs before the request is signed. What it changes is signed if the method signs that part.
    ///
    /// # Errors
    /// An error ends the call; nothing is sent. See [`Error::request`].
    fn before_signing(&self, attempt: &AttemptInfo<'_>, unsigned: &mut Unsigned<'_>) -> Result<()> {
        let _ = (attempt, unsigned);
        Ok(())
    }

    /// Runs before the signed `request` is sent. A change of what is signed makes the service refuse
    /// the request. It holds the signature and the session token.
    ///
    /// # Errors
    /// As [`Intercept::before_signing`].
    fn before_sending(
        &self,
        attempt: &AttemptInfo<'_>,
        request: &mut http::Request<Bytes>,
    ) -> Result<()> {
        let _ = (attempt, request);
        Ok(())
    }

    /// Runs after an attempt that was sent, whether it succeeded or not.
    fn after_response(&self, attempt: &AttemptInfo<'_>, outcome: &AttemptOutcome<'_>) {
        let _ = (attempt, outcome);
    }
}

/// The interceptors of a configuration, in the order in which they run.
pub(crate) type Interceptors = Arc<[Arc<dyn Intercept>]>;

/// What an [`Intercept`] learns of an attempt.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct AttemptInfo<'a> {
    /// The service's name, e.g. `cvm`.
    pub service: &'a str,
    /// The API version, e.g. `2017-03-12`.
    pub version: &'a str,
    /// The action's name, e.g. `DescribeZones`.
    pub action: &'a str,
    /// The region, if one is set.
    pub region: Option<&'a str>,
    /// The host that the request is signed for.
    pub host: &'a str,
    /// The number of the attempt, from 1.
    pub attempt: u32,
}

/// A request before it is signed.
#[derive(Debug)]
pub struct Unsigned<'a> {
    pub(crate) headers: HeaderMap,
    pub(crate) body: Option<&'a mut Bytes>,
}

impl Unsigned<'_> {
    /// Adds the header `name`, beside those that the SDK sets itself.
    ///
    /// # Errors
    /// Fails if the name or the value is none that a header can have.
    pub fn header(&mut self, name: &str, value: &str) -> Result<()> {
        let parsed = HeaderName::from_bytes(name.as_bytes());
        let (Ok(own), Ok(value)) = (parsed, HeaderValue::from_str(value)) else {
            return Err(Error::request(format!(
                "an interceptor adds the header {name:?}, whose name or value holds characters that a header cannot carry"
            )));
        };
        self.headers.insert(own, value);
        Ok(())
    }

    /// Returns the body of a POST that TC3 signs; `None` for a request whose parameters are in a query
    /// or form.
    pub fn body(&self) -> Option<&Bytes> {
        self.body.as_deref()
    }

    /// Replaces the body of a POST that TC3 signs.
    ///
    /// # Errors
    /// Fails if the parameters are in a query or form.
    pub fn set_body(&mut self, body: impl Into<Bytes>) -> Result<()> {
        match &mut self.body {
            Some(own) => {
                **own = body.into();
                Ok(())
            }
            None => Err(Error::request(
                "an interceptor replaces the body of a request that has none: its parameters are in a query or form",
            )),
        }
    }
}

/// What an attempt that was sent came to.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct AttemptOutcome<'a> {
    /// The HTTP status, if a response came.
    pub status: Option<u16>,
    /// The headers of the response, if one came.
    pub headers: Option<&'a HeaderMap>,
    /// The body of the response, if all of it came. That of a stream of events did not yet.
    pub body: Option<&'a Bytes>,
    /// The request ID, if the response has one.
    pub request_id: Option<&'a str>,
    /// The error, if the attempt failed. Another attempt may follow.
    pub error: Option<&'a Error>,
    /// The time from the start of the attempt, with its signature.
    pub duration: Duration,
}
