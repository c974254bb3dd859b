//! What a person may do who has the code.

use axum::extract::{FromRequestParts, Path, State};
use axum::http::HeaderName;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};

use super::{refused, unusable};
use crate::answer::Refusal;
use crate::approver::Approver;
use crate::broker::Broker;
use crate::id::{ApprovalId, Digest};
use crate::wire::{self, CODE, DecisionText, PLACE, PendingText};

pub(super) fn routes() -> Router<Broker> {
    Router::new()
        .route("/v1/approvals", get(list))
        .route("/v1/approvals/{id}/brief", get(brief))
        .route("/v1/approvals/{id}", post(decide))
}

/// The person, by the code that stands in the request.
struct Person(Approver);

impl FromRequestParts<Broker> for Person {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, broker: &Broker) -> Result<Self, Response> {
        let text = |name: &HeaderName| wire::decoded(&parts.headers, name);
        let Some(code) = text(&CODE).map_err(unusable)? else {
            let told =
                format!("the header {CODE} is missing: this is for who has the approval code");
            return Err(refused(Refusal::new("code", told)));
        };
        let place = text(&PLACE).map_err(unusable)?;
        let place = place.unwrap_or_else(|| "another process".to_owned());
        broker.approver(&code, place).map(Self).map_err(refused)
    }
}

async fn list(Person(approver): Person) -> Response {
    let list = approver.list().into_iter().map(PendingText::from);
    Json(list.collect::<Vec<_>>()).into_response()
}

async fn brief(Person(approver): Person, Path(id): Path<String>) -> Response {
    let id = match id.parse::<ApprovalId>() {
        Ok(id) => id,
        Err(told) => return unusable(told),
    };
    match approver.brief(&id).await {
        Some(brief) => Json(&*brief).into_response(),
        None => refused(Refusal::new(
            "unknown",
            "nothing is known of it yet, or no request with this ID waits",
        )),
    }
}

async fn decide(
    Person(approver): Person,
    State(_): State<Broker>,
    Path(id): Path<String>,
    Json(decision): Json<DecisionText>,
) -> Response {
    let id = match id.parse::<ApprovalId>() {
        Ok(id) => id,
        Err(told) => return unusable(told),
    };
    let decided = match decision {
        DecisionText::Approve { digest, typed } => match digest.parse::<Digest>() {
            Ok(digest) => approver.approve(&id, &digest, typed.as_deref()),
            Err(told) => return unusable(told),
        },
        DecisionText::Refuse { why } => approver.refuse(&id, &why),
    };
    match decided {
        Ok(()) => Json(serde_json::json!({})).into_response(),
        Err(refusal) => refused(refusal),
    }
}
