//! Responses that are a stream of server-sent events.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use super::parser::Parser;
use crate::action::Name;
use crate::answer::{FromResponse, Mode, Raw};
use crate::client::Request;
use crate::send::{self, Limit, Opened, Response};
use crate::transport::Body;
use crate::{Call, Error, Result, Streaming};

/// The largest event, in bytes: none is this large, what is has no end.
const LONGEST: usize = 64 * 1024 * 1024;

/// The events of a response. Returned by [`Call::events`]. Ends after the last event or the first
/// error.
#[must_use = "a stream does nothing until it is polled"]
pub struct EventStream<'c, R> {
    pieces: Pin<Box<dyn Stream<Item = Result<Piece>> + Send + 'c>>,
    action: Name,
    mode: Mode,
    response: PhantomData<fn() -> R>,
}

/// What a stream yields before it has a type.
enum Piece {
    /// The data of one event.
    Event { data: Vec<u8>, request_id: String },
    /// An ordinary response: the service did not stream.
    Whole(Raw),
}

impl<'c, A: Streaming> Call<'c, A> {
    /// Sends the call and returns its response event by event. A plain JSON response is one event; an
    /// error, before the stream or inside it, is the last item.
    ///
    /// The call's timeout applies to the response's head and then between any two pieces of its body,
    /// not to the whole.
    pub fn events(self) -> EventStream<'c, A::Response>
    where
        A: 'c,
    {
        EventStream::new(self)
    }
}

impl<'c, R: FromResponse> EventStream<'c, R> {
    /// The events of a call.
    pub(super) fn new<A: Request<Response = R>>(call: Call<'c, A>) -> Self {
        let call = call.for_events();
        let (config, draft, mode) = call.parts();
        let limit = Limit::of(&call.options());
        let name = call.request().name();
        let state = State::Closed(Box::pin(async move {
            let mut read = |raw: &Raw| R::read(raw, &name, mode).map(drop);
            send::events(config, draft, &mut read).await
        }));
        Self {
            pieces: Box::pin(futures_util::stream::unfold(state, move |state| {
                state.next(limit)
            })),
            action: call.request().name(),
            mode,
            response: PhantomData,
        }
    }
}

enum State<'c> {
    Closed(Pin<Box<dyn Future<Output = Result<Response>> + Send + 'c>>),
    Open(Reading),
    Done,
}

/// A response whose events are read.
struct Reading {
    body: Body,
    parser: Parser,
    request_id: String,
}

impl State<'_> {
    async fn next(self, limit: Limit) -> Option<(Result<Piece>, Self)> {
        let mut reading = match self {
            State::Done => return None,
            State::Open(reading) => reading,
            State::Closed(opening) => match opening.await {
                Err(error) => return Some((Err(error), State::Done)),
                Ok(Response::Events(opened)) => Reading::new(opened),
                Ok(Response::Whole(raw)) => return Some((Ok(Piece::Whole(raw)), State::Done)),
            },
        };
        let piece = reading.next(limit).await?;
        let state = match piece {
            Ok(_) => State::Open(reading),
            Err(_) => State::Done,
        };
        Some((piece, state))
    }
}

impl Reading {
    fn new(opened: Opened) -> Self {
        let id = opened.headers.get("x-tc-requestid");
        let id = id.and_then(|id| id.to_str().ok()).unwrap_or_default();
        Self {
            request_id: id.to_owned(),
            body: opened.body,
            parser: Parser::default(),
        }
    }

    async fn next(&mut self, limit: Limit) -> Option<Result<Piece>> {
        loop {
            if let Some(data) = self.parser.event() {
                return (data.trim_ascii() != b"[DONE]").then(|| {
                    Ok(Piece::Event {
                        data,
                        request_id: self.request_id.clone(),
                    })
                });
            }
            if self.parser.ended {
                return None;
            }
            let body = &mut self.body;
            let piece = std::future::poll_fn(|cx| Pin::new(&mut *body).poll_next(cx));
            match limit.again().hold(async { piece.await.transpose() }).await {
                Err(error) => return Some(Err(error)),
                Ok(None) => self.parser.end(),
                Ok(Some(bytes)) => {
                    self.parser.feed(&bytes);
                    if self.parser.size() > LONGEST {
                        let what = format!("an event is longer than {LONGEST} bytes");
                        return Some(Err(Error::unusable(what)));
                    }
                }
            }
        }
    }
}

impl<R: FromResponse> EventStream<'_, R> {
    /// Returns the next event; `None` after the last one.
    ///
    /// # Errors
    /// Fails if the call fails, before the stream or inside it.
    pub async fn next(&mut self) -> Option<Result<R>> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    fn read(&self, piece: Result<Piece>) -> Result<R> {
        let (action, mode) = (&self.action, self.mode);
        match piece {
            // What came before anything was sent says so itself.
            Err(error) if error.action().is_empty() => Err(error.during(action, 1)),
            Err(error) => Err(error),
            Ok(Piece::Whole(raw)) => R::read(&raw, action, mode).map(|answer| answer.response),
            Ok(Piece::Event { data, request_id }) => {
                R::read_event(&data, &request_id, action, mode)
            }
        }
    }
}

impl<R: FromResponse> Stream for EventStream<'_, R> {
    type Item = Result<R>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let piece = std::task::ready!(self.pieces.as_mut().poll_next(cx));
        let event = piece.map(|piece| self.read(piece));
        if matches!(event, Some(Err(_))) {
            self.pieces = Box::pin(futures_util::stream::empty());
        }
        Poll::Ready(event)
    }
}

impl<R> fmt::Debug for EventStream<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream")
            .field("action", &self.action)
            .finish_non_exhaustive()
    }
}
