//! A connection as hyper uses it, and what is known of it meanwhile.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll};

use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_util::client::legacy::connect::{Connected, Connection};
use hyper_util::rt::TokioIo;

use super::socket::Duplex;

/// A connection to a server or a proxy.
pub(super) struct Wire {
    io: TokioIo<Box<dyn Duplex>>,
    meter: Meter,
    /// True if requests name their whole URL, as a proxy needs it.
    proxied: bool,
    h2: bool,
    /// Shared by the connections of a pool: as long as one lives, the pool is of use.
    _alive: Arc<()>,
}

/// What was written to a connection, and whether it takes more.
#[derive(Clone)]
pub(super) struct Meter(Arc<Counts>);

#[derive(Default)]
struct Counts {
    written: AtomicU64,
    blocked: AtomicBool,
}

impl Meter {
    /// The bytes that were written so far.
    pub(super) fn written(&self) -> u64 {
        self.0.written.load(Ordering::Relaxed)
    }

    /// True if there is more to write than the connection takes.
    pub(super) fn is_blocked(&self) -> bool {
        self.0.blocked.load(Ordering::Relaxed)
    }

    fn note(&self, write: &Poll<io::Result<usize>>) {
        self.0.blocked.store(write.is_pending(), Ordering::Relaxed);
        if let Poll::Ready(Ok(count)) = write {
            self.0.written.fetch_add(*count as u64, Ordering::Relaxed);
        }
    }
}

impl Wire {
    pub(super) fn new(io: Box<dyn Duplex>, alive: Arc<()>) -> Self {
        Self {
            io: TokioIo::new(io),
            meter: Meter(Arc::default()),
            _alive: alive,
            proxied: false,
            h2: false,
        }
    }

    pub(super) fn proxied(self, proxied: bool) -> Self {
        Self { proxied, ..self }
    }

    pub(super) fn h2(self, h2: bool) -> Self {
        Self { h2, ..self }
    }
}

impl Connection for Wire {
    fn connected(&self) -> Connected {
        let connected = Connected::new()
            .proxy(self.proxied)
            .extra(self.meter.clone());
        match self.h2 {
            true => connected.negotiated_h2(),
            false => connected,
        }
    }
}

impl Read for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_read(cx, buffer)
    }
}

impl Write for Wire {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let write = Pin::new(&mut self.io).poll_write(cx, bytes);
        self.meter.note(&write);
        write
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let write = Pin::new(&mut self.io).poll_write_vectored(cx, slices);
        self.meter.note(&write);
        write
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(cx)
    }
}
