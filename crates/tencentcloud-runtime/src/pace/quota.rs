//! Tokens for retries: while most calls fail, retries stop instead of multiplying the load.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// The tokens of a host whose calls succeed.
const FULL: u32 = 500;

/// What a retry takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cost {
    Transient,
    Throttled,
}

impl Cost {
    fn tokens(self) -> u32 {
        match self {
            Self::Transient => 14,
            Self::Throttled => 5,
        }
    }
}

/// The tokens of each host that has fewer than all of them.
#[derive(Debug, Default)]
pub(crate) struct Quota(Mutex<HashMap<String, u32>>);

impl Quota {
    /// Takes the tokens of a retry; false if there are not enough.
    pub(crate) fn take(&self, host: &str, cost: Cost) -> bool {
        let mut left = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let own = left.get(host).copied().unwrap_or(FULL);
        let Some(rest) = own.checked_sub(cost.tokens()) else {
            return false;
        };
        left.insert(host.to_owned(), rest);
        true
    }

    /// Gives back what the retry that succeeded took, or one token if the first attempt succeeded.
    pub(crate) fn refund(&self, host: &str, retry: Option<Cost>) {
        let mut left = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(own) = left.get_mut(host) else {
            return;
        };
        *own += retry.map_or(1, Cost::tokens);
        if *own >= FULL {
            left.remove(host);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_bucket_pays_for_35_transient_retries_or_100_throttled_ones() {
        for (cost, retries) in [(Cost::Transient, 35), (Cost::Throttled, 100)] {
            let quota = Quota::default();
            let taken = (0..200).filter(|_| quota.take("host", cost)).count();
            assert_eq!(taken, retries);
            assert!(quota.take("other", cost), "each host has tokens of its own");
        }
    }

    #[test]
    fn success_gives_back_what_the_retry_took_and_no_more_than_all() {
        let quota = Quota::default();
        while quota.take("host", Cost::Transient) {}
        quota.refund("host", Some(Cost::Transient));
        assert!(quota.take("host", Cost::Transient));
        (0..3).for_each(|_| quota.refund("host", None));
        assert!(!quota.take("host", Cost::Transient), "13 are left");
        for _ in 0..1000 {
            quota.refund("host", None);
        }
        assert!(quota.0.lock().unwrap().is_empty());
    }
}
