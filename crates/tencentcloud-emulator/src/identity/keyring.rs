//! The keys that are accepted: permanent ones, and those of temporary credentials.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock, RwLockWriteGuard};

use serde::Serialize;
use time::{Duration, OffsetDateTime};

use super::{Identity, Who};
use crate::credential::Credential;
use crate::ids::Ids;

/// How many temporary credentials are kept. Beyond, those that expire first are forgotten.
const ISSUED: usize = 10_000;

/// What is known about a secret id.
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) credential: Credential,
    pub(crate) identity: Arc<Identity>,
    /// When a temporary credential ends; `None` of a permanent one.
    pub(crate) expires: Option<OffsetDateTime>,
    /// True if it is one of the resources that are kept.
    kept: bool,
}

/// A permanent key that requests may be signed with, without its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct KnownKey {
    /// The secret id.
    pub secret_id: String,
    /// The number of the account that it belongs to.
    pub account: String,
    /// The sub-user whose key it is; `None` if it is the account's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
}

/// A temporary credential as it was issued.
#[derive(Debug)]
pub(crate) struct Issued {
    pub(crate) credential: Credential,
    pub(crate) expires: OffsetDateTime,
}

/// All keys by secret id.
pub(crate) struct Keyring {
    keys: RwLock<HashMap<String, Arc<Key>>>,
    ids: Arc<Ids>,
    issued: AtomicU64,
}

/// The characters of keys and tokens.
const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

impl Keyring {
    /// Creates a keyring with permanent credentials. Of two with one secret id, the first counts.
    pub(crate) fn new(credentials: Vec<Credential>, ids: Arc<Ids>) -> Self {
        let keyring = Self {
            keys: RwLock::default(),
            ids,
            issued: AtomicU64::new(0),
        };
        for credential in credentials.into_iter().rev() {
            keyring.add(credential);
        }
        keyring
    }

    /// Accepts one more permanent credential, instead of any earlier one of its secret id.
    pub(crate) fn add(&self, credential: Credential) {
        let key = Key::permanent(credential, false);
        self.write().insert(key.credential.secret_id.clone(), key);
    }

    /// Accepts requests that a key among the resources signs, or no more without a `credential`. A
    /// key that was given goes before one among the resources.
    pub(crate) fn set_kept(&self, secret_id: &str, credential: Option<Credential>) {
        set_kept(&mut self.write(), secret_id, credential);
    }

    /// Accepts the keys `with` instead of those among the resources of an account, or of all.
    pub(crate) fn replace_kept(&self, account: Option<&str>, with: Vec<Credential>) {
        let mut keys = self.write();
        keys.retain(|_, key| {
            !key.kept || account.is_some_and(|account| key.identity.account != account)
        });
        for credential in with {
            let id = credential.secret_id.clone();
            set_kept(&mut keys, &id, Some(credential));
        }
    }

    fn write(&self) -> RwLockWriteGuard<'_, HashMap<String, Arc<Key>>> {
        self.keys.write().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn find(&self, secret_id: &str) -> Option<Arc<Key>> {
        let keys = self.keys.read().unwrap_or_else(PoisonError::into_inner);
        keys.get(secret_id).cloned()
    }

    /// Returns the secret ids of the permanent keys of an account, sorted.
    pub(crate) fn permanent(&self, account: &str) -> Vec<String> {
        let keys = self.keys.read().unwrap_or_else(PoisonError::into_inner);
        let own = keys
            .values()
            .filter(|key| key.expires.is_none() && key.identity.account == account);
        let mut ids: Vec<_> = own.map(|key| key.credential.secret_id.clone()).collect();
        ids.sort();
        ids
    }

    /// Issues a temporary credential for `identity`, valid for `seconds` from `now`.
    pub(crate) fn issue(&self, identity: Identity, now: OffsetDateTime, seconds: u32) -> Issued {
        let expires = now.saturating_add(Duration::seconds(seconds.into()));
        let number = self.issued.fetch_add(1, Ordering::Relaxed);
        let mut draw = self.ids.draw("credential", number);
        let mut text = |length| draw.text_of(length, ALPHABET);
        let credential = Credential::new(format!("AKID{}", text(60)), text(44)).token(text(160));
        self.insert_issued(Key {
            credential: credential.clone(),
            identity: Arc::new(identity),
            expires: Some(expires),
            kept: false,
        });
        Issued {
            credential,
            expires,
        }
    }

