//! One attempt: signed, sent, and its response on the way.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, StatusCode};

use super::{Limit, Response, Sending, date};
use crate::answer::{Raw, header_id};
use crate::transport::Body;
use crate::{Credential, Error, Result};

/// The codes of a credential that has ended, or that the service does not know.
const REFUSED: [&str; 3] = [
    "AuthFailure.TokenFailure",
    "AuthFailure.InvalidSecretId",
    "AuthFailure.SecretIdNotFound",
];

/// Reads a whole response; its error is that of the attempt.
pub(crate) type Check<'a> = &'a mut (dyn FnMut(&Raw) -> Result<()> + Send);

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
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self {
            error,
            last: false,
            asked: None,
            mended: false,
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
        let kind = self.headers.get(http::header::CONTENT_TYPE);
        let kind = kind.map(|kind| kind.as_bytes().trim_ascii_start());
        let wanted = b"text/event-stream";
        kind.and_then(|kind| kind.get(..wanted.len()))
            .is_some_and(|kind| self.status.is_success() && kind.eq_ignore_ascii_case(wanted))
    }
}

impl Sending<'_> {
    /// Signs and sends, up to the whole response or the beginning of a stream.
    pub(super) async fn attempt(
        &mut self,
        check: &mut (dyn FnMut(&Raw) -> Result<()> + Send),
        events: bool,
    ) -> Result<Response, Failed> {
        let limit = self.limit.within(self.draft.options.retry.attempt_timeout);
        let (request, signed, credential) = self.request(limit).await.map_err(|error| Failed {
            last: true,
            ..error.into()
        })?;
        let sent = limit.hold(self.config.sender().send(request)).await;
        self.sent += u32::from(!sent.as_ref().is_err_and(Error::is_unsent));
        let (head, body) = sent?.into_parts();
        let opened = Opened {
            status: head.status,
            headers: head.headers,
            body,
            limit: self.draft.options.network.response_limit(),
            attempts: self.sent,
        };
        if events && opened.is_events() {
            return Ok(Response::Events(opened));
        }
        let id = header_id(&opened.headers).to_owned();
        let raw = limit.hold(opened.collect()).await;
        let raw = raw.map_err(|error| error.with_request_id(id))?;
        match check(&raw) {
            Ok(()) => Ok(Response::Whole(raw)),
            Err(error) => Err(Failed {
                asked: date::retry_after(&raw.headers, self.config.now()),
                mended: match error.code() {
                    Some("AuthFailure.SignatureExpire") => self.mend_clock(&raw.headers, signed),
                    Some(code) if REFUSED.contains(&code) => {
                        self.config.provider().refused(&credential)
                    }
                    _ => false,
                },
                ..error.into()
            }),
        }
    }

    /// Learns the server's time from a response. Returns true if that explains why what was signed
    /// for the time `signed` has expired.
    fn mend_clock(&self, headers: &HeaderMap, signed: SystemTime) -> bool {
        let here = self.config.here();
        date::date(headers).is_some_and(|server| self.config.skew().learn(here, server, signed))
    }

    /// A request with a signature of now, and the time and the credential that it is signed with.
    async fn request(
        &self,
        limit: Limit,
    ) -> Result<(http::Request<bytes::Bytes>, SystemTime, Credential)> {
        let credential = limit.hold(self.config.provider().credential()).await?;
        let time = self.config.now();
        let signed = self.draft.sign(&credential, time, self.config.keys())?;
        let mut request = signed.request;
        request
            .extensions_mut()
            .insert(self.draft.redaction.clone());
        Ok((request, time, credential))
    }
}
