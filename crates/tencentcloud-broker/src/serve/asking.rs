//! What programs may ask.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;

use super::{refused, unusable};
use crate::answer::{Answer, Refusal};
use crate::broker::Broker;
use crate::id::ApprovalId;
use crate::wire::{self, AccountText, LONGEST, STATUS, TicketText};

pub(super) fn routes() -> Router<Broker> {
    Router::new()
        .route("/v1/send", post(send))
        .route("/v1/plan", post(plan))
        .route("/v1/accounts", get(accounts))
        .route("/v1/approvals/{id}", get(state))
}

async fn send(State(broker): State<Broker>, headers: HeaderMap, body: Bytes) -> Response {
    let asked = match wire::read(&headers, body) {
        Ok(asked) => asked,
        Err(told) => return unusable(told),
    };
    match broker.ask(asked).await {
        Answer::Sent(response) => {
            let (head, body) = response.into_parts();
            let mut sent = Response::new(Body::from_stream(body));
            let headers = sent.headers_mut();
            headers.insert(STATUS, HeaderValue::from(head.status.as_u16()));
            for name in [header::CONTENT_TYPE, header::RETRY_AFTER] {
                if let Some(value) = head.headers.get(&name) {
                    headers.insert(name, value.clone());
                }
            }
            sent
        }
        Answer::Waiting(ticket) => {
            (StatusCode::ACCEPTED, Json(TicketText::from(ticket))).into_response()
        }
        Answer::Refused(refusal) => refused(refusal),
    }
}

async fn plan(State(broker): State<Broker>, headers: HeaderMap, body: Bytes) -> Response {
    let asked = match wire::read(&headers, body) {
        Ok(asked) => asked,
        Err(told) => return unusable(told),
    };
    match broker.plan(&asked.request).await {
        Ok(brief) => Json(brief).into_response(),
        Err(refusal) => refused(refusal),
    }
}

async fn accounts(State(broker): State<Broker>) -> Response {
    let accounts = broker.accounts().into_iter().map(|account| AccountText {
        name: account.name,
        region: account.region,
        read_only: account.read_only,
        endpoint: account.endpoint,
        local: account.local,
    });
    Json(accounts.collect::<Vec<_>>()).into_response()
}

#[derive(Deserialize)]
struct Wait {
    #[serde(default)]
    wait: u64,
}

async fn state(
    State(broker): State<Broker>,
    Path(id): Path<String>,
    Query(Wait { wait }): Query<Wait>,
) -> Response {
    let id = match id.parse::<ApprovalId>() {
        Ok(id) => id,
        Err(told) => return unusable(told),
    };
    let wait = Duration::from_secs(wait).min(LONGEST);
    match broker.state(&id, wait).await {
        Some(state) => Json(state).into_response(),
        None => refused(Refusal::new("unknown", "this broker gave no such approval")),
    }
}
