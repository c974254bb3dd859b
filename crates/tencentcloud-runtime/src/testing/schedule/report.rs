//! What all runs came to.

use std::fmt;

use crate::testing::Schedule;

/// A run that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ScheduleFailure {
    /// What befell the run; none if it failed without a fault.
    pub schedule: Option<Schedule>,
    /// The error or panic of the test.
    pub why: String,
}

/// A request that took effect twice: its response was lost, and it was sent again.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Repeated {
    /// The request's action.
    pub action: String,
    /// The body of the request, with its secrets masked.
    pub request: String,
    /// The first schedule that led there.
    pub schedule: Option<Schedule>,
}

/// What the runs of all schedules came to. Returned by [`Schedules::run`](crate::Schedules::run).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ScheduleReport {
    /// The number of runs.
    pub runs: usize,
    /// The runs that failed, the shortest schedules first.
    pub failures: Vec<ScheduleFailure>,
    /// The requests that are not safe to send again and were.
    pub repeated: Vec<Repeated>,
}

impl ScheduleReport {
    /// Returns true if no run failed and no request took effect twice.
    pub fn is_ok(&self) -> bool {
        self.failures.is_empty() && self.repeated.is_empty()
    }

    /// Panics with the report unless it [is ok](Self::is_ok).
    ///
    /// # Panics
    /// If a run failed or a request took effect twice.
    #[track_caller]
    pub fn assert_ok(&self) {
        assert!(self.is_ok(), "{self}");
    }

    pub(super) fn note(&mut self, repeated: Repeated) {
        let same = |other: &Repeated| {
            (&other.action, &other.request) == (&repeated.action, &repeated.request)
        };
        if !self.repeated.iter().any(same) {
            self.repeated.push(repeated);
        }
    }

    pub(super) fn sort(&mut self) {
        let length = |failure: &ScheduleFailure| {
            let schedule = failure.schedule.as_ref();
            schedule.map(|schedule| (schedule.attempts, schedule.call))
        };
        self.failures.sort_by_key(length);
    }
}

fn with(schedule: Option<&Schedule>) -> String {
    schedule.map_or_else(|| "without a fault".to_owned(), Schedule::to_string)
}

impl fmt::Display for ScheduleReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} runs, {} failed", self.runs, self.failures.len())?;
        for ScheduleFailure { schedule, why } in &self.failures {
            write!(f, "\nfailed: {}: {why}", with(schedule.as_ref()))?;
        }
        for Repeated {
            action,
            request,
            schedule,
        } in &self.repeated
        {
            let schedule = with(schedule.as_ref());
            write!(
                f,
                "\nnot safe to retry: {action} took effect twice: {schedule}: {request}"
            )?;
        }
        Ok(())
    }
}
