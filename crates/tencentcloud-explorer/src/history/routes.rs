//! Keeping calls, and showing, searching and forgetting them.

use std::io;

use axum::Router;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use tencentcloud_emulator::Record;

use super::page;
use super::store::{self, History};
use crate::app::App;
use crate::page::{Reader, View};
use crate::timeline::{Filter, Source};

/// How many calls a page shows.
const PAGE: usize = 50;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/history", get(list))
        .route("/history/{id}", get(one))
        .route("/history/{id}/delete", post(delete))
        .route("/history/clear", post(clear))
}

/// Keeps a call that this page sent; `record` has no secrets. A call that cannot be kept is said on the
/// page of the history, and goes on.
pub(crate) async fn keep(app: &App, record: &Record) {
    let record = record.clone();
    // It ends by a panic alone, which has been printed by then.
    let _ = work(app, move |history| history.keep(&record)).await;
}

/// Does `act` where it may wait for the disk.
async fn work<T: Send + 'static>(
    app: &App,
    act: impl FnOnce(&History) -> T + Send + 'static,
) -> io::Result<T> {
    let app = app.clone();
    let done = tokio::task::spawn_blocking(move || act(&app.history)).await;
    done.map_err(io::Error::other)
}

/// Which calls are asked for.
#[derive(Deserialize)]
#[serde(default)]
struct Asked {
    page: usize,
}

impl Default for Asked {
    fn default() -> Self {
        Self { page: 1 }
    }
}

async fn list(reader: Reader, Query(asked): Query<Asked>) -> Response {
    let number = asked.page.max(1);
    let (filter, wrong) = match Filter::said(&reader.filter, reader.language) {
        Ok(filter) => (Some(filter), None),
        Err(wrong) => (None, Some(wrong)),
    };
    let filter = filter.filter(|_| !reader.filter.trim().is_empty());
    let matches = move |line: &str| {
        let takes = |filter: &Filter| {
            let record = store::record(line);
            record.is_some_and(|record| filter.takes_record(Source::Explorer, record))
        };
        filter.as_ref().is_none_or(takes)
    };
    let skip = (number - 1).saturating_mul(PAGE);
    let found = work(&reader.app, move |history| {
        history.page(skip, PAGE, matches)
    })
    .await;
    match found.and_then(|found| found) {
        Ok(found) => page::list(&reader, &found, number, wrong.as_deref()).show(&reader),
        Err(error) => broken(&reader, &error),
    }
}

async fn one(reader: Reader, Path(id): Path<String>) -> Response {
    let found = work(&reader.app, move |history| history.find(&id)).await;
    match found.and_then(|found| found) {
        Ok(Some(kept)) => page::one(&reader, &kept).show(&reader),
        Ok(None) => {
            let what = reader.t("This call is no longer kept", "该调用已不再保留");
            let next = reader.t(
                "It was deleted, or newer calls took its place.",
                "它已被删除，或被更新的调用取代。",
            );
            (StatusCode::NOT_FOUND, View::sorry(what, next).show(&reader)).into_response()
        }
        Err(error) => broken(&reader, &error),
    }
}

async fn delete(reader: Reader, Path(id): Path<String>) -> Response {
    forget(&reader, Some(id)).await
}

async fn clear(reader: Reader) -> Response {
    forget(&reader, None).await
}

async fn forget(reader: &Reader, id: Option<String>) -> Response {
    let done = work(&reader.app, move |history| history.forget(id.as_deref())).await;
    match done.and_then(|done| done) {
        Ok(()) => Redirect::to("/history").into_response(),
        Err(error) => broken(reader, &error),
    }
}

fn broken(reader: &Reader, error: &io::Error) -> Response {
    let what = reader.t("The history cannot be used", "无法使用历史记录");
    let view = View::sorry(what, &error.to_string());
    (StatusCode::INTERNAL_SERVER_ERROR, view.show(reader)).into_response()
}
