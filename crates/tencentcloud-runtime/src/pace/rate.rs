//! The rate of an action: how many requests of it may begin in a second.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// When the next request of each action and region may begin, if it may not now.
#[derive(Debug, Default)]
pub(crate) struct Rates(Mutex<HashMap<[String; 3], Instant>>);

impl Rates {
    /// Takes the next turn of an action that begins `per_second` requests a second, and as many at
    /// once after a pause. Returns how long to wait for it. A turn that is not used is lost.
    pub(crate) fn turn(&self, name: [&str; 3], per_second: u32) -> Duration {
        let each = Duration::from_secs(1) / per_second.max(1);
        let now = Instant::now();
        // The turns of a pause of a second are all there at once.
        let saved = each * per_second.max(1).saturating_sub(1);
        let first = now.checked_sub(saved).unwrap_or(now);
        let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let next = turns.entry(name.map(str::to_owned)).or_insert(first);
        let turn = (*next).max(first);
        *next = turn + each;
        turn.saturating_duration_since(now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: [&str; 3] = ["cvm", "RunInstances", "ap-guangzhou"];

    #[tokio::test(start_paused = true)]
    async fn so_many_begin_at_once_and_the_others_one_after_the_other() {
        let rates = Rates::default();
        for _ in 0..2 {
            let turns: Vec<_> = (0..8).map(|_| rates.turn(NAME, 5).as_millis()).collect();
            assert_eq!(turns, [0, 0, 0, 0, 0, 200, 400, 600]);
            tokio::time::advance(Duration::from_secs(10)).await;
        }
        rates.turn(NAME, 1);
        let other = rates.turn(["cvm", "RunInstances", "ap-shanghai"], 5);
        assert_eq!(other, Duration::ZERO);
    }
}
