//! The pages of a list, and their items, as streams.

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use super::position::Position;
use crate::answer::request_id;
use crate::model::{Model, path};
use crate::{Call, Error, Paged, Result};

/// The responses of a call, page after page. Returned by [`Call::pages`]. Ends after the last page
/// or the first error.
#[must_use = "a stream does nothing until it is polled"]
pub struct PageStream<'c, R>(Pin<Box<dyn Stream<Item = Result<R>> + Send + 'c>>);

/// The items of a list over all its pages. Returned by [`Call::items`].
#[must_use = "a stream does nothing until it is polled"]
pub struct ItemStream<'c, R, T> {
    pages: PageStream<'c, R>,
    path: &'static str,
    ready: VecDeque<T>,
}

impl<'c, A: Paged> Call<'c, A> {
    /// Returns the responses page after page, from the request's own position to the end of the list.
    /// Each page is requested when the one before is used up.
    pub fn pages(self) -> PageStream<'c, A::Response>
    where
        A: 'c,
    {
        let start = Some((self, Position::new(A::PAGES)));
        PageStream(Box::pin(futures_util::stream::unfold(
            start,
            async |state| {
                let (mut call, mut position) = state?;
                position.ask(call.request_mut());
                let answer = match call.again().await {
                    Ok(answer) => answer,
                    Err(error) => return Some((Err(error), None)),
                };
                match position.advance(call.request(), &answer) {
                    Ok(more) => Some((Ok(answer), more.then_some((call, position)))),
                    Err(what) => {
                        let id = request_id(&answer).unwrap_or_default();
                        let error = Error::unusable(what).with_request_id(id);
                        Some((Err(error.during(A::INFO.name, 1)), None))
                    }
                }
            },
        )))
    }

    /// Returns the items of the list over all pages. Each page is requested when the items of the one
    /// before are used up.
    pub fn items(self) -> ItemStream<'c, A::Response, A::Item>
    where
        A: 'c,
    {
        ItemStream {
            pages: self.pages(),
            path: A::PAGES.items,
            ready: VecDeque::new(),
        }
    }
}

impl<R> PageStream<'_, R> {
    /// Returns the next page; `None` after the last one.
    ///
    /// # Errors
    /// Fails if the call for the page fails, or if the service repeats a page.
    pub async fn next(&mut self) -> Option<Result<R>> {
        std::future::poll_fn(|cx| self.0.as_mut().poll_next(cx)).await
    }
}

impl<R> Stream for PageStream<'_, R> {
    type Item = Result<R>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll_next(cx)
    }
}

impl<R: Model, T: Send + 'static> ItemStream<'_, R, T> {
    /// Returns the next item; `None` after the last one.
    ///
    /// # Errors
    /// Fails if the call for its page fails.
    pub async fn next(&mut self) -> Option<Result<T>> {
        std::future::poll_fn(|cx| self.poll(cx)).await
    }

    /// Returns all items that are left.
    ///
    /// # Errors
    /// Fails with the first error; the items before it are lost.
    pub async fn all(mut self) -> Result<Vec<T>> {
        let mut items = Vec::new();
        while let Some(item) = self.next().await {
            items.push(item?);
        }
        Ok(items)
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            match std::task::ready!(self.pages.0.as_mut().poll_next(cx)) {
                Some(Ok(mut page)) => {
                    self.ready = path::take(&mut page, self.path).unwrap_or_default().into()
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<R: Model, T: Send + Unpin + 'static> Stream for ItemStream<'_, R, T> {
    type Item = Result<T>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(cx)
    }
}

impl<R> fmt::Debug for PageStream<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PageStream(..)")
    }
}

impl<R, T> fmt::Debug for ItemStream<'_, R, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ItemStream")
            .field("ready", &self.ready.len())
            .finish_non_exhaustive()
    }
}
