//! Answers that come as a stream of server-sent events.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;

use crate::answer::{self, Mode, Raw};
use crate::send::{Limit, Opened, open};
use crate::transport::Body;
use crate::{Call, Error, Model, Result, Streaming};

/// No event is this large; what is has no end.
const LONGEST: usize = 64 * 1024 * 1024;

/// The events of an answer: see [`Call::events`]. Ends after the last event, and after the first
/// error.
#[must_use = "a stream does nothing until it is polled"]
pub struct EventStream<'c, R> {
    pieces: Pin<Box<dyn Stream<Item = Result<Piece>> + Send + 'c>>,
    action: &'static str,
    mode: Mode,
    response: PhantomData<fn() -> R>,
}

/// What a stream yields before it has a type.
enum Piece {
    /// The data of one event.
    Event { data: Vec<u8>, request_id: String },
    /// An ordinary answer: the service did not stream.
    Whole(Raw),
}

impl<'c, A: Streaming> Call<'c, A> {
    /// Makes the call and reads its answer event by event. A service that answers with plain JSON
    /// gives one event; an error, before the stream or inside it, is the last item.
    ///
    /// The call's timeout holds for the answer's head and then between any two pieces of it, not
    /// for the whole.
    pub fn events(self) -> EventStream<'c, A::Response>
    where
        A: 'c,
    {
        let (config, draft, mode) = self.parts();
        let limit = Limit::of(&self.options());
        let state = State::Closed(Box::pin(async move {
            open(config, draft?, limit.again()).await
        }));
        EventStream {
            pieces: Box::pin(futures_util::stream::unfold(state, move |state| {
                state.next(limit)
            })),
            action: A::INFO.name,
            mode,
            response: PhantomData,
        }
    }
}

enum State<'c> {
    Closed(Pin<Box<dyn Future<Output = Result<Opened>> + Send + 'c>>),
    Open(Reading),
    Done,
}

/// An answer whose events are read.
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
                Ok(opened) if is_events(&opened) => Reading::new(opened),
                Ok(opened) => {
                    let whole = limit.again().hold(opened.collect()).await;
                    return Some((whole.map(Piece::Whole), State::Done));
                }
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

fn is_events(opened: &Opened) -> bool {
    let kind = opened
        .headers
        .get(http::header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    kind.is_some_and(|kind| {
        kind.trim_start()
            .to_ascii_lowercase()
            .starts_with("text/event-stream")
    })
}

/// The lines of a stream as events, as the standard for server-sent events has it: lines end with
/// LF, CR or both; `data:` may have a space behind it or not; several data lines are one text; a
/// last event may lack its empty line; one without data is none.
#[derive(Debug, Default)]
struct Parser {
    buffer: BytesMut,
    /// How far the buffer is known to hold no line end.
    scanned: usize,
    data: Option<Vec<u8>>,
    ended: bool,
}

impl Parser {
    fn feed(&mut self, bytes: &Bytes) {
        self.buffer.extend_from_slice(bytes);
    }

    fn end(&mut self) {
        self.ended = true;
    }

    fn size(&self) -> usize {
        self.buffer.len() + self.data.as_ref().map_or(0, Vec::len)
    }

    /// The data of the next whole event.
    fn event(&mut self) -> Option<Vec<u8>> {
        while let Some(line) = self.line() {
            if line.is_empty() {
                if let Some(data) = self.take() {
                    return Some(data);
                }
                continue;
            }
            let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line);
            let Some(value) = line.strip_prefix(b"data:") else {
                continue;
            };
            let value = value.strip_prefix(b" ").unwrap_or(value);
            match &mut self.data {
                Some(data) => {
                    data.push(b'\n');
                    data.extend_from_slice(value);
                }
                None => self.data = Some(value.to_vec()),
            }
        }
        if self.ended { self.take() } else { None }
    }

    /// The data lines so far, as one event.
    fn take(&mut self) -> Option<Vec<u8>> {
        self.data
            .take()
            .filter(|data| !data.trim_ascii().is_empty())
    }

    fn line(&mut self) -> Option<BytesMut> {
        let found = self.buffer[self.scanned..]
            .iter()
            .position(|byte| matches!(byte, b'\n' | b'\r'));
        let Some(end) = found.map(|at| at + self.scanned) else {
            self.scanned = self.buffer.len();
            if self.ended && !self.buffer.is_empty() {
                self.scanned = 0;
                return Some(self.buffer.split());
            }
            return None;
        };
        let next = match (self.buffer[end], self.buffer.get(end + 1)) {
            (b'\r', Some(b'\n')) => end + 2,
            // The other half of the line end may still be on its way.
            (b'\r', None) if !self.ended => {
                self.scanned = end;
                return None;
            }
            _ => end + 1,
        };
        let mut line = self.buffer.split_to(next);
        line.truncate(end);
        self.scanned = 0;
        Some(line)
    }
}

impl<R: Model> EventStream<'_, R> {
    /// The next event; `None` after the last one.
    ///
    /// # Errors
    /// What the call came to, before the stream or inside it.
    pub async fn next(&mut self) -> Option<Result<R>> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    fn read(&self, piece: Result<Piece>) -> Result<R> {
        let (action, mode) = (self.action, self.mode);
        let mut response = R::empty();
        match piece {
            // What came before anything was sent says so itself.
            Err(error) if error.action().is_empty() => return Err(error.during(action, 1)),
            Err(error) => return Err(error),
            Ok(Piece::Whole(raw)) => {
                answer::read(raw, action, mode, &mut response)?;
            }
            Ok(Piece::Event { data, request_id }) => {
                answer::read_event(&data, &request_id, action, mode, &mut response)?;
            }
        }
        Ok(response)
    }
}

impl<R: Model> Stream for EventStream<'_, R> {
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

#[cfg(test)]
mod tests {
    use super::*;

    /// All events of a text that comes in pieces of `size` bytes.
    fn events(text: &str, size: usize) -> Vec<String> {
        let mut parser = Parser::default();
        let mut found = Vec::new();
        let mut drain = |parser: &mut Parser| {
            while let Some(event) = parser.event() {
                found.push(String::from_utf8(event).unwrap());
            }
        };
        for piece in text.as_bytes().chunks(size) {
            parser.feed(&Bytes::copy_from_slice(piece));
            drain(&mut parser);
        }
        parser.end();
        drain(&mut parser);
        found
    }

    #[test]
    fn every_way_to_write_a_stream_gives_the_same_events() {
        let long = "x".repeat(100_000);
        let wanted = vec![
            "{\"a\":1}".to_owned(),
            "two\nlines".to_owned(),
            long.clone(),
            "last".to_owned(),
        ];
        for end in ["\n", "\r\n", "\r"] {
            for space in ["", " "] {
                let text = [
                    "\u{feff}: a comment",
                    &format!("data:{space}{{\"a\":1}}"),
                    "",
                    "event: message",
                    &format!("data:{space}two"),
                    &format!("data:{space}lines"),
                    "",
                    "",
                    &format!("data:{space}{long}"),
                    "",
                    &format!("data:{space}last"),
                ]
                .join(end);
                for size in [1, 2, 7, 1000, text.len()] {
                    assert_eq!(events(&text, size), wanted, "{end:?} {space:?} {size}");
                }
            }
        }
    }
}
