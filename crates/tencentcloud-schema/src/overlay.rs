//! Corrections of what the sources get wrong or leave out.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{Description, Error, Problem};

/// The corrections of one service: `schema/overlays/<service>.json`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Overlay {
    /// The service that is corrected.
    pub service: String,
    /// The corrections, each group with its reason.
    pub corrections: Vec<Correction>,
}

/// Corrections that share one reason.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// Why the sources are not followed.
    pub reason: String,
    /// The API version that is corrected.
    pub version: String,
    /// New facts by place: `actions.CreateUpstream`, `actions.CreateUpstream.request.Scheme`,
    /// `types.UpstreamNode.Port`, or the empty string for the description itself. A fact that is
    /// `null` is taken away.
    pub set: Map<String, Value>,
}

impl Overlay {
    /// Reads an overlay; `origin` names the text in errors.
    ///
    /// # Errors
    /// The text is not an overlay.
    pub fn parse(text: &str, origin: &str) -> Result<Self, Error> {
        let reader = &mut serde_json::Deserializer::from_str(text);
        serde_path_to_error::deserialize(reader).map_err(|error| Error::read(origin, &error))
    }

    /// Applies the corrections of the description's version.
    ///
    /// # Errors
    /// A correction names a place that does not exist, or says what the sources say by now: remove
    /// it. Or the result does not validate.
    pub fn apply(&self, description: &Description, origin: &str) -> Result<Description, Error> {
        let mut tree = serde_json::to_value(description).unwrap_or_default();
        let mut problems = Vec::new();
        for (index, correction) in self.corrections.iter().enumerate() {
            if correction.version != description.version {
                continue;
            }
            for (place, facts) in &correction.set {
                let path = format!("corrections[{index}].set[{place:?}]");
                let (Some(target), Some(facts)) = (find(&mut tree, place), facts.as_object())
                else {
                    problems.push(Problem::new(path, "the description has no such place: the correction no longer applies; remove it"));
                    continue;
                };
                for (name, fact) in facts {
                    if target.get(name) == Some(fact)
                        || (fact.is_null() && !target.contains_key(name))
                    {
                        problems.push(Problem::new(
                            format!("{path}.{name}"),
                            "the sources say the same by now: the correction is no longer needed; remove it",
                        ));
                    } else if fact.is_null() {
                        target.shift_remove(name);
                    } else {
                        target.insert(name.clone(), fact.clone());
                    }
                }
            }
        }
        if !problems.is_empty() {
            return Err(Error::new(origin, problems));
        }
        let corrected: Description =
            serde_path_to_error::deserialize(&tree).map_err(|error| Error::read(origin, &error))?;
        corrected.validate(origin)?;
        Ok(corrected)
    }
}

fn find<'a>(tree: &'a mut Value, place: &str) -> Option<&'a mut Map<String, Value>> {
    let mut parts = place.split('.').filter(|part| !part.is_empty());
    let Some(section) = parts.next() else {
        return tree.as_object_mut();
    };
    let mut at = tree.get_mut(section)?.get_mut(parts.next()?)?;
    if let Some(part) = parts.next() {
        let (list, name) = match section {
            "actions" => (part, parts.next()?),
            _ => ("members", part),
        };
        at = at
            .get_mut(list)?
            .as_array_mut()?
            .iter_mut()
            .find(|member| member["name"] == name)?;
    }
    if parts.next().is_some() {
        return None;
    }
    at.as_object_mut()
}
