//! Another look at a response: as a tree or a table, sorted, by a JMESPath expression, as a file.

use std::sync::Arc;

use axum::Router;
use axum::extract::Form;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::post;
use tencentcloud_rows::write_csv;

use super::looked::{Asked, found, looked};
use super::recorded::recorded;
use super::subject::Subject;
use crate::app::App;
use crate::page::Reader;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/response", post(again))
        .route("/export", post(export))
}

/// Finds the response that is called `name`: `s` and the number of what was sent, or `r` and that of a
/// row of the timeline.
fn find(app: &App, name: &str) -> Option<Arc<Subject>> {
    let number = name.get(1..)?.parse().ok()?;
    match name.get(..1)? {
        "s" => app.responses.get(number),
        "r" => recorded(&app.timeline.get(number)?.record()).map(Arc::new),
        _ => None,
    }
}

/// What is said of a response that is not kept any more.
fn gone(reader: &Reader) -> Response {
    let told = reader.t(
        "This response is not kept any more: send the call again",
        "该响应已不再保留：请重新发送",
    );
    (StatusCode::NOT_FOUND, told).into_response()
}

async fn again(reader: Reader, Form(pairs): Form<Vec<(String, String)>>) -> Response {
    let asked = Asked::read(pairs);
    match find(&reader.app, &asked.of) {
        Some(subject) => match looked(&reader, &subject, &asked) {
            Ok(page) => Html(page.into_string()).into_response(),
            Err(told) => (StatusCode::UNPROCESSABLE_ENTITY, told).into_response(),
        },
        None => gone(&reader),
    }
}

async fn export(reader: Reader, Form(pairs): Form<Vec<(String, String)>>) -> Response {
    let asked = Asked::read(pairs);
    let Some(subject) = find(&reader.app, &asked.of) else {
        return gone(&reader);
    };
    let value = match found(&subject, &asked) {
        Ok(value) => value,
        Err(told) => return (StatusCode::BAD_REQUEST, told).into_response(),
    };
    let mut bytes = Vec::new();
    let (written, kind, ending) = match asked.file.as_str() {
        "csv" => {
            // Excel takes the file for one of another encoding without the mark.
            bytes.extend_from_slice("\u{feff}".as_bytes());
            let written = write_csv(&mut bytes, &value, &subject.shape);
            (written, "text/csv; charset=utf-8", "csv")
        }
        _ => {
            let written = serde_json::to_writer_pretty(&mut bytes, &value);
            (written.map_err(Into::into), "application/json", "json")
        }
    };
    if let Err(error) = written {
        return (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response();
    }
    // What is left of a name that a caller made up is fit for a header and for a file.
    let name: String = subject
        .action
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    let headers = [
        (CONTENT_TYPE, kind.to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}.{ending}\""),
        ),
    ];
    (headers, bytes).into_response()
}
