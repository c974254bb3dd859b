//! The socket below a connection, and what a request can ask of it past HTTP and TLS.

use std::io;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, Interest, ReadBuf};
use tokio::net::TcpStream;

/// A socket that does what is asked of it when it is flushed, which HTTP does after each step.
#[derive(Debug)]
pub(super) struct Socket {
    stream: TcpStream,
    asked: Asked,
}

/// What the requests of a connection ask of its socket.
#[derive(Clone, Debug, Default)]
pub(super) struct Asked(Arc<Flags>);

#[derive(Debug, Default)]
struct Flags {
    acknowledge: AtomicBool,
    watch: AtomicBool,
    end: AtomicBool,
}

impl Asked {
    /// Asks to acknowledge at once what came. A peer that writes head and body apart and keeps
    /// Nagle's algorithm holds the body back until then, which systems delay by 40 ms.
    pub(super) fn acknowledge(&self) {
        self.0.acknowledge.store(true, Ordering::Relaxed);
    }

    /// Awaits `future`, and ends the connection if the peer ends its side meanwhile. Nothing that it
    /// sends is read.
    pub(super) async fn while_connected<T>(&self, future: impl Future<Output = T>) -> T {
        let _watch = Watch::begin(&self.0);
        let mut future = pin!(future);
        // HTTP flushes whenever this wakes it.
        let mut look = tokio::time::interval(LOOK);
        loop {
            tokio::select! {
                biased;
                done = &mut future => return done,
                _ = look.tick() => {}
            }
        }
    }

    /// Asks to end the connection once the peer ends its side, since nothing more is sent to it.
    pub(super) fn end_with_peer(&self) {
        self.0.end.store(true, Ordering::Relaxed);
    }
}

/// How often it is looked whether a peer has gone.
const LOOK: Duration = Duration::from_millis(200);

/// Watches the peer until it is dropped.
struct Watch<'a>(&'a Flags);

impl<'a> Watch<'a> {
    fn begin(flags: &'a Flags) -> Self {
        flags.watch.store(true, Ordering::Relaxed);
        Self(flags)
    }
}

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        self.0.watch.store(false, Ordering::Relaxed);
    }
}

impl Socket {
    pub(super) fn new(stream: TcpStream) -> Self {
        // What is written is whole messages.
        let _ = stream.set_nodelay(true);
        Self {
            stream,
            asked: Asked::default(),
        }
    }

    pub(super) fn asked(&self) -> Asked {
        self.asked.clone()
    }

    fn acknowledge(&self) {
        #[cfg(target_os = "linux")]
        let _ = self.stream.set_quickack(true);
    }

    /// Returns true if the peer has ended its side, whatever of it was not read yet.
    fn has_ended(&self, context: &mut Context<'_>) -> bool {
        let ready = pin!(self.stream.ready(Interest::READABLE));
        match ready.poll(context) {
            Poll::Ready(Ok(ready)) => ready.is_read_closed(),
            Poll::Ready(Err(_)) => true,
            Poll::Pending => false,
        }
    }

    /// Waits for the end of what the peer sends, which is an error by now.
    fn poll_end(&mut self, context: &mut Context<'_>) -> Poll<io::Error> {
        let mut bytes = [0; 256];
        loop {
            let mut buffer = ReadBuf::new(&mut bytes);
            match ready!(Pin::new(&mut self.stream).poll_read(context, &mut buffer)) {
                // Nothing that comes now is answered.
                Ok(()) if !buffer.filled().is_empty() => {}
                Ok(()) => return Poll::Ready(io::ErrorKind::ConnectionAborted.into()),
                Err(error) => return Poll::Ready(error),
            }
        }
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Socket {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flags = &self.asked.0;
        if flags.acknowledge.load(Ordering::Relaxed) {
            flags.acknowledge.store(false, Ordering::Relaxed);
            self.acknowledge();
        }
        if flags.watch.load(Ordering::Relaxed) && self.has_ended(context) {
            return Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into()));
        }
        if self.asked.0.end.load(Ordering::Relaxed)
            && let Poll::Ready(end) = self.poll_end(context)
        {
            return Poll::Ready(Err(end));
        }
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}
