//! An action as a form, and what fills it in: examples, resources that exist, pasted calls.

mod control;
mod example;
mod field;
mod hint;
mod page;
mod words;

use axum::Router;
use axum::routing::get;

use crate::app::App;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/call/{service}/{version}/{action}", get(page::page))
        .route("/example", get(example::example))
}
