//! Sends a request again and again.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use tencentcloud_testkit::call::Connection;

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
            let body = connection.exchange(request)?.body;
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
