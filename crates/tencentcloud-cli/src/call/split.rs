//! Parts the words of a call: which are options of the program, which parameters of the action.

use std::ffi::OsString;

use clap::{ArgAction, Args, Command, FromArgMatches};

use crate::error::Failure;
use crate::options::Options;

/// The words of a call.
#[derive(Debug)]
pub(crate) struct Words {
    pub(crate) service: String,
    pub(crate) action: String,
    pub(crate) parameters: Vec<Given>,
    pub(crate) options: Options,
}

/// A parameter as it was typed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Given {
    /// Its name without hyphens before it, with dots within: `Nodes.0.Host`.
    pub(crate) name: String,
    /// The words that follow: none for a flag.
    pub(crate) values: Vec<String>,
}

impl Words {
    /// Parts `words`, the service and the action first. What begins with two hyphens is an option if
    /// the program has one of that very name, and a parameter otherwise; `options` are those before
    /// the service.
    ///
    /// # Errors
    /// A missing action, a word that belongs to nothing, an option's value that is none.
    pub(crate) fn split(options: Options, words: Vec<OsString>) -> Result<Self, Failure> {
        let words = words.into_iter().map(|word| {
            word.into_string().map_err(|word| {
                let word = word.to_string_lossy().into_owned();
                Failure::usage(format!("{word} is not UTF-8"))
            })
        });
        let words: Vec<String> = words.collect::<Result<_, _>>()?;
        let mut words = words.into_iter().peekable();
        let service = words.next().unwrap_or_default();
        let action = words
            .next_if(|word| !word.starts_with('-'))
            .ok_or_else(|| {
                let next = format!("`tcloud {service} help` lists the actions");
                Failure::usage(format!("an action must follow {service}; {next}"))
            })?;
        let command = Options::augment_args(Command::new("tcloud").no_binary_name(true));
        let takes_value = |name: &str| {
            let mut arguments = command.get_arguments();
            let known = arguments.find(|known| {
                let mut names = known.get_long_and_visible_aliases().into_iter().flatten();
                names.any(|known| known == name)
            })?;
            Some(matches!(
                known.get_action(),
                ArgAction::Set | ArgAction::Append
            ))
        };
        let (mut own, mut parameters) = (Vec::new(), Vec::new());
        while let Some(word) = words.next() {
            let Some(name) = word.strip_prefix("--") else {
                return Err(Failure::usage(format!(
                    "{word} belongs to nothing: parameters are written --Name VALUE"
                )));
            };
            let (name, value) = match name.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (name, None),
            };
            match takes_value(name) {
                Some(takes_value) => {
                    own.push(word.clone());
                    if takes_value && value.is_none() {
                        own.extend(words.next());
                    }
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
        let mut merged = options;
        let matches = command.clone().try_get_matches_from(own);
        let matches = matches.map_err(|error| Failure::usage(error.to_string()))?;
        merged
            .update_from_arg_matches(&matches)
            .map_err(|error| Failure::usage(error.to_string()))?;
        Ok(Self {
            service,
            action,
            parameters,
            options: merged,
        })
    }
}
