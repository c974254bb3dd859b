//! Parameters by their paths: `Filters.0.Name`.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use tencentcloud_calls::parameters::Sources;
use tencentcloud_calls::{Error, Given, Parameters, Target};

/// The deepest path that is read.
const DEEPEST: usize = 64;

/// Reads `given` by the types of `target`, over `base`.
///
/// # Errors
/// A value of another type, a path that leads nowhere.
pub(super) fn read(
    target: &Target,
    base: Map<String, Value>,
    given: &[Given],
) -> Result<Map<String, Value>, Error> {
    let deep = |given: &&Given| given.name.split('.').count() > DEEPEST;
    if let Some(given) = given.iter().find(deep) {
        let start: String = given.name.chars().take(40).collect();
        return Err(Error::usage(format!(
            "the pasted parameter {start}… has a path of more than {DEEPEST} parts"
        )));
    }
    let parameters = Parameters::read(target, base, given, true, &mut Elsewhere)?;
    Ok(parameters.members)
}

/// Returns the parameters of a query or a form, each with its own value.
pub(super) fn given(pairs: &BTreeMap<String, String>) -> Vec<Given> {
    let given = pairs.iter().map(|(name, value)| {
        // What begins with @ would name a file.
        let at = if value.starts_with('@') { "@" } else { "" };
        Given::new(name, [format!("{at}{value}")])
    });
    given.collect()
}

/// Files, which are not read here: a body of bytes is left out.
struct Elsewhere;

impl Sources for Elsewhere {
    fn bytes(&mut self, file: &str) -> Result<Vec<u8>, Error> {
        Err(Error::usage(format!(
            "the pasted call reads {file}: paste what is in it"
        )))
    }

    fn body(&mut self) -> Result<Vec<u8>, Error> {
        Ok(Vec::new())
    }
}
