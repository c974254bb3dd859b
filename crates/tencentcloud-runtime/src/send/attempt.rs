//! One attempt: signed, sent, and its response on the way.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, StatusCode};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{Response, Sending, date};
use crate::answer::{Raw, header_id};
use crate::intercept::Unsigned;
use crate::transport::{Body, Unreached, is_events};
use crate::{Credential, Error, Result};

/// The codes of a credential that has ended, or that the service does not know.
const REFUSED: [&str; 3] = [
    "AuthFailure.TokenFailure",
    "AuthFailure.InvalidSecretId",
    "AuthFailure.SecretIdNotFound",
];

/// Reads a whole response and returns its request ID; its error is that of the attempt.
pub(crate) type Check<'a> = &'a mut (dyn FnMut(&Raw) -> Result<String> + Send);

/// An attempt without a usable response.
pub(super) struct Failed {
    pub(super) error: Error,
    /// True if the next attempt would fail in the same way.
    pub(super) last: bool,
    /// The wait that the response asks for.
    pub(super) asked: Option<Duration>,
    /// True if it was signed for the wrong time or with a credential that has ended, and the next one
    /// is not.
    pub(super) mended: bool,
    /// The response that is no usable one, if all of it came.
    pub(super) raw: Option<Raw>,
}

impl Failed {
    /// The error of an attempt that has not come to sending.
    fn unsent(error: Error) -> Self {
        Self {
            last: true,
            ..error.unsent().into()
        }
    }
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self {
            error,
            last: false,
            asked: None,
            mended: false,
            raw: None,
        }
    }
}

/// A response whose head is there and whose body is on its way.
pub(crate) struct Opened {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Body,
    /// The largest whole body that is read, in bytes.
    pub(crate) limit: usize,
    /// How often the request was sent.
    pub(crate) attempts: u32,
    /// Its place among the requests under way.
    pub(crate) place: Option<OwnedSemaphorePermit>,
}

impl Opened {
    /// Waits for the whole response.
    pub(crate) async fn collect(self) -> Result<Raw> {
        Ok(Raw {
            status: self.status,
            headers: self.headers,
            body: self.body.bytes(self.limit).await?,
            attempts: self.attempts,
        })
    }

    /// A gateway's error page is none, whatever it is labelled.
    fn is_events(&self) -> bool {
        self.status.is_success() && is_events(&self.headers)
    }
}

