//! Waiting until a call's response fulfils a condition.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::time::Duration;

use tokio::time::Instant;

use crate::answer::FromResponse;
use crate::client::Request;
use crate::{Call, Error, Result};

/// Sends a call again and again until its response fulfils a condition. Returned by
/// [`Call::wait_until`]; await it.
#[must_use = "nothing is waited for until it is awaited"]
pub struct Wait<'c, A: Request> {
    call: Call<'c, A>,
    done: Check<'c, A::Response>,
    failed: Option<Check<'c, A::Response>>,
    tolerated: Option<Check<'c, Error>>,
    interval: Duration,
    longest: Duration,
    timeout: Duration,
}

/// The shortest interval: a loop without a pause is no waiting.
const SHORTEST: Duration = Duration::from_millis(100);

type Check<'c, T> = Box<dyn FnMut(&T) -> bool + Send + 'c>;

impl<'c, A: Request> Call<'c, A> {
    /// Sends the call again and again until `done` returns true for a response. Polls at once, then
    /// every 2 seconds, growing by half to 30 seconds; gives up after 10 minutes. Change that with
    /// [`Wait::every`] and [`Wait::timeout`].
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

impl<'c, A: Request> Wait<'c, A> {
    /// Fails at once if `failed` returns true for a response, e.g. for a state that ends all hope.
    /// Defaults to never.
    pub fn fail_when(mut self, failed: impl FnMut(&A::Response) -> bool + Send + 'c) -> Self {
        self.failed = Some(Box::new(failed));
        self
    }

    /// Continues after errors for which `tolerated` returns true, e.g. [`Error::is_not_found`] for
    /// what was just created. Continues after [throttling](Error::is_throttled) in any case.
    pub fn tolerate(mut self, tolerated: impl FnMut(&Error) -> bool + Send + 'c) -> Self {
        self.tolerated = Some(Box::new(tolerated));
        self
    }

    /// Sets the first `interval` and the `longest` that it grows to. Defaults to 2 and 30 seconds;
    /// neither is shorter than 100 milliseconds.
    pub fn every(mut self, interval: Duration, longest: Duration) -> Self {
        self.interval = interval.max(SHORTEST);
        self.longest = longest.max(self.interval);
        self
    }

    /// Sets the time after which no further call is sent. Defaults to 10 minutes. A call that is under
    /// way then has its own [`Call::timeout`].
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    async fn wait(mut self) -> Result<A::Response> {
        let start = Instant::now();
        let name = self.call.request().name();
        let mut attempts = 0;
        loop {
            attempts += 1;
            let unfit = match self.call.again().await {
                Ok(response) if (self.done)(&response) => return Ok(response),
                Ok(response) => {
                    if self.failed.as_mut().is_some_and(|failed| failed(&response)) {
                        let what = "the response is in a state that fail_when rules out";
                        let id = response.request_id().unwrap_or_default();
                        let error = Error::unmet(false, what.to_owned()).with_request_id(id);
                        return Err(error.during(&name, attempts));
                    }
                    None
                }
                Err(error) if self.passes(&error) => Some(error),
                Err(error) => return Err(error),
            };
            let left = self.timeout.saturating_sub(start.elapsed());
            if left.is_zero() {
                let what = format!(
                    "no response fulfilled it within {:?}, in {attempts} calls",
                    self.timeout
                );
                let error = Error::unmet(true, what).during(&name, attempts);
                return Err(match unfit {
                    Some(last) => error.because(last),
                    None => error,
                });
            }
            tokio::time::sleep(self.interval.min(left)).await;
            self.interval = (self.interval.saturating_mul(3) / 2).min(self.longest);
        }
    }

    /// True for an error after which to continue.
    fn passes(&mut self, error: &Error) -> bool {
        let tolerated = self.tolerated.as_mut();
        error.is_throttled() || tolerated.is_some_and(|tolerated| tolerated(error))
    }
}

impl<'c, A: Request> IntoFuture for Wait<'c, A> {
    type Output = Result<A::Response>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send + 'c>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.wait())
    }
}

impl<A: Request> fmt::Debug for Wait<'_, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wait")
            .field("action", &self.call.request().name())
            .field("interval", &self.interval)
            .field("longest", &self.longest)
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}
