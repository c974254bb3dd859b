//! One connection, step by step.

use std::io;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;

use super::Request;
use super::shared::Shared;
use super::step::{End, Step};

/// A stream over TCP.
pub(super) trait Wire: AsyncRead + AsyncWrite + Unpin {
    /// The connection below it.
    fn tcp(&self) -> &TcpStream;
}

impl Wire for TcpStream {
    fn tcp(&self) -> &TcpStream {
        self
    }
}

/// Serves requests as long as steps and client keep the connection.
pub(super) async fn serve(mut stream: impl Wire, shared: &Shared, number: usize) -> io::Result<()> {
    let mut buffer = Vec::new();
    loop {
        let step = match shared.first() {
            Some(step) => step,
            None => match Request::read(&mut stream, &mut buffer, number).await? {
                Some(request) => shared.step(request),
                None => return Ok(()),
            },
        };
        send(&mut stream, &step, shared).await?;
        match step.end {
            End::Keep => {}
            End::Close => return stream.shutdown().await,
            End::Reset => return stream.tcp().set_zero_linger(),
            End::Stall => return turned_away(&mut stream).await,
        }
    }
}

async fn send(stream: &mut impl Wire, step: &Step, shared: &Shared) -> io::Result<()> {
    let bytes = step.bytes();
    let gate = step.gate.map(|at| at.min(bytes.len()));
    let (before, after) = bytes.split_at(gate.unwrap_or(0));
    write(stream, before, step).await?;
    if gate.is_some() {
        shared.gate().await;
    }
    write(stream, after, step).await
}

async fn write(stream: &mut impl Wire, bytes: &[u8], step: &Step) -> io::Result<()> {
    let Some((size, interval)) = step.pace else {
        stream.write_all(bytes).await?;
        return stream.flush().await;
    };
    for piece in bytes.chunks(size) {
        stream.write_all(piece).await?;
        stream.flush().await?;
        tokio::time::sleep(interval).await;
    }
    Ok(())
}

/// Waits until the client closes the connection.
async fn turned_away(stream: &mut impl Wire) -> io::Result<()> {
    let mut rest = [0; 1024];
    while stream.read(&mut rest).await? > 0 {}
    Ok(())
}
