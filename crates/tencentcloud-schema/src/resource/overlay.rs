//! Corrections of the resources that the rule proposes.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Kinds, Resource, Use};
use crate::error::{Error, Problem};

/// The corrections of one service's resources: `schema/resources/overlays/<service>.json`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResourceOverlay {
    /// The service that is corrected.
    pub service: String,
    /// The corrections, each group with its reason.
    pub corrections: Vec<ResourceCorrection>,
}

/// Corrections that share one reason.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResourceCorrection {
    /// Why the rule is not followed.
    pub reason: String,
    /// The API version that is corrected.
    pub version: String,
    /// New facts by place: a kind, `Subnet`, or what an action does with it, `Subnet.CreateSubnet`.
    /// Each fact is a field of that place, and `null` takes one away; `null` in place of the facts
    /// takes the place away. A place that is not there yet is made.
    pub set: Map<String, Value>,
}

impl ResourceOverlay {
    /// Reads an overlay; `origin` names the text in errors.
    ///
    /// # Errors
    /// The text is not an overlay.
    pub fn parse(text: &str, origin: &str) -> Result<Self, Error> {
        let reader = &mut serde_json::Deserializer::from_str(text);
        serde_path_to_error::deserialize(reader).map_err(|error| Error::read(origin, &error))
    }

    /// Applies the corrections of `version`.
    ///
    /// # Errors
    /// A correction says what is there without it: remove it. Or a kind or an action is no longer
    /// of the form that resources have.
    pub fn apply(&self, version: &str, kinds: &mut Kinds, origin: &str) -> Result<(), Error> {
        let mut problems = Vec::new();
        for (index, correction) in self.corrections.iter().enumerate() {
            if correction.version != version {
                continue;
            }
            for (place, facts) in &correction.set {
                let path = format!("corrections[{index}].set[{place:?}]");
                let done = match place.split_once('.') {
                    None => correct(kinds, place, facts),
                    Some((kind, action)) => match kinds.get_mut(kind) {
                        Some(resource) => correct(&mut resource.actions, action, facts),
                        None => Err(vec![(String::new(), format!("there is no kind {kind}"))]),
                    },
                };
                let found = done.err().into_iter().flatten();
                problems.extend(
                    found.map(|(field, message)| Problem::new(format!("{path}{field}"), message)),
                );
            }
        }
        match problems.is_empty() {
            true => Ok(()),
            false => Err(Error::new(origin, problems)),
        }
    }
}

/// A place that is corrected: a kind, or a use of an action.
trait Place: Serialize + for<'de> Deserialize<'de> {
    /// What an overlay that makes the place begins with.
    fn blank() -> Map<String, Value>;
}

impl Place for Resource {
    fn blank() -> Map<String, Value> {
        Map::from_iter([("actions".to_owned(), Value::Object(Map::new()))])
    }
}

impl Place for Use {
    fn blank() -> Map<String, Value> {
        Map::new()
    }
}

/// Applies facts to one place; what is wrong comes back with the field, if it is one.
fn correct<T: Place>(
    places: &mut std::collections::BTreeMap<String, T>,
    name: &str,
    facts: &Value,
) -> Result<(), Vec<(String, String)>> {
    const SAME: &str =
        "the rule says the same by now: the correction is no longer needed; remove it";
    let one = |field: &str, message: &str| vec![(field.to_owned(), message.to_owned())];
    if facts.is_null() {
        return match places.remove(name) {
            Some(_) => Ok(()),
            None => Err(one("", SAME)),
        };
    }
    let Some(facts) = facts.as_object() else {
        return Err(one("", "expected an object of facts, or null"));
    };
    let mut tree = match places.get(name).map(serde_json::to_value) {
        Some(Ok(Value::Object(tree))) => tree,
        _ => T::blank(),
    };
    let mut problems = Vec::new();
    for (field, fact) in facts {
        if tree.get(field) == Some(fact) || (fact.is_null() && !tree.contains_key(field)) {
            problems.push((format!(".{field}"), SAME.to_owned()));
        } else if fact.is_null() {
            tree.shift_remove(field);
        } else {
            tree.insert(field.clone(), fact.clone());
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let read = serde_path_to_error::deserialize(Value::Object(tree));
    let place = read.map_err(|error| one("", &error.to_string()))?;
    places.insert(name.to_owned(), place);
    Ok(())
}
