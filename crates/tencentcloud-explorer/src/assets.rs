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

/// Where all style sheets are as one: what the first paint waits for is one request.
pub(crate) const SHEET: &str = "/assets/page.css";

/// Returns the names of the modules. Each imports what it needs.
pub(crate) fn modules() -> impl Iterator<Item = Cow<'static, str>> {
    Files::iter().filter(|name| name.ends_with(".js"))
}

/// Returns all style sheets, that of all rooms first, which names their layers.
fn sheets() -> String {
    let mut names: Vec<_> = Files::iter()
        .filter(|name| name.ends_with(".css"))
        .collect();
    names.sort_by_key(|name| (name != "base.css", name.clone()));
    let files = names.iter().filter_map(|name| Files::get(name));
    let texts = files.map(|file| String::from_utf8_lossy(&file.data).into_owned());
    texts.collect::<Vec<_>>().join("\n")
}

pub(crate) fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route(SHEET, get(sheet))
        .route("/assets/{file}", get(file))
}

async fn sheet() -> Response {
    ([(CONTENT_TYPE, "text/css; charset=utf-8")], sheets()).into_response()
}

async fn file(Path(name): Path<String>) -> Response {
    let kind = match name.rsplit_once('.') {
        Some((_, "js")) => "text/javascript; charset=utf-8",
        Some((_, "svg")) => "image/svg+xml",
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    match Files::get(&name) {
        Some(file) => ([(CONTENT_TYPE, kind)], file.data).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The most lines of all modules: what the browser does stays little.
    const LINES: usize = 2_000;

    #[test]
    fn the_modules_stay_within_two_thousand_lines() {
        let texts = modules().filter_map(|name| Files::get(&name));
        let lines: usize = texts
            .map(|file| String::from_utf8_lossy(&file.data).lines().count())
            .sum();
        assert!((1..=LINES).contains(&lines), "{lines} lines");
    }

    #[test]
    fn no_file_of_the_page_names_another_host() {
        for name in Files::iter() {
            let file = Files::get(&name).unwrap();
            let text =
                String::from_utf8_lossy(&file.data).replace("http://www.w3.org/2000/svg", "");
            assert!(!text.contains("://"), "{name}");
            assert!(
                !text.contains("@import") && !text.contains("url("),
                "{name}"
            );
        }
    }
}
