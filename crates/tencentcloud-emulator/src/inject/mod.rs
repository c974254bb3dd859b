//! Faults that are injected into calls.

mod rule;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::Serialize;

use crate::glob::Glob;
use crate::ids::Ids;

pub use rule::{FaultKind, FaultRule};

/// A fault, and what has come of it so far.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct FaultStatus {
    /// Its number, for [`Faults::remove`](crate::Faults::remove).
    pub id: u64,
    /// The fault.
    #[serde(flatten)]
    pub rule: FaultRule,
    /// True while it befalls no call.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub paused: bool,
    /// How many calls its actions took.
    pub seen: u64,
    /// How many of them it befell.
    pub struck: u64,
}

/// The faults in force.
#[derive(Debug)]
pub(crate) struct Injector {
    rules: Mutex<Rules>,
    /// Asked first, since most endpoints have no fault.
    any: AtomicBool,
    ids: Arc<Ids>,
}

#[derive(Debug, Default)]
struct Rules {
    active: Vec<Active>,
    last: u64,
}

#[derive(Debug)]
struct Active {
    id: u64,
    rule: FaultRule,
    glob: Glob,
    /// How many calls the pattern took.
    seen: u64,
    /// How many of them failed.
    struck: u64,
    paused: bool,
}

/// What befalls one call.
#[derive(Clone, Debug, Default)]
pub(crate) struct Strike {
    pub(crate) latency: Duration,
    pub(crate) fault: Option<FaultRule>,
}

impl Injector {
    pub(crate) fn new(ids: Arc<Ids>) -> Self {
        Self {
            rules: Mutex::default(),
            any: AtomicBool::new(false),
            ids,
        }
    }

    /// Adds a fault and returns its number.
    ///
    /// # Errors
    /// The rule lacks what its kind needs.
    pub(crate) fn add(&self, rule: FaultRule) -> Result<u64, String> {
        rule.check()?;
        let mut rules = self.lock();
        rules.last += 1;
        let id = rules.last;
        rules.active.push(Active {
            id,
            glob: Glob::new(&rule.action),
            rule,
            seen: 0,
            struck: 0,
            paused: false,
        });
        self.any.store(true, Ordering::Release);
        Ok(id)
    }

    /// Returns each fault with its number, how many calls it has seen, and how many it befell.
    pub(crate) fn list(&self) -> Vec<FaultStatus> {
        let rules = self.lock();
        let active = rules.active.iter();
        let status = |active: &Active| FaultStatus {
            id: active.id,
            rule: active.rule.clone(),
            paused: active.paused,
            seen: active.seen,
            struck: active.struck,
        };
        active.map(status).collect()
    }

    /// Pauses the fault with that number, or ends its pause; returns false if there is none.
    pub(crate) fn pause(&self, id: u64, paused: bool) -> bool {
        let mut rules = self.lock();
        let found = rules.active.iter_mut().find(|active| active.id == id);
        found.map(|active| active.paused = paused).is_some()
    }

    /// Removes the fault with that number, or all; returns how many there were.
    pub(crate) fn remove(&self, id: Option<u64>) -> usize {
        let mut rules = self.lock();
        let before = rules.active.len();
        rules
            .active
            .retain(|active| id.is_some_and(|id| active.id != id));
        if id.is_none() {
            // From the beginning, so that the same script strikes the same calls again.
            rules.last = 0;
        }
        self.any.store(!rules.active.is_empty(), Ordering::Release);
        before - rules.active.len()
    }

    /// Returns what befalls a call that has come.
    pub(crate) fn strike(&self, service: &str, action: &str, account: Option<&str>) -> Strike {
        let mut strike = Strike::default();
        if !self.any.load(Ordering::Acquire) {
            return strike;
        }
        for active in &mut self.lock().active {
            let own = active.rule.account.as_deref();
            if active.paused
                || own.is_some() && own != account
                || !active.glob.takes(service, action)
            {
                continue;
            }
            if !active.befalls(&self.ids) {
                continue;
            }
            if active.rule.kind == FaultKind::Latency {
                strike.latency += active.rule.latency();
            } else if strike.fault.is_none() {
                strike.latency += active.rule.latency();
                strike.fault = Some(active.rule.clone());
            } else {
                continue;
            }
            active.struck += 1;
        }
        strike
    }

