//! An action as a form, and what fills it in: examples, resources that exist, pasted calls.

mod control;
mod example;
mod field;
mod hint;
mod ids;
mod page;
mod paste;
mod words;

use axum::Router;
use axum::routing::{get, post};

use crate::app::App;

pub(crate) use paste::paste_box;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/call/{service}/{version}/{action}", get(page::page))
        .route("/example", get(example::example))
        .route("/ids", post(ids::ids))
        .route("/paste", post(paste::pasted))
}
