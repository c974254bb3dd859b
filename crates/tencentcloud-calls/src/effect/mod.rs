//! What a call does to what is there: by the name of its action, and by what it returns.

mod table;

use tencentcloud_catalogue::names;
use tencentcloud_runtime::ActionClass;

/// What a call does to what is there: the class by which it is permitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// It changes nothing.
    Read,
    /// It changes nothing, and returns a secret: a password, a key, a credential, or the URL or signature that does as
    /// well as one.
    Secret,
    /// It makes or changes something.
    Write,
    /// It destroys something, or takes it out of use.
    Destroy,
}

/// Verbs of actions that destroy something, or take it out of use.
const DESTROYING: [&str; 43] = [
    "Abort",
    "Clean",
    "Clear",
    "Close",
    "Deactivate",
    "Delete",
    "Deregister",
    "Destroy",
    "Detach",
    "Disable",
    "Disassociate",
    "Dismiss",
    "Drain",
    "Drop",
    "Erase",
    "Forbid",
    "Format",
    "Freeze",
    "Isolate",
    "Kick",
    "Kill",
    "Offline",
    "Purge",
    "Recycle",
    "Refund",
    "Reinstall",
    "Release",
    "Remove",
    "Reset",
    "Return",
    "Revoke",
    "Rollback",
    "Shrink",
    "Shutdown",
    "Stop",
    "Suspend",
    "Terminate",
    "UnBind",
    "Unassign",
    "Unbind",
    "Uninstall",
    "Unlink",
    "Unregister",
];

/// What may stand before the verb.
const BEFORE: [&str; 5] = ["Batch", "Force", "Async", "App", "Channel"];

impl Effect {
    /// All of them, from the mildest.
    pub const ALL: [Self; 4] = [Self::Read, Self::Secret, Self::Write, Self::Destroy];

    /// Returns the effect of `action` of `service`, e.g. `DeleteVpc` of `vpc`. Its verb says it, a review of all
    /// documented actions, and the sensitive fields of its response. Names are as the API spells them.
    ///
    /// An action that is not documented is a [`Write`](Self::Write) even if its verb reads, for nobody knows what it
    /// returns; a verb that destroys is believed, in any case.
    ///
    /// ```
    /// use tencentcloud_calls::Effect;
    ///
    /// assert_eq!(Effect::of("cvm", "DescribeInstances"), Effect::Read);
    /// assert_eq!(Effect::of("ssm", "GetSecretValue"), Effect::Secret);
    /// assert_eq!(Effect::of("cvm", "RunInstances"), Effect::Write);
    /// assert_eq!(Effect::of("cvm", "TerminateInstances"), Effect::Destroy);
    /// assert_eq!(Effect::of("cvm", "DescribeWhatever"), Effect::Write);
    /// ```
    pub fn of(service: &str, action: &str) -> Self {
        let is_in = |table: &[(&str, &str)]| table.binary_search(&(service, action)).is_ok();
        match ActionClass::of(service, action) {
            _ if is_in(table::DESTROY) => Self::Destroy,
            _ if is_in(table::WRITE) => Self::Write,
            _ if is_in(table::READ) => Self::Read,
            ActionClass::Read if is_in(table::SECRET) => Self::Secret,
            // What is erased from a picture is erased nowhere else.
            ActionClass::Read if is_documented(service, action) => Self::Read,
            _ if destroys(action) => Self::Destroy,
            // A service may take names in another case.
            _ if !is_documented(service, action) && may_destroy(service, action) => Self::Destroy,
            _ => Self::Write,
        }
    }

    /// Returns its name: `read`, `secret`, `write` or `destroy`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Secret => "secret",
            Self::Write => "write",
            Self::Destroy => "destroy",
        }
    }

    /// Returns the effect with that [name](Self::name).
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|effect| effect.name() == name)
    }

    /// Returns true if it changes nothing, whatever it returns.
    pub fn reads(self) -> bool {
        matches!(self, Self::Read | Self::Secret)
    }
}

/// True if the catalogue has the action in a version of the service.
fn is_documented(service: &str, action: &str) -> bool {
    names().is_ok_and(|names| names.preferred(service, action).is_some())
}

/// True if an action that is documented in another case destroys something, or begins with such a verb.
fn may_destroy(service: &str, action: &str) -> bool {
    let reviewed = table::DESTROY
        .iter()
        .any(|(known, name)| *known == service && name.eq_ignore_ascii_case(action));
    let action = action.to_ascii_lowercase();
    let rest = BEFORE
        .iter()
        .find_map(|word| action.strip_prefix(&word.to_ascii_lowercase()))
        .unwrap_or(&action);
    let mut verbs = DESTROYING.iter();
    reviewed || verbs.any(|verb| rest.starts_with(&verb.to_ascii_lowercase()))
}

/// True for the name of an action that destroys something, or takes it out of use.
fn destroys(action: &str) -> bool {
    let action = BEFORE
        .iter()
        .find_map(|word| action.strip_prefix(word))
        .unwrap_or(action);
    DESTROYING.iter().any(|verb| {
        let rest = action.strip_prefix(verb);
        rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_lowercase()))
    })
}

#[cfg(test)]
mod tests {
    use tencentcloud_catalogue::{service, services};

    use super::*;

    /// Every documented action by service, each version's own.
    fn all() -> Vec<(&'static str, String)> {
        let mut all = Vec::new();
        for name in services() {
            for version in service(name).unwrap().unwrap().versions() {
                all.extend(version.actions().map(|action| (name, action.to_owned())));
            }
        }
        all.sort();
        all
    }

