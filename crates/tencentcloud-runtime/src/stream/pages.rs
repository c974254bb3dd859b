//! The pages of a list, and their items, as streams.

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use super::position::{Position, Step};
use crate::action::{Name, RawPages};
use crate::answer::FromResponse;
use crate::client::Request;
use crate::model::path;
use crate::{Call, Error, Paged, Result};

/// The responses of a call, page after page. Returned by [`Call::pages`]. Ends after the last page
/// or the first error.
#[must_use = "a stream does nothing until it is polled"]
pub struct PageStream<'c, R>(Pin<Box<dyn Stream<Item = Result<R>> + Send + 'c>>);

/// The items of a list over all its pages. Returned by [`Call::items`].
#[must_use = "a stream does nothing until it is polled"]
pub struct ItemStream<'c, R, T> {
    pages: PageStream<'c, R>,
    path: Name,
    take: fn(&mut R, &str) -> Option<Vec<T>>,
    ready: VecDeque<T>,
}

impl<'c, A: Paged> Call<'c, A> {
    /// Returns the responses page after page, from the request's own position to the end of the list.
    /// Each page is requested when the one before is used up.
    pub fn pages(self) -> PageStream<'c, A::Response>
    where
        A: 'c,
    {
        PageStream::new(self, A::PAGES.into())
    }

    /// Returns the items of the list over all pages. Each page is requested when the items of the one
    /// before are used up.
    pub fn items(self) -> ItemStream<'c, A::Response, A::Item>
    where
        A: 'c,
    {
        let path = A::PAGES.items.into();
        ItemStream::new(self.pages(), path, |page, path| path::take(page, path))
    }
}

impl<'c, R: FromResponse> PageStream<'c, R> {
    /// The pages of a call that are requested in that way.
    pub(super) fn new<A: Request<Response = R>>(call: Call<'c, A>, pages: RawPages) -> Self {
        let start = Some((call, Position::new(pages)));
        Self(Box::pin(futures_util::stream::unfold(
            start,
            async |state| {
                let (mut call, mut position) = state?;
                position.ask(call.request_mut());
                let answer = match call.again().await {
                    Ok(answer) => answer,
                    Err(error) if position.ends_with(&error) => return None,
                    Err(error) => return Some((Err(error), None)),
                };
                match position.advance(call.request().tree(), answer.tree()) {
                    Ok(Step::More) => Some((Ok(answer), Some((call, position)))),
                    Ok(Step::Last) => Some((Ok(answer), None)),
                    Ok(Step::Over) => None,
                    Err(what) => {
                        let id = answer.request_id().unwrap_or_default();
                        let error = Error::unusable(what).with_request_id(id);
                        Some((Err(error.during(call.request().name(), 1)), None))
                    }
                }
            },
        )))
    }

    /// No page but an error.
    pub(super) fn failed(error: Error) -> Self {
        let error = std::future::ready(Err(error));
        Self(Box::pin(futures_util::stream::once(error)))
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

impl<'c, R, T> ItemStream<'c, R, T> {
    pub(super) fn new(
        pages: PageStream<'c, R>,
        path: Name,
        take: fn(&mut R, &str) -> Option<Vec<T>>,
    ) -> Self {
        Self {
            pages,
            path,
            take,
            ready: VecDeque::new(),
        }
    }

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
    /// Fails with the first error. The items before it are lost: [`ItemStream::append_to`] keeps
    /// them.
    pub async fn all(mut self) -> Result<Vec<T>> {
        let mut items = Vec::new();
        self.append_to(&mut items).await?;
        Ok(items)
    }

    /// Appends all items that are left to `items`.
    ///
    /// # Errors
    /// Fails with the first error; the items before it are in `items`.
    pub async fn append_to(&mut self, items: &mut Vec<T>) -> Result<()> {
        while let Some(item) = self.next().await {
            items.push(item?);
        }
        Ok(())
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T>>> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            match std::task::ready!(self.pages.0.as_mut().poll_next(cx)) {
                Some(Ok(mut page)) => {
                    self.ready = (self.take)(&mut page, &self.path)
                        .unwrap_or_default()
                        .into()
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<R, T: Unpin> Stream for ItemStream<'_, R, T> {
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
