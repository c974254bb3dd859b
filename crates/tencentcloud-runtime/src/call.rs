//! One call of an action: its options, and the ways to make it.

use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use tokio::time::Instant;

use crate::answer::{self, Answer, Raw};
use crate::config::{Method, Options};
use crate::request::{Draft, Signed};
use crate::transport::{Body, Redaction};
use crate::{Action, Client, Config, Credential, Error, Mode, Model, Result, SignatureMethod};

/// How long a call may take where nothing is said.
pub(crate) const TIMEOUT: Duration = Duration::from_secs(60);

/// A call that is ready to be made: await it for the answer.
///
/// Calls run inside a tokio runtime.
#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is awaited"]
pub struct Call<'c, A> {
    client: &'c Client,
    request: A,
    options: Options,
}

impl<'c, A: Action> Call<'c, A> {
    #[inline]
    pub(crate) fn new(client: &'c Client, request: A) -> Self {
        Self {
            client,
            request,
            options: Options::default(),
        }
    }

    /// Goes to that region.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.options.region = Some(region.into());
        self
    }

    /// Goes to that host or URL: see [`Config::endpoint`].
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.options.endpoint = Some(endpoint.into());
        self
    }

    /// May take that long, from the request to the last byte of the answer.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = Some(timeout);
        self
    }

    /// Asks for messages in that language: `zh-CN` or `en-US`.
    pub fn language(mut self, language: impl Into<String>) -> Self {
        self.options.language = Some(language.into());
        self
    }

    /// Goes by that HTTP method.
    pub fn method(mut self, method: Method) -> Self {
        self.options.method = Some(method);
        self
    }

    /// Is signed in that way.
    pub fn signature_method(mut self, method: SignatureMethod) -> Self {
        self.options.signature_method = Some(method);
        self
    }

    /// Leaves the payload out of the TC3 signature.
    pub fn unsigned_payload(mut self, unsigned: bool) -> Self {
        self.options.unsigned_payload = Some(unsigned);
        self
    }

    /// Makes a member of the answer that cannot be converted an error, not a warning.
    pub fn strict(mut self) -> Self {
        self.options.mode = Some(Mode::Strict);
        self
    }

    /// The request.
    pub fn request(&self) -> &A {
        &self.request
    }

    pub(crate) fn request_mut(&mut self) -> &mut A {
        &mut self.request
    }

    /// Makes the call and keeps it.
    pub(crate) fn again(&self) -> ResponseFuture<'c, A::Response> {
        ResponseFuture(self.sending())
    }

    fn draft(&self) -> Result<Draft> {
        Draft::new(A::INFO, &self.request, self.options(), Redaction::of::<A>())
            .map_err(|error| error.during(A::INFO.name, 0))
    }

    /// The signed HTTP request as it would be sent now. No network is used, except by a source of
    /// credentials that must fetch one.
    ///
    /// # Errors
    /// What stands in the way of sending: a missing credential, a missing region where the action
    /// is known to need one, an endpoint that is none, parameters that the method cannot say.
    pub async fn prepare(&self) -> Result<http::Request<Bytes>> {
        Ok(self.signed().await?.request)
    }

    pub(crate) async fn signed(&self) -> Result<Signed> {
        let draft = self.draft()?;
        let config = self.client.config();
        let unsent = |error: Error| error.during(A::INFO.name, 0);
        let credential = config.provider().credential().await.map_err(unsent)?;
        draft
            .sign(&credential, config.now(), config)
            .map_err(unsent)
    }

    /// The call's options laid over the configuration's.
    pub(crate) fn options(&self) -> Options {
        self.client.config().options().overlaid(&self.options)
    }

    /// The same for that credential and time: a pure function.
    ///
    /// # Errors
    /// As for [`Call::prepare`].
    pub fn prepare_at(
        &self,
        credential: &Credential,
        time: SystemTime,
    ) -> Result<http::Request<Bytes>> {
        self.draft()?
            .sign(credential, time, self.client.config())
            .map(|signed| signed.request)
            .map_err(|error| error.during(A::INFO.name, 0))
    }

    /// Makes the call, for the answer with all that stands around it.
    pub fn answer(self) -> AnswerFuture<'c, A::Response> {
        self.sending()
    }

    /// What the call comes to once its types are left behind.
    pub(crate) fn parts(&self) -> (&'c Config, Result<Draft>, Mode) {
        let draft = self.draft();
        let mode = draft
            .as_ref()
            .ok()
            .and_then(|draft| draft.options.mode)
            .unwrap_or_default();
        (self.client.config(), draft, mode)
    }

    fn sending(&self) -> AnswerFuture<'c, A::Response> {
        let (config, draft, mode) = self.parts();
        AnswerFuture {
            action: A::INFO.name,
            mode,
            raw: Box::pin(execute(config, draft)),
            response: PhantomData,
        }
    }
}

