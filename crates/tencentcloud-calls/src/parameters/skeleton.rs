//! Parameters as JSON to fill in.

use serde_json::{Map, Value};
use tencentcloud_schema::{Description, Kind, Member};

use super::expected;
use crate::error::Error;
use crate::target::Target;

/// Which parameters a skeleton has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Skeleton {
    /// The required ones, and within objects the required members.
    Required,
    /// All of them.
    All,
}

/// Returns the parameters of `target` that `which` wants as JSON to fill in, each with an example.
///
/// # Errors
/// An action that is not documented.
pub fn skeleton(target: &Target, which: Skeleton) -> Result<Value, Error> {
    let known = target.known.as_ref().ok_or_else(|| {
        let name = &target.name;
        Error::usage(format!(
            "{name} is not documented: its parameters are unknown"
        ))
    })?;
    let request = &known.action().request;
    Ok(Value::Object(members(
        &known.description,
        request,
        which,
        &[],
    )))
}

fn members(
    description: &Description,
    all: &[Member],
    which: Skeleton,
    above: &[&str],
) -> Map<String, Value> {
    let wanted = |member: &&Member| which == Skeleton::All || member.required;
    // Files are given beside it.
    let all = all.iter().filter(|member| member.kind != Kind::Binary);
    all.filter(wanted)
        .filter_map(|member| {
            let item = item(description, member, which, above)?;
            let value = match member.list {
                true => Value::Array(vec![item]),
                false => item,
            };
            Some((member.name.clone(), value))
        })
        .collect()
}

/// An item of `member`; `None` for a type that contains itself, or that nothing is known of.
fn item(
    description: &Description,
    member: &Member,
    which: Skeleton,
    above: &[&str],
) -> Option<Value> {
    let Kind::Object(name) = &member.kind else {
        return Some(expected::example(member));
    };
    if above.contains(&name.as_str()) {
        return None;
    }
    let object = description.types.get(name)?;
    let above = [above, &[name]].concat();
    let members = members(description, &object.members, which, &above);
    Some(Value::Object(members))
}
