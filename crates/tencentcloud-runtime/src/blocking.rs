//! Calls from code that is not asynchronous.

use std::future::IntoFuture;
use std::sync::LazyLock;

use tokio::runtime::{Builder, Handle, Runtime};

use crate::{Action, Call, Error, Result};

/// One runtime for the process: connections are kept from call to call.
static RUNTIME: LazyLock<std::io::Result<Runtime>> = LazyLock::new(|| {
    Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .thread_name("tencentcloud")
        .build()
});

impl<A: Action> Call<'_, A> {
    /// Makes the call and waits for its answer on this thread. Needs the feature `blocking`.
    ///
    /// # Errors
    /// What the call came to; and a use from inside an asynchronous runtime, where waiting would
    /// stop it: await the call there.
    pub fn send(self) -> Result<A::Response> {
        if Handle::try_current().is_ok() {
            let error = Error::request(
                "Call::send waits on its thread and stops the asynchronous runtime that it is in: await the call instead",
            );
            return Err(error.during(A::INFO.name, 0));
        }
        let runtime = RUNTIME
            .as_ref()
            .map_err(|error| Error::request(format!("no runtime for blocking calls: {error}")))?;
        runtime.block_on(self.into_future())
    }
}
