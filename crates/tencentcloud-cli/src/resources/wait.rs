//! `tcloud wait`: until an item is in a state, or gone.

use std::time::Duration;

use serde_json::Value;
use tencentcloud_calls::resources::Kind;
use tencentcloud_rows::{at, plain_text};
use tencentcloud_runtime::Client;
use tokio::time::{Instant, sleep};

use super::item::Item;
use crate::error::{self, Failure};
use crate::output::Progress;
use crate::perform;

/// What `--state` says for an item that is not there any more.
const DELETED: &str = "deleted";

const INTERVAL: Duration = Duration::from_secs(5);
const TIMEOUT: Duration = Duration::from_secs(600);

/// An item that is waited for.
#[derive(Debug)]
pub(super) struct Wait {
    item: Item,
    /// The member that holds the state.
    member: Option<String>,
    /// The state; `None` until the item is gone.
    state: Option<String>,
    interval: Duration,
    timeout: Duration,
}

impl Wait {
    /// Prepares to wait until `item` is in `state`; by default in the one in which items of `kind`
    /// are ready.
    ///
    /// # Errors
    /// A kind whose items have no state.
    pub(super) fn of(
        kind: &Kind,
        item: Item,
        state: Option<String>,
        options: &perform::Options,
    ) -> Result<Self, Failure> {
        let known = kind.resource.state.as_ref();
        let state = match (state, known) {
            (Some(state), _) if state.eq_ignore_ascii_case(DELETED) => None,
            (Some(state), Some(_)) => Some(state),
            (None, Some(known)) => Some(plain_text(&known.ready)),
            (_, None) => {
                let told = format!(
                    "no state of {} of {} is known: only --state deleted can be waited for",
                    kind.name, kind.service
                );
                let next = format!(
                    "`tcloud {} ACTION --wait EXPR --until VALUE` waits for anything",
                    kind.service
                );
                return Err(Failure::usage(told).with_next(next));
            }
        };
        Ok(Self {
            item,
            member: known.map(|known| known.member.clone()),
            state,
            interval: options
                .interval
                .unwrap_or(INTERVAL)
                .max(Duration::from_millis(100)),
            timeout: options.wait_timeout.unwrap_or(TIMEOUT),
        })
    }

    /// Looks again and again; returns the item as it is then, `None` if it is gone.
    ///
    /// # Errors
    /// An item that is not there, a call that fails, and a time that was not enough.
    pub(super) async fn run(&self, client: &Client) -> Result<Option<Value>, Failure> {
        let wanted = self.state.as_deref().unwrap_or(DELETED);
        let what = format!("waiting for {} to be {wanted}", self.item.name());
        let progress = Progress::waiting(&what);
        let start = Instant::now();
        loop {
            let found = self.item.find(client).await?;
            let state = match (&found, &self.state) {
                (None, None) => return Ok(None),
                (None, Some(_)) => return Err(self.item.missing(None)),
                (Some(found), _) => self.state_of(found),
            };
            if self
                .state
                .as_ref()
                .is_some_and(|it| it.eq_ignore_ascii_case(&state))
            {
                return Ok(found);
            }
            progress.say(format!("{what}: it is {state}"));
            let left = self.timeout.saturating_sub(start.elapsed());
            if left.is_zero() {
                let told = format!(
                    "{} was {state} after {:?}, waiting for it to be {wanted}",
                    self.item.name(),
                    self.timeout
                );
                return Err(Failure::new(error::Kind::Unmet, told));
            }
            sleep(self.interval.min(left)).await;
        }
    }

    fn state_of(&self, item: &Value) -> String {
        let state = self.member.as_ref().and_then(|member| at(item, member));
        state.map_or_else(|| "there".to_owned(), plain_text)
    }
}
