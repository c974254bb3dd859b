//! What is being sent, and what was asked of the person before.

use std::collections::{HashMap, VecDeque};
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::Bytes;
use tokio::sync::Notify;

use tencentcloud_broker::random;

/// How many confirmations are open at a time; beyond it the oldest go.
const OPEN: usize = 8;
/// The letters of a confirmation: 100 bits.
const LETTERS: usize = 20;

/// What is being sent, and what was asked of the person before.
#[derive(Debug, Default)]
pub(crate) struct Sending {
    confirmations: Mutex<VecDeque<(String, Bytes)>>,
    /// The numbers of accounts by name.
    pub(super) accounts: Mutex<HashMap<String, String>>,
    running: Mutex<Running>,
}

#[derive(Debug, Default)]
struct Running {
    last: u64,
    stops: HashMap<u64, Arc<Notify>>,
}

impl Sending {
    /// Returns a confirmation for exactly the call whose `body` it is, for one time.
    ///
    /// # Errors
    /// A machine without random numbers.
    pub(super) fn confirmation(&self, body: &Bytes) -> io::Result<String> {
        let word = random::letters(LETTERS)?;
        let mut open = lock(&self.confirmations);
        open.push_back((word.clone(), body.clone()));
        if open.len() > OPEN {
            open.pop_front();
        }
        Ok(word)
    }

    /// Takes the confirmation `word` back; returns true if it was given for this `body`.
    pub(super) fn confirm(&self, word: &str, body: &Bytes) -> bool {
        let mut open = lock(&self.confirmations);
        let place = open.iter().position(|(own, _)| own == word);
        let taken = place.and_then(|place| open.remove(place));
        taken.is_some_and(|(_, own)| own == *body)
    }

    /// Starts something that can be stopped, until what is returned is dropped.
    pub(super) fn start(self: &Arc<Self>) -> Stop {
        let mut running = lock(&self.running);
        running.last += 1;
        let number = running.last;
        let asked = Arc::new(Notify::new());
        running.stops.insert(number, Arc::clone(&asked));
        Stop {
            sending: Arc::clone(self),
            number,
            asked,
        }
    }

    /// Stops what has that `number`, if it runs.
    pub(super) fn stop(&self, number: u64) {
        if let Some(asked) = lock(&self.running).stops.get(&number) {
            asked.notify_one();
        }
    }
}

/// Something that can be stopped.
#[derive(Debug)]
pub(super) struct Stop {
    sending: Arc<Sending>,
    pub(super) number: u64,
    asked: Arc<Notify>,
}

impl Stop {
    /// Waits until the person wants it stopped.
    pub(super) async fn asked(&self) {
        self.asked.notified().await;
    }
}

impl Drop for Stop {
    fn drop(&mut self) {
        lock(&self.sending.running).stops.remove(&self.number);
    }
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_confirmation_is_for_the_same_bytes_and_for_one_time() {
        let sending = Sending::default();
        let body = Bytes::from_static(b"{\"action\": \"DeleteVpc\"}");
        let word = sending.confirmation(&body).unwrap();
        assert!(!sending.confirm("", &body));
        assert!(sending.confirm(&word, &body));
        assert!(!sending.confirm(&word, &body), "it was used");
        let word = sending.confirmation(&body).unwrap();
        let other = Bytes::from_static(b"{\"action\": \"DeleteVpc\" }");
        assert!(!sending.confirm(&word, &other));
        assert!(!sending.confirm(&word, &body), "it was tried with another");
    }

    #[test]
    fn only_the_last_confirmations_are_open() {
        let sending = Sending::default();
        let body = Bytes::from_static(b"{}");
        let words: Vec<_> = (0..=OPEN)
            .map(|_| sending.confirmation(&body).unwrap())
            .collect();
        assert!(!sending.confirm(&words[0], &body));
        assert!(sending.confirm(&words[1], &body));
    }
}
