//! Which of its own error codes an action uses for what happened to a resource.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::call::Call;
use crate::fault::Fault;
use crate::nearest::{nearest, words};

/// Words of codes that name no thing.
const NEUTRAL: [&str; 46] = [
    "Already",
    "Available",
    "Bind",
    "Blank",
    "Client",
    "Conflict",
    "Count",
    "Data",
    "Denied",
    "Duplicate",
    "Duplicated",
    "Empty",
    "Err",
    "Exceed",
    "Exceeded",
    "Existed",
    "Failed",
    "Full",
    "In",
    "Info",
    "Lack",
    "Limit",
    "Missing",
    "Name",
    "Num",
    "Number",
    "Occupied",
    "Of",
    "Operation",
    "Over",
    "Param",
    "Parameter",
    "Params",
    "Quota",
    "Repeat",
    "Repeated",
    "Repetition",
    "Required",
    "Resource",
    "State",
    "Status",
    "Supported",
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
    /// No parameter says which resource is meant.
    Unnamed,
    /// The parameter that says which resource is meant is empty.
    Empty,
    /// A filter has a name that is none.
    Filter,
}

impl Trouble {
    /// The codes that say it where the action lists none that is more exact, the best one first. If it
    /// lists none of these either, it is the class of the first, what stands before the dot.
    fn common(self) -> &'static [&'static str] {
        match self {
            Self::NotFound => &["ResourceNotFound"],
            Self::Exists => &[
                "InvalidParameterValue.Duplicate",
                "ResourceInUse",
                "InvalidParameter",
                "FailedOperation",
            ],
            Self::InUse => &["ResourceInUse"],
            Self::Limit => &["LimitExceeded"],
            Self::State => &["UnsupportedOperation"],
            Self::Token => &["InvalidParameterValue.ClientToken"],
            Self::Unnamed => &[
                "MissingParameter",
                "InvalidParameterValue",
                "InvalidParameter",
            ],
            Self::Empty => &[
                "InvalidParameterValue.Empty",
                "InvalidParameter",
                "MissingParameter",
            ],
            Self::Filter => &["InvalidFilter", "InvalidParameterValue", "InvalidParameter"],
        }
    }

    /// Words that say it within a code.
    fn signs(self) -> &'static [&'static str] {
        match self {
            Self::NotFound => &["NotFound", "NotExist", "NotExists", "NoExist", "NonExist"],
            Self::Exists => &[
                "Exist",
                "Duplicate",
                "Repeat",
                "Repetition",
                "Conflict",
                "InUse",
                "Used",
            ],
            Self::InUse => &["InUse", "NotEmpty", "Occupied", "Bind", "Exist"],
            Self::Limit => &["LimitExceeded", "Quota", "OverLimit", "LimitReached"],
            Self::State => &["State", "Status"],
            Self::Token => &["ClientToken", "Idempotent", "Token"],
            Self::Unnamed | Self::Empty => &["Missing", "Empty", "Blank", "Required", "Lack"],
            Self::Filter => &["Filter"],
        }
    }

    fn says(self, code: &str) -> bool {
        let negated = ["NotExist", "NoExist", "NotFound", "NonExist", "NotInUse"];
        let class = self.common()[0].split('.').next().unwrap_or_default();
        let first = code.split('.').next().unwrap_or_default();
        // What else holds these words is about something else, a limit say.
        let of_parameters = [
            "InvalidFilter",
            "InvalidParameter",
            "InvalidParameterValue",
            "MissingParameter",
        ];
        match self {
            Self::Exists | Self::InUse if negated.iter().any(|word| code.contains(word)) => false,
            Self::NotFound | Self::InUse | Self::Limit if first == class => true,
            Self::Unnamed | Self::Empty | Self::Filter if !of_parameters.contains(&first) => false,
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
    let mut fault = Fault::new(pick(trouble, about, listed), message);
    fault.absent = trouble == Trouble::NotFound;
    fault
}

/// Returns true if the action itself lists a code for `trouble`.
pub(crate) fn lists(call: &Call, trouble: Trouble, about: &[&str]) -> bool {
    let own = &call.target.action().errors;
    own.iter().any(|code| {
        let named = || score(code, about) > 0 && is_about(code, about);
        trouble.says(code) && (code.as_str() == trouble.common()[0] || named())
    })
}

/// What a code about the name of a filter speaks of.
const FILTER_NAMES: [&str; 3] = ["Filter", "Key", "Name"];

/// Returns the error of a filter whose name is none.
pub(crate) fn wrong_filter(call: &Call, message: String) -> Fault {
    fault(call, Trouble::Filter, &FILTER_NAMES, message)
}

/// Returns true if the action itself lists a code for filters whose name is none.
pub(crate) fn lists_filter_names(call: &Call) -> bool {
    let own = &call.target.action().errors;
    own.iter().any(|code| {
        let is_about_names = is_about(code, &FILTER_NAMES) && score(code, &FILTER_NAMES) > 1;
        Trouble::Filter.says(code) && is_about_names
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
    if let Some((_, code)) = best {
        return code.clone();
    }
    let common = trouble.common();
    let is_listed = |code: &Cow<'static, str>| listed.contains(code.as_ref());
    let exact = Cow::from(common[0]);
    if is_listed(&exact) {
        return exact.into();
    }
    if let Some(plain) = plain(trouble, listed) {
        return plain.clone();
    }
    let mut near = common.iter().map(|code| nearest(code, listed));
    let near = near.find(is_listed);
    near.unwrap_or_else(|| nearest(common[0], listed)).into()
}

/// Returns the code that names the trouble and no thing, e.g. `FailedOperation.AlreadyExists`.
fn plain(trouble: Trouble, listed: &BTreeSet<String>) -> Option<&String> {
    // Of the others, what no thing is named in can be about any.
    let is_clear = matches!(
        trouble,
        Trouble::NotFound | Trouble::Exists | Trouble::Unnamed | Trouble::Empty
    );
    // Clients send again what these say, or take it for a limit or a lack of rights.
    let others = [
        "AuthFailure",
        "InternalError",
        "LimitExceeded",
        "UnauthorizedOperation",
    ];
    let mut fitting = listed.iter().filter(|code| is_clear && trouble.says(code));
    fitting.find(|code| {
        let class = code.split_once('.').map(|(class, _)| class);
        class.is_some_and(|class| !others.contains(&class)) && is_about(code, &[])
    })
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
    fn else_it_names_the_trouble_and_no_thing() {
        let set = &["DeviceGroupMember"];
        let duplicate = "FailedOperation.DuplicateData";
        let listed = [duplicate, "InvalidParameterValue", "ResourceNotFound"];
        assert_picked(Trouble::Exists, set, listed, duplicate);
        let not_found = "FailedOperation.DataNotFound";
        assert_picked(Trouble::NotFound, set, [not_found], not_found);
        let broken = "InternalError.DataNotFound";
        assert_picked(Trouble::NotFound, set, [broken], "ResourceNotFound");
        assert_picked(Trouble::NotFound, set, listed, "ResourceNotFound");
        // One that names another thing is about that.
        let another = "InvalidParameter.RuleExist";
        assert_picked(
            Trouble::Exists,
            set,
            [another, "ResourceInUse"],
            "ResourceInUse",
        );
    }

    #[test]
    fn what_names_no_resource_has_the_code_of_its_parameter() {
        let space = &["Space", "SpaceId"];
        let empty = "InvalidParameterValue.SpaceIdEmpty";
        let missing = "MissingParameter";
        assert_picked(Trouble::Unnamed, space, [empty, missing], empty);
        assert_picked(
            Trouble::Unnamed,
            space,
            ["InvalidParameter", missing],
            missing,
        );
        assert_picked(
            Trouble::Unnamed,
            space,
            ["InvalidParameter"],
            "InvalidParameter",
        );
        assert_picked(Trouble::Unnamed, space, ["LimitExceeded.Empty"], missing);
        assert_picked(Trouble::Empty, space, [missing], missing);
    }

    #[test]
    fn a_filter_has_a_code_about_filters() {
        let filter = &FILTER_NAMES;
        let long = "InvalidParameterValue.InvalidFilterNotSupportedName";
        let limit = "LimitExceeded.Filter";
        let short = "InvalidParameterValue.InvalidFilter";
        assert_picked(Trouble::Filter, filter, [limit, long, short], long);
        assert_picked(Trouble::Filter, filter, [limit, short], short);
        assert_picked(
            Trouble::Filter,
            filter,
            [limit, "InvalidFilter"],
            "InvalidFilter",
        );
        assert_picked(
            Trouble::Filter,
            filter,
            [limit, "InvalidParameter"],
            "InvalidParameter",
        );
        assert_picked(Trouble::Filter, filter, [limit], "InvalidFilter");
        let (key, dict) = (
            "InvalidParameter.FilterInvalidKey",
            "InvalidParameter.FilterNotDict",
        );
        assert_picked(Trouble::Filter, filter, [dict, key], key);
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
