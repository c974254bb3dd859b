//! Parts the words of a call: which are options of the program, which parameters of the action.

use std::ffi::OsString;
use std::iter::Peekable;

use clap::{Arg, ArgAction, Args, Command, FromArgMatches};

use tencentcloud_calls::Given;

use super::options::Options as CallOptions;
use crate::error::Failure;
use crate::options::Options;

/// The words of a call.
#[derive(Debug)]
pub(crate) struct Words {
    pub(crate) service: String,
    pub(crate) action: String,
    pub(crate) parameters: Vec<Given>,
    pub(crate) options: Options,
    pub(crate) call: CallOptions,
}

impl Words {
    /// Parts `words`, the service first. What begins with two hyphens is an option if the program has
    /// one of that very name, and a parameter otherwise; `before` are the options before the service.
    ///
    /// # Errors
    /// A missing action, a word that belongs to nothing, an option's value that is none.
    pub(crate) fn split(before: Vec<OsString>, words: Vec<OsString>) -> Result<Self, Failure> {
        let mut words = text(words)?.into_iter().peekable();
        let service = words.next().unwrap_or_default();
        let (mut action, mut own, mut parameters) = (None, text(before)?, Vec::new());
        let command = command();
        while let Some(word) = words.next() {
            let Some(name) = word.strip_prefix("--") else {
                if action.is_none() && !word.starts_with('-') {
                    action = Some(word);
                    continue;
                }
                return Err(Failure::usage(format!(
                    "{word} belongs to nothing: parameters are written --Name VALUE"
                )));
            };
            let (name, value) = match name.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (name, None),
            };
            match option(&command, name) {
                Some(option) => {
                    own.push(word.clone());
                    if value.is_none() {
                        own.extend(following(option, &mut words));
                    }
                }
                None if action.is_none() => {
                    return Err(Failure::usage(format!(
                        "--{name} is before the action; parameters follow it"
                    )));
                }
                None => {
                    let mut values: Vec<String> = value.into_iter().collect();
                    if values.is_empty() {
                        values.extend(std::iter::from_fn(|| {
                            words.next_if(|word| !word.starts_with("--"))
                        }));
                    }
                    let name = name.to_owned();
                    parameters.push(Given { name, values });
                }
            }
        }
        let action = action.ok_or_else(|| {
            let next = format!("`tcloud {service} help` lists the actions");
            Failure::usage(format!("an action must follow {service}; {next}"))
        })?;
        let matches = command.try_get_matches_from(own)?;
        Ok(Self {
            service,
            action,
            parameters,
            options: Options::from_arg_matches(&matches)?,
            call: CallOptions::from_arg_matches(&matches)?,
        })
    }
}

fn text(words: Vec<OsString>) -> Result<Vec<String>, Failure> {
    let text = |word: OsString| {
        word.into_string().map_err(|word| {
            let word = word.to_string_lossy().into_owned();
            Failure::usage(format!("{word} is not UTF-8"))
        })
    };
    words.into_iter().map(text).collect()
}

/// All options that may follow the service, as a command.
pub(crate) fn command() -> Command {
    let command = Command::new("tcloud")
        .no_binary_name(true)
        .disable_version_flag(true)
        .disable_help_flag(true);
    CallOptions::augment_args(Options::augment_args(command))
}

/// The option of that very name.
pub(crate) fn option<'c>(command: &'c Command, name: &str) -> Option<&'c Arg> {
    command.get_arguments().find(|known| {
        let mut names = known.get_long_and_visible_aliases().into_iter().flatten();
        names.any(|known| known == name)
    })
}

/// The word that is the value of `option`, if it is written without an equals sign. An option whose
/// value may be left out takes only a word that is one of its values.
fn following(option: &Arg, words: &mut Peekable<impl Iterator<Item = String>>) -> Option<String> {
    if !matches!(option.get_action(), ArgAction::Set | ArgAction::Append) {
        return None;
    }
    let least = option.get_num_args().map_or(1, |range| range.min_values());
    if least > 0 {
        return words.next();
    }
    let values = option.get_possible_values();
    words.next_if(|word| {
        !option.is_require_equals_set() && values.iter().any(|value| value.matches(word, false))
    })
}
