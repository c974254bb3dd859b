//! One call of an action: its settings, and the ways to make it.

use std::future::IntoFuture;
use std::time::{Duration, SystemTime};

use bytes::Bytes;

use super::{AnswerFuture, Client, Request, ResponseFuture};
use crate::answer::{FromResponse, Mode, Raw};
use crate::config::{Method, Options};
use crate::request::{Draft, Signed};
use crate::{Config, Credential, Error, Result, SignatureMethod, send};

/// A call that is ready to be sent: await it for the response.
///
/// Its methods override the settings of the [`Config`] for this call. Calls run inside a tokio
/// runtime.
///
/// A call is no future itself, it becomes one when it is awaited. Functions that take futures, such
/// as `join_all`, take [`into_future`](IntoFuture::into_future) of it:
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
/// use std::future::IntoFuture;
/// use futures_util::future::try_join_all;
/// # let mock = tencentcloud_runtime::Mock::new();
/// # mock.replay::<DescribeZonesRequest>(r#"{"TotalCount": 3, "RequestId": "b3197c48"}"#);
/// # let client = tencentcloud_runtime::Client::new(&mock.config());
///
/// let regions = ["ap-guangzhou", "ap-shanghai"];
/// let calls = regions.map(|region| {
///     client.call(DescribeZonesRequest::new()).region(region).into_future()
/// });
/// let zones = try_join_all(calls).await?;
/// assert_eq!(zones.iter().map(|zones| zones.total_count).sum::<i64>(), 6);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is awaited"]
pub struct Call<'c, A> {
    client: &'c Client,
    request: A,
    pub(super) options: Options,
}

impl<'c, A: Request> Call<'c, A> {
    #[inline]
    pub(crate) fn new(client: &'c Client, request: A) -> Self {
        Self {
            client,
            request,
            options: Options::default(),
        }
    }

    /// Sends this call to `region`, overriding [`Config::region`].
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.options.region = Some(region.into());
        self
    }

    /// Sends this call to `endpoint`, a host or URL, overriding [`Config::endpoint`].
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.options.endpoint = Some(endpoint.into());
        self
    }

    /// Sets the timeout of this call, from sending the request to the last byte of the response,
    /// overriding [`Config::timeout`]. Defaults to 60 seconds.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// Requests messages in `language`, `zh-CN` or `en-US`, overriding [`Config::language`].
    pub fn language(mut self, language: impl Into<String>) -> Self {
        self.options.language = Some(language.into());
        self
    }

    /// Sends this call with the HTTP `method` instead of [`Config::method`].
    pub fn method(mut self, method: Method) -> Self {
        self.options.method = Some(method);
        self
    }

    /// Signs this call with `method` instead of [`Config::signature_method`].
    pub fn signature_method(mut self, method: SignatureMethod) -> Self {
        self.options.signature_method = Some(method);
        self
    }

    /// Leaves the payload out of the TC3 signature if `unsigned` is true, overriding
    /// [`Config::unsigned_payload`].
    pub fn unsigned_payload(mut self, unsigned: bool) -> Self {
        self.options.unsigned_payload = Some(unsigned);
        self
    }

    /// Fails if a response field cannot be converted, instead of leaving it empty and reporting a
    /// [`Warning`](crate::Warning).
    pub fn strict(mut self) -> Self {
        self.options.mode = Some(Mode::Strict);
        self
    }

    /// Returns the request.
    pub fn request(&self) -> &A {
        &self.request
    }

    pub(crate) fn request_mut(&mut self) -> &mut A {
        &mut self.request
    }

    /// Sends the call and returns the response with its request ID, warnings and number of attempts.
    pub fn answer(self) -> AnswerFuture<'c, A::Response> {
        self.sending()
    }

    /// Sends the call and keeps it.
    pub(crate) fn again(&self) -> ResponseFuture<'c, A::Response> {
        ResponseFuture(self.sending())
    }

    /// Returns the signed HTTP request as it would be sent now. Nothing is sent, except by a
    /// credential source that has to fetch its credential.
    ///
    /// # Errors
    /// Fails if the request cannot be sent: no credential, no region if the action is known to
    /// require one, an invalid endpoint, or parameters that the HTTP method cannot express.
    pub async fn prepare(&self) -> Result<http::Request<Bytes>> {
        Ok(self.signed().await?.request)
    }

    /// Returns the HTTP request signed with `credential` for `time`. A pure function: see
    /// [`Call::prepare`].
    ///
    /// # Errors
    /// As [`Call::prepare`].
    pub fn prepare_at(
        &self,
        credential: &Credential,
        time: SystemTime,
    ) -> Result<http::Request<Bytes>> {
        self.draft()?
            .sign(credential, time, self.client.config().keys())
            .map(|signed| signed.request)
            .map_err(|error| self.unsent(error))
    }

    pub(crate) async fn signed(&self) -> Result<Signed> {
        let draft = self.draft()?;
        let config = self.client.config();
        let credential = config
            .provider()
            .credential()
            .await
            .map_err(|error| self.unsent(error))?;
        draft
            .sign(&credential, config.now(), config.keys())
            .map_err(|error| self.unsent(error))
    }

    /// The call's options laid over the configuration's.
    pub(crate) fn options(&self) -> Options {
        self.client.config().options().overlaid(&self.options)
    }

    /// What is left of the call without its types, to be sent. A ClientToken that is not set is made
    /// here, so that all attempts carry the same.
    pub(crate) fn parts(&self) -> (&'c Config, Result<Box<Draft>>, Mode) {
        let draft = match self.request.with_client_token() {
            Ok(None) => self.draft(),
            Ok(Some(request)) => self.draft_of(&request),
            Err(error) => Err(self.unsent(error)),
        };
        let mode = draft
            .as_ref()
            .ok()
            .and_then(|draft| draft.options.mode)
            .unwrap_or_default();
        (self.client.config(), draft.map(Box::new), mode)
    }

    /// The error of a call that was never sent.
    pub(crate) fn unsent(&self, error: Error) -> Error {
        error.during(self.request.name(), 0)
    }

    fn draft(&self) -> Result<Draft> {
        self.draft_of(&self.request)
    }

    fn draft_of(&self, request: &A) -> Result<Draft> {
        let options = self.options();
        let shown = options.observe.shows();
        let draft = Draft::new(
            request.described(),
            request.parameters(),
            options,
            request.redaction(),
            self.client.config().endpoints(),
        );
        let mut draft = draft.map_err(|error| self.unsent(error))?;
        draft.shown = shown.then(|| request.masked().json);
        Ok(draft)
    }

    fn sending(&self) -> AnswerFuture<'c, A::Response> {
        let (config, draft, mode) = self.parts();
        let action = self.request.name();
        let name = action.clone();
        let answer = Box::pin(async move {
            let mut answer = None;
            let mut read = |raw: &Raw| {
                let read = answer.insert(A::Response::read(raw, &name, mode)?);
                Ok(read.request_id.clone())
            };
            send::whole(config, draft, &mut read).await?;
            answer.ok_or_else(|| Error::unusable("it was not read"))
        });
        AnswerFuture { action, answer }
    }
}

impl<'c, A: Request> IntoFuture for Call<'c, A> {
    type Output = Result<A::Response>;
    type IntoFuture = ResponseFuture<'c, A::Response>;

    fn into_future(self) -> Self::IntoFuture {
        ResponseFuture(self.answer())
    }
}
