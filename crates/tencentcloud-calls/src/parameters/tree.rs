//! A tree of JSON that is filled place by place.

use serde_json::{Map, Value};

use super::place::Step;
use crate::error::Error;

/// Returns the value at the end of `steps`, making what leads there; a list gets null for what is
/// not filled yet.
///
/// # Errors
/// A value on the way that has no parts.
pub(super) fn slot<'v>(
    root: &'v mut Value,
    steps: &[Step],
    path: &str,
) -> Result<&'v mut Value, Error> {
    let mut value = root;
    for step in steps {
        if value.is_null() {
            *value = match step {
                Step::Member(_) => Value::Object(Map::new()),
                Step::Index(_) => Value::Array(Vec::new()),
            };
        }
        value = match (step, value) {
            (Step::Member(name), Value::Object(members)) => {
                members.entry(name.clone()).or_insert(Value::Null)
            }
            (Step::Index(index), Value::Array(items)) => {
                if items.len() <= *index {
                    items.resize(index + 1, Value::Null);
                }
                &mut items[*index]
            }
            (_, _) => {
                let told = format!("--{path} leads into a value that was given otherwise");
                return Err(Error::usage(told));
            }
        };
    }
    Ok(value)
}

/// The lists that `steps` lead through by an index.
pub(super) fn lists(steps: &[Step]) -> impl Iterator<Item = Vec<Step>> {
    let ends = steps.iter().enumerate();
    let ends = ends.filter(|(_, step)| matches!(step, Step::Index(_)));
    ends.map(|(end, _)| steps[..end].to_vec())
}

/// Fails if the list at the end of `steps` has an item that was not filled.
///
/// # Errors
/// The index that is missing.
pub(super) fn check_whole(root: &Value, steps: &[Step]) -> Result<(), Error> {
    let (mut value, mut path) = (root, String::new());
    for step in steps {
        value = match step {
            Step::Member(name) => &value[name],
            Step::Index(index) => &value[index],
        };
        let part = match step {
            Step::Member(name) => name.clone(),
            Step::Index(index) => index.to_string(),
        };
        path = if path.is_empty() {
            part
        } else {
            format!("{path}.{part}")
        };
    }
    let items = value.as_array().into_iter().flatten();
    match items.enumerate().find(|(_, item)| item.is_null()) {
        None => Ok(()),
        Some((index, _)) => Err(Error::usage(format!(
            "{path} has no item {index}: indexes begin at 0 and leave none out"
        ))),
    }
}
