//! How often an action may be called.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use time::{Duration, OffsetDateTime};

use crate::fault::Fault;
use crate::lookup::Target;

/// The calls of the last second, by account, service, version, action and region, for the actions
/// whose rate is known.
#[derive(Debug, Default)]
pub(crate) struct Rates(Mutex<HashMap<Caller, VecDeque<OffsetDateTime>>>);

type Caller = [String; 5];

impl Rates {
    /// Counts a call at `now`.
    ///
    /// # Errors
    /// The action was called as often as it may be in the second before.
    pub(crate) fn count(
        &self,
        target: &Target,
        account: &str,
        region: Option<&str>,
        now: OffsetDateTime,
    ) -> Result<(), Fault> {
        let Some(rate) = target.action().rate else {
            return Ok(());
        };
        let description = target.description();
        let caller = [
            account,
            &description.service,
            &description.version,
            &target.name,
            region.unwrap_or_default(),
        ];
        let mut callers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let calls = callers.entry(caller.map(str::to_owned)).or_default();
        // A clock that was set back leaves calls of the future behind, which would count for ever.
        calls.retain(|call| *call <= now && now - *call < Duration::SECOND);
        if calls.len() >= usize::try_from(rate).unwrap_or(usize::MAX) {
            return Err(Fault::new(
                "RequestLimitExceeded",
                format!(
                    "{} may be called {rate} times a second by one account in one region.",
                    target.name
                ),
            ));
        }
        calls.push_back(now);
        Ok(())
    }
}
