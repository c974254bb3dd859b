//! What is known of a connection by all who have it.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};
use std::task::Poll;

/// What was written to a connection, whether it takes more, and what its next write is. Shared by the
/// connection, its socket and the exchange that has it.
#[derive(Clone, Default)]
pub(super) struct Meter(Arc<Counts>);

#[derive(Default)]
struct Counts {
    written: AtomicU64,
    blocked: AtomicBool,
    next: AtomicU8,
}

/// What the next write to a connection is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Next {
    /// A part of TLS or of a request that has begun.
    More,
    /// The first request.
    First,
    /// A request after a response.
    Another,
    /// Of one of many requests at a time, by HTTP/2.
    Shared,
}

impl Meter {
    /// What the next write is; more of the same comes behind it.
    pub(super) fn next(&self) -> Next {
        let next = &self.0.next;
        match next.load(Ordering::Acquire) {
            value if value == Next::Shared as u8 => return Next::Shared,
            value if value == Next::More as u8 => return Next::More,
            _ => {}
        }
        match next.swap(Next::More as u8, Ordering::AcqRel) {
            value if value == Next::First as u8 => Next::First,
            value if value == Next::Another as u8 => Next::Another,
            _ => Next::More,
        }
    }

    /// True if requests share the connection.
    pub(super) fn is_shared(&self) -> bool {
        self.0.next.load(Ordering::Acquire) == Next::Shared as u8
    }

    /// Says what the next write is.
    pub(super) fn expect(&self, next: Next) {
        self.0.next.store(next as u8, Ordering::Release);
    }

    /// The bytes that were written so far.
    pub(super) fn written(&self) -> u64 {
        self.0.written.load(Ordering::Relaxed)
    }

    /// True if there is more to write than the connection takes.
    pub(super) fn is_blocked(&self) -> bool {
        self.0.blocked.load(Ordering::Relaxed)
    }

    pub(super) fn note(&self, write: &Poll<io::Result<usize>>) {
        self.0.blocked.store(write.is_pending(), Ordering::Relaxed);
        if let Poll::Ready(Ok(count)) = write {
            self.0.written.fetch_add(*count as u64, Ordering::Relaxed);
        }
    }
}
