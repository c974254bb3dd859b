//! Who calls: accounts, their keys, and the temporary credentials that were issued.

mod document;
mod keyring;
mod role;

use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::credential::Credential;

pub(crate) use document::Document;
pub use keyring::KnownKey;
pub(crate) use keyring::{Key, Keyring};
pub(crate) use role::Role;

/// Who made a call.
#[derive(Clone, Debug)]
pub(crate) struct Identity {
    /// The account's number.
    pub(crate) account: String,
    /// The secret id of the permanent key that the call goes back to; `None` if a temporary
    /// credential was issued to an unsigned request.
    pub(crate) key: Option<String>,
    pub(crate) who: Who,
    /// The policy that a temporary credential was issued with.
    pub(crate) policy: Option<Arc<Document>>,
}

/// What kind of caller it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    /// The account itself.
    Account,
    /// A sub-user, by name.
    User(String),
    /// A role that was assumed, with the name of the session.
    Role { role: Role, session: String },
    /// A federated user, by name.
    Federated(String),
}

impl Identity {
    /// Returns whom a permanent credential belongs to.
    pub(crate) fn of(credential: &Credential) -> Self {
        let own = || number(&credential.secret_id, 0);
        Self {
            account: credential.account.clone().unwrap_or_else(own),
            key: Some(credential.secret_id.clone()),
            who: match &credential.user {
                Some(user) => Who::User(user.clone()),
                None => Who::Account,
            },
            policy: None,
        }
    }

    /// Returns the number of the caller itself: the account's, or that of the sub-user.
    pub(crate) fn number(&self) -> String {
        match &self.who {
            Who::User(name) => number(&format!("{}/{name}", self.account), 1),
            _ => self.account.clone(),
        }
    }
}

/// Returns a number of twelve digits that belongs to `text`, the same in every run. Numbers of
/// different `series` are never equal.
fn number(text: &str, series: u8) -> String {
    let digest = Sha256::digest(text);
    let mut first = [0; 8];
    first.copy_from_slice(&digest[..8]);
    format!("10{series}{:09}", u64::from_be_bytes(first) % 1_000_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_secret_id_is_an_account_of_its_own_unless_one_is_given() {
        let of = |id: &str| Identity::of(&Credential::new(id, "key")).account;
        assert_eq!(of("AKIDone"), of("AKIDone"));
        assert_ne!(of("AKIDone"), of("AKIDtwo"));
        assert_eq!(of("AKIDone").len(), 12);
        let shared = |id: &str| Credential::new(id, "key").account("100000000001");
        let (one, two) = (shared("AKIDone"), shared("AKIDtwo").user("alice"));
        assert_eq!(Identity::of(&one).account, Identity::of(&two).account);
        assert_ne!(Identity::of(&one).number(), Identity::of(&two).number());
    }
}
