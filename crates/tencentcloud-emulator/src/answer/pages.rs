//! The paging of a response.

use serde_json::{Map, Value};
use tencentcloud_schema::PagingStyle;

use crate::call::Call;

/// Makes the one page the last: any position past its start has no items, and no page follows.
pub(super) fn end(call: &Call, answer: &mut Map<String, Value>) {
    let Some(paging) = &call.target.action().paging else {
        return;
    };
    let position = call.parameters.get(&paging.position);
    let position = position.and_then(|value| match value {
        Value::String(text) => text.parse().ok(),
        value => value.as_u64(),
    });
    let first = match paging.style {
        PagingStyle::Offset | PagingStyle::Index => position.is_none_or(|at| at == 0),
        PagingStyle::Page => position.is_none_or(|page| page <= 1),
        PagingStyle::Token => true,
    };
    let mut items = 0;
    if let Some(Value::Array(list)) = at(answer, &paging.items) {
        items = list.len();
        if !first {
            list.clear();
        }
    }
    if let Some(total) = paging.total.as_deref().and_then(|path| at(answer, path)) {
        *total = match total {
            Value::String(_) => items.to_string().into(),
            _ => items.into(),
        };
    }
    if let Some(over) = paging.over.as_deref().and_then(|path| at(answer, path)) {
        *over = match over {
            Value::Number(_) => 1.into(),
            _ => true.into(),
        };
    }
    for path in [&paging.next, &paging.more].into_iter().flatten() {
        if let Some(end) = at(answer, path) {
            *end = match end {
                Value::Bool(_) => false.into(),
                Value::Number(_) => 0.into(),
                _ => "".into(),
            };
        }
    }
}

fn at<'a>(answer: &'a mut Map<String, Value>, path: &str) -> Option<&'a mut Value> {
    match path.split_once('.') {
        None => answer.get_mut(path),
        Some((first, rest)) => at(answer.get_mut(first)?.as_object_mut()?, rest),
    }
}
