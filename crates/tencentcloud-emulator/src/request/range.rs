//! Numbers against the range that the description gives.

use std::cmp::Ordering;

use serde_json::{Number, Value};
use tencentcloud_schema::Member;

/// Ranges that the vendor's own documented requests are outside of.
const EXCEEDED: &str = include_str!("ranges.tsv");

/// Returns true if a documented request is outside the range of this member of an action or type.
pub(super) fn is_exceeded(service: &str, version: &str, owner: &str, member: &str) -> bool {
    EXCEEDED.lines().any(|line| {
        let cells = line.split('\t').take(4);
        cells.eq([service, version, owner, member])
    })
}

/// A number outside its member's range.
pub(super) struct Outside {
    /// What is wrong, after the parameter's name.
    pub(super) message: String,
    /// Last parts of error codes that say so, the best first.
    pub(super) words: &'static [&'static str],
    /// True if the description's own example or default is outside as well.
    pub(super) contradicted: bool,
}

const ABOVE: &[&str] = &["Range", "OutOfRange", "NotWithinRange", "TooLarge"];
const BELOW: &[&str] = &["Range", "OutOfRange", "NotWithinRange", "TooSmall"];

/// Returns how `number` is outside the range of `member`; `None` if it is inside or no bound is
/// known.
pub(super) fn outside(number: &Number, member: &Member) -> Option<Outside> {
    let words = side(number, member)?;
    let bounds = match (&member.min, &member.max) {
        (Some(min), Some(max)) => format!("from {min} to {max}"),
        (Some(min), None) => format!("at least {min}"),
        (None, max) => {
            let max = max.as_ref().map(Number::to_string);
            format!("at most {}", max.unwrap_or_default())
        }
    };
    let own = [&member.example, &member.default].into_iter().flatten();
    let contradicted = own
        .filter_map(Value::as_number)
        .any(|number| side(number, member).is_some());
    Some(Outside {
        message: format!("must be {bounds}"),
        words,
        contradicted,
    })
}

fn side(number: &Number, member: &Member) -> Option<&'static [&'static str]> {
    let is = |bound: &Option<Number>, side| {
        let bound = bound.as_ref();
        bound.is_some_and(|bound| compare(number, bound) == Some(side))
    };
    if is(&member.max, Ordering::Greater) {
        Some(ABOVE)
    } else if is(&member.min, Ordering::Less) {
        Some(BELOW)
    } else {
        None
    }
}

/// Compares exactly where both are whole: a float has 53 bits, a number here 64.
fn compare(one: &Number, other: &Number) -> Option<Ordering> {
    let whole = |number: &Number| {
        let signed = number.as_i64().map(i128::from);
        signed.or_else(|| number.as_u64().map(i128::from))
    };
    match (whole(one), whole(other)) {
        (Some(one), Some(other)) => Some(one.cmp(&other)),
        _ => one.as_f64()?.partial_cmp(&other.as_f64()?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line that nothing needs is an error.
    #[test]
    fn each_exceeded_range_is_one_of_the_catalogue() {
        let lines = EXCEEDED.lines().filter(|line| !line.starts_with('#'));
        for line in lines {
            let [service, version, owner, name, request] = line.split('\t').collect::<Vec<_>>()[..]
            else {
                panic!("not five cells: {line}");
            };
            let number: Number = request.split(' ').next_back().unwrap().parse().unwrap();
            let service = tencentcloud_catalogue::service(service).unwrap().unwrap();
            let mut versions = service.descriptions().into_iter();
            let description = versions.find(|d| d.version == version).unwrap();
            let of_action = description.actions.get(owner).map(|action| &action.request);
            let of_type = description.types.get(owner).map(|object| &object.members);
            let mut members = of_action.or(of_type).unwrap().iter();
            let member = members.find(|member| member.name == name).unwrap();
            let outside = outside(&number, member);
            assert!(
                outside.is_some_and(|outside| !outside.contradicted),
                "{line}"
            );
        }
    }
}
