//! How far the server's clock is ahead of this machine's.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime};

/// Clocks that differ less than this are not why a signature is refused: services allow 5 minutes.
const TOLERANCE: Duration = Duration::from_secs(60);

/// Seconds to add to this machine's clock, learned from responses.
#[derive(Debug, Default)]
pub(crate) struct Skew(AtomicI64);

impl Skew {
    /// That time of this machine as the server's clock shows it.
    pub(crate) fn correct(&self, here: SystemTime) -> SystemTime {
        let seconds = self.0.load(Ordering::Relaxed);
        let by = Duration::from_secs(seconds.unsigned_abs());
        let corrected = match seconds {
            0.. => here.checked_add(by),
            _ => here.checked_sub(by),
        };
        corrected.unwrap_or(here)
    }

    /// Learns that the server's clock shows `server` when this machine's shows `here`. Returns true
    /// if that explains why the server refused what was signed for the time `signed`.
    pub(crate) fn learn(&self, here: SystemTime, server: SystemTime, signed: SystemTime) -> bool {
        let off = |a: SystemTime, b: SystemTime| match a.duration_since(b) {
            Ok(later) => later,
            Err(earlier) => earlier.duration(),
        };
        if off(server, signed) < TOLERANCE {
            return false;
        }
        let seconds = i64::try_from(off(server, here).as_secs()).unwrap_or_default();
        let ahead = if server < here { -seconds } else { seconds };
        self.0.store(ahead, Ordering::Relaxed);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
    }

    #[test]
    fn a_clock_is_corrected_in_both_directions() {
        for server in [1_000, 900_000] {
            let skew = Skew::default();
            assert!(skew.learn(at(400_000), at(server), at(400_000)));
            assert_eq!(skew.correct(at(400_000)), at(server));
            assert_eq!(skew.correct(at(400_007)), at(server + 7));
            // Signed anew, it is for the server's time: nothing more is to be learned.
            assert!(!skew.learn(at(400_010), at(server + 10), at(server + 9)));
            // Signed before another call learned it, it is worth another attempt.
            assert!(skew.learn(at(400_010), at(server + 10), at(400_000)));
        }
    }

    #[test]
    fn clocks_that_agree_are_left_alone() {
        let skew = Skew::default();
        assert!(!skew.learn(at(1_000), at(1_059), at(1_000)));
        assert!(!skew.learn(at(1_059), at(1_000), at(1_059)));
        assert_eq!(skew.correct(at(1_000)), at(1_000));
    }
}
