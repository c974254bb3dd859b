//! A TCP connection that knows at once when the server has closed it.

use std::fmt;
use std::io::{self, Read};
use std::mem::MaybeUninit;
use std::pin::Pin;
use std::task::{Context, Poll};

use socket2::SockRef;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use super::meter::{Meter, Next};

/// What bytes can be read from and written to: a connection with or without TLS.
pub(super) trait Duplex: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Duplex for T {}

/// A TCP connection. Tokio learns that the other side has closed it when its driver runs next, which
/// may be after the next request is written. So the system itself is asked, once a request, right
/// before its first byte. Requests that share a connection, by HTTP/2, have no such moment: there it is
/// asked whenever something is read or written while no answer is due.
pub(super) struct Socket {
    stream: TcpStream,
    meter: Meter,
    /// True if something was written that nothing was read after.
    asked: bool,
}

impl Socket {
    pub(super) fn new(stream: TcpStream, meter: Meter) -> Self {
        Self {
            stream,
            meter,
            asked: false,
        }
    }

    /// Fails before the first byte of a request if the other side has closed the connection.
    fn open(&self) -> io::Result<()> {
        let next = self.meter.next();
        if next == Next::More || next == Next::Shared && self.asked {
            return Ok(());
        }
        let socket = SockRef::from(&self.stream);
        match socket.peek(&mut [MaybeUninit::uninit()]) {
            // Between two requests a server says nothing but that it leaves.
            Ok(1..) if next != Next::Another => Ok(()),
            Err(error) if is_later(&error) => Ok(()),
            _ => {
                let used = next == Next::Another;
                Err(io::Error::new(
                    io::ErrorKind::BrokenPipe,
                    Unwritten { used },
                ))
            }
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
pub(super) struct Unwritten {
    /// True if the connection served before: another one may do.
    pub(super) used: bool,
}

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
            Poll::Pending if !self.asked && self.meter.is_shared() => self.probe(buffer),
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
