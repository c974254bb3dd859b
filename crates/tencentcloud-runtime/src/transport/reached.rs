//! Why a request has not reached its server.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

/// Put among the extensions of a request: what a transport cannot say by an error, since it is dropped
/// while it still makes the connection, or since the error is no reason to give up.
#[derive(Clone, Debug, Default)]
pub(crate) struct Unreached(Arc<AtomicU8>);

const GIVEN_UP: u8 = 1;
const CLOSED: u8 = 2;

impl Unreached {
    /// True if the request was given up before it had a connection.
    pub(crate) fn is_given_up(&self) -> bool {
        self.0.load(Ordering::Relaxed) == GIVEN_UP
    }

    /// True if the server had closed the connection, one that had served before, when the request was
    /// about to be written. The next request has another one.
    pub(crate) fn is_closed(&self) -> bool {
        self.0.load(Ordering::Relaxed) == CLOSED
    }

    #[cfg(feature = "http-client")]
    pub(super) fn give_up(&self) {
        self.0.store(GIVEN_UP, Ordering::Relaxed);
    }

    #[cfg(feature = "http-client")]
    pub(super) fn close(&self) {
        self.0.store(CLOSED, Ordering::Relaxed);
    }
}