    #[test]
    fn verbs_say_what_destroys() {
        for action in [
            "DeleteVpc",
            "TerminateInstances",
            "BatchDeleteKeyPairs",
            "IsolateDBInstance",
            "ResetInstance",
            "ReturnPrepaidInstances",
            "ForceDeleteX",
            "StopInstances",
            "BatchStopOpsTasks",
            "UnBindSubDomain",
        ] {
            assert!(destroys(action), "{action}");
        }
        for action in [
            "DescribeInstances",
            "Deleteless",
            "CreateReleaseTask",
            "ResettleX",
            "ModifyResetX",
            "BatchDescribeX",
        ] {
            assert!(!destroys(action), "{action}");
        }
    }

    #[test]
    fn what_reads_destroys_nothing_whatever_its_name() {
        let named_so: Vec<_> = all()
            .into_iter()
            .filter(|(service, action)| Effect::of(service, action).reads() && destroys(action))
            .collect();
        assert_eq!(named_so, [("ocr", "EraseHandwrittenImageOCR".to_owned())]);
    }

    #[test]
    fn every_documented_action_has_an_effect_and_these_are_their_numbers() {
        let mut all = all();
        assert_eq!(all.len(), 17_064);
        all.dedup();
        let mut counts = [0; 4];
        for (service, action) in &all {
            counts[Effect::of(service, action) as usize] += 1;
        }
        assert_eq!(counts, COUNTS, "read, secret, write, destroy");
        let by_verb = all.iter().filter(|(_, action)| destroys(action)).count();
        assert_eq!(by_verb, DESTROYING_BY_VERB);
        // Of those with a secret, the ones that read.
        let is_read = |(service, action): &&(&str, &str)| {
            ActionClass::of(service, action) == ActionClass::Read
        };
        assert_eq!(table::SECRET.iter().filter(is_read).count(), COUNTS[1]);
    }

    /// How many actions read, return secrets, write, destroy: those of several versions once.
    const COUNTS: [usize; 4] = [7342, 383, 6595, 2351];

    /// How many have a verb that destroys.
    const DESTROYING_BY_VERB: usize = 2274;

    #[test]
    fn a_read_that_returns_a_sensitive_field_returns_a_secret() {
        for (service, action) in [
            ("tke", "DescribeClusterSecurity"),
            ("tke", "DescribeClusterKubeconfig"),
            ("ssm", "GetSecretValue"),
            ("cvm", "DescribeInstanceVncUrl"),
            ("ssl", "DownloadCertificate"),
            ("sts", "AssumeRole"),
            ("sts", "GetFederationToken"),
            ("sts", "GetSessionToken"),
            ("kms", "Decrypt"),
            ("kms", "SignByAsymmetricKey"),
            ("rum", "DescribeToken"),
        ] {
            assert_eq!(
                Effect::of(service, action),
                Effect::Secret,
                "{service} {action}"
            );
        }
        assert_eq!(Effect::of("cvm", "DescribeInstances"), Effect::Read);
        assert_eq!(Effect::of("cam", "CreateAccessKey"), Effect::Write);
    }

    #[test]
    fn a_review_says_what_neither_verb_nor_response_does() {
        for (service, action) in table::DESTROY {
            assert!(!destroys(action), "{service} {action} destroys by its verb");
        }
        for (service, action) in table::WRITE {
            let reads = ActionClass::of(service, action) == ActionClass::Read;
            assert!(
                reads || destroys(action),
                "{service} {action} writes by its verb"
            );
        }
        let tables = [table::READ, table::SECRET, table::WRITE, table::DESTROY];
        for (service, action) in tables.concat() {
            assert!(is_documented(service, action), "{service} {action}");
        }
        assert_eq!(Effect::of("kms", "ScheduleKeyDeletion"), Effect::Destroy);
        assert_eq!(Effect::of("kms", "CancelKeyDeletion"), Effect::Write);
    }

    #[test]
    fn what_is_unknown_writes() {
        assert_eq!(Effect::of("cvm", "FrobnicateInstances"), Effect::Write);
        assert_eq!(Effect::of("nowhere", "Frobnicate"), Effect::Write);
        // Nobody knows what they return.
        for (service, action) in [
            ("cvm", "DescribeInstancesOfOthers"),
            ("nowhere", "DescribeInstances"),
            ("vpc", "DescribeInstances"),
            ("", ""),
        ] {
            assert_eq!(
                Effect::of(service, action),
                Effect::Write,
                "{service} {action}"
            );
        }
        assert_eq!(Effect::of("cvm", "DeleteWhatever"), Effect::Destroy);
        // In another case it is no documented action, and yet the service may take it.
        assert_eq!(Effect::of("cvm", "describeinstances"), Effect::Write);
        for (service, action) in [
            ("cvm", "terminateinstances"),
            ("cvm", "TERMINATEINSTANCES"),
            ("kms", "scheduleKeyDeletion"),
            ("vpc", "batchdeletewhatever"),
        ] {
            assert_eq!(Effect::of(service, action), Effect::Destroy, "{action}");
        }
    }

    #[test]
    fn each_has_a_name() {
        for effect in Effect::ALL {
            assert_eq!(Effect::named(effect.name()), Some(effect));
        }
        assert_eq!(Effect::named("all"), None);
    }
}
