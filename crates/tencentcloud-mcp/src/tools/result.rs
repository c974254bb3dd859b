//! `result`: more of an earlier result.

use std::sync::Arc;

use serde::Deserialize;
use tencentcloud_rows::{Query, Shape};

use super::rows;
use crate::inner::Inner;
use crate::reply::Reply;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Given {
    id: String,
    #[serde(default)]
    from: usize,
    query: Option<String>,
}

pub(super) fn run(inner: &Inner, given: Given) -> Result<Reply, Reply> {
    let Some(value) = inner.session.result(&given.id) else {
        let next = "make the call again".to_owned();
        return Err(Reply::error(
            "not_found",
            "no result with this ID is kept: the last 32 are",
            &[next],
        ));
    };
    let Some(query) = &given.query else {
        return Ok(rows::reply(
            &inner.session,
            value,
            &Shape::default(),
            Some(&given.id),
            given.from,
        ));
    };
    let found = search(query, &value)?;
    Ok(rows::reply(
        &inner.session,
        Arc::new(found),
        &Shape::default(),
        None,
        given.from,
    ))
}

/// What a JMESPath `query` finds in `value`.
///
/// # Errors
/// It is none.
pub(super) fn search(query: &str, value: &serde_json::Value) -> Result<serde_json::Value, Reply> {
    let wrong = |error: tencentcloud_rows::QueryError| {
        Reply::error("usage", &format!("the query: {error}"), &[])
    };
    let query = Query::compile(query).map_err(wrong)?;
    query.search(value).map_err(wrong)
}
