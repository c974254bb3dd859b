//! What a call does to what is there: by the name of its action.

use tencentcloud_runtime::ActionClass;

/// What a call does to what is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// It changes nothing.
    Read,
    /// It makes or changes something.
    Write,
    /// It destroys something, or takes it out of use.
    Destroy,
}

/// Verbs of actions that destroy something, or take it out of use.
const DESTROYING: [&str; 22] = [
    "Clean",
    "Clear",
    "Close",
    "Delete",
    "Deregister",
    "Destroy",
    "Disable",
    "Drop",
    "Erase",
    "Format",
    "Isolate",
    "Offline",
    "Purge",
    "Refund",
    "Reinstall",
    "Release",
    "Remove",
    "Reset",
    "Return",
    "Terminate",
    "Uninstall",
    "Unregister",
];

/// What may stand before the verb.
const BEFORE: [&str; 5] = ["Batch", "Force", "Async", "App", "Channel"];

impl Effect {
    /// Returns the effect of `action` of `service`, e.g. `DeleteVpc` of `vpc`. An action that nothing
    /// is known of is a [`Write`](Self::Write).
    pub fn of(service: &str, action: &str) -> Self {
        match ActionClass::of(service, action) {
            // What is erased from a picture is erased nowhere else.
            ActionClass::Read => Self::Read,
            _ if destroys(action) => Self::Destroy,
            _ => Self::Write,
        }
    }
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
        let mut counts = [0; 3];
        let mut named_so = Vec::new();
        for name in services() {
            for version in service(name).unwrap().unwrap().versions() {
                for action in version.actions() {
                    let effect = Effect::of(name, action);
                    counts[effect as usize] += 1;
                    if effect == Effect::Read && destroys(action) {
                        named_so.push(format!("{name} {action}"));
                    }
                }
            }
        }
        assert_eq!(named_so, ["ocr EraseHandwrittenImageOCR"]);
        assert!(counts.iter().all(|count| *count > 1000), "{counts:?}");
    }
}
