//! Signing keys that are kept: deriving one costs three HMACs.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use zeroize::Zeroizing;

use super::date::day;
use super::tc3::{Input, Signature, derive, sign_with};
use crate::Credential;

/// The number of keys kept: a program signs for few credentials and services.
const KEPT: usize = 64;

/// Signing keys by credential and service, each for the day it was made for.
#[derive(Default)]
pub(crate) struct KeyCache(Mutex<HashMap<(Credential, String), DayKey>>);

/// A day and the signing key made for it.
type DayKey = (String, Zeroizing<[u8; 32]>);

impl KeyCache {
    /// Signs as [`tc3::sign`](super::tc3::sign) does, with a kept key if there is one for the day.
    pub(crate) fn sign(&self, input: &Input<'_>, credential: &Credential) -> Signature {
        let date = day(input.timestamp);
        let slot = (credential.clone(), input.service.to_owned());
        let mut keys = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = match keys.get(&slot) {
            Some((day, key)) if *day == date => key.clone(),
            _ => {
                let key = Zeroizing::new(derive(credential.secret_key(), &date, input.service));
                if keys.len() >= KEPT {
                    keys.clear();
                }
                keys.insert(slot, (date.clone(), key.clone()));
                key
            }
        };
        drop(keys);
        sign_with(input, credential, &date, &key)
    }
}
