//! What an endpoint holds at once, and how long it waits.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Bounds of what other programs can make the endpoint hold.
#[derive(Clone, Debug)]
pub(crate) struct Limits {
    /// How many connections are open at once; more wait to be accepted.
    pub(super) connections: usize,
    /// How long a head, a body or a handshake may take, and a connection be idle.
    pub(super) patience: Duration,
    /// How many bytes of large bodies are held at once, over all connections.
    pub(super) held: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 1024,
            patience: Duration::from_secs(60),
            held: 64 << 20,
        }
    }
}

/// The bytes that may still be held.
#[derive(Debug)]
pub(crate) struct Budget(Arc<Semaphore>);

/// A permit of a [`Budget`], in bytes.
const UNIT: usize = 1 << 10;

impl Budget {
    /// Creates a budget of `bytes`, and of at least `least`, without which that much would wait for
    /// ever.
    pub(super) fn new(bytes: usize, least: usize) -> Self {
        let units = bytes.max(least).div_ceil(UNIT);
        Self(Arc::new(Semaphore::new(units.min(Semaphore::MAX_PERMITS))))
    }

    /// Waits until `bytes` may be held, which they are until the permit is dropped.
    pub(super) async fn hold(&self, bytes: usize) -> OwnedSemaphorePermit {
        let units = u32::try_from(bytes.div_ceil(UNIT)).unwrap_or(u32::MAX);
        Arc::clone(&self.0)
            .acquire_many_owned(units)
            .await
            .expect("nothing closes the semaphore")
    }
}
