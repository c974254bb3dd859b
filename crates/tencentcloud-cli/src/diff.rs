//! `tcloud diff`: what changed between two descriptions.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use tencentcloud_catalogue::{service, services};
use tencentcloud_schema::diff::{Report, Verdict};
use tencentcloud_schema::{Description, Folder};

use crate::error::{Failure, Kind};
use crate::{input, output};

/// Compares two descriptions, or two folders of them, and says what breaks a program that uses them
///
/// The last line is the verdict: `breaking`, `minor` (additions), `patch` (documentation alone) or
/// `no changes`. The exit status is 0 unless --exit-code is given.
#[derive(Debug, Args)]
pub(crate) struct Diff {
    /// A description in JSON, a folder in the layout of schema/, or `catalogue` for what this program
    /// knows
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The same, as it is now
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// Compares this service alone; may be given several times
    #[arg(long = "service", value_name = "SERVICE")]
    services: Vec<String>,
    /// Leaves out what changes documentation alone
    #[arg(long)]
    no_patches: bool,
    /// Ends with status 1 if something breaks
    #[arg(long)]
    exit_code: bool,
}

/// Descriptions to compare.
enum Side {
    One(Box<Description>),
    Folder(Folder),
    Catalogue,
}

impl Diff {
    /// Runs the command.
    ///
    /// # Errors
    /// A file that cannot be read or is no description.
    pub(crate) fn run(&self) -> Result<ExitCode, Failure> {
        let report = match (side(&self.old)?, side(&self.new)?) {
            (Side::One(old), Side::One(new)) => Report::between(&old, &new, !self.no_patches),
            (old, new) => self.between(&old, &new)?,
        };
        let verdict = report.as_ref().map(Report::verdict);
        if let Some(report) = &report {
            output::text(&report.to_string())?;
        }
        output::line(&match verdict {
            Some(verdict) => format!("verdict: {verdict}"),
            None => "verdict: no changes".to_owned(),
        })?;
        Ok(match verdict {
            Some(Verdict::Breaking) if self.exit_code => ExitCode::from(Kind::Other as u8),
            _ => ExitCode::SUCCESS,
        })
    }

    /// Compares the services that both sides speak of.
    fn between(&self, old: &Side, new: &Side) -> Result<Option<Report>, Failure> {
        let mut names: BTreeSet<String> = old.services()?;
        match (old, new) {
            // One description says nothing of other services and versions.
            (Side::One(_), _) => {}
            (_, Side::One(_)) => names = new.services()?,
            _ => names.extend(new.services()?),
        }
        if !self.services.is_empty() {
            names.retain(|name| self.services.contains(name));
        }
        let mut all: Option<Report> = None;
        for name in &names {
            let (old, new) = (old.versions(name, new)?, new.versions(name, old)?);
            let Some(report) = Report::new(&old, &new, !self.no_patches) else {
                continue;
            };
            all = Some(match all {
                Some(all) => all.and(report),
                None => report,
            });
        }
        Ok(all)
    }
}

fn side(path: &Path) -> Result<Side, Failure> {
    if path.is_dir() {
        return Ok(Side::Folder(Folder(path.to_owned())));
    }
    if path == Path::new("catalogue") && !path.exists() {
        return Ok(Side::Catalogue);
    }
    let origin = path.display().to_string();
    let description = Description::parse(&input::file(path)?, &origin).map_err(failed)?;
    Ok(Side::One(Box::new(description)))
}

impl Side {
    fn services(&self) -> Result<BTreeSet<String>, Failure> {
        Ok(match self {
            Self::One(description) => [description.service.clone()].into(),
            Self::Folder(folder) => folder.services().map_err(failed)?.into_iter().collect(),
            Self::Catalogue => services().map(str::to_owned).collect(),
        })
    }

    /// The versions of a service; beside `other`, which may be one of them alone.
    fn versions(&self, name: &str, other: &Self) -> Result<Vec<Description>, Failure> {
        let mut versions = match self {
            Self::One(description) => vec![(**description).clone()],
            Self::Folder(folder) => folder.known(name).map_err(failed)?,
            Self::Catalogue => service(name)?.map_or_else(Vec::new, |found| found.descriptions()),
        };
        if let Self::One(other) = other {
            versions.retain(|version| version.version == other.version);
        }
        Ok(versions)
    }
}

fn failed(error: tencentcloud_schema::Error) -> Failure {
    Failure::new(Kind::Other, error.to_string())
}
