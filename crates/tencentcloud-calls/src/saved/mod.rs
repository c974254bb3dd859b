//! Saved requests: plain JSON files with variables, and environments that give these their values.
//!
//! ```json
//! {
//!   "service": "cvm",
//!   "version": "2017-03-12",
//!   "action": "DescribeInstances",
//!   "region": "${region}",
//!   "parameters": {"Limit": "${limit}", "Filters": [{"Name": "tag:env", "Values": ["${env}-*"]}]}
//! }
//! ```
//!
//! `${name}` stands anywhere in a text; alone, it is a whole value and has the JSON type of what it
//! stands for. `$${` is a plain `${`. Environments are in a file of their own, by name; what `default`
//! gives, all others have, too:
//!
//! ```json
//! {"default": {"limit": 20}, "test": {"region": "ap-guangzhou", "env": "test"}}
//! ```
//!
//! ```
//! use tencentcloud_calls::saved::{Saved, Variables};
//!
//! let saved = Saved::read(
//!     r#"{"service": "cvm", "action": "DescribeInstances", "region": "${region}",
//!         "parameters": {"Limit": "${limit}"}}"#,
//!     "list.json",
//! )?;
//! let environments = r#"{"default": {"limit": 20}, "test": {"region": "ap-guangzhou"}}"#;
//! let mut variables = Variables::of_environment(environments, "environments.json", Some("test"))?;
//! let filled = saved.fill(&variables)?;
//! assert_eq!(filled.region.as_deref(), Some("ap-guangzhou"));
//! assert_eq!(filled.members["Limit"], 20);
//!
//! variables.set("limt=5")?;
//! let error = saved.fill(&variables).unwrap_err();
//! assert_eq!(error.message, "list.json has no variable limt; did you mean limit?");
//! # Ok::<(), tencentcloud_calls::Error>(())
//! ```

mod fill;
mod strip;
mod template;
mod variables;

use serde_json::{Map, Value, json};

use crate::error::Error;
use crate::known::{meant, nearest};
use template::Template;

pub use fill::Filled;
pub use variables::Variables;

/// A saved request. Its texts may have variables in them.
#[derive(Clone, Debug, PartialEq)]
pub struct Saved {
    /// The service.
    pub service: String,
    /// The API version; `None` for the one that is called by default.
    pub version: Option<String>,
    /// The action.
    pub action: String,
    /// The region; `None` for that of whoever sends the request.
    pub region: Option<String>,
    /// The parameters.
    pub parameters: Map<String, Value>,
    /// Where it comes from, for messages.
    origin: String,
}

/// The members of a saved request.
const MEMBERS: [&str; 5] = ["service", "version", "action", "region", "parameters"];

impl Saved {
    /// Reads a saved request from JSON; `origin` is where the text comes from, for messages.
    ///
    /// # Errors
    /// A text that is no JSON; a member that is unknown, missing or of another type; a variable that
    /// is written wrong: with `origin` and the JSON path.
    pub fn read(text: &str, origin: &str) -> Result<Self, Error> {
        let value = serde_json::from_str(text)
            .map_err(|error| Error::usage(format!("{origin} is not JSON: {error}")))?;
        let Value::Object(mut members) = value else {
            return Err(Error::usage(format!("{origin}: $ must be an object")));
        };
        if let Some(unknown) = members.keys().find(|name| !MEMBERS.contains(&&***name)) {
            let near = meant(&nearest(unknown, MEMBERS));
            return Err(Error::usage(format!(
                "{origin}: $.{unknown} is no member of a saved request{near}"
            )));
        }
        let mut text = |name: &str| match members.remove(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) if !text.is_empty() => Ok(Some(text)),
            Some(_) => Err(Error::usage(format!("{origin}: $.{name} must be a text"))),
        };
        let missing = |name: &str| Error::usage(format!("{origin}: $.{name} is missing"));
        let saved = Self {
            service: text("service")?.ok_or_else(|| missing("service"))?,
            version: text("version")?,
            action: text("action")?.ok_or_else(|| missing("action"))?,
            region: text("region")?,
            parameters: match members.remove("parameters") {
                None | Some(Value::Null) => Map::new(),
                Some(Value::Object(parameters)) => parameters,
                Some(_) => {
                    let told = format!("{origin}: $.parameters must be an object");
                    return Err(Error::usage(told));
                }
            },
            origin: origin.to_owned(),
        };
        saved.templates()?;
        Ok(saved)
    }

    /// Returns the request as JSON of several lines.
    pub fn to_text(&self) -> String {
        let mut members = Map::new();
        let mut put = |name: &str, value: Option<Value>| {
            members.extend(value.map(|value| (name.to_owned(), value)));
        };
        put("service", Some(json!(self.service)));
        put(
            "version",
            self.version.as_ref().map(|version| json!(version)),
        );
        put("action", Some(json!(self.action)));
        put("region", self.region.as_ref().map(|region| json!(region)));
        put("parameters", Some(json!(self.parameters)));
        format!("{:#}\n", Value::Object(members))
    }

    /// Returns the names of all variables, in the order in which they come, each once.
    pub fn variables(&self) -> Vec<String> {
        // What cannot be read has none; `read` has refused it.
        let templates = self.templates().unwrap_or_default();
        let mut names: Vec<String> = Vec::new();
        for name in templates.iter().flat_map(Template::variables) {
            if !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
        names
    }

    /// The places of texts outside the parameters.
    fn head(&self) -> impl Iterator<Item = (&'static str, &String)> {
        let optional = [("$.version", &self.version), ("$.region", &self.region)];
        let optional = optional
            .into_iter()
            .filter_map(|(path, text)| Some((path, text.as_ref()?)));
        [("$.service", &self.service), ("$.action", &self.action)]
            .into_iter()
            .chain(optional)
    }

    /// All texts.
    fn templates(&self) -> Result<Vec<Template<'_>>, Error> {
        let mut found = Vec::new();
        for (path, text) in self.head() {
            found.push(Template::read(text, &self.origin, path)?);
        }
        for (name, value) in &self.parameters {
            self.templates_in(value, &format!("$.parameters.{name}"), &mut found)?;
        }
        Ok(found)
    }

    fn templates_in<'v>(
        &'v self,
        value: &'v Value,
        path: &str,
        found: &mut Vec<Template<'v>>,
    ) -> Result<(), Error> {
        match value {
            Value::String(text) => found.push(Template::read(text, &self.origin, path)?),
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.templates_in(item, &format!("{path}[{index}]"), found)?;
                }
            }
            Value::Object(members) => {
                for (name, value) in members {
                    self.templates_in(value, &format!("{path}.{name}"), found)?;
                }
            }
            _ => {}
        }
        Ok(())
    }
}