impl<'c, A: Action> IntoFuture for Call<'c, A> {
    type Output = Result<A::Response>;
    type IntoFuture = ResponseFuture<'c, A::Response>;

    fn into_future(self) -> Self::IntoFuture {
        ResponseFuture(self.answer())
    }
}

/// The future of a call's answer and what stands around it: see [`Call::answer`].
#[must_use = "a call does nothing until it is awaited"]
pub struct AnswerFuture<'c, R> {
    action: &'static str,
    mode: Mode,
    raw: Pin<Box<dyn Future<Output = Result<Raw>> + Send + 'c>>,
    response: PhantomData<fn() -> R>,
}

impl<R: Model> Future for AnswerFuture<'_, R> {
    type Output = Result<Answer<R>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.raw.as_mut().poll(cx).map(|raw| {
            let mut response = R::empty();
            let about = answer::read(raw?, self.action, self.mode, &mut response)?;
            Ok(Answer::new(response, about))
        })
    }
}

impl<R> std::fmt::Debug for AnswerFuture<'_, R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AnswerFuture")
            .field("action", &self.action)
            .finish_non_exhaustive()
    }
}

/// The future of a call's answer.
#[derive(Debug)]
#[must_use = "a call does nothing until it is awaited"]
pub struct ResponseFuture<'c, R>(AnswerFuture<'c, R>);

impl<R: Model> Future for ResponseFuture<'_, R> {
    type Output = Result<R>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0)
            .poll(cx)
            .map(|answer| answer.map(|answer| answer.response))
    }
}

/// Everything between a request's parameters and an answer's bytes: the same code for all actions.
async fn execute(config: &Config, draft: Result<Draft>) -> Result<Raw> {
    let draft = draft?;
    let action = draft.action.name;
    let limit = Limit::of(&draft.options);
    let opened = open(config, draft, limit).await?;
    limit
        .hold(opened.collect())
        .await
        .map_err(|error| error.during(action, 1))
}

/// The time that a call may take, and when it began.
#[derive(Clone, Copy)]
pub(crate) struct Limit {
    whole: Duration,
    begun: Instant,
}

impl Limit {
    pub(crate) fn of(options: &Options) -> Self {
        Self {
            whole: options.timeout.unwrap_or(TIMEOUT),
            begun: Instant::now(),
        }
    }

    /// What comes in the time that is left.
    pub(crate) async fn hold<T>(self, what: impl Future<Output = Result<T>>) -> Result<T> {
        let left = self.whole.saturating_sub(self.begun.elapsed());
        tokio::time::timeout(left, what)
            .await
            .unwrap_or_else(|_| Err(Error::timeout(Some(self.whole))))
    }

    /// The same time, from now on.
    pub(crate) fn again(self) -> Self {
        Self {
            begun: Instant::now(),
            ..self
        }
    }
}

/// An answer whose head is there and whose body is on its way.
pub(crate) struct Opened {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Body,
}

impl Opened {
    /// The whole answer.
    pub(crate) async fn collect(self) -> Result<Raw> {
        Ok(Raw {
            status: self.status,
            headers: self.headers,
            body: self.body.bytes().await?,
            attempts: 1,
        })
    }
}

/// Signs and sends, up to the answer's head. An error tells the action, and whether the request
/// was sent.
pub(crate) async fn open(config: &Config, draft: Draft, limit: Limit) -> Result<Opened> {
    let action = draft.action.name;
    let unsent = |error: Error| error.during(action, 0);
    let credential = limit
        .hold(config.provider().credential())
        .await
        .map_err(unsent)?;
    let signed = draft
        .sign(&credential, config.now(), config)
        .map_err(unsent)?;
    tracing::debug!(
        action,
        service = draft.action.api.service,
        region = draft.options.region,
        "sending"
    );
    let mut request = signed.request;
    request.extensions_mut().insert(draft.redaction);
    let (head, body) = limit
        .hold(config.sender().send(request))
        .await
        .map_err(|error| error.during(action, 1))?
        .into_parts();
    Ok(Opened {
        status: head.status,
        headers: head.headers,
        body,
    })
}
