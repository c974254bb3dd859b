//! The list as data, and the stream that says when there is more.

use std::convert::Infallible;
use std::time::Duration;

use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Json, Response};
use axum::routing::{get, post};
use futures_util::stream::{self, Stream};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::entry::Row;
use super::filter::{self, Filter, Wrong};
use super::mark::Mark;
use super::store::Tick;
use super::{ids, open, wide};
use crate::app::App;
use crate::page::{Language, Reader};
use crate::{approvals, holds};

/// The most rows of one response.
const MOST: usize = 20_000;
/// How long after one message the next one comes, at the earliest.
const PAUSE: Duration = Duration::from_millis(100);

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/calls", get(wide::calls))
        .route("/timeline", get(rows))
        .route("/timeline/live", get(live))
        .route("/timeline/suggest", get(suggest))
        .route("/timeline/mark", post(mark))
        .route("/timeline/clear", post(clear))
        .route("/timeline/export", get(export))
        .merge(open::routes())
}

/// Which rows are asked for; the filter is the reader's.
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

/// Rows, oldest first, and the number of the last call that was looked at.
#[derive(Serialize)]
struct Page<'e> {
    rows: Vec<Row<'e>>,
    last: u64,
}

async fn rows(reader: Reader, Query(asked): Query<Asked>) -> Response {
    let filter = match Filter::present(&reader.filter) {
        Ok(filter) => filter,
        Err(wrong) => return refused(&reader.filter, &wrong, reader.language),
    };
    let limit = asked.limit.min(MOST);
    let timeline = &reader.app.timeline;
    let found = timeline.after(asked.after, limit, |entry, marks| {
        filter.takes(entry, marks)
    });
    let marks = &found.marks;
    let entries = found.entries.iter();
    let rows = entries.map(|entry| entry.row(marks.get(&entry.id)));
    let page = Page {
        rows: rows.collect(),
        last: found.last,
    };
    Json(page).into_response()
}

/// Says what is wrong with the filter `text`, with places as JavaScript counts them.
fn refused(text: &str, wrong: &Wrong, language: Language) -> Response {
    let units = |end: usize| text.get(..end).unwrap_or(text).encode_utf16().count();
    let told = json!({
        "message": filter::message(wrong, language),
        "from": units(wrong.at.start),
        "to": units(wrong.at.end),
        "possible": wrong.possible,
    });
    (StatusCode::BAD_REQUEST, Json(told)).into_response()
}

/// Offers what could be typed at the end of the filter, which ends at the cursor.
async fn suggest(reader: Reader) -> Response {
    let heads = reader.app.timeline.heads();
    Json(filter::suggest(&reader.filter, &heads, reader.language)).into_response()
}

/// Marks to be set.
#[derive(Deserialize)]
struct Marking {
    ids: Vec<u64>,
    /// `star`, `none` or a note.
    mark: String,
}

async fn mark(State(app): State<App>, Json(marking): Json<Marking>) -> Response {
    let mark = Mark::read(&marking.mark);
    let count = app.timeline.mark(&marking.ids, mark.as_ref());
    let mark = mark.as_ref().map(Mark::as_str);
    Json(json!({"marked": count, "mark": mark})).into_response()
}

async fn clear(State(app): State<App>) -> StatusCode {
    app.timeline.clear();
    StatusCode::NO_CONTENT
}

/// Which calls are downloaded: all of the filter without `ids`.
#[derive(Deserialize)]
struct Wanted {
    ids: Option<String>,
}

async fn export(reader: Reader, Query(wanted): Query<Wanted>) -> Response {
    let filter = match Filter::present(&reader.filter) {
        Ok(filter) => filter,
        Err(wrong) => return refused(&reader.filter, &wrong, reader.language),
    };
    let ids = wanted.ids.as_deref().map(ids::read).transpose();
    let ids = match ids {
        Ok(ids) => ids,
        Err(why) => return (StatusCode::BAD_REQUEST, why).into_response(),
    };
    let timeline = &reader.app.timeline;
    let found = timeline.after(0, usize::MAX, |entry, marks| match &ids {
        Some(ids) => ids.iter().any(|range| range.contains(&entry.id)),
        None => filter.takes(entry, marks),
    });
    let lines = found.entries.iter();
    let lines: String = lines.map(|entry| entry.record().to_line() + "\n").collect();
    let headers = [
        (CONTENT_TYPE, "application/x-ndjson; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"calls.jsonl\""),
    ];
    (headers, lines).into_response()
}

/// Says when there is more: `last`, the number of the last call; `cleared`, the number below which
/// all are gone; `notice`, something about a source; `held` and `approvals`, how many requests wait for the reader.
async fn live(reader: Reader) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let ticks = reader.app.timeline.watch();
    let news = stream::unfold((ticks, None), move |(mut ticks, before)| {
        let reader = reader.clone();
        async move {
            if let Some(Now { held, asked, .. }) = before {
                tokio::select! {
                    changed = ticks.changed() => changed.ok()?,
                    () = held.changed(&reader.app) => {}
                    () = asked.changed(&reader.app) => {}
                }
                tokio::time::sleep(PAUSE).await;
            }
            let now = Now {
                tick: *ticks.borrow_and_update(),
                held: holds::Tick::now(&reader.app),
                asked: approvals::Tick::now(&reader.app),
            };
            let events = events(&reader, before, now);
            Some((stream::iter(events.into_iter().map(Ok)), (ticks, Some(now))))
        }
    });
    let news = futures_util::StreamExt::flatten(news);
    Sse::new(news).keep_alive(KeepAlive::default())
}

/// How everything is that a stream says something of.
#[derive(Clone, Copy)]
struct Now {
    tick: Tick,
    held: holds::Tick,
    asked: approvals::Tick,
}

fn events(reader: &Reader, before: Option<Now>, now: Now) -> Vec<Event> {
    let event = |name: &str, data: String| Event::default().event(name).data(data);
    let mut events = Vec::new();
    if before.is_none_or(|before| before.held != now.held) {
        events.push(event("held", now.held.waiting.to_string()));
    }
    if before.is_none_or(|before| before.asked != now.asked) {
        events.push(event("approvals", now.asked.waiting.to_string()));
    }
    let tick = now.tick;
    let before = before.map(|before| before.tick).unwrap_or_default();
    if tick.cleared != before.cleared {
        events.push(event("cleared", tick.cleared.to_string()));
    }
    let notices = reader.app.timeline.notices(before.notices);
    let texts = notices.iter().map(|notice| notice.text(reader.language));
    events.extend(texts.map(|text| event("notice", text.replace(['\n', '\r'], " "))));
    events.push(event("last", tick.last.to_string()));
    events
}
