//! A credential that is kept until shortly before it expires.

use std::fmt;
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::time::Instant;

use super::{Credential, ProvideCredential, Providing};
use crate::{Error, Result, random};

/// How often a fetch that fails for a passing reason is tried, and in how many parts its deadline is
/// cut: one for each attempt, and one for a refresh, which may fail.
const ATTEMPTS: u32 = 3;

/// The longest wait before the second attempt; doubled before each one more.
const BASE: Duration = Duration::from_millis(100);

/// The time that a fetch may take with all its attempts.
const DEADLINE: Duration = Duration::from_secs(15);

/// The longest time before expiry at which another credential is fetched, jitter apart.
const MARGIN: Duration = Duration::from_secs(600);

/// How long a credential is left alone after a failed refresh, or if it looks expired when it comes:
/// the clock of this machine may be wrong.
const PAUSE: Duration = Duration::from_secs(30);

/// The time, as everything here reads it.
pub(crate) type Clock = Arc<dyn Fn() -> SystemTime + Send + Sync>;

/// Keeps one credential. Whoever needs one that is not there fetches it, all others wait for that
/// fetch. One that will expire soon is fetched again by one caller, and used by all others meanwhile.
pub(crate) struct Cache {
    /// What the credential is of, for errors; empty if the source says so itself.
    label: String,
    clock: Clock,
    attempts: u32,
    deadline: Duration,
    held: Mutex<Held>,
    /// Held by the caller that fetches. If that caller gives up, the next one fetches.
    flight: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct Held {
    kept: Option<Kept>,
    /// How many fetches have failed, and what the last one said to those who waited for it.
    failures: u64,
    failure: String,
}

#[derive(Clone)]
struct Kept {
    credential: Credential,
    /// When to fetch another one, and until when this one serves; `None` is never and for ever.
    times: Option<(SystemTime, SystemTime)>,
}

/// What there is at a time.
enum State {
    Fresh(Credential),
    /// Still valid, but another one is due.
    Aging(Credential),
    /// None, after so many failed fetches.
    Missing(u64),
}

impl Default for Cache {
    fn default() -> Self {
        Self {
            label: String::new(),
            clock: Arc::new(SystemTime::now),
            attempts: ATTEMPTS,
            deadline: DEADLINE,
            held: Mutex::default(),
            flight: tokio::sync::Mutex::default(),
        }
    }
}

impl Cache {
    pub(crate) fn of(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            ..Self::default()
        }
    }

    /// A cache whose fetch makes its attempts itself.
    pub(crate) fn once(label: impl Into<String>) -> Self {
        Self {
            attempts: 1,
            ..Self::of(label)
        }
    }

    pub(crate) fn set_clock(&mut self, clock: Clock) {
        self.clock = clock;
    }

    pub(crate) fn set_deadline(&mut self, deadline: Duration) {
        self.deadline = deadline;
    }

    /// The credential that is kept, or what `fetch` brings.
    ///
    /// # Errors
    /// There is no valid credential, and the fetch failed.
    pub(crate) async fn get<F, T>(&self, fetch: F) -> Result<Credential>
    where
        F: Fn() -> T,
        T: Future<Output = Result<Credential>>,
    {
        let seen = match self.state() {
            State::Fresh(credential) => return Ok(credential),
            State::Aging(credential) => return Ok(self.refresh(credential, fetch).await),
            State::Missing(failures) => failures,
        };
        let _flight = self.flight.lock().await;
        match self.state() {
            State::Fresh(credential) | State::Aging(credential) => return Ok(credential),
            State::Missing(failures) if failures > seen => {
                return Err(Error::credential(self.held().failure.clone()));
            }
            State::Missing(_) => {}
        }
        let limit = self.deadline / self.attempts;
        match self.fetch(fetch, self.attempts, limit).await {
            Ok(credential) => Ok(self.keep(credential)),
            Err(error) => {
                let text = self.told(&error);
                let mut held = self.held();
                held.failures += 1;
                held.failure = text;
                Err(Error::credential(held.failure.clone()))
            }
        }
    }

    /// Forgets a credential that a service refused, if it is the one that is kept. Returns true if
    /// another one than that will come.
    pub(crate) fn refused(&self, credential: &Credential) -> bool {
        let mut held = self.held();
        match &held.kept {
            Some(kept) if kept.credential == *credential => held.kept = None,
            _ => {}
        }
        true
    }

    /// Another credential if this caller is the one to fetch it and does; else the one there is.
    async fn refresh<F, T>(&self, credential: Credential, fetch: F) -> Credential
    where
        F: Fn() -> T,
        T: Future<Output = Result<Credential>>,
    {
        let Ok(_flight) = self.flight.try_lock() else {
            return credential;
        };
        if let State::Fresh(credential) = self.state() {
            return credential;
        }
        match self.fetch(fetch, 1, self.deadline / ATTEMPTS).await {
            Ok(credential) => self.keep(credential),
            Err(error) => {
                let error = self.told(&error);
                tracing::warn!(%error, "credential not refreshed, the old one is still valid");
                let next = (self.clock)() + PAUSE;
                if let Some(Kept {
                    times: Some((refresh_at, _)),
                    ..
                }) = &mut self.held().kept
                {
                    *refresh_at = next;
                }
                credential
            }
        }
    }

