//! Sending, over HTTP.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Json, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use serde::Deserialize;

use super::asked::{Asked, How};
use super::{confirm, events, gather, lines, once};
use crate::app::App;
use crate::page::Reader;
use crate::target::Target;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/send", post(send))
        .route("/send/stop", post(stop))
}

async fn send(reader: Reader, headers: HeaderMap, body: Bytes) -> Response {
    let asked = match Asked::read(&body) {
        Ok(asked) => asked,
        Err(told) => return (StatusCode::BAD_REQUEST, told).into_response(),
    };
    let target = asked.call.target();
    if let Target::Real(name) = &target
        && let Err(refusal) = confirm::permit(&reader, name, &asked, &headers, &body).await
    {
        return *refusal;
    }
    lines::respond(|lines| async move {
        match &asked.how {
            How::Once => once::send(&reader, &target, &asked, &lines).await,
            How::Events => {
                let stop = reader.app.sending.start();
                lines.stoppable(stop.number).await;
                events::send(&reader, &target, &asked, &lines, &stop).await;
            }
            How::Gather { most, regions } => {
                let stop = reader.app.sending.start();
                lines.stoppable(stop.number).await;
                let wanted = (*most, regions.as_slice());
                gather::send(&reader, &target, &asked, &lines, &stop, wanted).await;
            }
        }
    })
}

/// What is to be stopped.
#[derive(Deserialize)]
struct Wanted {
    stop: u64,
}

async fn stop(State(app): State<App>, Json(wanted): Json<Wanted>) -> StatusCode {
    app.sending.stop(wanted.stop);
    StatusCode::NO_CONTENT
}
