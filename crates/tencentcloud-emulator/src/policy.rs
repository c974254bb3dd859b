//! CAM policies, by action: who may call what.

use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::identity::{Document, Identity, Who};

/// What is done about a call that policies deny.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum PolicyMode {
    /// Policies are not asked.
    Off,
    /// The call is answered, and a header and the journal say that it would have been denied.
    #[default]
    Soft,
    /// The call is refused with the action's own code of the class `UnauthorizedOperation`.
    Strict,
}

/// Whom a policy is attached to: an account, one of its sub-users, or one of its roles. As JSON:
/// `{"account": "100000000001", "user": "alice"}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Principal {
    /// The account's number; of none, every account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The sub-user's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// The role's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
}

impl Principal {
    /// Everybody who calls.
    pub fn everybody() -> Self {
        Self {
            account: None,
            user: None,
            role: None,
        }
    }

    /// The account with the number `account`: its own keys, its users and its roles.
    pub fn account(account: impl Into<String>) -> Self {
        Self {
            account: Some(account.into()),
            ..Self::everybody()
        }
    }

    /// The sub-user `user` alone.
    pub fn user(mut self, user: impl Into<String>) -> Self {
        self.user = Some(user.into());
        self
    }

    /// The role `role` alone.
    pub fn role(mut self, role: impl Into<String>) -> Self {
        self.role = Some(role.into());
        self
    }

    fn is(&self, caller: &Identity) -> bool {
        let (user, role) = match &caller.who {
            Who::User(name) => (Some(name), None),
            Who::Role { role, .. } => (None, Some(&role.name)),
            Who::Account | Who::Federated(_) => (None, None),
        };
        let account = self.account.as_ref();
        account.is_none_or(|account| *account == caller.account)
            && (self.user.is_none() || self.user.as_ref() == user)
            && (self.role.is_none() || self.role.as_ref() == role)
    }
}

/// A policy and whom it is attached to. As JSON: `{"account": …, "user": …, "policy": {…}}`.
#[derive(Clone, Debug)]
pub(crate) struct Attached {
    pub(crate) to: Principal,
    pub(crate) document: Document,
}

/// The policies in force.
#[derive(Debug)]
pub(crate) struct Policies(RwLock<Kept>);

#[derive(Clone, Debug, Default)]
pub(crate) struct Kept {
    pub(crate) mode: PolicyMode,
    pub(crate) attached: Vec<Attached>,
}

impl Kept {
    pub(crate) fn attach(&mut self, to: Principal, document: &Value) -> Result<(), String> {
        let document = Document::parse(document)?;
        self.attached.push(Attached { to, document });
        Ok(())
    }
}

impl Policies {
    pub(crate) fn new(kept: Kept) -> Self {
        Self(RwLock::new(kept))
    }

    /// Returns why a call is denied, and what is done about it; `None` if it is allowed.
    ///
    /// A call is denied if a policy of the caller denies it, or if the caller is a sub-user, or has
    /// any policy, and none allows it. The account's own keys, and roles without a policy, may do
    /// everything, since what the cloud knows of them is not known here.
    pub(crate) fn denied(
        &self,
        caller: Option<&Identity>,
        service: &str,
        action: &str,
    ) -> Option<(PolicyMode, String)> {
        let kept = self.read();
        if kept.mode == PolicyMode::Off {
            return None;
        }
        let caller = caller?;
        let session = caller.policy.as_deref();
        let own = kept.attached.iter().filter(|policy| policy.to.is(caller));
        let own: Vec<_> = own.map(|policy| &policy.document).collect();
        let what = format!("{service}:{action}");
        let denied = |why: &str| Some((kept.mode, format!("{what}: {why}")));
        if own
            .iter()
            .copied()
            .chain(session)
            .any(|one| one.denies(service, action))
        {
            return denied("a policy of the caller denies it");
        }
        if session.is_some_and(|session| !session.allows(service, action)) {
            return denied("the policy of the session does not allow it");
        }
        // Users are restricted where anybody is: without a policy at all, none is meant.
        let restricted =
            !own.is_empty() || matches!(caller.who, Who::User(_)) && !kept.attached.is_empty();
        if restricted && !own.iter().any(|one| one.allows(service, action)) {
            return denied("no policy of the caller allows it");
        }
        None
    }

    pub(crate) fn set(&self, kept: Kept) {
        *self.write() = kept;
    }

    pub(crate) fn get(&self) -> Kept {
        self.read().clone()
    }

    fn read(&self) -> RwLockReadGuard<'_, Kept> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Kept> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::credential::Credential;

    fn allow(action: &str) -> Document {
        Document::parse(&json!({
            "version": "2.0",
            "statement": {"effect": "allow", "action": action, "resource": "*"},
        }))
        .unwrap()
    }

    fn policies(attached: Vec<(Principal, Document)>) -> Policies {
        let attached = attached.into_iter();
        Policies::new(Kept {
            mode: PolicyMode::Strict,
            attached: attached
                .map(|(to, document)| Attached { to, document })
                .collect(),
        })
    }

    #[test]
    fn a_policy_restricts_whom_it_is_attached_to() {
        let account = || Identity::of(&Credential::new("id", "key").account("1"));
        let user = |name: &str| Identity::of(&Credential::new("id", "key").account("1").user(name));
        let denied = |policies: &Policies, caller: &Identity| {
            let denied = policies.denied(Some(caller), "cvm", "RunInstances");
            denied.is_some()
        };
        let none = policies(vec![]);
        assert!(!denied(&none, &account()) && !denied(&none, &user("alice")));
        let alice = Principal::account("1").user("alice");
        let one = policies(vec![(alice, allow("cvm:Describe*"))]);
        assert!(denied(&one, &user("alice")) && denied(&one, &user("bob")));
        assert!(!denied(&one, &account()));
        let all = policies(vec![(Principal::account("1"), allow("cvm:*"))]);
        assert!(!denied(&all, &user("alice")) && !denied(&all, &account()));
        let other = policies(vec![(Principal::account("2"), allow("vpc:*"))]);
        assert!(!denied(&other, &account()));
        let unsigned = one.denied(None, "sts", "AssumeRoleWithSAML");
        assert_eq!(unsigned, None);
    }

    #[test]
    fn the_policy_of_a_session_restricts_it_further() {
        let caller = Identity {
            policy: Some(allow("cvm:Describe*").into()),
            ..Identity::of(&Credential::new("id", "key").account("1"))
        };
        let policies = policies(vec![]);
        let denied = |action| policies.denied(Some(&caller), "cvm", action);
        assert!(denied("DescribeInstances").is_none());
        assert!(denied("RunInstances").is_some());
    }
}
