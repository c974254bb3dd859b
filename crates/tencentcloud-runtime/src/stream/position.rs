//! Where in a list the next page starts.

use std::collections::HashSet;

use crate::action::{Name, PagesStyle, RawPages};
use crate::client::Request;
use crate::model::Tree;

/// A position in a list: the same code for all actions.
pub(super) struct Position {
    pages: RawPages,
    /// The position of the next request, after the first response.
    next: Option<String>,
    /// The number of items that the request skipped and of those in the pages so far.
    passed: Option<u64>,
    /// The list of the page before, to notice a service that repeats it.
    last: Vec<u8>,
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
            tokens: HashSet::new(),
        }
    }

    /// Sets the position of the next page.
    pub(super) fn ask(&self, request: &mut impl Request) {
        if let Some(next) = &self.next {
            request.set(&self.pages.position, next);
        }
    }

    /// Reads a response; returns true if more pages follow, or what is wrong with this one.
    pub(super) fn advance(
        &mut self,
        request: Tree<'_>,
        response: Tree<'_>,
    ) -> Result<bool, &'static str> {
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
    ) -> Result<bool, &'static str> {
        self.tokens.extend(request.text(&self.pages.position));
        self.next = response
            .text(&self.pages.next)
            .filter(|token| !token.is_empty());
        match &self.next {
            None => Ok(false),
            Some(_) if more == Some(false) => Ok(false),
            Some(token) if self.tokens.contains(token) => {
                Err("the token for the next page was requested before: the list has no end")
            }
            Some(_) => Ok(true),
        }
    }

    fn number(
        &mut self,
        request: Tree<'_>,
        response: Tree<'_>,
        more: Option<bool>,
    ) -> Result<bool, &'static str> {
        let pages = &self.pages;
        let (count, list) = response.list(&pages.items).unwrap_or_default();
        if count > 0 && list == self.last {
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
fn known(path: &Name) -> Option<&str> {
    (!path.is_empty()).then_some(path.as_str())
}
