//! `tcloud run`: a saved request.

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

use clap::Args;
use tencentcloud_calls::saved::{Filled, Saved, Variables};

use crate::call::{self, SavedParameters, Words, take};
use crate::error::Failure;
use crate::input;

/// The file of environments, in the folder of the request.
pub(crate) const ENVIRONMENTS: &str = "environments.json";

/// Sends a saved request: a JSON file with service, action, parameters and ${variables}
///
/// FILE is {"service": "cvm", "action": "DescribeInstances", "region": "${region}", "parameters": {…}},
/// as the API Explorer saves it; "version" may be in it, too. ${name} stands anywhere in a text; alone,
/// it is a whole value. Values come from environments.json in the folder of FILE,
/// {"default": {"region": "ap-guangzhou"}, "test": {…}}, of which `default` is always read, and from --set.
/// All options of a call may follow, and parameters, which go over those of FILE.
#[derive(Debug, Args)]
#[command(
    override_usage = "tcloud run FILE [--env NAME] [--set NAME=VALUE]... [--Parameter VALUE]... [OPTIONS]"
)]
pub(crate) struct Run {
    /// Takes the variables of the environment NAME of environments.json beside FILE
    #[arg(long, value_name = "NAME")]
    env: Option<String>,
    /// Sets a variable, over that of the environment; for a whole value, VALUE is written as that of a
    /// parameter
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<String>,
    /// The saved request, then options and parameters
    #[arg(
        value_name = "FILE",
        trailing_var_arg = true,
        allow_hyphen_values = true
    )]
    words: Vec<OsString>,
}

impl Run {
    /// True if help on the command is asked for.
    pub(crate) fn is_help(&self) -> bool {
        let mut words = self.words.iter();
        words.any(|word| word == "--help" || word == "-h")
    }

    /// Sends the request; `arguments` are those of the whole program after its name.
    ///
    /// # Errors
    /// A file that is no saved request, a variable without a value, and whatever keeps a call from
    /// its response.
    pub(crate) fn run(mut self, arguments: &[OsString]) -> Result<ExitCode, Failure> {
        let mut before = arguments[..arguments.len() - self.words.len()].to_vec();
        // The program's parser has read those that stand before the file.
        let mut own = Own::default();
        own.take(&mut before)?;
        own.take(&mut self.words)?;
        if let Some(command) = before.iter().rposition(|word| word == "run") {
            before.remove(command);
        }
        let is_option = |word: &OsString| word.to_str().is_some_and(|word| word.starts_with('-'));
        if self.words.iter().all(is_option) {
            let told = "the saved request is missing: tcloud run FILE [--env NAME]";
            return Err(Failure::usage(told));
        }
        // The file stands where a call has its action.
        self.words.insert(0, "run".into());
        let mut words = Words::split(before, self.words)?;
        let file = std::mem::take(&mut words.action);
        let filled = own.fill(Path::new(&file), words.options.region.is_some())?;
        call::send(over(words, filled, file)?)
    }
}

/// The options of the command itself.
#[derive(Debug, Default)]
struct Own {
    environment: Option<String>,
    set: Vec<String>,
}

impl Own {
    /// Takes them out of `words`.
    fn take(&mut self, words: &mut Vec<OsString>) -> Result<(), Failure> {
        while let Some(name) = take(words, "--env", "the name of an environment")? {
            if self.environment.replace(name).is_some() {
                return Err(Failure::usage("--env is given twice"));
            }
        }
        while let Some(set) = take(words, "--set", "NAME=VALUE")? {
            self.set.push(set);
        }
        Ok(())
    }

    /// Reads the request in `file` and gives its variables their values. Its region is of no interest
    /// if one `is_given` on the command line.
    fn fill(&self, file: &Path, is_given: bool) -> Result<Filled, Failure> {
        let mut saved = Saved::read(&input::file(file)?, &file.display().to_string())?;
        if is_given {
            saved.region = None;
        }
        let environments = file.with_file_name(ENVIRONMENTS);
        let name = self.environment.as_deref();
        let mut variables = match name.is_some() || environments.exists() {
            true => {
                let origin = environments.display().to_string();
                Variables::of_environment(&input::file(&environments)?, &origin, name)?
            }
            false => Variables::default(),
        };
        for set in &self.set {
            variables.set(set)?;
        }
        Ok(saved.fill(&variables)?)
    }
}

/// The `words` of the command line, laid over the request that `file` has.
fn over(mut words: Words, filled: Filled, file: String) -> Result<Words, Failure> {
    if words.call.input.is_some() || words.call.cli_input_json.is_some() {
        let told = format!("{file} has the parameters: --input is of no use");
        return Err(Failure::usage(told));
    }
    let mut given = filled.given;
    given.retain(|given| {
        words
            .parameters
            .iter()
            .all(|typed| typed.name != given.name)
    });
    given.append(&mut words.parameters);
    words.service = filled.service;
    words.action = filled.action;
    words.parameters = given;
    words.options.region = words.options.region.or(filled.region);
    words.call.version = words.call.version.or(filled.version);
    words.call.saved = Some(SavedParameters {
        origin: file,
        members: filled.members,
    });
    Ok(words)
}
