//! A TCP connection that knows at once when the server has closed it.

use std::fmt;
use std::io::{self, Read};
use std::mem::MaybeUninit;
use std::pin::Pin;
use std::task::{Context, Poll};

use socket2::SockRef;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// What bytes can be read from and written to: a connection with or without TLS.
pub(super) trait Duplex: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Duplex for T {}

/// A TCP connection. Tokio learns that the other side has closed it when its driver runs next, which
/// may be after the next request is written. So whoever reads while nothing is under way, as the
/// pool does before each request, asks the system itself.
pub(super) struct Socket {
    stream: TcpStream,
    /// True if something was written that nothing was read after.
    asked: bool,
}

impl Socket {
    pub(super) fn new(stream: TcpStream) -> Self {
        Self {
            stream,
            asked: false,
        }
    }

    /// Fails if the other side has closed the connection since something was read last. Whoever reads
    /// first is told by that; this is for a close between reading and writing.
    fn open(&self) -> io::Result<()> {
        if self.asked {
            return Ok(());
        }
        let socket = SockRef::from(&self.stream);
        match socket.peek(&mut [MaybeUninit::uninit()]) {
            Ok(1..) => Ok(()),
            Err(error) if is_later(&error) => Ok(()),
            _ => Err(io::Error::new(io::ErrorKind::BrokenPipe, Unwritten)),
        }
    }

    /// What the system has for this connection although tokio does not know of it yet.
    fn probe(&self, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let socket = SockRef::from(&self.stream);
        let there = socket.peek(&mut [MaybeUninit::uninit()]);
        let read = there.and_then(|count| match count {
            0 => Ok(0),
            _ => (&*socket).read(buffer.initialize_unfilled()),
        });
        match read {
            Ok(count) => {
                buffer.advance(count);
                Poll::Ready(Ok(()))
            }
            Err(error) if is_later(&error) => Poll::Pending,
            Err(error) => Poll::Ready(Err(error)),
        }
    }
}

/// True if there is nothing to read yet.
fn is_later(error: &io::Error) -> bool {
    use io::ErrorKind::{Interrupted, WouldBlock};
    matches!(error.kind(), WouldBlock | Interrupted)
}

/// The error of a connection that was closed before anything of a request was written to it.
#[derive(Debug)]
pub(super) struct Unwritten;

impl fmt::Display for Unwritten {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection was closed before the request")
    }
}

impl std::error::Error for Unwritten {}

impl AsyncRead for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match Pin::new(&mut self.stream).poll_read(cx, buffer) {
            Poll::Pending if !self.asked => self.probe(buffer),
            Poll::Pending => Poll::Pending,
            Poll::Ready(read) => {
                self.asked = false;
                Poll::Ready(read)
            }
        }
    }
}

impl AsyncWrite for Socket {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.open()?;
        self.asked = true;
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.open()?;
        self.asked = true;
        Pin::new(&mut self.stream).poll_write_vectored(cx, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
