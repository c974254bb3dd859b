//! Who may come in: browsers on this machine that were given the code.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{COOKIE, HOST, HeaderName, ORIGIN};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::door::{self, Door};

/// What a browser says of the page that a request comes from.
const SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Refuses requests under a foreign name, and those that another site's page sends: a name that an
/// attacker's DNS points to this machine would else make its page ours.
pub(super) async fn local(State(door): State<Arc<Door>>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let host = text(headers, &HOST).unwrap_or_default();
    if !door.hosts().iter().any(|ours| ours == host) {
        let told = format!("this page is at http://{}", door.hosts()[0]);
        return (StatusCode::MISDIRECTED_REQUEST, told).into_response();
    }
    let reads = [Method::GET, Method::HEAD].contains(request.method());
    let is_ours = match text(headers, &ORIGIN) {
        Some(origin) => {
            let own = origin.strip_prefix("http://");
            own.is_some_and(|own| door.hosts().iter().any(|ours| ours == own))
        }
        None => reads || text(headers, &SITE).is_none_or(|site| site == "same-origin"),
    };
    // A file on this machine has the origin `null`: it may hand in the code and nothing else.
    let is_opener = request.uri().path() == door::PATH && text(headers, &ORIGIN) == Some("null");
    if is_ours || is_opener {
        return next.run(request).await;
    }
    (StatusCode::FORBIDDEN, "another site's page sent this").into_response()
}

/// Asks for the code who has not given it.
pub(super) async fn paired(
    State(door): State<Arc<Door>>,
    request: Request,
    next: Next,
) -> Response {
    let cookies = text(request.headers(), &COOKIE).unwrap_or_default();
    if door.knows(cookies) {
        return next.run(request).await;
    }
    match *request.method() {
        Method::GET => door::ask(request.headers(), false),
        _ => (StatusCode::UNAUTHORIZED, "open the page and type the code").into_response(),
    }
}

fn text<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}
