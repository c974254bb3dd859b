//! What variables stand for.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::template::is_name;
use crate::error::Error;
use crate::known::{meant, nearest};

/// The environment whose variables all others have.
const DEFAULT: &str = "default";

/// What variables stand for: values of an environment, and over them what was set one by one.
#[derive(Clone, Default)]
pub struct Variables {
    pub(super) values: Map<String, Value>,
    /// As they were typed: the type of the parameter decides what they are.
    pub(super) words: BTreeMap<String, String>,
    /// Where the environment is from.
    pub(super) origin: Option<String>,
}

impl Variables {
    /// Reads the environment `name` from `text`, JSON with an object of variables for each
    /// environment; `origin` is where the text comes from, for messages. The environment `default`
    /// gives what the named one does not; it may be missing.
    ///
    /// # Errors
    /// A text that is none, a name that is unknown, with the nearest one.
    pub fn of_environment(text: &str, origin: &str, name: Option<&str>) -> Result<Self, Error> {
        let environments = environments(text, origin)?;
        if let Some(name) = name.filter(|name| !environments.contains_key(*name)) {
            let near = meant(&nearest(name, environments.keys().map(String::as_str)));
            return Err(Error::usage(format!(
                "{origin} has no environment {name}{near}"
            )));
        }
        let mut values = Map::new();
        for environment in [Some(DEFAULT), name].into_iter().flatten() {
            if let Some(Value::Object(variables)) = environments.get(environment) {
                values.extend(variables.clone());
            }
        }
        Ok(Self {
            values,
            words: BTreeMap::new(),
            origin: Some(origin.to_owned()),
        })
    }

    /// Returns the names of the environments in `text`, as they come; `origin` is where the text comes
    /// from, for messages.
    ///
    /// # Errors
    /// A text that is none.
    pub fn environments(text: &str, origin: &str) -> Result<Vec<String>, Error> {
        Ok(environments(text, origin)?.keys().cloned().collect())
    }

    /// Sets the variable of `assignment`, `NAME=VALUE`, over that of the environment. Where the
    /// variable stands alone, the value is written as that of a parameter: `@FILE` is a file's text, and
    /// the type of the parameter decides whether `5` is a number.
    ///
    /// # Errors
    /// An assignment that is none, and a name that is set already.
    pub fn set(&mut self, assignment: &str) -> Result<(), Error> {
        let (name, value) = assignment.split_once('=').ok_or_else(|| {
            Error::usage("a variable is set by NAME=VALUE, and the equals sign is missing")
        })?;
        if !is_name(name) {
            return Err(Error::usage(no_name(name)));
        }
        let earlier = self.words.insert(name.to_owned(), value.to_owned());
        match earlier {
            Some(_) => Err(Error::usage(format!("the variable {name} is set twice"))),
            None => Ok(()),
        }
    }

    /// Gives the variable `name` a value of JSON, over that of the environment.
    pub fn insert(&mut self, name: impl Into<String>, value: impl Into<Value>) {
        self.values.insert(name.into(), value.into());
    }

    /// The error for a variable that has no value, at `path` of `file`.
    pub(super) fn unknown(&self, name: &str, file: &str, path: &str) -> Error {
        let known = self.values.keys().chain(self.words.keys());
        let near = meant(&nearest(name, known.map(String::as_str)));
        let place = match &self.origin {
            Some(origin) => format!(", or in {origin}"),
            None => ", or in an environment".to_owned(),
        };
        Error::usage(format!(
            "{file}: {path}: nothing gives the variable {name} a value{near}"
        ))
        .with_next(format!("set it by --set {name}=VALUE{place}"))
    }
}

impl std::fmt::Debug for Variables {
    /// Writes names alone: values may be secrets.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names = self.values.keys().chain(self.words.keys());
        f.debug_set().entries(names).finish()
    }
}

fn no_name(name: &str) -> String {
    format!(
        "{name} is no name of a variable: it has letters, digits, - _ and ., and begins with a letter"
    )
}

/// The environments by name: objects of variables, all of them.
fn environments(text: &str, origin: &str) -> Result<Map<String, Value>, Error> {
    let environments = serde_json::from_str(text)
        .map_err(|error| Error::usage(format!("{origin} is not JSON: {error}")))?;
    let Value::Object(environments) = environments else {
        return Err(Error::usage(format!(
            "{origin}: $ must be an object of environments"
        )));
    };
    for (environment, variables) in &environments {
        let Value::Object(variables) = variables else {
            let told = format!("{origin}: $.{environment} must be an object of variables");
            return Err(Error::usage(told));
        };
        if let Some(wrong) = variables.keys().find(|name| !is_name(name)) {
            let told = format!("{origin}: $.{environment}.{wrong}: {}", no_name(wrong));
            return Err(Error::usage(told));
        }
    }
    Ok(environments)
}
