//! How long to wait before the next attempt.

use std::time::Duration;

use crate::config::Retries;
use crate::pace::Cost;

/// How much longer than computed a response may make a wait.
const LATER: Duration = Duration::from_secs(5);

/// The wait before retry number `retry`, which counts from 1: a `random` part, below 1, of the
/// exponential wait. What the response asks for prolongs it, within bounds.
pub(super) fn wait(
    retries: &Retries,
    cost: Cost,
    retry: u32,
    random: f64,
    asked: Option<Duration>,
) -> Duration {
    let base = match cost {
        Cost::Transient => retries.transient,
        Cost::Throttled => retries.throttled,
    };
    let doubled = 1u32.checked_shl(retry - 1).unwrap_or(u32::MAX);
    let wait = base
        .saturating_mul(doubled)
        .min(retries.longest)
        .mul_f64(random);
    asked.map_or(wait, |asked| asked.clamp(wait, wait + LATER))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn millis(cost: Cost, retry: u32, random: f64, asked: Option<u64>) -> u128 {
        let asked = asked.map(Duration::from_millis);
        wait(&Retries::new(), cost, retry, random, asked).as_millis()
    }

    #[test]
    fn waits_double_from_their_base_and_are_capped_before_the_jitter() {
        let waits = |cost| [1, 2, 3, 9, 10, 33, u32::MAX].map(|n| millis(cost, n, 0.5, None));
        assert_eq!(
            waits(Cost::Transient),
            [25, 50, 100, 6_400, 10_000, 10_000, 10_000]
        );
        assert_eq!(
            waits(Cost::Throttled),
            [500, 1_000, 2_000, 10_000, 10_000, 10_000, 10_000]
        );
        assert_eq!(millis(Cost::Throttled, 3, 0.0, None), 0);
    }

    #[test]
    fn what_the_response_asks_for_prolongs_a_wait_by_at_most_5_seconds() {
        let asked = |asked| millis(Cost::Throttled, 1, 0.5, Some(asked));
        assert_eq!(asked(0), 500);
        assert_eq!(asked(2_000), 2_000);
        assert_eq!(asked(3_600_000), 5_500);
    }
}
