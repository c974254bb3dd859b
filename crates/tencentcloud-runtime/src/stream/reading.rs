//! A response whose events are read.

use std::pin::Pin;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use http::header::{CONNECTION, CONTENT_LENGTH, TRANSFER_ENCODING};
use http::{HeaderMap, StatusCode};
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::Instant;

use crate::answer::{Parser, Raw, TooLong, header_id};
use crate::config::Events;
use crate::send::{Limit, Opened};
use crate::transport::Body;
use crate::{Error, Result};

/// What a stream yields before it has a type.
pub(super) enum Piece {
    /// The data of one event.
    Event { data: Vec<u8>, request_id: String },
    /// An ordinary response: the service did not stream.
    Whole(Raw),
}

/// A response on its way, whose events are read.
pub(super) struct Reading {
    status: StatusCode,
    headers: HeaderMap,
    body: Body,
    /// How often the request was sent.
    attempts: u32,
    parser: Parser,
    /// The longest wait for an event.
    wait: Duration,
    /// The body up to the first event, as long as it may be JSON of a wrong label.
    plain: Option<BytesMut>,
    /// True after the first event.
    begun: bool,
    /// Its place among the requests under way, until the stream ends.
    _place: Option<OwnedSemaphorePermit>,
}

impl Reading {
    pub(super) fn new(opened: Opened, events: &Events) -> Self {
        Self {
            status: opened.status,
            headers: opened.headers,
            body: opened.body,
            attempts: opened.attempts,
            parser: Parser::new(events.limit()),
            wait: events.timeout(),
            plain: Some(BytesMut::new()),
            begun: false,
            _place: opened.place,
        }
    }

    /// The next event; the whole body if it was none; an error.
    pub(super) async fn next(&mut self, limit: Limit) -> Option<Result<Piece>> {
        let piece = self.piece(limit).await;
        let id = header_id(&self.headers);
        piece.map(|piece| {
            piece.map_err(|error| match error.request_id() {
                None => error.with_request_id(id),
                Some(_) => error,
            })
        })
    }

    async fn piece(&mut self, limit: Limit) -> Option<Result<Piece>> {
        let due = Instant::now() + self.wait;
        loop {
            match self.parser.event() {
                Err(TooLong { what, limit }) => {
                    return Some(Err(Error::unusable(format!(
                        "{what} is longer than {limit} bytes: raise Config::event_limit if that is right"
                    ))));
                }
                Ok(Some(data)) if data.trim_ascii() == b"[DONE]" => return None,
                Ok(Some(data)) => {
                    (self.begun, self.plain) = (true, None);
                    let request_id = header_id(&self.headers).to_owned();
                    return Some(Ok(Piece::Event { data, request_id }));
                }
                Ok(None) if self.parser.ended => return self.end(),
                Ok(None) => {}
            }
            let body = &mut self.body;
            let piece = std::future::poll_fn(|cx| Pin::new(&mut *body).poll_next(cx));
            // What is no event, or not yet one, does not keep a stream open for ever.
            let piece = async {
                match tokio::time::timeout_at(due, piece).await {
                    Ok(piece) => piece.transpose(),
                    Err(_) => Err(Error::timeout(Some(self.wait))),
                }
            };
            match limit.again().hold(piece).await {
                Err(error) => return Some(Err(error)),
                Ok(None) => self.parser.end(),
                Ok(Some(bytes)) => self.feed(&bytes),
            }
        }
    }

    fn feed(&mut self, bytes: &Bytes) {
        self.parser.feed(bytes);
        if let Some(mut plain) = self.plain.take() {
            plain.extend_from_slice(bytes);
            let first = plain.iter().find(|byte| !byte.is_ascii_whitespace());
            let may_be_json = first.is_none_or(|byte| *byte == b'{');
            self.plain = may_be_json.then_some(plain);
        }
    }

    /// What there is to say of a stream that ended without a mark.
    fn end(&mut self) -> Option<Result<Piece>> {
        let plain = self.plain.take().unwrap_or_default();
        if self.begun {
            let cut = "the connection was closed, and nothing says that the stream is complete";
            return self.is_unbounded().then(|| Err(Error::network(cut)));
        }
        if plain.is_empty() {
            let what = "the stream ended without an event";
            return Some(Err(Error::answer(self.status, what)));
        }
        Some(Ok(Piece::Whole(Raw {
            status: self.status,
            headers: std::mem::take(&mut self.headers),
            body: plain.freeze(),
            attempts: self.attempts,
        })))
    }

    /// True for a body that ends with its connection: whether it is complete nobody knows.
    fn is_unbounded(&self) -> bool {
        let has = |name| self.headers.contains_key(name);
        let connection = self.headers.get(CONNECTION);
        let closes =
            connection.is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"close"));
        closes && !has(CONTENT_LENGTH) && !has(TRANSFER_ENCODING)
    }
}
