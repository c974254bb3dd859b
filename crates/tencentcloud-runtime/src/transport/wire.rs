//! A connection as hyper uses it, and what is known of it meanwhile.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_util::client::legacy::connect::{Connected, Connection};
use hyper_util::rt::TokioIo;

use super::meter::{Meter, Next};
use super::socket::Duplex;

/// A connection to a server or a proxy.
pub(super) struct Wire {
    io: TokioIo<Box<dyn Duplex>>,
    meter: Meter,
    /// True if requests name their whole URL, as a proxy needs it.
    proxied: bool,
    h2: bool,
    /// True if nothing was written since something was read last.
    answered: bool,
    /// True once a request was written.
    used: bool,
    /// Shared by the connections of a pool: as long as one lives, the pool is of use.
    _alive: Arc<()>,
}

impl Wire {
    /// A connection over a socket that has the `meter`.
    pub(super) fn new(io: Box<dyn Duplex>, meter: Meter, alive: Arc<()>) -> Self {
        Self {
            io: TokioIo::new(io),
            meter,
            _alive: alive,
            proxied: false,
            h2: false,
            answered: true,
            used: false,
        }
    }

    /// Says whether `bytes` begin a request. What follows an early response or an informational one is
    /// the rest of a request: it may come behind something read, and does not begin like one.
    fn begin(&mut self, bytes: &[u8]) {
        let begins = [&b"POST "[..], b"GET "]
            .iter()
            .any(|verb| bytes.starts_with(verb));
        if self.answered && begins && !self.h2 {
            self.meter.expect(match self.used {
                true => Next::Another,
                false => Next::First,
            });
        }
    }

    /// Takes note of a write.
    fn wrote(&mut self, write: &Poll<io::Result<usize>>) {
        self.meter.note(write);
        if let Poll::Ready(Ok(_)) = write {
            (self.answered, self.used) = (false, true);
        }
    }

    pub(super) fn proxied(self, proxied: bool) -> Self {
        Self { proxied, ..self }
    }

    pub(super) fn h2(self, h2: bool) -> Self {
        if h2 {
            self.meter.expect(Next::Shared);
        }
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
        let read = Pin::new(&mut self.io).poll_read(cx, buffer);
        self.answered |= read.is_ready();
        read
    }
}

impl Write for Wire {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.begin(bytes);
        let write = Pin::new(&mut self.io).poll_write(cx, bytes);
        self.wrote(&write);
        write
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.begin(slices.first().map_or(&[], |first| first));
        let write = Pin::new(&mut self.io).poll_write_vectored(cx, slices);
        self.wrote(&write);
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
