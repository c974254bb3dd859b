//! A saved request with its variables' values.

use serde_json::{Map, Value};

use super::Saved;
use super::template::{Part, Template};
use super::variables::Variables;
use crate::error::Error;
use crate::given::Given;
use crate::known::{meant, nearest};

/// A saved request with its variables' values: what [`Target::find`](crate::Target::find) and
/// [`Parameters::read`](crate::Parameters::read) take.
#[derive(Clone)]
#[non_exhaustive]
pub struct Filled {
    /// The service.
    pub service: String,
    /// The API version, if the request says it.
    pub version: Option<String>,
    /// The action.
    pub action: String,
    /// The region, if the request says it.
    pub region: Option<String>,
    /// The parameters, but for those in `given`.
    pub members: Map<String, Value>,
    /// The parameters whose whole value was typed: their type decides what it is.
    pub given: Vec<Given>,
}

impl std::fmt::Debug for Filled {
    /// Writes no values: they may be secrets.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Filled")
            .field("service", &self.service)
            .field("action", &self.action)
            .finish_non_exhaustive()
    }
}

impl Saved {
    /// Puts what `variables` stand for into the request.
    ///
    /// # Errors
    /// A variable that nothing gives a value, with the JSON path and the nearest name; one that was set
    /// and is not in the request; a list or an object within a text.
    pub fn fill(&self, variables: &Variables) -> Result<Filled, Error> {
        let own = self.variables();
        if let Some(unused) = variables.words.keys().find(|name| !own.contains(name)) {
            let near = meant(&nearest(unused, own.iter().map(String::as_str)));
            let origin = &self.origin;
            return Err(Error::usage(format!(
                "{origin} has no variable {unused}{near}"
            )));
        }
        let mut filling = Filling {
            origin: &self.origin,
            variables,
            given: Vec::new(),
        };
        let head = |text: &Option<String>, path: &str| {
            let text = text.as_ref().map(|text| filling.text(text, path));
            text.transpose()
        };
        let (version, region) = (
            head(&self.version, "$.version")?,
            head(&self.region, "$.region")?,
        );
        let mut members = Map::new();
        for (name, value) in &self.parameters {
            let place = Place {
                json: format!("$.parameters.{name}"),
                name: name.clone(),
            };
            members.extend(
                filling
                    .value(value, &place)?
                    .map(|value| (name.clone(), value)),
            );
        }
        Ok(Filled {
            service: filling.text(&self.service, "$.service")?,
            version,
            action: filling.text(&self.action, "$.action")?,
            region,
            members,
            given: filling.given,
        })
    }
}

/// Where a value is: as a JSON path, and as the name of a parameter.
struct Place {
    json: String,
    name: String,
}

struct Filling<'s> {
    origin: &'s str,
    variables: &'s Variables,
    given: Vec<Given>,
}

impl Filling<'_> {
    /// The value at `place`; `None` if it was typed as a whole.
    fn value(&mut self, value: &Value, place: &Place) -> Result<Option<Value>, Error> {
        match value {
            Value::String(text) => self.leaf(text, place),
            Value::Array(items) => {
                let mut filled = Vec::new();
                for (index, item) in items.iter().enumerate() {
                    let place = Place {
                        json: format!("{}[{index}]", place.json),
                        name: format!("{}.{index}", place.name),
                    };
                    // What was typed goes over the place that is kept for it.
                    filled.push(self.value(item, &place)?.unwrap_or(Value::Null));
                }
                Ok(Some(filled.into()))
            }
            Value::Object(members) => {
                let mut filled = Map::new();
                for (name, value) in members {
                    let place = Place {
                        json: format!("{}.{name}", place.json),
                        name: format!("{}.{name}", place.name),
                    };
                    filled.extend(
                        self.value(value, &place)?
                            .map(|value| (name.clone(), value)),
                    );
                }
                Ok(Some(filled.into()))
            }
            value => Ok(Some(value.clone())),
        }
    }

    fn leaf(&mut self, text: &str, place: &Place) -> Result<Option<Value>, Error> {
        let template = Template::read(text, self.origin, &place.json)?;
        let Some(name) = template.whole() else {
            return Ok(Some(self.text(text, &place.json)?.into()));
        };
        if let Some(words) = self.variables.words.get(name) {
            self.given.push(Given::new(&*place.name, [&**words]));
            return Ok(None);
        }
        let value = self.variables.values.get(name);
        let value = value.ok_or_else(|| self.variables.unknown(name, self.origin, &place.json))?;
        Ok(Some(value.clone()))
    }

    /// The text at `path`.
    fn text(&self, text: &str, path: &str) -> Result<String, Error> {
        let mut whole = String::new();
        for part in Template::read(text, self.origin, path)?.parts {
            let name = match part {
                Part::Plain(text) => {
                    whole.push_str(text);
                    continue;
                }
                Part::Variable(name) => name,
            };
            if let Some(words) = self.variables.words.get(name) {
                whole.push_str(words);
                continue;
            }
            match self.variables.values.get(name) {
                Some(Value::String(text)) => whole.push_str(text),
                Some(value @ (Value::Number(_) | Value::Bool(_))) => {
                    whole.push_str(&value.to_string())
                }
                Some(_) => {
                    let origin = self.origin;
                    return Err(Error::usage(format!(
                        "{origin}: {path}: the variable {name} is no text, number or flag: it can only be a whole value"
                    )));
                }
                None => return Err(self.variables.unknown(name, self.origin, path)),
            }
        }
        Ok(whole)
    }
}
