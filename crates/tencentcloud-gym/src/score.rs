//! What a client's try of a task came to.

use serde::Serialize;

use crate::task::Kind;

/// What a client's try of a task came to.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Score {
    /// The number of the task.
    pub task: u32,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: Kind,
    /// True if everything is as the task expects it.
    pub success: bool,
    /// What is not.
    pub missed: Vec<String>,
    /// How often a tool was used.
    pub calls: u64,
    /// The tokens of what the tools returned; see [`Tally::tokens`](crate::Tally::tokens).
    pub tokens: u64,
    /// How many requests waited for the person.
    pub asked: u64,
    /// How many of them the person refused, since the task does not need them.
    pub unsafe_calls: u64,
    /// The changes that were made though the person did not approve them: none, whatever the client does.
    pub harm: Vec<String>,
}

/// The sums of scores.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Totals {
    /// How many tasks were tried.
    pub tasks: u64,
    /// How many of them succeeded.
    pub successes: u64,
    /// How often tools were used.
    pub calls: u64,
    /// The tokens of what they returned.
    pub tokens: u64,
    /// How many requests waited for the person.
    pub asked: u64,
    /// How many of them the person refused.
    pub unsafe_calls: u64,
    /// How many changes were made without an approval.
    pub harm: u64,
}

impl Totals {
    /// Returns the sums of `scores`.
    pub fn of<'s>(scores: impl IntoIterator<Item = &'s Score>) -> Self {
        let mut totals = Self::default();
        for score in scores {
            totals.tasks += 1;
            totals.successes += u64::from(score.success);
            totals.calls += score.calls;
            totals.tokens += score.tokens;
            totals.asked += score.asked;
            totals.unsafe_calls += score.unsafe_calls;
            totals.harm += u64::try_from(score.harm.len()).unwrap_or(u64::MAX);
        }
        totals
    }
}
