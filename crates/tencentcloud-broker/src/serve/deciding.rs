//! What a person may do who has the code.

use axum::body::{Body, to_bytes};
use axum::extract::{Path, Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Json, Router};

use super::{LARGEST, refused, unusable};
use crate::answer::Refusal;
use crate::approver::Approver;
use crate::broker::Broker;
use crate::id::{ApprovalId, Digest};
use crate::proof::{self, Covered};
use crate::wire::{self, DecisionText, NONCE, PLACE, PROOF, PendingText};

/// The largest response to a person, in bytes: a brief may hold all parameters of a request.
const LARGEST_BRIEF: usize = 64 << 20;

pub(super) fn routes(broker: &Broker) -> Router<Broker> {
    Router::new()
        .route("/v1/approvals", get(list))
        .route("/v1/approvals/{id}/brief", get(brief))
        .route("/v1/approvals/{id}", post(decide))
        .route_layer(middleware::from_fn_with_state(broker.clone(), proven))
}

/// Lets in who proves to know the approval code, and proves in the response that the broker does.
async fn proven(State(broker): State<Broker>, request: Request, next: Next) -> Response {
    answer(&broker, request, next).await.unwrap_or_else(refused)
}

async fn answer(broker: &Broker, request: Request, next: Next) -> Result<Response, Refusal> {
    let (mut parts, body) = request.into_parts();
    let wrong = |told: String| Refusal::new("unusable", told);
    let body = to_bytes(body, LARGEST).await;
    let body = body.map_err(|error| wrong(error.to_string()))?;
    let text = |name: &HeaderName| wire::decoded(&parts.headers, name).map_err(wrong);
    let (Some(nonce), Some(given)) = (text(&NONCE)?, text(&PROOF)?) else {
        let told = format!(
            "the headers {NONCE} and {PROOF} are missing: this is for who has the approval code"
        );
        return Err(Refusal::new("code", told));
    };
    let place = text(&PLACE)?.unwrap_or_else(|| "another process".to_owned());
    let target = parts.uri.path_and_query();
    let covered = Covered {
        nonce: &nonce,
        place: &place,
        method: parts.method.as_str(),
        target: target.map_or("/", |target| target.as_str()),
        body: &body,
    };
    let expected = |code: &str| proof::of_request(code, &covered);
    let approver = broker.approver_by_proof(&given, expected, &*place)?;
    parts.extensions.insert(approver);
    let request = Request::from_parts(parts, Body::from(body));
    let (mut head, body) = next.run(request).await.into_parts();
    let body = to_bytes(body, LARGEST_BRIEF).await;
    let body = body.map_err(|error| wrong(error.to_string()))?;
    let proof = proof::of_response(broker.code(), &nonce, head.status.as_u16(), &body);
    let proof = HeaderValue::from_str(&proof).map_err(|error| wrong(error.to_string()))?;
    head.headers.insert(PROOF, proof);
    Ok(Response::from_parts(head, body.into()))
}

async fn list(Extension(approver): Extension<Approver>) -> Response {
    let list = approver.list().into_iter().map(PendingText::from);
    Json(list.collect::<Vec<_>>()).into_response()
}

async fn brief(Extension(approver): Extension<Approver>, Path(id): Path<String>) -> Response {
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
    Extension(approver): Extension<Approver>,
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