    async fn fetch<F, T>(&self, fetch: F, attempts: u32, limit: Duration) -> Result<Credential>
    where
        F: Fn() -> T,
        T: Future<Output = Result<Credential>>,
    {
        let begun = Instant::now();
        let mut attempt = 0;
        loop {
            attempt += 1;
            let left = self.deadline.saturating_sub(begun.elapsed());
            let fetched = tokio::time::timeout(left.min(limit), fetch())
                .await
                .unwrap_or_else(|_| Err(Error::timeout(Some(limit))));
            let error = match fetched {
                Ok(credential) => return credential.check().map(|()| credential),
                Err(error) => error,
            };
            let wait = (BASE * (1 << attempt.min(8)) / 2).mul_f64(random());
            let left = self.deadline.saturating_sub(begun.elapsed());
            if attempt >= attempts || !error.is_retryable() || wait >= left {
                return Err(error);
            }
            tokio::time::sleep(wait).await;
        }
    }

    fn keep(&self, credential: Credential) -> Credential {
        let now = (self.clock)();
        let times =
            credential
                .expires_at()
                .map(|expires_at| match expires_at.duration_since(now) {
                    Ok(life) if !life.is_zero() => {
                        let margin = MARGIN.min(life / 5).mul_f64(1.0 + random() / 2.0);
                        (expires_at - margin, expires_at)
                    }
                    _ => (now + PAUSE, now + PAUSE),
                });
        let mut held = self.held();
        held.kept = Some(Kept {
            credential: credential.clone(),
            times,
        });
        credential
    }

    fn state(&self) -> State {
        let now = (self.clock)();
        let held = self.held();
        match &held.kept {
            Some(Kept { credential, times }) => match times {
                Some((_, until)) if now >= *until => State::Missing(held.failures),
                Some((refresh_at, _)) if now >= *refresh_at => State::Aging(credential.clone()),
                _ => State::Fresh(credential.clone()),
            },
            None => State::Missing(held.failures),
        }
    }

    fn told(&self, error: &Error) -> String {
        match self.label.as_str() {
            "" => bare(error),
            label => format!("{label}: {}", bare(error)),
        }
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Shows no more than whether there is a credential.
impl fmt::Debug for Cache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cache")
            .field(
                "kept",
                &self.held().kept.as_ref().map(|kept| &kept.credential),
            )
            .finish_non_exhaustive()
    }
}

/// A random number from 0 to below 1; the middle if the system gives none.
fn random() -> f64 {
    random::fraction().unwrap_or(0.5)
}

/// An error's text within one of this kind.
pub(crate) fn bare(error: &Error) -> String {
    let text = error.to_string();
    text.strip_prefix("no credential: ")
        .unwrap_or(&text)
        .to_owned()
}

/// A source whose credential is kept until shortly before it expires: 5 to 10 minutes for one of two
/// hours, so that many programs do not fetch at once.
///
/// At most one caller fetches, and all who need the credential wait for it. A credential that is
/// still valid is used if its refresh fails. A fetch that fails for a passing reason
/// ([`is_retryable`](Error::is_retryable)) is tried 3 times, within a deadline of its own. A
/// credential without [expiry](Credential::with_expiry) is kept until a service refuses it.
///
/// The sources of this crate keep their credentials themselves; this is for yours.
///
/// ```
/// use std::time::{Duration, SystemTime};
/// use tencentcloud_runtime::{Cached, Config, Credential, ProvideCredential, Providing};
///
/// #[derive(Debug)]
/// struct Vault;
///
/// impl ProvideCredential for Vault {
///     fn credential(&self) -> Providing<'_> {
///         Box::pin(async {
///             // Ask the vault here.
///             let expiry = SystemTime::now() + Duration::from_secs(7200);
///             Ok(Credential::new("AKIDexample", "example-secret-key").with_expiry(expiry))
///         })
///     }
/// }
///
/// let config = Config::new(Cached::new(Vault));
/// ```
#[derive(Debug)]
pub struct Cached<P> {
    source: P,
    cache: Cache,
}

impl<P: ProvideCredential> Cached<P> {
    /// Creates a source that keeps what `source` returns.
    pub fn new(source: P) -> Self {
        Self {
            source,
            cache: Cache::default(),
        }
    }

    /// Sets the time that a fetch may take with all its attempts. Defaults to 15 seconds; each
    /// attempt gets a third of it.
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.cache.set_deadline(deadline);
        self
    }

    /// Compares expiry with the time that `clock` returns. Defaults to [`SystemTime::now`].
    #[must_use]
    pub fn clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.cache.set_clock(Arc::new(clock));
        self
    }
}

impl<P: ProvideCredential> ProvideCredential for Cached<P> {
    fn credential(&self) -> Providing<'_> {
        Box::pin(self.cache.get(|| self.source.credential()))
    }

    fn refused(&self, credential: &Credential) -> bool {
        self.source.refused(credential) | self.cache.refused(credential)
    }
}

#[cfg(test)]
mod tests;
