//! Calls from code that is not asynchronous.

use std::future::IntoFuture;
use std::sync::OnceLock;
use std::task::{Context, Poll, Waker};

use tokio::runtime::{Builder, Runtime};
use tokio::task::coop;

use super::Request;
use crate::{Call, Error, Result};

/// The runtime of a process. A process that was forked has that of its parent too, without the thread
/// that drives it: it makes one of its own.
struct Driver {
    process: u32,
    runtime: std::io::Result<Runtime>,
    forked: OnceLock<Box<Driver>>,
}

static DRIVER: OnceLock<Box<Driver>> = OnceLock::new();

impl Driver {
    fn new(process: u32) -> Self {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .thread_name("tencentcloud")
            .build();
        Self {
            process,
            runtime,
            forked: OnceLock::new(),
        }
    }
}

/// The runtime of this process: connections are kept from call to call.
fn runtime() -> &'static std::io::Result<Runtime> {
    let process = std::process::id();
    let mut place = &DRIVER;
    loop {
        let driver = place.get_or_init(|| Box::new(Driver::new(process)));
        if driver.process == process {
            return &driver.runtime;
        }
        place = &driver.forked;
    }
}

impl<A: Request> Call<'_, A> {
    /// Sends the call and waits for the response on this thread. It has connections of its own, apart
    /// from those of calls that are awaited, and works in a process that was forked.
    ///
    /// # Errors
    /// Fails if the call fails, and inside an asynchronous task, which waiting would stop: await the
    /// call there. A thread that may block, such as one of tokio's `spawn_blocking`, may wait.
    #[cfg_attr(docsrs, doc(cfg(feature = "blocking")))]
    pub fn send(self) -> Result<A::Response> {
        let name = self.request().name();
        let unsent = |error: Error| error.during(&name, 0);
        if in_task() {
            return Err(unsent(Error::request(
                "Call::send blocks its thread and would stop the asynchronous task it is in: await the call instead",
            )));
        }
        let runtime = runtime().as_ref().map_err(|error| {
            unsent(Error::request(format!(
                "no runtime for blocking calls: {error}"
            )))
        })?;
        runtime.block_on(self.into_future())
    }
}

/// True where a runtime of tokio polls a task on this thread. A task has a budget, which runs out;
/// a thread that may block has none. Nothing else tells the two apart.
fn in_task() -> bool {
    let mut context = Context::from_waker(Waker::noop());
    (0..=u8::MAX).any(|_| match coop::poll_proceed(&mut context) {
        Poll::Ready(turn) => {
            turn.made_progress();
            false
        }
        Poll::Pending => true,
    })
}
