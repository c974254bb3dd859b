//! Recordings that the reader opens, for looking and comparing.

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Json, Response};
use axum::routing::post;
use serde::Deserialize;
use serde_json::json;

use super::entry::Source;
use super::notice::Notice;
use super::recording;
use crate::app::App;
use crate::page::Reader;

/// The largest recording, in bytes: more is not kept of all calls together.
const LARGEST: usize = 256 << 20;
/// The longest name of a recording, in characters.
const LONGEST: usize = 60;

pub(super) fn routes() -> Router<App> {
    let limit = DefaultBodyLimit::max(LARGEST);
    Router::new().route("/timeline/open", post(open).layer(limit))
}

/// What the recording is called.
#[derive(Deserialize)]
struct Named {
    #[serde(default)]
    name: String,
}

/// Adds the calls of a recording as a source of its name.
async fn open(reader: Reader, Query(named): Query<Named>, body: Bytes) -> Response {
    let timeline = Arc::clone(&reader.app.timeline);
    let name = free(&named.name, |name| {
        let heads = timeline.heads();
        heads.iter().any(|(head, _)| head.source.as_str() == name)
    });
    let (mut count, mut wrong) = (0_usize, None);
    for (index, line) in body.split(|byte| *byte == b'\n').enumerate() {
        match recording::read(line) {
            Ok(None) => {}
            Ok(Some(record)) => {
                timeline.push(Source::File(Arc::clone(&name)), record);
                count += 1;
            }
            Err(why) if wrong.is_none() => wrong = Some((index as u64 + 1, why)),
            Err(_) => {}
        }
    }
    let notice = wrong.map(|(line, why)| Notice::NoRecord {
        file: name.to_string(),
        line,
        why,
    });
    match (count, notice) {
        (0, Some(notice)) => {
            let text = notice.text(reader.language);
            (StatusCode::BAD_REQUEST, text).into_response()
        }
        (count, notice) => {
            if let Some(notice) = notice {
                timeline.notice(notice);
            }
            Json(json!({"name": &*name, "calls": count})).into_response()
        }
    }
}

/// Returns a name like `wanted` that no source has.
fn free(wanted: &str, is_taken: impl Fn(&str) -> bool) -> Arc<str> {
    let name = wanted.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = name
        .chars()
        .filter(|c| !c.is_control())
        .take(LONGEST)
        .collect();
    let words = ["", "local", "proxy", "program", "explorer", "none"];
    let name = match words.contains(&name.trim()) {
        true => "recording".to_owned(),
        false => name.trim().to_owned(),
    };
    let numbered = (2..).map(|number: u32| format!("{name}-{number}"));
    let mut names = [name.clone()].into_iter().chain(numbered);
    names.find(|name| !is_taken(name)).unwrap_or(name).into()
}
