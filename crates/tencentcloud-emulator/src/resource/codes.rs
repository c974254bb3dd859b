//! Which of its own error codes an action uses for what happened to a resource.

use std::collections::BTreeSet;

use crate::call::Call;
use crate::fault::Fault;
use crate::nearest::{nearest, words};

/// Words of codes that name no thing.
const NEUTRAL: [&str; 36] = [
    "Already",
    "Available",
    "Bind",
    "Client",
    "Conflict",
    "Count",
    "Denied",
    "Duplicate",
    "Duplicated",
    "Empty",
    "Exceed",
    "Exceeded",
    "Failed",
    "Full",
    "In",
    "Info",
    "Limit",
    "Name",
    "Num",
    "Number",
    "Occupied",
    "Of",
    "Operation",
    "Over",
    "Param",
    "Parameter",
    "Quota",
    "Repeat",
    "Repeated",
    "Resource",
    "State",
    "Status",
    "Unavailable",
    "Unsupported",
    "Use",
    "Value",
];

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// A resource does not exist.
    NotFound,
    /// A name or id is taken.
    Exists,
    /// Others need the resource.
    InUse,
    /// There would be more than the quota allows.
    Limit,
    /// The state does not allow the action.
    State,
    /// A token came again with other parameters.
    Token,
}

impl Trouble {
    /// The code that says it where the action lists none: its class stands before the dot.
    fn common(self) -> &'static str {
        match self {
            Self::NotFound => "ResourceNotFound",
            Self::Exists => "InvalidParameterValue.Duplicate",
            Self::InUse => "ResourceInUse",
            Self::Limit => "LimitExceeded",
            Self::State => "UnsupportedOperation",
            Self::Token => "InvalidParameterValue.ClientToken",
        }
    }

    /// Words that say it within a code.
    fn signs(self) -> &'static [&'static str] {
        match self {
            Self::NotFound => &["NotFound", "NotExist", "NotExists", "NoExist", "NonExist"],
            Self::Exists => &["Exist", "Duplicate", "Repeat", "Conflict", "InUse", "Used"],
            Self::InUse => &["InUse", "NotEmpty", "Occupied", "Bind", "Exist"],
            Self::Limit => &["LimitExceeded", "Quota", "OverLimit", "LimitReached"],
            Self::State => &["State", "Status"],
            Self::Token => &["ClientToken", "Idempotent", "Token"],
        }
    }

    fn says(self, code: &str) -> bool {
        let negated = ["NotExist", "NoExist", "NotFound", "NonExist", "NotInUse"];
        let class = self.common().split('.').next().unwrap_or_default();
        let first = code.split('.').next().unwrap_or_default();
        match self {
            Self::Exists | Self::InUse if negated.iter().any(|word| code.contains(word)) => false,
            Self::NotFound | Self::InUse | Self::Limit if first == class => true,
            _ => self.signs().iter().any(|sign| code.contains(sign)),
        }
    }
}

/// Returns the error of `trouble` with a resource: `about` names it, e.g. its kind and a state.
pub(crate) fn fault(call: &Call, trouble: Trouble, about: &[&str], message: String) -> Fault {
    let own = &call.target.action().errors;
    let listed = match own.is_empty() {
        false => own,
        true => &call.target.description().errors,
    };
    Fault::new(pick(trouble, about, listed), message)
}

/// Returns true if the action itself lists a code for `trouble`.
pub(crate) fn lists(call: &Call, trouble: Trouble, about: &[&str]) -> bool {
    let own = &call.target.action().errors;
    own.iter().any(|code| {
        let named = || score(code, about) > 0 && is_about(code, about);
        trouble.says(code) && (code.as_str() == trouble.common() || named())
    })
}

fn pick(trouble: Trouble, about: &[&str], listed: &BTreeSet<String>) -> String {
    let fitting = listed
        .iter()
        .filter(|code| trouble.says(code) && is_about(code, about));
    let best = fitting
        .map(|code| (score(code, about), code))
        .filter(|(score, _)| *score > 0)
        // The first of the best, and the shortest: it says the least that is not known.
        .max_by_key(|(score, code)| (*score, std::cmp::Reverse(code.len())));
    match best {
        Some((_, code)) => code.clone(),
        None => nearest(trouble.common(), listed).into_owned(),
    }
}

/// How many words of `about` a code has.
fn score(code: &str, about: &[&str]) -> usize {
    let has = words(code);
    let wanted: BTreeSet<&str> = about.iter().flat_map(|about| parts(about)).collect();
    let same = |word: &&&str| has.iter().any(|has| has.eq_ignore_ascii_case(word));
    wanted.iter().filter(same).count()
}

/// Returns true if a code names no other thing than `about`.
fn is_about(code: &str, about: &[&str]) -> bool {
    let wanted: BTreeSet<&str> = about.iter().flat_map(|about| parts(about)).collect();
    let own = |word: &&str| wanted.iter().any(|own| own.eq_ignore_ascii_case(word));
    words(code)
        .iter()
        .all(|word| NEUTRAL.contains(word) || own(word))
}

/// The words of a name in CamelCase; a state in capitals is one word.
fn parts(name: &str) -> Vec<&str> {
    match name.contains(|c: char| c.is_ascii_lowercase()) {
        true => words(name),
        false => vec![name],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_picked<const N: usize>(
        trouble: Trouble,
        about: &[&str],
        listed: [&str; N],
        expected: &str,
    ) {
        let listed = listed.map(str::to_owned).into();
        assert_eq!(pick(trouble, about, &listed), expected, "{listed:?}");
    }

    #[test]
    fn a_code_names_the_trouble_and_the_thing() {
        let instance = &["Instance", "InstanceId"];
        let found = "InvalidInstanceId.NotFound";
        assert_picked(
            Trouble::NotFound,
            instance,
            [found, "InvalidZone.NotFound"],
            found,
        );
        assert_picked(
            Trouble::NotFound,
            &["Upstream"],
            ["ResourceNotFound.InvalidApi", "InternalError"],
            "ResourceNotFound",
        );
        assert_picked(
            Trouble::Exists,
            &["Role", "RoleName"],
            [
                "InvalidParameter.RoleNotExist",
                "InvalidParameter.RoleNameInUse",
            ],
            "InvalidParameter.RoleNameInUse",
        );
        assert_picked(
            Trouble::State,
            &["Instance", "RUNNING"],
            [
                "UnsupportedOperation.InstanceStateStopped",
                "UnsupportedOperation.InstanceStateRunning",
            ],
            "UnsupportedOperation.InstanceStateRunning",
        );
    }

    #[test]
    fn else_it_is_the_nearest_common_code() {
        let nothing: [&str; 0] = [];
        assert_picked(Trouble::InUse, &["Vpc"], nothing, "ResourceInUse");
        assert_picked(Trouble::Limit, &["Vpc"], ["InternalError"], "LimitExceeded");
        assert_picked(
            Trouble::Exists,
            &["Vpc"],
            ["InvalidParameterValue.Duplicate"],
            "InvalidParameterValue.Duplicate",
        );
    }
}
