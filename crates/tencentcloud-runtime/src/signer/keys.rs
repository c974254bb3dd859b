//! Signing keys that are kept: deriving one costs three HMACs.

use std::sync::{Mutex, PoisonError};

use zeroize::Zeroizing;

use super::date::{day, number};
use super::tc3::{Input, Signature, derive, scope, sign_with};
use crate::Credential;

/// The number of keys kept: a program signs for few credentials and services.
const KEPT: usize = 64;

/// Signing keys by credential and service, each for the day it was made for.
#[derive(Default)]
pub(crate) struct KeyCache(Mutex<Vec<Kept>>);

/// A signing key, and what it was made for.
struct Kept {
    credential: Credential,
    service: String,
    day: i64,
    scope: String,
    key: Zeroizing<[u8; 32]>,
}

impl Kept {
    fn of(input: &Input<'_>, credential: &Credential) -> Self {
        let date = day(input.timestamp);
        Self {
            credential: credential.clone(),
            service: input.service.to_owned(),
            day: number(input.timestamp),
            scope: scope(&date, input.service),
            key: Zeroizing::new(derive(credential.secret_key(), &date, input.service)),
        }
    }
}

impl KeyCache {
    /// Signs as [`tc3::sign`](super::tc3::sign) does, with a kept key if there is one for the day.
    pub(crate) fn sign(&self, input: &Input<'_>, credential: &Credential) -> Signature {
        let day = number(input.timestamp);
        let mut keys = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Clones of a credential are compared by their place in memory first.
        let own = |kept: &Kept| kept.service == input.service && kept.credential == *credential;
        let index = match keys.iter().position(own) {
            Some(index) => index,
            None => {
                if keys.len() >= KEPT {
                    keys.clear();
                }
                keys.push(Kept::of(input, credential));
                keys.len() - 1
            }
        };
        let kept = &mut keys[index];
        if kept.day != day {
            *kept = Kept::of(input, credential);
        }
        let (scope, key) = (kept.scope.clone(), kept.key.clone());
        drop(keys);
        sign_with(input, credential, &scope, &key)
    }
}
