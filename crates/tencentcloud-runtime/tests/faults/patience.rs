//! Time that passes when the test says so, while sockets are real.

use std::sync::Arc;
use std::sync::mpsc::{self, Sender};
use std::time::Duration;

use tencentcloud_testkit::fault::Server;
use tokio::task::spawn_blocking;

/// How long an attempt may take, in paused time.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);

/// Lets the patience of one attempt pass. A timer goes off in the millisecond after its own.
pub(crate) async fn run_out() {
    tokio::time::advance(PATIENCE + Duration::from_millis(2)).await;
}

/// Paused time that stands still: paused time alone leaps to the next timeout whenever all tasks wait
/// for a socket, but not while something blocks.
pub(crate) struct Still(#[expect(dead_code, reason = "it ends when it is dropped")] Sender<()>);

impl Still {
    pub(crate) fn new() -> Self {
        let (end, ended) = mpsc::channel();
        spawn_blocking(move || ended.recv());
        Self(end)
    }

    /// Lets the patience of one attempt pass, as soon as the server has seen so many requests.
    pub(crate) async fn pass(&self, server: &Arc<Server>, requests: usize) {
        let server = Arc::clone(server);
        spawn_blocking(move || server.wait(requests)).await.unwrap();
        run_out().await;
    }
}
