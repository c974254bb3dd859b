//! Responses that are a stream of server-sent events.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use super::reading::{Piece, Reading};
use crate::action::Name;
use crate::answer::{FromResponse, Mode, Raw};
use crate::client::Request;
use crate::config::Events;
use crate::send::{self, Limit, Response};
use crate::{Call, Result, Streaming};

/// The events of a response. Returned by [`Call::events`]. Ends after the last event or the first
/// error.
#[must_use = "a stream does nothing until it is polled"]
pub struct EventStream<'c, R> {
    pieces: Pin<Box<dyn Stream<Item = Result<Piece>> + Send + 'c>>,
    action: Name,
    mode: Mode,
    response: PhantomData<fn() -> R>,
}

impl<'c, A: Streaming> Call<'c, A> {
    /// Sends the call and returns its response event by event. A plain JSON response is one event; an
    /// error, before the stream or inside it, is the last item.
    ///
    /// The call's timeout applies to the response's head and then between any two pieces of its body,
    /// not to the whole; [`Call::event_timeout`] applies between any two events. A stream without an
    /// event fails, and so does one of which nobody can know that it is complete: without an end in
    /// HTTP and without the `[DONE]` of its own.
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
        let options = call.options();
        let (limit, events) = (Limit::of(&options), options.events);
        let name = call.request().name();
        let state = State::Closed(Box::pin(async move {
            let mut read = |raw: &Raw| R::read(raw, &name, mode).map(|answer| answer.request_id);
            send::events(config, draft, &mut read).await
        }));
        Self {
            pieces: Box::pin(futures_util::stream::unfold(state, move |state| {
                state.next(limit, events.clone())
            })),
            action: call.request().name(),
            mode,
            response: PhantomData,
        }
    }
}

enum State<'c> {
    Closed(Pin<Box<dyn Future<Output = Result<Response>> + Send + 'c>>),
    Open(Box<Reading>),
    Done,
}

impl State<'_> {
    async fn next(self, limit: Limit, events: Events) -> Option<(Result<Piece>, Self)> {
        let mut reading = match self {
            State::Done => return None,
            State::Open(reading) => reading,
            State::Closed(opening) => match opening.await {
                Err(error) => return Some((Err(error), State::Done)),
                Ok(Response::Events(opened)) => Box::new(Reading::new(opened, &events)),
                Ok(Response::Whole(raw, _)) => return Some((Ok(Piece::Whole(raw)), State::Done)),
            },
        };
        let piece = reading.next(limit).await?;
        let state = match piece {
            Ok(Piece::Event { .. }) => State::Open(reading),
            _ => State::Done,
        };
        Some((piece, state))
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
            Err(error) if error.action().is_empty() => {
                Err(error.during(action, 1)).inspect_err(send::report)
            }
            Err(error) => Err(error),
            Ok(Piece::Whole(raw)) => R::read(&raw, action, mode).map(|answer| answer.response),
            Ok(Piece::Event { data, request_id }) => {
                R::read_event(&data, &request_id, action, mode).inspect_err(send::report)
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
