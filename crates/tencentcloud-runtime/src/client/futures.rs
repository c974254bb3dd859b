//! The futures of a call.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use crate::action::Name;
use crate::answer::FromResponse;
use crate::{Answer, Result};

/// The future of a response with its request ID, warnings and number of attempts. Returned by
/// [`Call::answer`](crate::Call::answer).
#[must_use = "a call does nothing until it is awaited"]
pub struct AnswerFuture<'c, R> {
    pub(super) action: Name,
    pub(super) answer: Pin<Box<dyn Future<Output = Result<Answer<R>>> + Send + 'c>>,
}

impl<R: FromResponse> Future for AnswerFuture<'_, R> {
    type Output = Result<Answer<R>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.answer.as_mut().poll(cx)
    }
}

impl<R> fmt::Debug for AnswerFuture<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AnswerFuture")
            .field("action", &self.action)
            .finish_non_exhaustive()
    }
}

/// The future of a response. Returned by `IntoFuture` of [`Call`](crate::Call).
#[derive(Debug)]
#[must_use = "a call does nothing until it is awaited"]
pub struct ResponseFuture<'c, R>(pub(super) AnswerFuture<'c, R>);

impl<R: FromResponse> Future for ResponseFuture<'_, R> {
    type Output = Result<R>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0)
            .poll(cx)
            .map(|answer| answer.map(|answer| answer.response))
    }
}
