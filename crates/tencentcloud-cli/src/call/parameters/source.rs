//! Where values come from that are not typed: files, and standard input.

use std::io::{self, IsTerminal, Read};

use serde_json::Value;

use crate::error::Failure;

/// Reads files, and standard input once.
#[derive(Debug, Default)]
pub(super) struct Sources {
    /// True once standard input has been read.
    exhausted: bool,
}

impl Sources {
    /// Returns the text of `file`, or of standard input if it is `-`.
    ///
    /// # Errors
    /// It cannot be read, or is no text.
    pub(super) fn text(&mut self, file: &str) -> Result<String, Failure> {
        String::from_utf8(self.bytes(file)?).map_err(|_| {
            Failure::usage(format!(
                "{} is not UTF-8 text; for a parameter that takes base64, give it the output of `base64`",
                named(file)
            ))
        })
    }

    /// Returns the content of `file`, or of standard input if it is `-`.
    ///
    /// # Errors
    /// It cannot be read, or is standard input for the second time.
    pub(super) fn bytes(&mut self, file: &str) -> Result<Vec<u8>, Failure> {
        let unread = |error: io::Error| Failure::usage(format!("{}: {error}", named(file)));
        if file != "-" {
            return std::fs::read(file).map_err(unread);
        }
        if self.exhausted {
            let told = "standard input serves one parameter, and two are to be read from it";
            return Err(Failure::usage(told));
        }
        self.exhausted = true;
        let mut content = Vec::new();
        io::stdin().read_to_end(&mut content).map_err(unread)?;
        Ok(content)
    }

    /// Returns the body of a call that has one: of `file`, else what standard input brings.
    ///
    /// # Errors
    /// It cannot be read, or there is none.
    pub(super) fn body(&mut self, file: Option<&str>) -> Result<Vec<u8>, Failure> {
        match file {
            Some(file) => self.bytes(file),
            None if self.exhausted || io::stdin().is_terminal() => Err(Failure::usage(
                "the action takes a body: give it by --body FILE, or on standard input",
            )),
            None => self.bytes("-"),
        }
    }
}

/// What a file is called in messages.
pub(super) fn named(file: &str) -> String {
    match file {
        "-" => "standard input".to_owned(),
        file => file.to_owned(),
    }
}

/// A path as tccli writes it, with a leading `~` for the home folder.
pub(super) fn expanded(path: &str) -> String {
    let home = std::env::var("HOME").unwrap_or_default();
    match path.strip_prefix("~/") {
        Some(rest) if !home.is_empty() => format!("{home}/{rest}"),
        _ => path.to_owned(),
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
