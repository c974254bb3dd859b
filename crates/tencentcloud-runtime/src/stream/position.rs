//! Where in a list the next page starts.

use std::collections::HashSet;

use crate::Error;
use crate::action::{Name, PagesStyle, RawPages};
use crate::client::Request;
use crate::model::Tree;

/// What follows a page.
pub(super) enum Step {
    /// Another page.
    More,
    /// Nothing.
    Last,
    /// Nothing, and the page itself is the one before once more.
    Over,
}

impl Step {
    fn after(more: bool) -> Self {
        match more {
            true => Self::More,
            false => Self::Last,
        }
    }
}

/// A position in a list: the same code for all actions.
pub(super) struct Position {
    pages: RawPages,
    /// The position of the next request, after the first response.
    next: Option<String>,
    /// The number of items that the request skipped and of those in the pages so far.
    passed: Option<u64>,
    /// The list of the page before, to notice a service that repeats it.
    last: Vec<u8>,
    /// The most items that a page had.
    largest: u64,
    /// True if the page before was not full, and nothing but an empty page can tell the end.
    last_resort: bool,
    /// The tokens requested so far, to notice a service that goes round in a circle.
    tokens: HashSet<String>,
}

impl Position {
    pub(super) fn new(pages: RawPages) -> Self {
        Self {
            pages,
            next: None,
            passed: None,
            last: Vec::new(),
            largest: 0,
            last_resort: false,
            tokens: HashSet::new(),
        }
    }

    /// Sets the position of the next page.
    pub(super) fn ask(&self, request: &mut impl Request) {
        if let Some(next) = &self.next {
            request.set(&self.pages.position, next);
        }
    }

    /// Reads a response; returns what follows, or what is wrong with this one.
    pub(super) fn advance(
        &mut self,
        request: Tree<'_>,
        response: Tree<'_>,
    ) -> Result<Step, &'static str> {
        let flag = |path| known(path).and_then(|at| response.flag(at));
        let more = flag(&self.pages.more).or_else(|| flag(&self.pages.over).map(|over| !over));
        match self.pages.style {
            PagesStyle::Token => self.token(request, response, more),
            _ => self.number(request, response, more),
        }
    }

    fn token(
        &mut self,
        request: Tree<'_>,
        response: Tree<'_>,
        more: Option<bool>,
    ) -> Result<Step, &'static str> {
        self.tokens.extend(request.text(&self.pages.position));
        self.next = response
            .text(&self.pages.next)
            .filter(|token| !token.is_empty());
        match &self.next {
            None => Ok(Step::Last),
            Some(_) if more == Some(false) => Ok(Step::Last),
            Some(token) if self.tokens.contains(token) => {
                Err("the token for the next page was requested before: the list has no end")
            }
            Some(_) => Ok(Step::More),
        }
    }

    fn number(
        &mut self,
        request: Tree<'_>,
        response: Tree<'_>,
        more: Option<bool>,
    ) -> Result<Step, &'static str> {
        let pages = &self.pages;
        let (count, list) = response.list(&pages.items).unwrap_or_default();
        if count > 0 && list == self.last {
            // The page was the only one, and this one was requested to make sure of that.
            if self.last_resort {
                return Ok(Step::Over);
            }
            return Err("this page repeats the one before: the service ignores the position");
        }
        self.last = list;
        let count = count as u64;
        let first = u64::from(pages.style == PagesStyle::Page);
        let position = request.number(&pages.position).unwrap_or(first);
        let size = known(&pages.size)
            .and_then(|at| request.number(at))
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
        let total = known(&pages.total).and_then(|at| response.number(at));
        // A total below what has come is none: services leave it 0.
        let total = total.filter(|total| *total >= passed);
        let before = match self.largest {
            0 => size.unwrap_or(u64::MAX),
            largest => largest,
        };
        self.last_resort = (more, total) == (None, None) && count < before;
        self.largest = self.largest.max(count);
        Ok(Step::after(match (more, total) {
            _ if count == 0 => false,
            (Some(more), _) => more,
            (None, Some(total)) => passed < total,
            // A page that is not full is no sign: a service may have a maximum below the size that
            // was asked for.
            (None, None) => true,
        }))
    }

    /// True for an error that says no more than that the list has no such page, where no response
    /// said how long the list is.
    pub(super) fn ends_with(&self, error: &Error) -> bool {
        let outside = error.is_invalid_parameter() || error.is_not_found();
        self.last_resort && error.code().is_some() && outside
    }
}

/// A path that the list has.
fn known(path: &Name) -> Option<&str> {
    (!path.is_empty()).then_some(path.as_str())
}
