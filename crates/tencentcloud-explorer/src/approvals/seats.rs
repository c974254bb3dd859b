//! Browsers that were given the approval code.

use std::fmt;
use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use tencentcloud_broker::Approver;
use tencentcloud_broker::random::{letters, same};

/// The letters of a cookie and of a word: 160 bits.
const LETTERS: usize = 32;
/// How many browsers may decide at a time; beyond it the oldest have to give the code again.
const MOST: usize = 8;

/// A browser that was given the code.
///
/// Cookies go to every server of this machine, whatever its port: a program could have the browser open a
/// page of its own, and take the cookie. It lets read alone. To decide, the browser hands in a word as
/// well, which it keeps for this port's pages only.
struct Seat {
    cookie: String,
    word: String,
    approver: Approver,
}

/// The browsers that were given the code.
pub(super) struct Seats {
    /// The name of the cookie.
    name: String,
    taken: Mutex<Vec<Seat>>,
}

impl fmt::Debug for Seats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Seats").field("name", &self.name).finish()
    }
}

impl Seats {
    /// Creates the seats of the page at `port`.
    pub(super) fn new(port: u16) -> Self {
        Self {
            // Cookies do not know ports: two pages on one machine would take each other's.
            name: format!("approver-{port}"),
            taken: Mutex::default(),
        }
    }

    /// Returns the header that sets the cookie of a new browser, and its word.
    ///
    /// # Errors
    /// A machine without random numbers.
    pub(super) fn take(&self, approver: Approver) -> io::Result<(String, String)> {
        let (cookie, word) = (letters(LETTERS)?, letters(LETTERS)?);
        let header = format!(
            "{}={cookie}; Path=/approvals; HttpOnly; SameSite=Strict",
            self.name
        );
        let mut taken = self.lock();
        if taken.len() == MOST {
            taken.remove(0);
        }
        taken.push(Seat {
            cookie,
            word: word.clone(),
            approver,
        });
        Ok((header, word))
    }

    /// Returns who reads, by the cookie.
    pub(super) fn reader(&self, headers: &HeaderMap) -> Option<Approver> {
        self.find(headers, |_| true)
    }

    /// Returns who decides, by the cookie and the `word`.
    pub(super) fn decider(&self, headers: &HeaderMap, word: &str) -> Option<Approver> {
        self.find(headers, |seat| same(&seat.word, word))
    }

    fn find(&self, headers: &HeaderMap, is: impl Fn(&Seat) -> bool) -> Option<Approver> {
        let taken = self.lock();
        let cookies = headers.get_all(COOKIE).iter();
        let mut cookies = cookies
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(';'))
            .filter_map(|cookie| cookie.trim().strip_prefix(&self.name)?.strip_prefix('='));
        cookies.find_map(|given| {
            let seat = taken
                .iter()
                .find(|seat| same(&seat.cookie, given) && is(seat))?;
            Some(seat.approver.clone())
        })
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Seat>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
