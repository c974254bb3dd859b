//! `tcloud skill`: what an agent has to know of this program, in the open format Agent Skills.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use tencentcloud_catalogue::search::index;

use crate::error::{self, Failure, Kind};
use crate::output;

/// The skill, with `{{name}}` for what only the program knows.
const TEMPLATE: &str = include_str!("skill.md");

/// The folder of the skill: the format wants the name of the skill.
const FOLDER: &str = "tcloud";

/// The file in that folder.
const FILE: &str = "SKILL.md";

/// The line of the front matter by which the command knows what it wrote.
const MARK: &str = "  generator: tcloud skill";

/// Prints a skill for agents: how to use this version of tcloud, as SKILL.md in the format Agent Skills
///
/// `tcloud skill --install` puts it where agents of many makers look for the skills of a project; other folders are
/// e.g. ~/.agents/skills, and the one that your agent documents. Run it again after an update.
#[derive(Debug, Args)]
pub(crate) struct Skill {
    /// Writes FOLDER/tcloud/SKILL.md instead
    #[arg(
        long,
        value_name = "FOLDER",
        num_args = 0..=1,
        default_missing_value = ".agents/skills"
    )]
    install: Option<PathBuf>,
}

impl Skill {
    /// Prints or writes the skill.
    ///
    /// # Errors
    /// A file in its place that this command did not write; a folder that cannot be written to.
    pub(crate) fn run(&self) -> Result<ExitCode, Failure> {
        let text = text()?;
        match &self.install {
            None => output::text(&text)?,
            Some(folder) => install(&folder.join(FOLDER), &text)?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// Returns the skill of this version.
fn text() -> Result<String, Failure> {
    let index = index()?;
    let services = index.services();
    let (count, actions) = services.fold((0, 0), |(count, actions), (name, ..)| {
        (count + 1, actions + index.actions(name).count())
    });
    let kinds = Kind::value_variants().iter();
    let codes: Vec<_> = kinds
        .filter(|kind| **kind != Kind::Closed)
        .map(|kind| format!("{} {}", *kind as u8, kind.name()))
        .collect();
    Ok(TEMPLATE
        .replace("{{version}}", env!("CARGO_PKG_VERSION"))
        .replace("{{services}}", &count.to_string())
        .replace("{{actions}}", &actions.to_string())
        .replace("{{codes}}", &codes.join(", ")))
}

/// Writes `text` as the skill in `folder`, over one that this command wrote.
fn install(folder: &Path, text: &str) -> Result<(), Failure> {
    let path = folder.join(FILE);
    let failed = |error: io::Error| {
        let told = format!("{} cannot be written: {error}", path.display());
        Failure::new(Kind::Other, told)
    };
    match fs::read_to_string(&path) {
        Ok(there) if is_own(&there) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Ok(_) => return Err(foreign(&path)),
        Err(error) if error.kind() == ErrorKind::InvalidData => return Err(foreign(&path)),
        Err(error) => return Err(failed(error)),
    }
    fs::create_dir_all(folder).map_err(failed)?;
    fs::write(&path, text).map_err(failed)?;
    error::remark(&format!("wrote {}", path.display()));
    Ok(())
}

/// Returns true if the front matter of `text` says that this command wrote it.
fn is_own(text: &str) -> bool {
    let mut lines = text.lines();
    lines.next() == Some("---") && lines.take_while(|line| *line != "---").any(|it| it == MARK)
}

fn foreign(path: &Path) -> Failure {
    let told = format!("{} is no skill that tcloud wrote", path.display());
    Failure::usage(told).with_next("move it away, or choose another folder: --install FOLDER")
}
