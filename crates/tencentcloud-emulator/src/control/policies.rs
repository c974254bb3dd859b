//! Who may call what.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::endpoint::Endpoint;
use crate::identity::Document;
use crate::policy::{Attached, Kept, PolicyMode, Principal};

/// The CAM policies of an [`Emulator`](crate::Emulator). They are judged by the action alone: a
/// statement that allows something on some resources allows it on all, and one that denies
/// something on some resources or under a condition denies nothing.
#[derive(Clone, Copy, Debug)]
pub struct AccessPolicies<'a>(&'a Endpoint);

/// All policies, as a file has them: `{"mode": "strict", "policies": [{"account": "100000000001",
/// "user": "alice", "policy": {"version": "2.0", …}}]}`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct PolicyFile {
    /// What is done about a call that they deny.
    #[serde(default)]
    pub mode: PolicyMode,
    /// The policies.
    #[serde(default)]
    policies: Vec<Entry>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    account: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    user: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    role: Option<String>,
    policy: Value,
}

impl PolicyFile {
    /// Reads a file's JSON. What the policies say is read when they are set.
    ///
    /// # Errors
    /// It has another form; the error says where.
    pub fn parse(json: &str) -> Result<Self, String> {
        serde_json::from_str(json).map_err(|error| format!("not a file of policies: {error}"))
    }
}

impl<'a> AccessPolicies<'a> {
    pub(crate) fn new(endpoint: &'a Endpoint) -> Self {
        Self(endpoint)
    }

    /// Sets what is done about a call that policies deny. Defaults to [`PolicyMode::Soft`].
    pub fn set_mode(&self, mode: PolicyMode) {
        let kept = self.0.policies.get();
        self.0.policies.set(Kept { mode, ..kept });
    }

    /// Attaches a policy document, e.g. `{"version": "2.0", "statement": [{"effect": "allow",
    /// "action": ["cvm:Describe*"], "resource": "*"}]}`.
    ///
    /// # Errors
    /// It is no policy of CAM; the error says where.
    pub fn attach(&self, to: Principal, document: &Value) -> Result<(), String> {
        let mut kept = self.0.policies.get();
        kept.attach(to, document)?;
        self.0.policies.set(kept);
        Ok(())
    }

    /// Puts the policies of `file` in the place of all.
    ///
    /// # Errors
    /// One of them is no policy of CAM; then nothing changes.
    pub fn replace(&self, file: PolicyFile) -> Result<(), String> {
        let attached = file.policies.into_iter().enumerate();
        let attached = attached.map(|(index, entry)| {
            let document = Document::parse(&entry.policy)
                .map_err(|why| format!("policies[{index}].policy: {why}"))?;
            let mut to = Principal::everybody();
            (to.account, to.user, to.role) = (entry.account, entry.user, entry.role);
            Ok(Attached { to, document })
        });
        let attached = attached.collect::<Result<_, String>>()?;
        self.0.policies.set(Kept {
            mode: file.mode,
            attached,
        });
        Ok(())
    }

    /// Returns all policies.
    pub fn all(&self) -> PolicyFile {
        let kept = self.0.policies.get();
        let policies = kept.attached.into_iter();
        let policies = policies.map(|one| Entry {
            account: one.to.account,
            user: one.to.user,
            role: one.to.role,
            policy: one.document.json,
        });
        PolicyFile {
            mode: kept.mode,
            policies: policies.collect(),
        }
    }

    /// Removes all policies. The mode stays.
    pub fn clear(&self) {
        let kept = self.0.policies.get();
        self.0.policies.set(Kept {
            attached: Vec::new(),
            ..kept
        });
    }
}
