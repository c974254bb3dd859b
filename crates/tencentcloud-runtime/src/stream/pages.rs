//! The pages of a list, and their items, as streams.

use std::collections::{HashSet, VecDeque};
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;

use crate::action::{Pages, PagesStyle};
use crate::answer::request_id;
use crate::model::{Model, path};
use crate::{Call, Error, Paged, Result};

/// The answers to a call, page after page: see [`Call::pages`]. Ends after the last page, and after
/// the first error.
#[must_use = "a stream does nothing until it is polled"]
pub struct PageStream<'c, R>(Pin<Box<dyn Stream<Item = Result<R>> + Send + 'c>>);

/// The items of a list over all its pages: see [`Call::items`].
#[must_use = "a stream does nothing until it is polled"]
pub struct ItemStream<'c, R, T> {
    pages: PageStream<'c, R>,
    path: &'static str,
    ready: VecDeque<T>,
}

impl<'c, A: Paged> Call<'c, A> {
    /// The answers page after page, from the position that the request says to the end of the
    /// list. Each page is asked for when the one before is used up.
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

    /// The items of the list over all pages, each asked for when the one before is used up.
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
    /// The next page; `None` after the last one.
    ///
    /// # Errors
    /// What the call for the page came to. A service that repeats a page for ever is an error too.
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
    /// The next item; `None` after the last one.
    ///
    /// # Errors
    /// What the call for its page came to.
    pub async fn next(&mut self) -> Option<Result<T>> {
        std::future::poll_fn(|cx| self.poll(cx)).await
    }

    /// All items that are left.
    ///
    /// # Errors
    /// The first error; the items before it are lost.
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

/// Where in the list the next page starts: the same code for all actions.
struct Position {
    pages: Pages,
    /// What the next request says, once there was an answer.
    next: Option<String>,
    /// The items that the request passed over, and those of the pages so far.
    passed: Option<u64>,
    /// The list of the page before, to notice a service that repeats it.
    last: Vec<u8>,
    /// The tokens asked for so far, to notice a service that goes round in a circle.
    tokens: HashSet<String>,
}

impl Position {
    fn new(pages: Pages) -> Self {
        Self {
            pages,
            next: None,
            passed: None,
            last: Vec::new(),
            tokens: HashSet::new(),
        }
    }

    fn ask(&self, request: &mut dyn Model) {
        if let Some(next) = &self.next {
            path::set(request, self.pages.position, next);
        }
    }

    /// Reads an answer; tells whether there are more pages, and what is wrong with this one.
    fn advance(&mut self, request: &dyn Model, answer: &dyn Model) -> Result<bool, &'static str> {
        let mark = |path| known(path).and_then(|at| path::mark(answer, at));
        let more = mark(self.pages.more).or_else(|| mark(self.pages.over).map(|over| !over));
        match self.pages.style {
            PagesStyle::Token => self.token(request, answer, more),
            _ => self.number(request, answer, more),
        }
    }

    fn token(
        &mut self,
        request: &dyn Model,
        answer: &dyn Model,
        more: Option<bool>,
    ) -> Result<bool, &'static str> {
        self.tokens.extend(path::text(request, self.pages.position));
        self.next = path::text(answer, self.pages.next).filter(|token| !token.is_empty());
        match &self.next {
            None => Ok(false),
            Some(_) if more == Some(false) => Ok(false),
            Some(token) if self.tokens.contains(token) => {
                Err("the token for the next page has been asked for before: the list has no end")
            }
            Some(_) => Ok(true),
        }
    }

    fn number(
        &mut self,
        request: &dyn Model,
        answer: &dyn Model,
        more: Option<bool>,
    ) -> Result<bool, &'static str> {
        let pages = self.pages;
        let (count, list) = path::list(answer, pages.items).unwrap_or_default();
        if count > 0 && list == self.last {
            return Err("this page repeats the one before: the service does not heed the position");
        }
        self.last = list;
        let count = count as u64;
        let first = u64::from(pages.style == PagesStyle::Page);
        let position = path::number(request, pages.position).unwrap_or(first);
        let size = known(pages.size)
            .and_then(|at| path::number(request, at))
            .filter(|size| *size > 0);
        let (before, step) = match pages.style {
            PagesStyle::Page | PagesStyle::Index => {
                let size = size.unwrap_or_default();
                (position.saturating_sub(first).saturating_mul(size), 1)
            }
            _ => (position, count),
        };
        let passed = self.passed.unwrap_or(before).saturating_add(count);
        self.passed = Some(passed);
        self.next = Some(position.saturating_add(step).to_string());
        let total = known(pages.total).and_then(|at| path::number(answer, at));
        Ok(match (more, total) {
            _ if count == 0 => false,
            (Some(more), _) => more,
            // A total below what has come is none: services leave it 0.
            (None, Some(total)) if total >= passed => passed < total,
            _ => size.is_none_or(|size| count >= size),
        })
    }
}

/// A path that the list has.
fn known(path: &'static str) -> Option<&'static str> {
    (!path.is_empty()).then_some(path)
}
