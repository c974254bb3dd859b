//! The list as data, and the stream that says when there is more.

use std::convert::Infallible;
use std::time::Duration;

use axum::Router;
use axum::extract::{Query, State};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::get;
use futures_util::stream::{self, Stream};
use serde::Deserialize;
use serde_json::json;

use crate::app::App;

/// The most rows of one response.
const MOST: usize = 20_000;
/// How long after one message the next one comes, at the earliest.
const PAUSE: Duration = Duration::from_millis(100);

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/timeline", get(rows))
        .route("/timeline/live", get(live))
}

/// Which rows are asked for.
#[derive(Deserialize)]
#[serde(default)]
struct Asked {
    after: u64,
    limit: usize,
}

impl Default for Asked {
    fn default() -> Self {
        Self {
            after: 0,
            limit: MOST,
        }
    }
}

async fn rows(State(app): State<App>, Query(asked): Query<Asked>) -> Response {
    let limit = asked.limit.min(MOST);
    let (entries, last) = app.timeline.after(asked.after, limit, |_| true);
    let rows: Vec<_> = entries.iter().map(|entry| entry.row()).collect();
    Json(json!({"rows": rows, "last": last})).into_response()
}

async fn live(State(app): State<App>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let news = stream::unfold(
        (app.timeline.watch(), true),
        |(mut last, is_first)| async move {
            if !is_first {
                last.changed().await.ok()?;
                tokio::time::sleep(PAUSE).await;
            }
            let number = *last.borrow_and_update();
            let event = Event::default().event("last").data(number.to_string());
            Some((Ok(event), (last, false)))
        },
    );
    Sse::new(news).keep_alive(KeepAlive::default())
}
