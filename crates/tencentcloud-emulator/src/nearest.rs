//! The error code that an action really returns, for one that says what happened.

use std::borrow::Cow;
use std::collections::BTreeSet;

/// Words of a code that say what is wrong and not with which thing.
const FAULT_WORDS: [&str; 10] = [
    "Error", "Exist", "Exists", "Found", "Id", "Invalid", "Is", "No", "Not", "Wrong",
];

/// Returns the code to use for `code` by an action that lists `listed`:
///
/// 1. `code` itself, if it is listed;
/// 2. else the listed code of its class (its first part) that names the same thing:
///    `ResourceNotFound.UpstreamNotFound` for `ResourceNotFound.InvalidUpstream`. The one with the
///    most words in common counts, and of several none;
/// 3. else the nearest code above it that is listed;
/// 4. else its class, one of the common codes that every action may return.
pub(crate) fn nearest(code: &'static str, listed: &BTreeSet<String>) -> Cow<'static, str> {
    if listed.contains(code) {
        return code.into();
    }
    let (class, _) = code.split_once('.').unwrap_or((code, ""));
    if let Some(same) = same_thing(code, class, listed) {
        return same.to_owned().into();
    }
    let mut above = code;
    while let Some((shorter, _)) = above.rsplit_once('.') {
        above = shorter;
        if listed.contains(above) {
            return above.into();
        }
    }
    class.into()
}

/// What surrounds the parameter's name in a code of `InvalidParameterValue`.
const AROUND: [&str; 8] = [
    "Invalid",
    "Error",
    "Exceeded",
    "Exceed",
    "OutOfRange",
    "TooLarge",
    "TooSmall",
    "Value",
];

/// Returns the code that an action which lists `listed` has for a wrong value of `parameter`: the
/// listed `InvalidParameterValue` whose last part is the first of `words` that any has, else the one
/// that names the parameter, else plain `InvalidParameterValue`.
pub(crate) fn of_parameter(
    parameter: &str,
    words: &[&str],
    listed: &BTreeSet<String>,
) -> Cow<'static, str> {
    const CLASS: &str = "InvalidParameterValue";
    let parts = || {
        let own = listed.iter().filter_map(|code| code.strip_prefix(CLASS));
        own.filter_map(|rest| rest.strip_prefix('.'))
    };
    let by_word = words
        .iter()
        .find_map(|word| parts().find(|part| part == word));
    let names = |part: &&str| {
        let bare = AROUND.into_iter().fold(*part, |part, word| {
            let part = part.strip_prefix(word).unwrap_or(part);
            part.strip_suffix(word).unwrap_or(part)
        });
        *part == parameter || bare == parameter
    };
    match by_word.or_else(|| parts().find(names)) {
        Some(part) => format!("{CLASS}.{part}").into(),
        None => CLASS.into(),
    }
}

fn same_thing<'a>(code: &str, class: &str, listed: &'a BTreeSet<String>) -> Option<&'a str> {
    let wanted = words(code.strip_prefix(class)?);
    let in_class = |known: &&String| known.split('.').next() == Some(class);
    let common = |known: &String| {
        let words = words(&known[class.len()..]);
        wanted.iter().filter(|word| words.contains(word)).count()
    };
    let known = listed.iter().filter(in_class);
    let most = known.clone().map(common).max().filter(|most| *most > 0)?;
    let mut best = known.filter(|known| common(known) == most);
    match (best.next(), best.next()) {
        (Some(one), None) => Some(one),
        _ => None,
    }
}

/// The words of a part in CamelCase that name a thing.
pub(crate) fn words(part: &str) -> Vec<&str> {
    let starts: Vec<_> = part
        .match_indices(|c: char| c.is_ascii_uppercase())
        .map(|(at, _)| at)
        .chain([part.len()])
        .collect();
    starts
        .windows(2)
        .map(|range| part[range[0]..range[1]].trim_end_matches('.'))
        .filter(|word| word.len() > 1 && !FAULT_WORDS.contains(word))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn assert_nearest<const N: usize>(code: &'static str, listed: [&str; N], expected: &str) {
        let listed = listed.map(str::to_owned).into();
        assert_eq!(nearest(code, &listed), expected, "{code} of {listed:?}");
    }

    #[test]
    fn a_wrong_value_has_the_code_of_its_parameter() {
        let code = |parameter: &str, listed: &[&str]| {
            let listed = listed.iter().map(|code| (*code).to_owned()).collect();
            of_parameter(parameter, &["Range", "TooLarge"], &listed)
        };
        let value = "InvalidParameterValue";
        assert_eq!(code("Limit", &[]), value);
        let (range, large) = (format!("{value}.Range"), format!("{value}.TooLarge"));
        assert_eq!(code("Limit", &[&large, &range]), range);
        let limit = format!("{value}.InvalidLimit");
        assert_eq!(code("Limit", &[&limit, &large]), large);
        assert_eq!(code("Limit", &[value, &limit]), limit);
        let beyond = format!("{value}.TemplateBeyondLimit");
        assert_eq!(code("Limit", &[&beyond, "InvalidParameter.Limit"]), value);
        let exceeded = format!("{value}.OffsetExceed");
        assert_eq!(code("Offset", &[&exceeded]), exceeded);
    }

    #[test]
    fn a_listed_code_is_taken_as_it_is() {
        let code = "InvalidParameterValue.NotInOptions";
        assert_nearest(code, ["InvalidParameterValue", code], code);
        assert_nearest(
            "LimitExceeded",
            ["LimitExceeded", "LimitExceeded.Disks"],
            "LimitExceeded",
        );
    }

    #[test]
    fn else_one_of_its_class_that_names_the_same_thing() {
        let code = "ResourceNotFound.InvalidUpstream";
        let not_found = "ResourceNotFound.UpstreamNotFound";
        assert_nearest(code, ["ResourceNotFound", not_found], not_found);
        assert_nearest(
            "InvalidParameterValue.FilterNameNotSupported",
            [
                "InvalidParameterValue.InvalidFilterNotSupportedName",
                "InvalidParameterValue.InvalidName",
            ],
            "InvalidParameterValue.InvalidFilterNotSupportedName",
        );
        // Another class, another thing, or more than one of them: none.
        let another = "InvalidParameterValue.InvalidUpstream";
        assert_nearest(code, [another], "ResourceNotFound");
        let key = "ResourceNotFound.InvalidAccessKeyId";
        assert_nearest(code, [key], "ResourceNotFound");
        let two = "ResourceNotFound.InvalidUpstreamId";
        assert_nearest(code, [not_found, two], "ResourceNotFound");
    }

    #[test]
    fn else_the_nearest_above_it_and_at_last_its_class() {
        let code = "ResourceInUse.Subnet.Deleting";
        assert_nearest(
            code,
            ["ResourceInUse", "ResourceInUse.Subnet"],
            "ResourceInUse.Subnet",
        );
        assert_nearest(code, ["ResourceInUse", "InternalError"], "ResourceInUse");
        assert_nearest(code, ["InternalError"], "ResourceInUse");
        assert_nearest(code, [], "ResourceInUse");
    }
}
