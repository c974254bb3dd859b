//! Transfers that come to a standstill.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use futures_util::future::{Either, select};
use tokio::time::{Instant, Sleep, sleep};

use super::meter::Meter;
use crate::{Error, Result};

/// The moments in a limit. A transfer must move a byte a moment over the whole limit; only moments
/// count in which it was waited for and nothing moved.
const MOMENTS: u32 = 20;

/// The quiet moments of a transfer, and the bytes that moved meanwhile.
#[derive(Default)]
struct Quiet {
    moments: u32,
    moved: u64,
}

impl Quiet {
    /// Counts a quiet moment; true if there were too many.
    fn passed(&mut self) -> bool {
        self.moments += 1;
        if self.moments < MOMENTS {
            return false;
        }
        let stalled = self.moved < u64::from(MOMENTS);
        *self = Self::default();
        stalled
    }
}

/// A body that fails if it comes to a standstill. The time between two polls does not count, however
/// slow its consumer is.
pub(super) struct Guarded<S> {
    pieces: S,
    limit: Duration,
    quiet: Quiet,
    /// Ends the present moment, once the body was waited for.
    moment: Option<Pin<Box<Sleep>>>,
    waiting: bool,
}

impl<S> Guarded<S> {
    pub(super) fn new(pieces: S, limit: Duration) -> Self {
        Self {
            pieces,
            limit,
            quiet: Quiet::default(),
            moment: None,
            waiting: false,
        }
    }
}

impl<S: Stream<Item = Result<Bytes>> + Unpin> Stream for Guarded<S> {
    type Item = Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if let Poll::Ready(piece) = Pin::new(&mut this.pieces).poll_next(cx) {
            this.waiting = false;
            if let Some(Ok(piece)) = &piece {
                this.quiet.moved += piece.len() as u64;
            }
            return Poll::Ready(piece);
        }
        let length = this.limit / MOMENTS;
        let moment = this.moment.get_or_insert_with(|| Box::pin(sleep(length)));
        loop {
            if !std::mem::replace(&mut this.waiting, true) {
                moment.as_mut().reset(Instant::now() + length);
            }
            if moment.as_mut().poll(cx).is_pending() {
                return Poll::Pending;
            }
            this.waiting = false;
            if this.quiet.passed() {
                return Poll::Ready(Some(Err(stalled("response", this.limit))));
            }
        }
    }
}

/// Waits for what `sending` comes to, unless its upload comes to a standstill before that. What the
/// server does once it has the request is no standstill.
pub(super) async fn upload<T>(
    sending: impl Future<Output = T> + Unpin,
    meter: impl Fn() -> Option<Meter>,
    limit: Duration,
) -> Result<T> {
    let mut quiet = Quiet::default();
    let mut sending = sending;
    let mut written = 0;
    loop {
        let moment = Box::pin(sleep(limit / MOMENTS));
        sending = match select(sending, moment).await {
            Either::Left((sent, _)) => return Ok(sent),
            Either::Right((_, sending)) => sending,
        };
        let Some(meter) = meter() else { continue };
        let before = std::mem::replace(&mut written, meter.written());
        quiet.moved += written.saturating_sub(before);
        if !meter.is_blocked() {
            quiet = Quiet::default();
        } else if before == written && quiet.passed() {
            return Err(stalled("upload", limit));
        }
    }
}

fn stalled(what: &str, limit: Duration) -> Error {
    Error::network(format!(
        "the {what} stalled: fewer than {MOMENTS} bytes in {limit:?}"
    ))
}

#[cfg(test)]
mod tests {
    use futures_util::StreamExt;
    use futures_util::stream::unfold;

    use super::*;

    const LIMIT: Duration = Duration::from_secs(20);

    /// A body that gives so many bytes after each pause.
    fn body(pause: Duration, size: usize, count: u32) -> impl Stream<Item = Result<Bytes>> + Unpin {
        Box::pin(unfold(0, move |given| async move {
            sleep(pause).await;
            (given < count).then(|| (Ok(Bytes::from(vec![0; size])), given + 1))
        }))
    }

    /// What a body comes to whose consumer takes so long for each piece.
    async fn read(
        body: impl Stream<Item = Result<Bytes>> + Unpin,
        slow: Duration,
    ) -> Result<usize> {
        let mut body = Guarded::new(body, LIMIT);
        let mut all = 0;
        while let Some(piece) = body.next().await {
            all += piece?.len();
            sleep(slow).await;
        }
        Ok(all)
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_stands_still_or_drips_fails() {
        for (pause, size) in [(3600, 1), (25, 10), (5, 1), (3, 1)] {
            let body = body(Duration::from_secs(pause), size, 1000);
            let error = read(body, Duration::ZERO).await.unwrap_err();
            assert!(error.is_network(), "{pause} {size}: {error:?}");
            assert!(
                error.to_string().contains("fewer than 20 bytes in 20s"),
                "{error}"
            );
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_body_or_a_slow_consumer_is_no_standstill() {
        for (pause, size, slow) in [
            (900, 1, 0),
            (5000, 64, 0),
            (10, 1, 60_000),
            (0, 1, 3_600_000),
        ] {
            let body = body(Duration::from_millis(pause), size, 100);
            let all = read(body, Duration::from_millis(slow)).await;
            assert_eq!(all.unwrap(), 100 * size, "{pause} {slow}");
        }
    }
}
