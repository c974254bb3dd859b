//! What may follow the words that were typed: what shells ask by the scripts of `tcloud completions`.

mod call;
mod line;
mod options;
mod saved;
mod scripts;

use std::ffi::OsString;
use std::fmt::Write as _;
use std::process::ExitCode;

use clap::{Args, Command, ValueEnum};
use tencentcloud_catalogue::{resources, services};

use tencentcloud_calls::{Language, shell::quoted};

use crate::error::Failure;
use crate::help;
use crate::output;
use line::Line;

/// The word by which the scripts ask; no service and no command has that name.
pub(crate) const ASKED: &str = "__complete";

/// The commands that take a service and a kind of its resources.
const RESOURCES: [&str; 3] = ["ls", "get", "wait"];

/// A shell that can ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shell {
    /// GNU Bash, 4.4 or later.
    Bash,
    /// The Z shell.
    Zsh,
    /// The friendly interactive shell.
    Fish,
}

/// The shell that a script is printed for.
#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

impl Completions {
    /// Prints the script.
    ///
    /// # Errors
    /// An output that cannot be written to.
    pub(crate) fn run(&self) -> Result<ExitCode, Failure> {
        output::text(scripts::of(self.shell))?;
        Ok(ExitCode::SUCCESS)
    }
}

/// What a word may become.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Candidate {
    /// The whole word.
    word: String,
    /// What it is, for shells that show it.
    told: String,
}

impl Candidate {
    fn new(word: impl Into<String>, told: impl Into<String>) -> Self {
        Self {
            word: word.into(),
            told: told.into(),
        }
    }
}

/// Answers a script: `arguments` are the program, [`ASKED`], the shell, two hyphens and the words up
/// to the cursor, the unfinished one last. `program` is the whole command line.
///
/// # Errors
/// An output that cannot be written to. Words that make no sense have no candidates.
pub(crate) fn answer(arguments: &[OsString], program: &Command) -> Result<ExitCode, Failure> {
    let mut words: Vec<String> = arguments
        .iter()
        .skip(2)
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    let shell = words
        .first()
        .and_then(|name| Shell::from_str(name, true).ok());
    let shell = shell.unwrap_or(Shell::Bash);
    words.drain(..words.len().min(2));
    let cut = if shell == Shell::Bash {
        line::joined(&mut words)
    } else {
        0
    };
    let found = candidates(&words, program);
    let mut text = String::new();
    for Candidate { word, told } in found {
        let told = told.replace(['\n', '\t'], " ");
        let word = &word[cut.min(word.len())..];
        // Writing into a text cannot fail.
        let _ = match shell {
            Shell::Bash => writeln!(text, "{}", quoted(word)),
            Shell::Fish => writeln!(text, "{word}\t{told}"),
            Shell::Zsh => writeln!(text, "{}:{told}", word.replace(':', "\\:")),
        };
    }
    output::text(&text)?;
    Ok(ExitCode::SUCCESS)
}

/// What the last of `words` may become.
fn candidates(words: &[String], program: &Command) -> Vec<Candidate> {
    let Some((current, before)) = words.split_last() else {
        return Vec::new();
    };
    let line = Line::read(before, program);
    let found = match line.service {
        None if current.starts_with('-') || line.open.is_some() => {
            options::of(program, line.open, current)
        }
        None => first(program),
        Some(name) => match program.find_subcommand(name) {
            Some(command) => of_command(command, program, &line, current),
            None => call::candidates(name, &line, current),
        },
    };
    let begins = |candidate: &Candidate| candidate.word.starts_with(&**current);
    found.into_iter().filter(begins).collect()
}

/// The commands and services.
fn first(program: &Command) -> Vec<Candidate> {
    let shown = program
        .get_subcommands()
        .filter(|command| !command.is_hide_set());
    let commands = shown.map(|command| {
        let about = command.get_about().map(ToString::to_string);
        Candidate::new(command.get_name(), about.unwrap_or_default())
    });
    let services = services().map(|name| Candidate::new(name, ""));
    commands.chain(services).collect()
}

/// What may follow one of the program's commands.
fn of_command(
    command: &Command,
    program: &Command,
    line: &Line<'_>,
    current: &str,
) -> Vec<Candidate> {
    // The commands of a command: `configure list`.
    let inner = line.action.and_then(|name| command.find_subcommand(name));
    let command = inner.unwrap_or(command);
    if command.get_name() == "run" && (line.action.is_some() || line.open.is_some()) {
        return saved::candidates(command, program, line, current);
    }
    if current.starts_with('-') || line.open.is_some() {
        let mut found = options::of(command, line.open, current);
        found.extend(options::of(program, line.open, current));
        return found;
    }
    if RESOURCES.contains(&command.get_name()) {
        return match line.action {
            None => services().map(|name| Candidate::new(name, "")).collect(),
            Some(service) => kinds(service),
        };
    }
    let mut found: Vec<_> = command
        .get_subcommands()
        .map(|inner| {
            Candidate::new(
                inner.get_name(),
                inner
                    .get_about()
                    .map(ToString::to_string)
                    .unwrap_or_default(),
            )
        })
        .collect();
    let at = usize::from(line.action.is_some() && inner.is_none());
    let Some(place) = command.get_positionals().nth(at) else {
        return found;
    };
    found.extend(options::values(place));
    match (place.get_id().as_str(), line.action) {
        ("service", _) => found.extend(services().map(|name| Candidate::new(name, ""))),
        ("action", Some(service)) => {
            found.extend(call::actions(service, current, Language::of_machine()))
        }
        _ => {}
    }
    found
}

/// The kinds of resources that a service has.
fn kinds(service: &str) -> Vec<Candidate> {
    let known = resources(service).ok().flatten();
    let versions = known.iter().flat_map(|known| known.versions.values());
    let kinds = versions.flat_map(|kinds| kinds.keys());
    kinds
        .map(|kind| Candidate::new(help::kebab(kind), ""))
        .collect()
}
