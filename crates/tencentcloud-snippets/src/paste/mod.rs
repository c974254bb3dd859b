//! A pasted text as a call.

mod command;
mod flat;
mod request;

use serde_json::{Map, Value};
use tencentcloud_calls::{Error, Target, Wanted};

/// What a pasted text calls. What it does not say is `None`.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Pasted {
    /// The service, e.g. `cvm`.
    pub service: Option<String>,
    /// The API version.
    pub version: Option<String>,
    /// The action.
    pub action: Option<String>,
    /// The region.
    pub region: Option<String>,
    /// The parameters, by the types of the action if it is documented.
    pub parameters: Map<String, Value>,
    /// The parameters whose values are in files or on standard input, and are not among the others.
    pub left_out: Vec<String>,
}

impl std::fmt::Debug for Pasted {
    /// Writes the names of parameters alone: values may be secrets.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pasted")
            .field("service", &self.service)
            .field("version", &self.version)
            .field("action", &self.action)
            .field("region", &self.region)
            .field("parameters", &self.parameters.keys().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

/// Reads a pasted call: a command of curl, tccli or `tcloud`, the text of an HTTP request, a URL, or
/// parameters as JSON. The credential and the signature in it are dropped.
///
/// ```
/// let pasted = tencentcloud_snippets::paste("tccli cvm DescribeInstances --region ap-guangzhou --Limit 5")?;
/// assert_eq!(pasted.action.as_deref(), Some("DescribeInstances"));
/// assert_eq!(pasted.parameters["Limit"], 5);
/// # Ok::<(), tencentcloud_calls::Error>(())
/// ```
///
/// # Errors
/// What was not understood, and where it is.
pub fn paste(text: &str) -> Result<Pasted, Error> {
    let text = unfenced(text);
    let start = text.trim_start_matches("$ ");
    if text.starts_with('{') {
        return Ok(Pasted {
            parameters: object(text)?,
            ..Pasted::default()
        });
    }
    match command::find(start)? {
        Some(words) => command::read(words),
        None => request::read(start),
    }
}

/// The text without white space and a fence of Markdown around it.
fn unfenced(text: &str) -> &str {
    let text = text.trim();
    let Some(inner) = text.strip_prefix("```") else {
        return text;
    };
    // The first line may name the language.
    let inner = inner.split_once('\n').map_or(inner, |(_, rest)| rest);
    inner.trim().trim_end_matches("```").trim()
}

/// Reads a JSON object.
fn object(text: &str) -> Result<Map<String, Value>, Error> {
    match serde_json::from_str(text) {
        Ok(Value::Object(members)) => Ok(members),
        Ok(_) => Err(Error::usage(
            "the pasted parameters are no JSON object: they begin with {",
        )),
        Err(error) => Err(Error::usage(format!(
            "the pasted parameters are not JSON: {error}"
        ))),
    }
}

/// The action that is meant, documented or not.
fn target(service: &str, version: Option<&str>, action: &str) -> Result<Target, Error> {
    let wanted = |version: Option<&str>, force| Wanted {
        version: version.map(str::to_owned),
        force,
        ..Wanted::default()
    };
    Target::find(service, action, &wanted(version, false))
        .or_else(|_| Target::find(service, action, &wanted(version, true)))
}
