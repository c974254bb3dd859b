//! One attempt of a call.

use std::time::Duration;

use tokio::time::Instant;
use tracing::field::{Empty, display};
use tracing::{Span, info_span};

use super::super::Response;
use super::super::attempt::Failed;
use super::body;
use super::call::mark;
use crate::answer::Raw;
use crate::intercept::AttemptOutcome;
use crate::one_line::OneLine;
use crate::request::Draft;

/// One attempt of a call.
pub(in super::super) struct Attempt {
    span: Span,
    begun: Instant,
    number: u32,
}

impl Attempt {
    /// Attempt `number`, from 1, begins.
    pub(in super::super) fn start(draft: &Draft, number: u32) -> Self {
        let span = info_span!(
            "tencentcloud.attempt",
            otel.kind = "client",
            otel.status_code = Empty,
            tencentcloud.attempt = number,
            tencentcloud.request_id = Empty,
            server.address = draft.host(),
            http.response.status_code = Empty,
            rpc.response.status_code = Empty,
            "error.type" = Empty,
        );
        let (action, service) = (&draft.action.name, &draft.action.api.service);
        tracing::debug!(
            parent: &span,
            action = %OneLine(action),
            service = %OneLine(service),
            region = draft.options.region,
            host = draft.host(),
            attempt = number,
            "sending"
        );
        if let Some(shown) = draft.logged() {
            tracing::debug!(parent: &span, action = %OneLine(action), body = %body::Shown(shown), "request");
        }
        Self {
            span,
            begun: Instant::now(),
            number,
        }
    }

    pub(in super::super) fn span(&self) -> Span {
        self.span.clone()
    }

    /// The attempt has ended.
    pub(in super::super) fn end(self, draft: &Draft, outcome: &Result<Response, Failed>) {
        let duration = self.begun.elapsed();
        let seen = Seen::of(outcome);
        if let Some(status) = seen.status {
            self.span.record("http.response.status_code", status);
        }
        // An error is recorded with its request ID.
        if let (Ok(_), Some(id)) = (outcome, seen.request_id) {
            self.span
                .record("tencentcloud.request_id", display(OneLine(id)));
        }
        if let Err(failed) = outcome {
            mark(&self.span, &failed.error);
            tracing::debug!(
                parent: &self.span,
                action = %OneLine(&draft.action.name),
                attempt = self.number,
                duration = ?duration,
                error = %failed.error,
                "attempt failed"
            );
        }
        if let (Some(raw), Some(_)) = (seen.raw, draft.logged()) {
            let shown = body::response(raw, &draft.redaction);
            tracing::debug!(parent: &self.span, action = %OneLine(&draft.action.name), body = %body::Shown(&shown), "response");
        }
        self.tell(draft, outcome, &seen, duration);
    }

    /// Runs the interceptors.
    fn tell(
        &self,
        draft: &Draft,
        outcome: &Result<Response, Failed>,
        seen: &Seen<'_>,
        duration: Duration,
    ) {
        let failed = outcome.as_ref().err();
        if failed.is_some_and(|failed| failed.last) {
            return;
        }
        let told = AttemptOutcome {
            status: seen.status,
            headers: seen.headers,
            body: seen.raw.map(|raw| &raw.body),
            request_id: seen.request_id,
            error: failed.map(|failed| &failed.error),
            duration,
        };
        for interceptor in draft.options.observe.interceptors() {
            interceptor.after_response(&draft.info(self.number), &told);
        }
    }
}

/// What came back.
struct Seen<'a> {
    status: Option<u16>,
    headers: Option<&'a http::HeaderMap>,
    raw: Option<&'a Raw>,
    request_id: Option<&'a str>,
}

impl<'a> Seen<'a> {
    fn of(outcome: &'a Result<Response, Failed>) -> Self {
        let (raw, id) = match outcome {
            Ok(Response::Whole(raw, id)) => (Some(raw), Some(id.as_str())),
            Ok(Response::Events(opened)) => {
                return Self {
                    status: Some(opened.status.as_u16()),
                    headers: Some(&opened.headers),
                    raw: None,
                    request_id: None,
                };
            }
            Err(failed) => (failed.raw.as_ref(), failed.error.request_id()),
        };
        Self {
            status: raw.map(|raw| raw.status.as_u16()),
            headers: raw.map(|raw| &raw.headers),
            raw,
            request_id: id.filter(|id| !id.is_empty()),
        }
    }
}