    /// Returns the permanent keys, sorted.
    pub(crate) fn list(&self) -> Vec<KnownKey> {
        let keys = self.keys.read().unwrap_or_else(PoisonError::into_inner);
        let permanent = keys.values().filter(|key| key.expires.is_none());
        let mut list: Vec<_> = permanent
            .map(|key| KnownKey {
                secret_id: key.credential.secret_id.clone(),
                account: key.identity.account.clone(),
                user: match &key.identity.who {
                    Who::User(user) => Some(user.clone()),
                    _ => None,
                },
            })
            .collect();
        list.sort_by(|a, b| a.secret_id.cmp(&b.secret_id));
        list
    }

    /// Forgets the temporary credentials of an account, or all of them.
    pub(crate) fn forget_issued(&self, account: Option<&str>) {
        self.write().retain(|_, key| {
            key.expires.is_none() || account.is_some_and(|account| key.identity.account != account)
        });
    }

    fn insert_issued(&self, key: Key) {
        let mut keys = self.write();
        keys.insert(key.credential.secret_id.clone(), Arc::new(key));
        let issued = |keys: &HashMap<String, Arc<Key>>| {
            let mut ends: Vec<_> = keys.values().filter_map(|key| key.expires).collect();
            ends.sort_unstable();
            ends
        };
        // Half of them at once, so that the sorting is seldom.
        if keys.len() > ISSUED
            && let ends = issued(&keys)
            && ends.len() > ISSUED
        {
            let middle = ends[ends.len() / 2];
            keys.retain(|_, key| key.expires.is_none_or(|end| end > middle));
        }
    }
}

fn set_kept(keys: &mut HashMap<String, Arc<Key>>, secret_id: &str, credential: Option<Credential>) {
    if keys.get(secret_id).is_some_and(|key| !key.kept) {
        return;
    }
    match credential {
        Some(credential) => {
            keys.insert(secret_id.to_owned(), Key::permanent(credential, true));
        }
        None => {
            keys.remove(secret_id);
        }
    }
}

impl Key {
    fn permanent(credential: Credential, kept: bool) -> Arc<Self> {
        Arc::new(Self {
            identity: Arc::new(Identity::of(&credential)),
            credential,
            expires: None,
            kept,
        })
    }
}

/// The secret ids alone.
impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys = self.keys.read().unwrap_or_else(PoisonError::into_inner);
        f.debug_set().entries(keys.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::Who;

    fn keyring() -> Keyring {
        Keyring::new(vec![Credential::test()], Arc::new(Ids::new(Some(1))))
    }

    fn federated(account: &str) -> Identity {
        Identity {
            account: account.to_owned(),
            key: None,
            who: Who::Federated("bob".to_owned()),
            policy: None,
        }
    }

    #[test]
    fn the_number_of_temporary_credentials_is_bounded_and_permanent_ones_stay() {
        let keyring = keyring();
        let start = OffsetDateTime::UNIX_EPOCH;
        let first = keyring.issue(federated("1"), start, 1);
        for seconds in 2..=ISSUED + 3 {
            keyring.issue(federated("1"), start, u32::try_from(seconds).unwrap());
        }
        let known = keyring.keys.read().unwrap().len();
        assert!(known <= ISSUED + 1, "{known}");
        assert!(keyring.find(&first.credential.secret_id).is_none());
        assert!(keyring.find(crate::TEST_SECRET_ID).is_some());
    }

    #[test]
    fn temporary_credentials_are_forgotten_by_account() {
        let keyring = keyring();
        let issue = |account| {
            let issued = keyring.issue(federated(account), OffsetDateTime::UNIX_EPOCH, 1);
            issued.credential.secret_id
        };
        let (one, two) = (issue("1"), issue("2"));
        keyring.forget_issued(Some("1"));
        assert!(keyring.find(&one).is_none());
        assert!(keyring.find(&two).is_some());
        keyring.forget_issued(None);
        assert!(keyring.find(&two).is_none());
        assert!(keyring.find(crate::TEST_SECRET_ID).is_some());
    }
}
