//! What a profile says, of whatever file it is.

use std::time::Duration;

use super::super::Credential;

/// Where the credential of a profile comes from, before any role.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Base {
    Keys(Credential),
    /// A command: its program and arguments.
    Process(Vec<String>),
    InstanceRole,
    /// The profile of that name in the same file.
    Profile(String),
}

/// A role to assume with what the base gives.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Role {
    pub(crate) arn: String,
    pub(crate) session_name: Option<String>,
    pub(crate) external_id: Option<String>,
    pub(crate) duration: Option<Duration>,
}

/// What a profile says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Settings {
    pub(crate) base: Base,
    /// The command that renews the keys when they have expired.
    pub(crate) renewal: Option<String>,
    pub(crate) role: Option<Role>,
    pub(crate) region: Option<String>,
    /// Where STS is, if not at its public host.
    pub(crate) sts_endpoint: Option<String>,
    pub(crate) allowed_accounts: Vec<String>,
    pub(crate) forbidden_accounts: Vec<String>,
}
