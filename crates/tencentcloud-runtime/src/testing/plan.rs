//! One run of a test: which attempt fails, and what was sent.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::Value;

use super::Fault;
use super::wire::Sent;
use crate::ActionClass;

/// A call and what befalls it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Schedule {
    /// The number of the call, from 1, in the order of the run without faults.
    pub call: usize,
    /// The call's action.
    pub action: String,
    /// How it fails.
    pub fault: Fault,
    /// How many attempts in a row fail, if the call is sent again.
    pub attempts: u32,
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (call, action, fault) = (self.call, &self.action, self.fault);
        write!(f, "call {call}, {action}: {fault:?}")?;
        match self.attempts {
            1 => Ok(()),
            attempts => write!(f, " for {attempts} attempts"),
        }
    }
}

/// The schedule of one run, and what it has seen.
#[derive(Debug, Default)]
pub(super) struct Plan {
    schedule: Option<Schedule>,
    seen: Mutex<Seen>,
}

#[derive(Debug, Default)]
struct Seen {
    attempts: Vec<Attempt>,
    /// The request that the fault befalls, and how many of its attempts are still to fail.
    struck: Option<(Key, u32)>,
}

#[derive(Debug)]
struct Attempt {
    key: Key,
    /// The ClientToken; empty if there is none.
    token: String,
    class: ActionClass,
    /// The body without its secrets.
    shown: String,
    took_effect: bool,
    failed: bool,
}

/// What makes two requests the same: all but the ClientToken.
#[derive(Clone, Debug, PartialEq)]
struct Key {
    action: String,
    parameters: Value,
}

impl Key {
    /// The key of a request, and its ClientToken.
    fn of(sent: &Sent) -> (Self, String) {
        let text = || Value::from(sent.body.as_ref());
        let mut parameters = serde_json::from_slice(&sent.body).unwrap_or_else(|_| text());
        let members = parameters.as_object_mut();
        let token = members.and_then(|members| members.remove("ClientToken"));
        let token = token.as_ref().and_then(Value::as_str).unwrap_or_default();
        let action = sent.header("x-tc-action").to_owned();
        (Self { action, parameters }, token.to_owned())
    }
}

impl Attempt {
    /// True if the second one did again what the first had done unseen.
    fn repeats(&self, first: &Self) -> bool {
        let again = first.failed && first.took_effect && self.took_effect && self.key == first.key;
        again
            && match first.class {
                ActionClass::Write => first.token.is_empty() || first.token != self.token,
                ActionClass::Idempotent => first.token != self.token,
                _ => false,
            }
    }
}

impl Plan {
    pub(super) fn new(schedule: Option<Schedule>) -> Self {
        let seen = Mutex::default();
        Self { schedule, seen }
    }

    /// What befalls the attempt that has just come.
    pub(super) fn fault(&self, sent: &Sent) -> Option<Fault> {
        let schedule = self.schedule.as_ref()?;
        let (key, _) = Key::of(sent);
        let mut seen = self.lock();
        if seen.struck.is_none() && seen.attempts.len() + 1 == schedule.call {
            seen.struck = Some((key.clone(), schedule.attempts));
        }
        let (struck, left) = seen.struck.as_mut()?;
        if *struck != key || *left == 0 {
            return None;
        }
        *left -= 1;
        Some(schedule.fault)
    }

    /// Notes what came of an attempt.
    pub(super) fn note(&self, sent: &Sent, fault: Option<Fault>, took_effect: bool) {
        let (key, token) = Key::of(sent);
        let attempt = Attempt {
            class: ActionClass::of(sent.service(), &key.action),
            key,
            token,
            shown: sent.shown(),
            took_effect,
            failed: fault.is_some(),
        };
        self.lock().attempts.push(attempt);
    }

    /// The actions of all attempts, in order.
    pub(super) fn actions(&self) -> Vec<String> {
        let seen = self.lock();
        let actions = seen.attempts.iter().map(|attempt| &attempt.key.action);
        actions.cloned().collect()
    }

    /// The requests that took effect without a response and then took effect again, by action.
    pub(super) fn repeated(&self) -> Vec<(String, String)> {
        let seen = self.lock();
        let again = seen.attempts.iter().enumerate().filter(|(at, first)| {
            let mut later = seen.attempts[at + 1..].iter();
            later.any(|later| later.repeats(first))
        });
        let told = again.map(|(_, attempt)| (attempt.key.action.clone(), attempt.shown.clone()));
        told.collect()
    }

    fn lock(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
