//! The files of the page, which are in the program.

use std::borrow::Cow;

use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use rust_embed::RustEmbed;

/// The files below `assets/`.
#[derive(RustEmbed)]
#[folder = "assets/"]
struct Files;

/// Returns the names of the files that end with `end`. The order is that of the alphabet: the layers of
/// the sheets do not go by it, and modules import what they need.
pub(crate) fn names(end: &str) -> impl Iterator<Item = Cow<'static, str>> {
    Files::iter().filter(move |name| name.ends_with(end))
}

pub(crate) fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/assets/{file}", get(file))
}

async fn file(Path(name): Path<String>) -> Response {
    let kind = match name.rsplit_once('.') {
        Some((_, "js")) => "text/javascript; charset=utf-8",
        Some((_, "css")) => "text/css; charset=utf-8",
        Some((_, "svg")) => "image/svg+xml",
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    match Files::get(&name) {
        Some(file) => ([(CONTENT_TYPE, kind)], file.data).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
