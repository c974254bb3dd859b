//! The response of the page to a call that is sent: lines of JSON as they come.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use futures_util::Stream;
use maud::Markup;
use serde_json::{Value, json};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

/// How many lines may wait for the browser.
const WAITING: usize = 64;

/// Where lines are written to.
#[derive(Clone, Debug)]
pub(super) struct Lines(mpsc::Sender<Bytes>);

impl Lines {
    /// Says by which number this can be stopped.
    pub(super) async fn stoppable(&self, number: u64) {
        self.write(&json!({"stop": number})).await;
    }

    /// Says how far it is.
    pub(super) async fn say(&self, text: String) {
        self.write(&json!({"say": text})).await;
    }

    /// Adds an event to those that are shown.
    pub(super) async fn event(&self, event: Markup) {
        self.write(&json!({"event": event.into_string()})).await;
    }

    /// Shows what came of it; `row` is its number in the timeline.
    pub(super) async fn part(&self, part: Markup, row: Option<u64>) {
        self.write(&json!({"part": part.into_string(), "row": row}))
            .await;
    }

    async fn write(&self, line: &Value) {
        // Nobody reads on if the browser went away, and this task ends by that.
        let _ = self.0.send(format!("{line}\n").into()).await;
    }
}

/// The lines on their way to the browser. What writes them ends when they are dropped, which they
/// are if the browser cancels.
struct Reading {
    lines: mpsc::Receiver<Bytes>,
    writer: JoinHandle<()>,
}

impl Stream for Reading {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.lines.poll_recv(cx).map(|line| line.map(Ok))
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        self.writer.abort();
    }
}

/// Returns the response whose lines `write` writes.
pub(super) fn respond<F>(write: impl FnOnce(Lines) -> F) -> Response
where
    F: Future<Output = ()> + Send + 'static,
{
    let (sender, lines) = mpsc::channel(WAITING);
    let writer = tokio::spawn(write(Lines(sender)));
    let body = Body::from_stream(Reading { lines, writer });
    ([(CONTENT_TYPE, "application/x-ndjson")], body).into_response()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[tokio::test]
    async fn a_browser_that_goes_away_ends_the_call() {
        let call = Arc::new(());
        let held = Arc::clone(&call);
        let response = respond(|lines| async move {
            lines.say("0 items".to_owned()).await;
            std::future::pending::<()>().await;
            drop((held, lines));
        });
        tokio::task::yield_now().await;
        assert_eq!(Arc::strong_count(&call), 2);
        drop(response);
        while Arc::strong_count(&call) > 1 {
            tokio::task::yield_now().await;
        }
    }
}
