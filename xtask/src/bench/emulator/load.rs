//! Sends requests and reads responses, with as little work of its own as can be.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// A connection that stays open.
pub(super) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    pub(super) fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        Ok(Self {
            stream,
            buffer: Vec::with_capacity(64 << 10),
        })
    }

    /// Sends a request, and returns the body of the response.
    pub(super) fn exchange(&mut self, request: &[u8]) -> Result<&[u8]> {
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
            if self.buffer.len() >= end + 4 + length(&self.buffer[..end])? {
                return Ok(&self.buffer[end + 4..]);
            }
        }
    }
}

fn length(head: &[u8]) -> Result<usize> {
    let head = std::str::from_utf8(head)?;
    let mut lines = head.split("\r\n").filter_map(|line| line.split_once(": "));
    let found = lines.find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    Ok(found
        .context("a response without Content-Length")?
        .1
        .parse()?)
}

/// What a time of load came to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Load {
    pub(super) requests: usize,
    pub(super) seconds: f64,
    /// The time that 99 of 100 requests stay below, in µs.
    pub(super) p99: f64,
}

/// Sends `request` again and again for `time`, on `connections` connections at once. Every response must
/// hold `expected`.
pub(super) fn load(
    address: SocketAddr,
    request: &[u8],
    expected: &str,
    connections: usize,
    time: Duration,
) -> Result<Load> {
    let begun = Instant::now();
    let one = || {
        let mut connection = Connection::open(address)?;
        let mut times = Vec::with_capacity(1 << 16);
        while begun.elapsed() < time {
            let sent = Instant::now();
            let body = connection.exchange(request)?;
            times.push(sent.elapsed().as_secs_f64() * 1e6);
            if !contains(body, expected.as_bytes()) {
                bail!(
                    "a response without {expected}: {}",
                    String::from_utf8_lossy(body)
                );
            }
        }
        Ok(times)
    };
    let times = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..connections).map(|_| scope.spawn(one)).collect();
        let each = threads
            .into_iter()
            .map(|thread| thread.join().expect("it does not panic"));
        each.collect::<Result<Vec<Vec<f64>>>>()
    })?;
    let seconds = begun.elapsed().as_secs_f64();
    let mut times: Vec<f64> = times.into_iter().flatten().collect();
    times.sort_by(f64::total_cmp);
    Ok(Load {
        requests: times.len(),
        seconds,
        p99: times
            .get(times.len() * 99 / 100)
            .copied()
            .unwrap_or_default(),
    })
}

fn contains(body: &[u8], expected: &[u8]) -> bool {
    body.windows(expected.len())
        .any(|window| window == expected)
}
