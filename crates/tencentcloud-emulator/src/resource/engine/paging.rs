//! Which part of a list a request asks for.

use serde_json::{Map, Value};
use tencentcloud_schema::{Action, PagingStyle};

use super::super::path;
use crate::call::Call;

/// The size of a page if neither request nor description says it.
const SIZE: usize = 20;

/// A part of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Window {
    pub(super) start: Start,
    pub(super) size: usize,
}

/// Where a part begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Start {
    /// After so many items.
    Offset(usize),
    /// After the item with this number.
    After(u64),
}

/// Returns the part that a call asks for: all of a list that is not paged.
pub(super) fn window(call: &Call) -> Window {
    let action = call.target.action();
    let number = |name: &str| number(call, action, name);
    let whole = Window {
        start: Start::Offset(0),
        size: usize::MAX,
    };
    let Some(paging) = &action.paging else {
        let known = |name: &str| action.request.iter().any(|member| member.name == name);
        if known("Offset") && known("Limit") {
            return Window {
                start: Start::Offset(number("Offset").unwrap_or(0)),
                size: number("Limit").unwrap_or(SIZE),
            };
        }
        return whole;
    };
    let size = match &paging.size {
        Some(size) => number(size).unwrap_or(SIZE),
        None => SIZE,
    };
    let position = number(&paging.position);
    let start = match paging.style {
        PagingStyle::Offset => Start::Offset(position.unwrap_or(0)),
        PagingStyle::Page => {
            let before = position.unwrap_or(1).saturating_sub(1);
            Start::Offset(before.saturating_mul(size))
        }
        PagingStyle::Index => Start::Offset(position.unwrap_or(0).saturating_mul(size)),
        PagingStyle::Token => match call.parameters.get(&paging.position).map(path::text) {
            // A token is the number of the last item, and one more: nought is the beginning.
            Some(token) => match token.parse::<u64>().ok().and_then(|n| n.checked_sub(1)) {
                Some(number) => Start::After(number),
                None => Start::Offset(0),
            },
            None => Start::Offset(0),
        },
    };
    Window { start, size }
}

/// Returns a parameter as a number, or the default that the description has for it.
fn number(call: &Call, action: &Action, name: &str) -> Option<usize> {
    let member = || action.request.iter().find(|member| member.name == name);
    let default = || member().and_then(|member| member.default.as_ref());
    let value = call.parameters.get(name).or_else(default)?;
    let number: u64 = path::text(value).parse().ok()?;
    Some(usize::try_from(number).unwrap_or(usize::MAX))
}

/// Writes the count of all items and what follows a page.
pub(super) fn end(
    action: &Action,
    answer: &mut Map<String, Value>,
    total: usize,
    shown: usize,
    window: Window,
    next: &str,
) {
    let Some(paging) = &action.paging else {
        return;
    };
    if let Some(path) = &paging.total {
        set(action, answer, path, &total.to_string());
    }
    let last = match window.start {
        Start::Offset(offset) if next.is_empty() => offset.saturating_add(shown) >= total,
        _ => next.is_empty(),
    };
    if let Some(path) = &paging.next {
        put(answer, path, |old| match old {
            Value::Number(_) => next.parse::<u64>().unwrap_or(0).into(),
            _ => next.into(),
        });
    }
    for (path, flag) in [(&paging.more, !last), (&paging.over, last)] {
        if let Some(path) = path {
            put(answer, path, |old| match old {
                Value::Number(_) => u8::from(flag).into(),
                _ => flag.into(),
            });
        }
    }
}

/// Writes a count at `path`, as text where the member is text.
pub(super) fn set(action: &Action, answer: &mut Map<String, Value>, path: &str, count: &str) {
    let top = || action.response.iter().find(|member| member.name == path);
    let text = top().is_some_and(|member| member.kind.is_text());
    put(answer, path, |old| match old {
        Value::String(_) => count.into(),
        Value::Null if text => count.into(),
        _ => count.parse::<u64>().unwrap_or(0).into(),
    });
}

fn put(answer: &mut Map<String, Value>, at: &str, value: impl Fn(&Value) -> Value) {
    let old = path::get(answer, at).cloned().unwrap_or(Value::Null);
    path::put(answer, at, value(&old));
}
