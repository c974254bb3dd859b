//! Where values come from that are not typed: files, and standard input.

use serde_json::{Map, Value};

use super::expected;
use crate::error::Error;

/// Where the content of files comes from: what a word `@FILE` names, and the body of an action that
/// takes one.
pub trait Sources {
    /// Returns the content of `file`, or of standard input if it is `-`.
    ///
    /// # Errors
    /// It cannot be read.
    fn bytes(&mut self, file: &str) -> Result<Vec<u8>, Error>;

    /// Returns the body of a call whose action takes octets, if no parameter names a file for it.
    ///
    /// # Errors
    /// There is none, or it cannot be read.
    fn body(&mut self) -> Result<Vec<u8>, Error>;

    /// Returns the text of `file`, or of standard input if it is `-`.
    ///
    /// # Errors
    /// It cannot be read, or is no text.
    fn text(&mut self, file: &str) -> Result<String, Error> {
        String::from_utf8(self.bytes(file)?).map_err(|_| {
            Error::usage(format!(
                "{} is not UTF-8 text; for a parameter that takes base64, give it the output of `base64`",
                named(file)
            ))
        })
    }
}

/// No files at all: for programs whose users have theirs somewhere else.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoFiles;

impl Sources for NoFiles {
    fn bytes(&mut self, file: &str) -> Result<Vec<u8>, Error> {
        let named = named(file);
        Err(Error::usage(format!("{named}: no files are read here")))
    }

    fn body(&mut self) -> Result<Vec<u8>, Error> {
        let told = "the action takes a body, and no files are read here";
        Err(Error::usage(told))
    }
}

/// Returns what `file` is called in messages: `-` is standard input.
pub fn named(file: &str) -> &str {
    match file {
        "-" => "standard input",
        file => file,
    }
}

/// Reads the parameters that `text` holds as JSON, or as YAML of the same structure; `named` is where
/// the text comes from, for messages. A text without any value has no parameters.
///
/// # Errors
/// A text that is neither, or holds something else than an object.
pub fn members(text: &str, named: &str) -> Result<Map<String, Value>, Error> {
    match structure(text).map_err(|what| Error::usage(format!("{named} {what}")))? {
        Value::Object(members) => Ok(members),
        Value::Null => Ok(Map::new()),
        other => Err(Error::usage(format!(
            "{named} holds {}: an object of parameters is needed",
            expected::kind_of(&other)
        ))),
    }
}

/// Reads JSON, or YAML of the same structure.
///
/// # Errors
/// What keeps it from being either, as the end of a sentence.
pub(super) fn structure(text: &str) -> Result<Value, String> {
    let json = match serde_json::from_str(text) {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    // What begins like JSON was meant to be: YAML's complaint would lead astray.
    if text.trim_start().starts_with(['{', '[']) {
        return Err(format!("is not JSON: {json}"));
    }
    serde_norway::from_str(text).map_err(|yaml| format!("is not YAML: {yaml}"))
}
