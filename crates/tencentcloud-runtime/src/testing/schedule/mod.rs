//! A test once for each attempt and each way in which it fails.

mod report;

use std::collections::BTreeSet;
use std::fmt;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt;

pub use report::{Repeated, ScheduleFailure, ScheduleReport};

use super::plan::Plan;
use super::{Fault, Mock, Schedule};

/// Runs a test once for each call that it makes and each [`Fault`] that may befall it.
///
/// The first run is without faults and counts the calls. Then each call fails in each way, first
/// once and then as often as it is sent again. A run fails if the test returns an error or panics.
/// Of a fault that makes the test fail only if it lasts, the report has the shortest schedule.
///
/// A run also notes each request that took effect, unseen, and then again, unless its action only
/// reads or both carried the same `ClientToken`: such code is not safe to retry, whether the test
/// passes or not.
///
/// The test gets a fresh [`Mock`] for each run and sets its handlers itself. Nothing waits between
/// attempts.
///
/// ```
/// # #[derive(tencentcloud_runtime::Model)]
/// # #[model(request, api = tencentcloud_runtime::Api::new("cvm", "2017-03-12"), action = "CreateKeyPair", response = CreateKeyPairResponse)]
/// # struct CreateKeyPairRequest { key_name: String }
/// # #[derive(tencentcloud_runtime::Model)]
/// # #[model(response)]
/// # struct CreateKeyPairResponse { key_id: String, request_id: String }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// use tencentcloud_runtime::{Client, Error, Mock, Schedules, With};
///
/// // What is tested: it tries again by itself, and a key may be there twice.
/// async fn create_key(client: &Client) -> Result<String, Error> {
///     loop {
///         let request = CreateKeyPairRequest::new().key_name("mine");
///         match client.call(request).await {
///             Err(error) if error.is_retryable() => continue,
///             other => return other.map(|response| response.key_id),
///         }
///     }
/// }
///
/// let report = Schedules::new()
///     .run(async |mock: Mock| {
///         mock.on::<CreateKeyPairRequest>(|_| {
///             Ok(CreateKeyPairResponse::default().with(|r| r.key_id = "skey-1".into()))
///         });
///         match create_key(&Client::new(&mock.config())).await {
///             Err(error) if error.is_auth() => Ok(()),
///             other => other.map(drop),
///         }
///     })
///     .await;
/// assert!(report.failures.is_empty(), "{report}");
/// assert_eq!(report.repeated[0].action, "CreateKeyPair");
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Schedules {
    faults: Vec<Fault>,
    lasting: u32,
}

impl Default for Schedules {
    fn default() -> Self {
        Self::new()
    }
}

impl Schedules {
    /// Creates schedules of [all faults](Fault::ALL), each of which lasts for one attempt and then
    /// for 3.
    pub fn new() -> Self {
        Self {
            faults: Fault::ALL.to_vec(),
            lasting: 3,
        }
    }

    /// Sets the `faults`. Defaults to [`Fault::ALL`].
    #[must_use]
    pub fn faults(mut self, faults: impl IntoIterator<Item = Fault>) -> Self {
        self.faults = faults.into_iter().collect();
        self
    }

    /// Sets the number of `attempts` in a row that a fault befalls at most. Defaults to 3, which is
    /// the number of attempts of a call by default.
    #[must_use]
    pub fn lasting(mut self, attempts: u32) -> Self {
        self.lasting = attempts.max(1);
        self
    }

    /// Runs `test` with every schedule.
    pub async fn run<E: fmt::Display>(
        &self,
        test: impl AsyncFn(Mock) -> Result<(), E>,
    ) -> ScheduleReport {
        let mut report = ScheduleReport::default();
        let Some(calls) = report.run(None, &test).await else {
            return report;
        };
        for (index, action) in calls.into_iter().enumerate() {
            for &fault in &self.faults {
                let schedule = |attempts| Schedule {
                    call: index + 1,
                    action: action.clone(),
                    fault,
                    attempts,
                };
                for attempts in BTreeSet::from([1, self.lasting]) {
                    if report.run(Some(schedule(attempts)), &test).await.is_none() {
                        self.shrink(&mut report, &test).await;
                        break;
                    }
                }
            }
        }
        report.sort();
        report
    }

    /// Finds the least number of attempts with which the last failure still fails.
    async fn shrink<E: fmt::Display>(
        &self,
        report: &mut ScheduleReport,
        test: &impl AsyncFn(Mock) -> Result<(), E>,
    ) {
        let Some(longest) = report.failures.last().and_then(|f| f.schedule.clone()) else {
            return;
        };
        for attempts in 2..longest.attempts {
            let shorter = Schedule {
                attempts,
                ..longest.clone()
            };
            if report.run(Some(shorter), test).await.is_none() {
                let last = report.failures.len() - 1;
                report.failures.remove(last - 1);
                return;
            }
        }
    }
}

impl ScheduleReport {
    /// Runs the test with a schedule, and returns the actions of its attempts if it passes.
    async fn run<E: fmt::Display>(
        &mut self,
        schedule: Option<Schedule>,
        test: &impl AsyncFn(Mock) -> Result<(), E>,
    ) -> Option<Vec<String>> {
        let plan = Arc::new(Plan::new(schedule.clone()));
        let mock = Mock::planned(Arc::clone(&plan));
        let ended = AssertUnwindSafe(test(mock)).catch_unwind().await;
        self.runs += 1;
        for (action, request) in plan.repeated() {
            self.note(Repeated {
                action,
                request,
                schedule: schedule.clone(),
            });
        }
        let why = match ended {
            Ok(Ok(())) => return Some(plan.actions()),
            Ok(Err(error)) => error.to_string(),
            Err(panic) => said(&*panic),
        };
        self.failures.push(ScheduleFailure { schedule, why });
        None
    }
}

/// What a panic said.
fn said(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    format!("panic: {}", text.unwrap_or("without a message"))
}
