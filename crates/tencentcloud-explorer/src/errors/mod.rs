//! Error codes: what they mean, and what to do.

mod again;
mod page;
mod part;
mod steps;

use axum::Router;
use axum::routing::get;

use crate::app::App;
use crate::call::escaped;

pub(crate) use part::{Failed, part};

pub(crate) fn routes() -> Router<App> {
    Router::new().route("/errors/{code}", get(page::page))
}

/// Returns the address of the page of `code`.
pub(crate) fn link(code: &str) -> String {
    format!("/errors/{}", escaped(code))
}

/// The codes that `code` is a case of, the widest first: `InvalidParameterValue` of
/// `InvalidParameterValue.VpcIdMalformed`.
fn parents(code: &str) -> Vec<&str> {
    code.match_indices('.').map(|(at, _)| &code[..at]).collect()
}
