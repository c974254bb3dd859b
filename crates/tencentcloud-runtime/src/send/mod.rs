//! From a draft to a response's bytes: the same code for all actions.
//!
//! A call is a loop of attempts. Each attempt asks for the credential, signs and sends anew; what
//! its response says decides, with the action's class, about the next one.

mod attempt;
mod backoff;
mod date;
mod guard;
mod hosts;
mod limit;
mod observe;
mod retry;

use tracing::Instrument as _;

use crate::answer::Raw;
use crate::config::{Config, Retries};
use crate::pace::Cost;
use crate::request::Draft;
use crate::{Result, random};
pub(crate) use attempt::Opened;
use attempt::{Check, Failed};
use hosts::Hosts;
pub(crate) use limit::Limit;
pub(crate) use observe::report;

/// What a call comes to.
pub(crate) enum Response {
    /// A whole response, which is not an error, and its request ID.
    Whole(Raw, String),
    /// The beginning of a stream of events.
    Events(Opened),
}

impl Response {
    /// The request ID, if it is known by now.
    fn request_id(&self) -> Option<&str> {
        match self {
            Self::Whole(_, id) => Some(id),
            Self::Events(_) => None,
        }
    }
}

/// Sends, and waits for the whole response. An error of `check` decides about another attempt like
/// every other one.
pub(crate) async fn whole(
    config: &Config,
    draft: Result<Box<Draft>>,
    check: Check<'_>,
) -> Result<()> {
    let draft = draft.inspect_err(report)?;
    match Sending::new(config, draft).run(check, false).await? {
        Response::Whole(..) => Ok(()),
        Response::Events(opened) => check(&opened.collect().await?).map(drop),
    }
}

/// Sends, and waits for the beginning of a stream of events, or for the whole response if it is
/// none.
pub(crate) async fn events(
    config: &Config,
    draft: Result<Box<Draft>>,
    check: Check<'_>,
) -> Result<Response> {
    let draft = draft.inspect_err(report)?;
    Sending::new(config, draft).run(check, true).await
}

/// A call that is being sent.
struct Sending<'c> {
    config: &'c Config,
    /// In a box: it is large, and futures are moved.
    draft: Box<Draft>,
    limit: Limit,
    retries: Retries,
    /// How many attempts there were.
    tried: u32,
    /// How many of them may have sent something.
    sent: u32,
    /// True once an attempt has followed a correction of the clock or of the credential.
    mended: bool,
    hosts: Hosts,
}

impl<'c> Sending<'c> {
    fn new(config: &'c Config, draft: Box<Draft>) -> Self {
        Self {
            config,
            limit: Limit::of(&draft.options),
            retries: draft.options.retry.retries(),
            hosts: Hosts::of(&draft),
            draft,
            tried: 0,
            sent: 0,
            mended: false,
        }
    }

    async fn run(mut self, check: Check<'_>, events: bool) -> Result<Response> {
        let call = observe::Call::start(&self.draft);
        let outcome = self.attempts(check, events).instrument(call.span()).await;
        let outcome = outcome.map_err(|error| error.during(&self.draft.action.name, self.sent));
        let id = outcome.as_ref().map(Response::request_id);
        call.end(id, self.sent);
        outcome
    }

    async fn attempts(&mut self, check: Check<'_>, events: bool) -> Result<Response> {
        crate::transport::runtime()?;
        if guard::applies(self.config, &self.draft) {
            let guarded = guard::check(self.config);
            self.limit.hold(guarded).await?;
        }
        let mut paid = None;
        loop {
            self.tried += 1;
            let attempt = observe::Attempt::start(&self.draft, self.tried);
            let line = observe::inspect::begin(self.config, &self.draft, self.tried);
            let mut outcome = self.attempt(check, events).instrument(attempt.span()).await;
            attempt.end(&self.draft, &outcome);
            if let Some(line) = line {
                observe::inspect::end(line, &mut outcome);
            }
            let failed = match outcome {
                Ok(response) => {
                    self.config.quota().refund(self.draft.host(), paid);
                    return Ok(response);
                }
                Err(failed) => failed,
            };
            paid = self.again(failed).await?;
        }
    }

    /// Waits for the next attempt, if there is to be one, and returns what it has cost.
    async fn again(&mut self, failed: Failed) -> Result<Option<Cost>> {
        if failed.last || self.tried >= self.retries.attempts {
            return Err(failed.error);
        }
        if failed.mended && !self.mended {
            self.mended = true;
            return Ok(None);
        }
        let Some(cost) = retry::cost(&failed.error, self.draft.class) else {
            return Err(failed.error);
        };
        let Ok(random) = random::fraction() else {
            return Err(failed.error);
        };
        let wait = backoff::wait(&self.retries, cost, self.tried, random, failed.asked);
        let in_time = wait < self.limit.left();
        if !in_time || !self.config.quota().take(self.draft.host(), cost) {
            return Err(failed.error);
        }
        tokio::time::sleep(wait).await;
        Ok(Some(cost))
    }
}
