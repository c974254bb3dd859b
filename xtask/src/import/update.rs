//! What an import means for the crates that are published: a report and a verdict on each service,
//! its crate's changelog, and the refusal of what breaks.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
use tencentcloud_codegen::UMBRELLA;
use tencentcloud_schema::Description;
use tencentcloud_schema::diff::{Report, Verdict};

use crate::args::{Crates, Schema};
use crate::changelog::{Changelog, Version};
use crate::workspace::SchemaDir;

/// As many breaking changes of a service does a refusal list.
const LISTED: usize = 3;

/// Where an import goes, and whether it may break.
#[derive(Debug, Args)]
pub(super) struct Target {
    #[command(flatten)]
    schema: Schema,
    #[command(flatten)]
    crates: Crates,
    /// Import what breaks code that uses the crates, too
    #[arg(long)]
    breaking: bool,
}

impl Target {
    /// The schema folder.
    pub(super) fn schema(&self) -> SchemaDir {
        self.schema.folder()
    }

    /// The folder of the crates whose changelogs say what is imported: none for another schema
    /// than the repository's, unless it is named.
    fn crates(&self) -> Option<PathBuf> {
        let own = || self.schema.is_own().then(|| self.crates.folder());
        self.crates.named().or_else(own)
    }

    /// What descriptions change that are to be written. What breaks is refused here.
    pub(super) fn update(&self, imported: &[&Description]) -> Result<Update> {
        let schema = self.schema();
        let mut services: BTreeMap<&str, Vec<&Description>> = BTreeMap::new();
        for description in imported {
            services
                .entry(&description.service)
                .or_default()
                .push(description);
        }
        let mut update = Update::default();
        let mut news = Vec::new();
        if !schema.0.join("services").exists() {
            return Ok(update);
        }
        for (service, imported) in services {
            let old = schema.known(service)?;
            let new = replaced(&old, &imported);
            let Some(report) = Report::new(&old, &new, true) else {
                continue;
            };
            update.reports.insert(service.to_owned(), report);
            if old.is_empty() {
                news.push(service);
            }
        }
        if !self.breaking {
            update.refuse_breaking()?;
        }
        if let Some(crates) = self.crates() {
            update.release(&crates, &news)?;
        }
        Ok(update)
    }
}

/// The versions of a service, oldest first, as they are after an import.
fn replaced(old: &[Description], imported: &[&Description]) -> Vec<Description> {
    let versions = old.iter().chain(imported.iter().copied());
    let newest: BTreeMap<_, _> = versions
        .map(|description| (&description.version, description))
        .collect();
    newest.into_values().cloned().collect()
}

/// What an import changes in a schema; a first import changes nothing.
#[derive(Debug, Default)]
pub(super) struct Update {
    reports: BTreeMap<String, Report>,
    releases: Vec<Release>,
}

/// A crate's next version.
#[derive(Debug)]
struct Release {
    name: String,
    before: Version,
    changelog: Changelog,
}

impl Update {
    /// Refuses what breaks, with the reports to decide by.
    fn refuse_breaking(&self) -> Result<()> {
        let mut lines = Vec::new();
        for (service, report) in &self.reports {
            if report.verdict() != Verdict::Breaking {
                continue;
            }
            lines.push(format!("  {service}: {} breaking", report.breaking().len()));
            let listed = report.breaking().iter().take(LISTED);
            lines.extend(listed.map(|line| format!("    {line}")));
            let rest = report.breaking().len().saturating_sub(LISTED);
            if rest > 0 {
                lines.push(format!("    and {rest} more"));
            }
        }
        if lines.is_empty() {
            return Ok(());
        }
        self.print_reports();
        bail!(
            "the import breaks code that uses these services:\n{}\nnothing was imported; to import it and give these crates a breaking version, add --breaking",
            lines.join("\n")
        )
    }

    /// Puts the reports on top of the changelogs of the crates that exist, the umbrella's last: it
    /// names what became of the others, and the services that are new.
    fn release(&mut self, crates: &Path, news: &[&str]) -> Result<()> {
        let mut lines: Vec<Report> = Vec::new();
        for (service, report) in &self.reports {
            let name = format!("tencentcloud-{service}");
            let verdict = report.verdict();
            if let Some(release) = Release::new(&crates.join(service), name, report)? {
                lines.push(Report::line(verdict, format_args!("{release}: {verdict}")));
                self.releases.push(release);
            }
        }
        for service in news {
            let line = format!("tencentcloud-{service}: a new service");
            lines.push(Report::line(Verdict::Minor, line));
        }
        if let Some(report) = lines.into_iter().reduce(Report::and) {
            let folder = crates.join(UMBRELLA);
            let release = Release::new(&folder, UMBRELLA.to_owned(), &report)?;
            self.releases.extend(release);
        }
        Ok(())
    }

    /// Writes the changelogs. It comes before the descriptions are written: an import that fails in
    /// between finds its report there when it is repeated, and loses nothing.
    pub(super) fn record(&self) -> Result<()> {
        self.releases
            .iter()
            .try_for_each(|release| release.changelog.write())
    }

    /// Prints the reports, the crates' next versions, and how many services have which verdict.
    pub(super) fn print(&self) {
        self.print_reports();
        for release in &self.releases {
            println!("{release}");
        }
        if !self.releases.is_empty() {
            println!("`cargo xtask codegen` writes these versions into the crates");
        }
    }

    fn print_reports(&self) {
        if self.reports.is_empty() {
            return;
        }
        for report in self.reports.values() {
            print!("{report}");
        }
        let count = |verdict| {
            let of = self.reports.values();
            of.filter(|report| report.verdict() == verdict).count()
        };
        println!(
            "{} services changed: {} breaking, {} minor, {} patch",
            self.reports.len(),
            count(Verdict::Breaking),
            count(Verdict::Minor),
            count(Verdict::Patch),
        );
    }
}

impl Release {
    /// The next version of the crate in a folder, where there is one.
    fn new(folder: &Path, name: String, report: &Report) -> Result<Option<Self>> {
        if !folder.join("Cargo.toml").exists() {
            return Ok(None);
        }
        let mut changelog = Changelog::read(folder)?.with_context(|| {
            format!("{name} has no changelog: run `cargo xtask codegen` before an import")
        })?;
        let before = changelog.version();
        changelog.add(report.verdict(), &report.to_string())?;
        Ok(Some(Self {
            name,
            before,
            changelog,
        }))
    }
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            name,
            before,
            changelog,
        } = self;
        write!(f, "{name} {before} -> {}", changelog.version())
    }
}