impl Sending<'_> {
    /// Sends to the host whose turn it is, up to the whole response or the beginning of a stream.
    pub(super) async fn attempt(
        &mut self,
        check: Check<'_>,
        events: bool,
    ) -> Result<Response, Failed> {
        let pass = self.pass().map_err(Failed::unsent)?;
        let outcome = self.exchange(check, events).await;
        self.heard(pass, outcome.as_ref().err());
        outcome
    }

    /// Waits for its turn, signs and sends.
    async fn exchange(&mut self, check: Check<'_>, events: bool) -> Result<Response, Failed> {
        let limit = self.limit.within(self.draft.options.retry.attempt_timeout);
        let credential = limit.hold(self.config.provider().credential()).await;
        let credential = credential.map_err(Failed::unsent)?;
        let place = match self.config.is_limited() {
            true => limit.hold(self.place()).await,
            false => Ok(None),
        };
        let place = place.and_then(|place| limit.check().map(|()| place));
        let place = place.map_err(Failed::unsent)?;
        let (sent, signed) = loop {
            let (mut request, signed) = self.request(&credential).map_err(Failed::unsent)?;
            let unreached = Unreached::default();
            request.extensions_mut().insert(unreached.clone());
            let sent = limit.hold(self.config.sender().send(request)).await;
            match sent {
                // The connections that the server has closed run out.
                Err(_) if unreached.is_closed() => {}
                Err(error) if unreached.is_given_up() => break (Err(error.unsent()), signed),
                sent => break (sent, signed),
            }
        };
        self.sent += u32::from(!sent.as_ref().is_err_and(Error::is_unsent));
        let (head, body) = sent?.into_parts();
        let opened = Opened {
            status: head.status,
            headers: head.headers,
            body,
            limit: self.draft.options.network.response_limit(),
            attempts: self.sent,
            place,
        };
        if events && opened.is_events() {
            return Ok(Response::Events(opened));
        }
        let id = header_id(&opened.headers).to_owned();
        let raw = limit.hold(opened.collect()).await;
        let raw = raw.map_err(|error| error.with_request_id(id))?;
        match check(&raw) {
            Ok(id) => Ok(Response::Whole(raw, id)),
            Err(error) => Err(Failed {
                asked: date::retry_after(&raw.headers, self.config.now()),
                mended: match error.code() {
                    Some("AuthFailure.SignatureExpire") => self.mend_clock(&raw.headers, signed),
                    Some(code) if REFUSED.contains(&code) => {
                        self.config.provider().refused(&credential)
                    }
                    _ => false,
                },
                raw: Some(raw),
                ..error.into()
            }),
        }
    }

    /// Waits for the action's turn, and for a place among the requests under way.
    async fn place(&self) -> Result<Option<OwnedSemaphorePermit>> {
        let action = &self.draft.action;
        let (service, name) = (action.api.service.as_str(), action.name.as_str());
        if let Some(per_second) = self.config.rate_of(service, name) {
            let region = self.draft.options.region.as_deref().unwrap_or_default();
            let turn = self
                .config
                .rates()
                .turn([service, name, region], per_second);
            tokio::time::sleep(turn).await;
        }
        let place = self.config.places().map(Semaphore::acquire_owned);
        match place {
            // Nobody closes it.
            Some(place) => Ok(place.await.ok()),
            None => Ok(None),
        }
    }

    /// Learns the server's time from a response. Returns true if that explains why what was signed
    /// for the time `signed` has expired.
    fn mend_clock(&self, headers: &HeaderMap, signed: SystemTime) -> bool {
        let here = self.config.here();
        date::date(headers).is_some_and(|server| self.config.skew().learn(here, server, signed))
    }

    /// A request with a signature of now, and the time that it is signed for.
    fn request(
        &self,
        credential: &Credential,
    ) -> Result<(http::Request<bytes::Bytes>, SystemTime)> {
        let time = self.config.now();
        let interceptors = self.draft.options.observe.interceptors();
        let mut request = match interceptors {
            [] => {
                self.draft
                    .sign(credential, time, self.config.keys())?
                    .request
            }
            _ => self.intercepted(credential, time)?,
        };
        request
            .extensions_mut()
            .insert(self.draft.redaction.clone());
        Ok((request, time))
    }

    /// A request that the program's own code has seen before and after it was signed.
    fn intercepted(
        &self,
        credential: &Credential,
        time: SystemTime,
    ) -> Result<http::Request<bytes::Bytes>> {
        let interceptors = self.draft.options.observe.interceptors();
        let info = self.draft.info(self.tried);
        // The next attempt begins from the draft as it was.
        let mut draft = self.draft.clone();
        let mut unsigned = Unsigned {
            headers: HeaderMap::new(),
            body: draft.body_mut(),
        };
        for interceptor in interceptors {
            interceptor.before_signing(&info, &mut unsigned)?;
        }
        let added = unsigned.headers;
        let mut request = draft.sign(credential, time, self.config.keys())?.request;
        for (name, value) in &added {
            if request.headers().contains_key(name) {
                return Err(Error::request(format!(
                    "an interceptor adds the header {name}, which the SDK sets itself: change it in before_sending"
                )));
            }
            request.headers_mut().insert(name, value.clone());
        }
        for interceptor in interceptors {
            interceptor.before_sending(&info, &mut request)?;
        }
        Ok(request)
    }
}
