//! The server's side: what it does with each request, and what it has done.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, SystemTime};

use serde_json::Value;
use tencentcloud_testkit::fault::{Request, Step};

/// Seconds since 1970 at which the soak begins.
const BEGIN: u64 = 1_800_000_000;

/// By how much the client's clock is behind at first.
const BEHIND: u64 = 3600;

/// How long a token lives. A second passes with each call.
const LIFE: u64 = 900;

/// Time that passes with calls, and what the client's clock shows of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Clock(Arc<(AtomicU64, AtomicU64)>);

impl Clock {
    /// A second passes. The client's clock is set right, or stays as it is.
    pub(crate) fn pass(&self, right: bool) {
        self.0.0.fetch_add(1, Ordering::Relaxed);
        self.0.1.store(u64::from(right), Ordering::Relaxed);
    }

    fn now(&self) -> u64 {
        BEGIN + self.0.0.load(Ordering::Relaxed)
    }

    /// What the client's clock shows.
    pub(crate) fn shown(&self) -> SystemTime {
        let right = self.0.1.load(Ordering::Relaxed) == 1;
        let seconds = if right {
            self.now()
        } else {
            self.now() - BEHIND
        };
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
    }
}

/// What became of a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Write {
    New,
    /// The client was told that nothing has happened.
    Refused,
    /// It was done, or may have been as far as the client knows.
    Done,
}

#[derive(Debug)]
pub(crate) struct World {
    clock: Clock,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    random: u64,
    writes: Vec<Write>,
    /// The ClientToken of each write that has one, as a hash.
    tokens: Vec<u64>,
    twice: Vec<String>,
    /// When each session token expires; the first is number 1.
    expiries: Vec<u64>,
    /// The number of the oldest token that is not revoked.
    oldest: usize,
    requests: u64,
}

impl World {
    pub(crate) fn new(calls: usize, clock: Clock) -> Self {
        let state = Mutex::new(State {
            random: 0x9e37_79b9_7f4a_7c15,
            writes: vec![Write::New; calls],
            tokens: vec![0; calls],
            twice: Vec::new(),
            expiries: Vec::new(),
            oldest: 0,
            requests: 0,
        });
        Self { clock, state }
    }

    /// What the server does with a request.
    pub(crate) fn step(&self, request: &Request) -> Step {
        let now = self.clock.now();
        let mut state = self.lock();
        state.requests += 1;
        let signed: u64 = request.header("x-tc-timestamp").parse().unwrap_or_default();
        if signed.abs_diff(now) > 300 {
            let date = SystemTime::UNIX_EPOCH + Duration::from_secs(now);
            return Step::clock_off(&httpdate::fmt_http_date(date));
        }
        if request.action() == "AssumeRole" {
            return state.session(now);
        }
        if !state.admits(request, now) {
            return Step::error("AuthFailure.TokenFailure");
        }
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let number = body["Number"].as_u64().unwrap_or_default();
        let step = state.fault(number);
        if request.action() != "DescribeBread" {
            state.write(request.action(), number, &body["ClientToken"], &step);
        }
        step.step
    }

    pub(crate) fn assert_nothing_twice(&self) {
        let state = self.lock();
        assert!(state.twice.is_empty(), "{:?}", state.twice);
        assert!(state.expiries.len() > 1, "no token was refreshed");
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }
}

/// A step, and whether it tells the client that nothing has happened.
struct Chosen {
    step: Step,
    refused: bool,
}

impl State {
    fn next(&mut self) -> u64 {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        self.random
    }

    /// A new session token.
    fn session(&mut self, now: u64) -> Step {
        let expired = now + LIFE;
        self.expiries.push(expired);
        let token = self.expiries.len();
        Step::ok(&format!(
            r#""Credentials":{{"TmpSecretId":"AKID{token}","TmpSecretKey":"key{token}","Token":"{token}"}},"ExpiredTime":{expired},"Expiration":"""#
        ))
    }

    /// True if a request carries a token that is valid.
    fn admits(&mut self, request: &Request, now: u64) -> bool {
        // Now and then all tokens are revoked.
        if self.next().is_multiple_of(1000) {
            self.oldest = self.expiries.len() + 1;
        }
        let number: usize = request.header("x-tc-token").parse().unwrap_or_default();
        let expiry = number.checked_sub(1).and_then(|at| self.expiries.get(at));
        number >= self.oldest && expiry.is_some_and(|expiry| now < *expiry)
    }

    fn fault(&mut self, number: u64) -> Chosen {
        let fine = Step::ok(&format!(r#""Number":{number}"#));
        let roll = self.next() % 3000;
        let step = match roll {
            0..5 => Step::silence(),
            5..10 => fine.cut_body(12).then_stall(),
            10..100 => Step::page(502),
            100..200 => Step::page(504),
            200..300 => Step::error("InternalError"),
            300..400 => Step::close(),
            400..500 => Step::reset(),
            500..600 => fine.cut_head(25),
            600..700 => fine.cut_body(12),
            700..800 => fine.chunks(8).cut_body(14),
            800..900 => Step::response(200, "text/html", "<html>"),
            900..1000 => Step::error("ResourceNotFound")
                .header("content-type", "application/json; charset=utf-8"),
            1000..1200 => Step::error("RequestLimitExceeded"),
            1200..1400 => fine.then_close(),
            1400..1500 => fine.then_reset(),
            1500..1700 => fine.chunks(9),
            _ => fine,
        };
        let refused = matches!(roll, 900..1200);
        Chosen { step, refused }
    }

    fn write(&mut self, action: &str, number: u64, token: &Value, step: &Chosen) {
        let at = number as usize;
        let token = token.as_str().map(hash);
        if let Some(token) = token {
            // The same token makes a second request harmless; another one would make it a second write.
            let own = std::mem::replace(&mut self.tokens[at], token);
            if own != 0 && own != token {
                self.twice
                    .push(format!("{action} {number} with two tokens"));
            }
        } else if self.writes[at] == Write::Done {
            self.twice.push(format!("{action} {number}"));
        }
        self.writes[at] = match step.refused {
            true => Write::Refused,
            false => Write::Done,
        };
    }
}

fn hash(text: &str) -> u64 {
    let fold = |sum: u64, byte: u8| (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, fold)
}

impl fmt::Display for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = self.lock();
        write!(
            f,
            "{} requests, {} session tokens",
            state.requests,
            state.expiries.len()
        )
    }
}