    fn lock(&self) -> MutexGuard<'_, Rules> {
        self.rules.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Active {
    /// Counts a call, and returns true if the fault befalls it.
    fn befalls(&mut self, ids: &Ids) -> bool {
        self.seen += 1;
        let rule = &self.rule;
        let turn = if rule.calls.is_empty() {
            let after = self.seen.saturating_sub(rule.skip);
            after > 0 && after.is_multiple_of(rule.every.unwrap_or(1))
        } else {
            rule.calls.contains(&self.seen)
        };
        let left = rule.times.is_none_or(|times| self.struck < times);
        // Drawn by the number of the call: who calls between does not change it.
        let chance = || {
            let drawn = ids.draw(&format!("fault {}", self.id), self.seen).number();
            (drawn >> 11) as f64 / (1_u64 << 53) as f64
        };
        turn && left && rule.probability.is_none_or(|p| chance() < p)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn injector(seed: u64) -> Injector {
        Injector::new(Arc::new(Ids::new(Some(seed))))
    }

    fn struck(injector: &Injector, calls: usize) -> Vec<usize> {
        let strikes = |_: &usize| {
            let strike = injector.strike("cvm", "RunInstances", Some("1"));
            strike.fault.is_some()
        };
        (1..=calls).filter(strikes).collect()
    }

    #[test]
    fn a_fault_befalls_the_calls_that_its_rule_says() {
        let rule = || FaultRule::new("cvm:Run*", FaultKind::Throttle);
        for (rule, expected) in [
            (rule(), vec![1, 2, 3, 4, 5]),
            (rule().skip(2), vec![3, 4, 5]),
            (rule().times(2), vec![1, 2]),
            (rule().skip(1).times(2), vec![2, 3]),
            (rule().calls([2, 5]), vec![2, 5]),
            (rule().every(2), vec![2, 4]),
            (rule().every(2).skip(1), vec![3, 5]),
            (rule().account("2"), vec![]),
            (rule().probability(0.0), vec![]),
            (FaultRule::new("vpc:*", FaultKind::Throttle), vec![]),
        ] {
            let injector = injector(1);
            injector.add(rule.clone()).unwrap();
            assert_eq!(struck(&injector, 5), expected, "{rule:?}");
        }
    }

    #[test]
    fn a_paused_fault_sees_no_call_and_goes_on_where_it_was() {
        let injector = injector(1);
        let id = injector
            .add(FaultRule::new("*", FaultKind::Throttle).calls([2]))
            .unwrap();
        assert!(struck(&injector, 1).is_empty());
        assert!(injector.pause(id, true));
        assert!(struck(&injector, 3).is_empty());
        let [status] = &injector.list()[..] else {
            panic!("{:?}", injector.list());
        };
        assert_eq!((status.paused, status.seen, status.struck), (true, 1, 0));
        assert!(injector.pause(id, false));
        assert_eq!(struck(&injector, 2), [1]);
        assert!(!injector.pause(id + 1, true));
    }

    #[test]
    fn the_same_seed_strikes_the_same_calls() {
        let by_chance = |seed| {
            let injector = injector(seed);
            let rule = FaultRule::new("*", FaultKind::Gateway).probability(0.5);
            injector.add(rule).unwrap();
            struck(&injector, 200)
        };
        assert_eq!(by_chance(7), by_chance(7));
        assert_ne!(by_chance(7), by_chance(8));
        assert!((60..140).contains(&by_chance(7).len()));
    }

    #[test]
    fn latencies_add_up_and_the_first_other_fault_counts() {
        let injector = injector(1);
        let rules = [
            FaultRule::new("*", FaultKind::Latency).milliseconds(20),
            FaultRule::new("*", FaultKind::Throttle).times(1),
            FaultRule::new("*", FaultKind::Gateway).milliseconds(5),
        ];
        for rule in rules {
            injector.add(rule).unwrap();
        }
        let kind = |strike: &Strike| strike.fault.as_ref().unwrap().kind;
        let first = injector.strike("a", "B", None);
        assert_eq!(kind(&first), FaultKind::Throttle);
        assert_eq!(first.latency, Duration::from_millis(20));
        let second = injector.strike("a", "B", None);
        assert_eq!(kind(&second), FaultKind::Gateway);
        assert_eq!(second.latency, Duration::from_millis(25));
        assert_eq!(injector.remove(Some(2)), 1);
        assert_eq!(injector.remove(None), 2);
        assert!(injector.strike("a", "B", None).fault.is_none());
    }
}
