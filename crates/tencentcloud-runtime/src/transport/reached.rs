//! Whether a request that was given up had a connection.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Put among the extensions of a request: a transport that is dropped while it still makes the
/// connection says so here, since it cannot return an error.
#[derive(Clone, Debug, Default)]
pub(crate) struct Unreached(Arc<AtomicBool>);

impl Unreached {
    /// True if the request was given up before it had a connection.
    pub(crate) fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    #[cfg(feature = "http-client")]
    pub(super) fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}
