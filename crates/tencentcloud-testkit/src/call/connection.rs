//! Sends requests and reads responses, with as little work of its own as can be.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context, Result, bail};

/// A connection that stays open.
#[derive(Debug)]
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// A response, as it came.
#[derive(Clone, Copy, Debug)]
pub struct Response<'a> {
    /// The status line and the headers.
    pub head: &'a str,
    /// The body; of one without a known length, with the sizes of its chunks.
    pub body: &'a [u8],
}

impl Response<'_> {
    /// Returns a header by its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.split("\r\n").filter_map(|l| l.split_once(": "));
        let found = lines.find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value)
    }
}

impl Connection {
    /// Opens a connection.
    ///
    /// # Errors
    /// Nobody listens at `address`.
    pub fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        Ok(Self {
            stream,
            buffer: Vec::with_capacity(64 << 10),
        })
    }

    /// Sends a request, and returns the response.
    ///
    /// # Errors
    /// The server closes the connection, or its response is not of HTTP/1.1.
    pub fn exchange(&mut self, request: &[u8]) -> Result<Response<'_>> {
        self.stream.write_all(request)?;
        self.buffer.clear();
        loop {
            let mut part = [0; 16 << 10];
            let read = self.stream.read(&mut part)?;
            if read == 0 {
                bail!("the server closed the connection");
            }
            self.buffer.extend_from_slice(&part[..read]);
            let Some(end) = self.buffer.windows(4).position(|w| w == b"\r\n\r\n") else {
                continue;
            };
            if is_whole(&self.buffer[..end], &self.buffer[end + 4..])? {
                let (head, body) = (&self.buffer[..end], &self.buffer[end + 4..]);
                let head = std::str::from_utf8(head)?;
                return Ok(Response { head, body });
            }
        }
    }
}

fn is_whole(head: &[u8], body: &[u8]) -> Result<bool> {
    let head = std::str::from_utf8(head)?;
    let response = Response { head, body };
    if let Some(length) = response.header("content-length") {
        return Ok(body.len() >= length.parse()?);
    }
    response
        .header("transfer-encoding")
        .context("a response without a length")?;
    Ok(body.ends_with(b"\r\n0\r\n\r\n") || body == b"0\r\n\r\n")
}
