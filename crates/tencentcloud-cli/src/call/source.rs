//! Where values come from that are not typed: files, and standard input.

use std::io::{self, IsTerminal, Read};

use serde_json::{Map, Value};
use tencentcloud_calls::parameters::{Sources, members, named};
use tencentcloud_calls::{Error, Given, Parameters, Prepared, Target};

use super::options::Options;
use crate::error::Failure;

/// Returns the call of `target` with the parameters that were `given`, laid over those of the file that
/// `options` name.
///
/// # Errors
/// An unknown name, with the nearest ones; a value of another type; missing parameters, all of them.
pub(crate) fn prepare(
    target: Target,
    given: &[Given],
    options: &Options,
) -> Result<Prepared, Failure> {
    let mut files = Files::of(options);
    let base = base(options, &mut files)?;
    let parameters = Parameters::read(&target, base, given, options.force, &mut files);
    let parameters = parameters.map_err(|error| options.located(error))?;
    files.check_body(&target.name)?;
    Ok(Prepared { target, parameters })
}

/// The parameters of the file that the options name.
fn base(options: &Options, files: &mut Files) -> Result<Map<String, Value>, Error> {
    if let Some(saved) = &options.saved {
        return Ok(saved.members.clone());
    }
    match (&options.input, &options.cli_input_json) {
        (Some(file), _) => members(&files.text(file)?, named(file)),
        (None, Some(json)) => match json.strip_prefix("file://") {
            Some(file) => {
                let file = expanded(file);
                members(&files.text(&file)?, named(&file))
            }
            None => members(json, "--cli-input-json"),
        },
        (None, None) => Ok(Map::new()),
    }
}

/// Reads files, and standard input once.
#[derive(Debug, Default)]
pub(super) struct Files {
    /// The file that `--body` names, until it is read.
    body: Option<String>,
    /// True once standard input has been read.
    exhausted: bool,
}

impl Files {
    /// The files of a call with these `options`.
    pub(super) fn of(options: &Options) -> Self {
        Self {
            body: options.body.clone(),
            exhausted: false,
        }
    }

    /// Fails if `action` had no use for the file that `--body` names.
    ///
    /// # Errors
    /// That.
    pub(super) fn check_body(&self, action: &str) -> Result<(), Failure> {
        match self.body {
            Some(_) => Err(Failure::usage(format!(
                "{action} takes no body, or has it by a parameter: --body is of no use"
            ))),
            None => Ok(()),
        }
    }
}

impl Sources for Files {
    fn bytes(&mut self, file: &str) -> Result<Vec<u8>, Error> {
        let unread = |error: io::Error| Error::usage(format!("{}: {error}", named(file)));
        if file != "-" {
            return std::fs::read(file).map_err(unread);
        }
        if self.exhausted {
            let told = "standard input serves one parameter, and two are to be read from it";
            return Err(Error::usage(told));
        }
        self.exhausted = true;
        let mut content = Vec::new();
        io::stdin().read_to_end(&mut content).map_err(unread)?;
        Ok(content)
    }

    /// The body is what `--body` names, or else what standard input brings.
    fn body(&mut self) -> Result<Vec<u8>, Error> {
        match self.body.take() {
            Some(file) => self.bytes(&file),
            None if self.exhausted || io::stdin().is_terminal() => Err(Error::usage(
                "the action takes a body: give it by --body FILE, or on standard input",
            )),
            None => self.bytes("-"),
        }
    }
}

/// A path as tccli writes it, with a leading `~` for the home folder.
fn expanded(path: &str) -> String {
    let home = std::env::var("HOME").unwrap_or_default();
    match path.strip_prefix("~/") {
        Some(rest) if !home.is_empty() => format!("{home}/{rest}"),
        _ => path.to_owned(),
    }
}
