//! A call from its first attempt to its end.

use std::time::Duration;

use tokio::time::Instant;
use tracing::field::{Empty, display};
use tracing::{Span, info_span};

use crate::Error;
use crate::action::Name;
use crate::endpoint::Endpoint;
use crate::one_line::OneLine;
use crate::request::Draft;

/// A call from its first attempt to its end. One that is dropped before was cancelled.
pub(in super::super) struct Call {
    span: Span,
    begun: Instant,
    names: Names,
    ended: bool,
}

/// What the reports of a call's end repeat: a log may not show spans.
struct Names {
    action: Name,
    service: Name,
    region: Option<String>,
    endpoint: Endpoint,
}

impl Call {
    pub(in super::super) fn start(draft: &Draft) -> Self {
        let action = &draft.action;
        let (service, name) = (&action.api.service, &action.name);
        let span = info_span!(
            "tencentcloud.call",
            otel.name = %format_args!("{}/{}", OneLine(service), OneLine(name)),
            otel.kind = "client",
            otel.status_code = Empty,
            rpc.system.name = "tencentcloud",
            rpc.method = %format_args!("{}/{}", OneLine(service), OneLine(name)),
            rpc.response.status_code = Empty,
            tencentcloud.service = %OneLine(service),
            tencentcloud.action = %OneLine(name),
            tencentcloud.version = %OneLine(&action.api.version),
            tencentcloud.attempts = Empty,
            tencentcloud.request_id = Empty,
            cloud.region = draft.options.region,
            server.address = draft.host(),
            "error.type" = Empty,
        );
        Self {
            span,
            begun: Instant::now(),
            names: Names {
                action: name.clone(),
                service: service.clone(),
                region: draft.options.region.clone(),
                endpoint: draft.endpoint().clone(),
            },
            ended: false,
        }
    }

    pub(in super::super) fn span(&self) -> Span {
        self.span.clone()
    }

    /// The call has ended, with its request ID or its error, after that many attempts.
    pub(in super::super) fn end(mut self, outcome: Result<Option<&str>, &Error>, attempts: u32) {
        self.ended = true;
        let duration = self.begun.elapsed();
        self.span.record("tencentcloud.attempts", attempts);
        match outcome {
            Ok(id) => self.succeeded(id.unwrap_or_default(), attempts, duration),
            Err(error) => self.failed(error, attempts, duration),
        }
    }

    fn succeeded(&self, id: &str, attempts: u32, duration: Duration) {
        if !id.is_empty() {
            self.span
                .record("tencentcloud.request_id", display(OneLine(id)));
        }
        tracing::debug!(
            parent: &self.span,
            action = %OneLine(&self.names.action),
            service = %OneLine(&self.names.service),
            region = self.names.region,
            host = self.names.endpoint.host(),
            request_id = %OneLine(id),
            attempts,
            duration = ?duration,
            outcome = "success",
            "call succeeded"
        );
        self.measure(duration, None);
    }

    fn failed(&self, error: &Error, attempts: u32, duration: Duration) {
        let outcome = error.word();
        mark(&self.span, error);
        tracing::warn!(
            parent: &self.span,
            action = %OneLine(&self.names.action),
            service = %OneLine(&self.names.service),
            region = self.names.region,
            host = self.names.endpoint.host(),
            request_id = %OneLine(error.request_id().unwrap_or_default()),
            attempts,
            duration = ?duration,
            outcome = %OneLine(outcome),
            error = %error,
            "call failed"
        );
        self.measure(duration, Some(outcome));
    }

    #[cfg(feature = "metrics")]
    fn measure(&self, duration: Duration, error: Option<&str>) {
        let Names {
            action,
            service,
            region,
            endpoint,
        } = &self.names;
        let (region, host) = (region.as_deref(), endpoint.host());
        super::metrics::record(duration, service, action, region, host, error);
    }

    #[cfg(not(feature = "metrics"))]
    fn measure(&self, _: Duration, _: Option<&str>) {}
}

impl Drop for Call {
    fn drop(&mut self) {
        if self.ended {
            return;
        }
        let duration = self.begun.elapsed();
        self.span.record("error.type", "cancelled");
        tracing::debug!(
            parent: &self.span,
            action = %OneLine(&self.names.action),
            service = %OneLine(&self.names.service),
            duration = ?duration,
            outcome = "cancelled",
            "call dropped before its end"
        );
        self.measure(duration, Some("cancelled"));
    }
}

/// Records an error in the span that it ends.
pub(super) fn mark(span: &Span, error: &Error) {
    span.record("otel.status_code", "ERROR");
    span.record("error.type", display(OneLine(error.word())));
    if let Some(code) = error.code() {
        span.record("rpc.response.status_code", display(OneLine(code)));
    }
    if let Some(id) = error.request_id() {
        span.record("tencentcloud.request_id", display(OneLine(id)));
    }
}

/// Reports a call that failed before its first attempt, or while its events were read.
pub(crate) fn report(error: &Error) {
    tracing::warn!(
        action = %OneLine(error.action()),
        request_id = %OneLine(error.request_id().unwrap_or_default()),
        attempts = error.attempts(),
        outcome = %OneLine(error.word()),
        error = %error,
        "call failed"
    );
}
