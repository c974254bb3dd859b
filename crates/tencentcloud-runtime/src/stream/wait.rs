//! Waiting until a call's answer is as wanted.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::time::Duration;

use tokio::time::Instant;

use crate::answer::request_id;
use crate::{Action, Call, Error, Result};

/// Asks again and again until an answer is as wanted: see [`Call::wait_until`]. Await it.
#[must_use = "nothing is waited for until it is awaited"]
pub struct Wait<'c, A: Action> {
    call: Call<'c, A>,
    done: Check<'c, A::Response>,
    failed: Option<Check<'c, A::Response>>,
    tolerated: Option<Check<'c, Error>>,
    interval: Duration,
    longest: Duration,
    timeout: Duration,
}

type Check<'c, T> = Box<dyn FnMut(&T) -> bool + Send + 'c>;

impl<'c, A: Action> Call<'c, A> {
    /// Makes the call again and again until `done` says so of an answer: first after 2 seconds,
    /// then at intervals that grow by half up to 30 seconds, for 10 minutes at most.
    pub fn wait_until(self, done: impl FnMut(&A::Response) -> bool + Send + 'c) -> Wait<'c, A> {
        Wait {
            call: self,
            done: Box::new(done),
            failed: None,
            tolerated: None,
            interval: Duration::from_secs(2),
            longest: Duration::from_secs(30),
            timeout: Duration::from_secs(600),
        }
    }
}

impl<'c, A: Action> Wait<'c, A> {
    /// Gives up at once where `failed` says that an answer can no longer become as wanted.
    pub fn fail_when(mut self, failed: impl FnMut(&A::Response) -> bool + Send + 'c) -> Self {
        self.failed = Some(Box::new(failed));
        self
    }

    /// Goes on waiting over errors of which `tolerated` says so, e.g. [`Error::is_not_found`] for
    /// what was just created. Throttling is always waited over.
    pub fn tolerate(mut self, tolerated: impl FnMut(&Error) -> bool + Send + 'c) -> Self {
        self.tolerated = Some(Box::new(tolerated));
        self
    }

    /// The first interval, and the longest that it grows to.
    pub fn every(mut self, interval: Duration, longest: Duration) -> Self {
        self.interval = interval;
        self.longest = longest.max(interval);
        self
    }

    /// How long to go on asking. A call that is under way then has its own time.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    async fn wait(mut self) -> Result<A::Response> {
        let start = Instant::now();
        let name = A::INFO.name;
        let mut attempts = 0;
        loop {
            attempts += 1;
            let unfit = match self.call.again().await {
                Ok(answer) if (self.done)(&answer) => return Ok(answer),
                Ok(answer) => {
                    if self.failed.as_mut().is_some_and(|failed| failed(&answer)) {
                        let what = "the answer is in a state from which it cannot become as wanted";
                        let id = request_id(&answer).unwrap_or_default();
                        let error = Error::unmet(false, what.to_owned()).with_request_id(id);
                        return Err(error.during(name, attempts));
                    }
                    None
                }
                Err(error) if self.passes(&error) => Some(error),
                Err(error) => return Err(error),
            };
            let left = self.timeout.saturating_sub(start.elapsed());
            if left.is_zero() {
                let what = format!(
                    "the answer did not become as wanted within {:?}, asked {attempts} times",
                    self.timeout
                );
                let error = Error::unmet(true, what).during(name, attempts);
                return Err(match unfit {
                    Some(last) => error.because(last),
                    None => error,
                });
            }
            tokio::time::sleep(self.interval.min(left)).await;
            self.interval = (self.interval.saturating_mul(3) / 2).min(self.longest);
        }
    }

    /// True for an error that is waited over.
    fn passes(&mut self, error: &Error) -> bool {
        let tolerated = self.tolerated.as_mut();
        error.is_throttled() || tolerated.is_some_and(|tolerated| tolerated(error))
    }
}

impl<'c, A: Action> IntoFuture for Wait<'c, A> {
    type Output = Result<A::Response>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'c>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.wait())
    }
}

impl<A: Action> fmt::Debug for Wait<'_, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wait")
            .field("action", &A::INFO.name)
            .field("interval", &self.interval)
            .field("longest", &self.longest)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}
