//! `cargo xtask diff`: what changed between two descriptions, or two whole schemas.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::Args;
use tencentcloud_codegen::main_version;
use tencentcloud_schema::Description;
use tencentcloud_schema::diff::{Verdict, diff, verdict};

use crate::workspace::{SchemaDir, read};

/// The arguments of `cargo xtask diff`.
#[derive(Debug, Args)]
pub(crate) struct Diff {
    /// A description, or a folder in the layout of `schema/`
    old: PathBuf,
    /// The same, as it is now
    new: PathBuf,
    /// Only these services of two folders
    services: Vec<String>,
    /// Leave out what changes documentation alone
    #[arg(long)]
    no_patches: bool,
}

impl Diff {
    /// Runs the task.
    pub(crate) fn run(self) -> Result<()> {
        if self.old.is_dir() != self.new.is_dir() {
            bail!(
                "{} and {} are not of one kind: give two files or two folders",
                self.old.display(),
                self.new.display()
            );
        }
        if !self.old.is_dir() {
            let parse = |path: &Path| -> Result<_> {
                Ok(Description::parse(
                    &read(path)?,
                    &path.display().to_string(),
                )?)
            };
            let report = version(&parse(&self.old)?, &parse(&self.new)?, !self.no_patches);
            report.iter().for_each(Report::print);
            return Ok(());
        }
        let (old, new) = (SchemaDir(self.old), SchemaDir(self.new));
        let mut services: BTreeSet<String> =
            old.services()?.into_iter().chain(new.services()?).collect();
        if !self.services.is_empty() {
            services.retain(|service| self.services.contains(service));
        }
        for service in &services {
            let report = report(
                &known(&old, service)?,
                &known(&new, service)?,
                !self.no_patches,
            );
            report.iter().for_each(Report::print);
        }
        Ok(())
    }
}

/// What changed in a service, for a reader and for its crate's version.
#[derive(Debug)]
pub(crate) struct Report {
    /// The gravest verdict.
    pub(crate) verdict: Verdict,
    /// Everything that changed.
    pub(crate) text: String,
    /// What breaks, a line each.
    pub(crate) breaking: Vec<String>,
}

impl Report {
    /// A report of one line, on a version as a whole.
    fn whole(description: &Description, verdict: Verdict, what: &str) -> Self {
        let line = format!(
            "{} {}: {verdict}: {what}",
            description.service, description.version
        );
        Self {
            verdict,
            text: format!("{line}\n"),
            breaking: (verdict == Verdict::Breaking)
                .then_some(line)
                .into_iter()
                .collect(),
        }
    }

    fn and(mut self, other: Self) -> Self {
        self.verdict = self.verdict.max(other.verdict);
        self.text.push_str(&other.text);
        self.breaking.extend(other.breaking);
        self
    }

    fn print(&self) {
        print!("{}", self.text);
    }
}

/// All versions of a service, oldest first; none of one that the schema does not have.
pub(crate) fn known(schema: &SchemaDir, service: &str) -> Result<Vec<Description>> {
    if schema.0.join("services").join(service).is_dir() {
        schema.sources(service)
    } else {
        Ok(Vec::new())
    }
}

/// The report on a service, from all its versions, oldest first; none where nothing changed.
pub(crate) fn report(old: &[Description], new: &[Description], patches: bool) -> Option<Report> {
    let versions: BTreeSet<&str> = old
        .iter()
        .chain(new)
        .map(|description| description.version.as_str())
        .collect();
    let reports = versions.into_iter().filter_map(|wanted| {
        let find = |description: &&Description| description.version == wanted;
        match (old.iter().find(find), new.iter().find(find)) {
            (Some(before), Some(after)) => version(before, after, patches),
            (None, Some(added)) => {
                let (verdict, what) = first(old, new, added);
                Some(Report::whole(added, verdict, what))
            }
            (Some(gone), None) => Some(Report::whole(
                gone,
                Verdict::Breaking,
                "no longer described",
            )),
            (None, None) => None,
        }
    });
    reports.reduce(Report::and)
}

/// What a version that was not described before means beside those that were.
fn first(old: &[Description], new: &[Description], added: &Description) -> (Verdict, &'static str) {
    let at_root = main_version(new).is_some_and(|main| main.version == added.version);
    match old {
        [] => (Verdict::Minor, "a new version"),
        _ if at_root => (
            Verdict::Breaking,
            "a new version, which the crate's root re-exports from now on",
        ),
        [_] => (
            Verdict::Breaking,
            "a second version, so that each is a feature from now on",
        ),
        _ => (Verdict::Minor, "a new version"),
    }
}

/// The report on one version; none where nothing changed.
fn version(old: &Description, new: &Description, patches: bool) -> Option<Report> {
    if old == new {
        return None;
    }
    let changes = diff(old, new);
    let Some(verdict) = verdict(&changes) else {
        let what = "members stand in another order";
        return Some(Report::whole(new, Verdict::Patch, what));
    };
    let of = |wanted| -> Vec<String> {
        let changes = changes.iter().filter(|change| change.verdict == wanted);
        changes.map(ToString::to_string).collect()
    };
    let [breaking, added, hints] = [Verdict::Breaking, Verdict::Minor, Verdict::Patch].map(of);
    let mut text = format!(
        "{} {}: {verdict} ({} breaking, {} additions, {} hints)\n",
        new.service,
        new.version,
        breaking.len(),
        added.len(),
        hints.len(),
    );
    let hints = if patches { hints } else { Vec::new() };
    for (title, lines) in [
        ("breaking", &breaking),
        ("added", &added),
        ("hints", &hints),
    ] {
        if !lines.is_empty() {
            let _ = writeln!(text, "  {title}");
        }
        for line in lines {
            let _ = writeln!(text, "    {line}");
        }
    }
    Some(Report {
        verdict,
        text,
        breaking,
    })
}
