//! The body of a stream of events on its way to the program.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;

use super::{LONGEST, Line};
use crate::Result;
use crate::answer::Parser;
use crate::transport::Body;

/// A body that is passed on as it comes. Its line is written once it has ended, or is dropped.
struct Passing {
    body: Body,
    kept: BytesMut,
    line: Line,
}

/// Returns `body` with what writes the line of its attempt.
pub(crate) fn passing(body: Body, mut line: Line) -> Body {
    line.end(None);
    Body::stream(Passing {
        body,
        kept: BytesMut::new(),
        line,
    })
}

impl Stream for Passing {
    type Item = Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = ready!(Pin::new(&mut self.body).poll_next(context));
        match &next {
            Some(Ok(bytes)) if self.kept.len() + bytes.len() <= LONGEST => {
                self.kept.extend_from_slice(bytes);
            }
            Some(Err(error)) => self.line.end(Some(error.word())),
            _ => {}
        }
        Poll::Ready(next)
    }
}

impl Drop for Passing {
    fn drop(&mut self) {
        let kept = std::mem::take(&mut self.kept).freeze();
        let mut parser = Parser::new(LONGEST);
        parser.feed(&kept);
        parser.end();
        let mut events = Vec::new();
        while let Ok(Some(event)) = parser.event() {
            events.push(event);
        }
        match events.is_empty() {
            // A response that only says it had events.
            true => self.line.response(&kept),
            false => self.line.events(&events),
        }
    }
}
