//! A pool of connections for each runtime: a connection lives in the runtime that made it, and is of
//! no use to another one.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper_util::client::legacy::Client;
use hyper_util::rt::{TokioExecutor, TokioTimer};

use super::connect::{Connector, Dialer};
use super::runtime;
use crate::Result;

/// A pool.
pub(super) type Pool = Client<Connector, Full<Bytes>>;

/// The pools of a transport.
#[derive(Default)]
pub(super) struct Pools(Mutex<Vec<Entry>>);

struct Entry {
    runtime: tokio::runtime::Id,
    /// True if its connections speak HTTP/2 where the server offers it.
    h2: bool,
    pool: Arc<Pool>,
    /// Held by every connection of the pool too.
    alive: Arc<()>,
}

impl Pools {
    /// The pool of the runtime that polls this: that of connections by HTTP/2 or that of the others.
    ///
    /// # Errors
    /// Fails outside a runtime of tokio.
    pub(super) fn current(
        &self,
        dialer: &Arc<Dialer>,
        idle: Duration,
        h2: bool,
    ) -> Result<Arc<Pool>> {
        let runtime = runtime::current()?;
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(entry) = entries
            .iter()
            .find(|entry| entry.runtime == runtime && entry.h2 == h2)
        {
            return Ok(Arc::clone(&entry.pool));
        }
        // A runtime that has ended has dropped its connections.
        entries.retain(|entry| Arc::strong_count(&entry.alive) > 2);
        let alive = Arc::new(());
        let connector = Connector::new(Arc::clone(dialer), Arc::clone(&alive), h2);
        let pool = Client::builder(TokioExecutor::new())
            .timer(TokioTimer::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(idle)
            .build(connector);
        let pool = Arc::new(pool);
        entries.push(Entry {
            runtime,
            h2,
            pool: Arc::clone(&pool),
            alive,
        });
        Ok(pool)
    }
}

impl fmt::Debug for Pools {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        write!(f, "Pools({} runtimes)", entries.len())
    }
}
