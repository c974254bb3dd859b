//! `tcloud help`: pages of services and actions from the catalogue's facts.

mod action;
mod example;
mod parameters;
mod service;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Args, Parser};
use tencentcloud_catalogue::resources;

use tencentcloud_calls::{Known, Language, find_service};

use crate::agent;
use crate::error::Failure;
use crate::options::Options;
use crate::output;
use action::ActionPage;
pub(crate) use action::kebab;
pub(crate) use parameters::kind;

/// Asks for the list of all services: no service has that name.
const SERVICES: &str = "services";

/// How many bytes of a page an agent gets: of an action.
const ACTION: usize = 4 << 10;

/// How many bytes of the page of a service an agent gets, until names alone are shown.
const SERVICE: usize = 8 << 10;

/// What help is asked for, and how it is shown.
#[derive(Debug, Default, Args)]
#[command(disable_version_flag = true)]
pub(crate) struct Asked {
    /// The service, one of the commands of `tcloud`, or `services` for a list of all
    #[arg(value_name = "SERVICE")]
    pub(crate) service: Option<String>,
    /// An action of the service
    #[arg(value_name = "ACTION")]
    pub(crate) action: Option<String>,
    /// Shows every member of nested objects and every error code; of a service, the parameters that
    /// its actions require
    #[arg(long)]
    pub(crate) detail: bool,
    /// Shows that version of the API [default: the newest that has the action]
    #[arg(long, value_name = "VERSION")]
    pub(crate) version: Option<String>,
}

/// The words of a call that asks for help, read as what it is then.
#[derive(Debug, Parser)]
#[command(no_binary_name = true, disable_help_flag = true)]
pub(crate) struct Instead {
    #[command(flatten)]
    asked: Asked,
    #[arg(long, value_parser = ["zh-CN", "en-US"])]
    language: Option<String>,
}

impl Instead {
    /// Prints the page, in the language that the words name, or else in that of `options`.
    ///
    /// # Errors
    /// A name that is unknown, with the nearest ones.
    pub(crate) fn run(&self, options: &Options) -> Result<ExitCode, Failure> {
        let language = self.language.as_ref().or(options.language.as_ref());
        self.asked
            .run(Language::wanted(language.map(String::as_str)))
    }
}

impl Asked {
    /// Reads the words of a call as a request for help; `None` if it is none. `help` and `--help` may
    /// follow the service or the action; parameters beside them do not matter.
    ///
    /// # Errors
    /// An option of help with a value that is none.
    pub(crate) fn instead_of_call(words: &[OsString]) -> Option<Result<Instead, Failure>> {
        let word = |at: usize| words.get(at).and_then(|word| word.to_str());
        let by_word = word(1) == Some("help") || word(2) == Some("help");
        let by_flag = words.iter().any(|word| word == "--help" || word == "-h");
        if !by_word && !by_flag {
            return None;
        }
        let mut own: Vec<&OsString> = Vec::new();
        let mut rest = words.iter().peekable();
        while let Some(name) = rest.next_if(|word| !word.to_string_lossy().starts_with('-')) {
            if name != "help" {
                own.push(name);
            }
        }
        while let Some(word) = rest.next() {
            let text = word.to_string_lossy();
            let (name, value) = match text.split_once('=') {
                Some((name, _)) => (name, true),
                None => (&*text, false),
            };
            match name {
                "--detail" => own.push(word),
                "--language" | "--version" => {
                    own.push(word);
                    own.extend(rest.next_if(|_| !value));
                }
                _ => {}
            }
        }
        Some(Instead::try_parse_from(own).map_err(Failure::from))
    }

    /// Prints the page.
    ///
    /// # Errors
    /// A name that is unknown, with the nearest ones.
    pub(crate) fn run(&self, language: Language) -> Result<ExitCode, Failure> {
        let width = output::width();
        let service = self.service.as_deref().unwrap_or_default();
        let is_compact = agent::runs() && !self.detail;
        if service == SERVICES {
            let text = match is_compact {
                true => service::names()?,
                false => service::all(language, width)?,
            };
            output::text(&text)?;
            return Ok(ExitCode::SUCCESS);
        }
        let text = match &self.action {
            Some(action) => self.action_page(service, action, language, width)?,
            None => {
                let (name, found) = find_service(service)?;
                let text = service::text(name, &found, language, self.detail, width);
                match is_compact && text.len() > SERVICE {
                    true => service::compact(name, &found),
                    false => text,
                }
            }
        };
        output::text(&text)?;
        Ok(ExitCode::SUCCESS)
    }

    fn action_page(
        &self,
        service: &str,
        action: &str,
        language: Language,
        width: usize,
    ) -> Result<String, Failure> {
        let known = Known::find(service, action, self.version.as_deref())?;
        let description = &known.description;
        let resources = resources(&description.service)?;
        let kinds = resources
            .iter()
            .filter_map(|resources| resources.versions.get(&description.version))
            .flatten()
            .filter(|(_, resource)| resource.actions.contains_key(&known.name))
            .map(|(kind, resource)| (kind.as_str(), resource))
            .collect();
        let page = ActionPage {
            description,
            name: &known.name,
            action: known.action(),
            resources: kinds,
            language,
            detail: self.detail,
        };
        Ok(match agent::runs() && !self.detail {
            true => page.compact(ACTION),
            false => page.text(width),
        })
    }
}
