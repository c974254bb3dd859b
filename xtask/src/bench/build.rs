//! `cargo xtask bench build`: our crates beside those of the AWS SDK.

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Args;

use super::case::{Case, Mode};
use super::cold;
use super::count::Count;
use super::programs::{self, Program};
use super::report::{Measured, Report};
use super::scratch::Scratch;
use super::side::Side;
use super::wrapper::Record;
use crate::args::Crates;
use crate::workspace;

/// The arguments of `cargo xtask bench build`.
#[derive(Debug, Args)]
pub(super) struct Build {
    /// Only what has one of these words in its name, e.g. `vpc`, `aws-sdk-iam`, `check`;
    /// `cold`, alone, builds a program of one action from nothing
    only: Vec<String>,
    /// How often each build is measured; the median counts
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..))]
    runs: u16,
    #[command(flatten)]
    crates: Crates,
}

/// What is built. The first of each side with a count is what ratios are taken of.
const PROGRAMS: &[Program<'_>] = &[
    Program {
        side: Side::Ours,
        service: "vpc",
        version: "",
        calls: programs::VPC,
    },
    Program {
        side: Side::Ours,
        service: "vpc",
        version: "",
        calls: programs::VPC.split_at(1).0,
    },
    Program {
        side: Side::Ours,
        service: "csip",
        version: "",
        calls: &[],
    },
    Program {
        side: Side::Aws,
        service: "iam",
        version: "1.133.0",
        calls: programs::AWS_IAM,
    },
    Program {
        side: Side::Aws,
        service: "iam",
        version: "1.133.0",
        calls: programs::AWS_IAM.split_at(1).0,
    },
    Program {
        side: Side::Aws,
        service: "lambda",
        version: "1.156.0",
        calls: &[],
    },
];

impl Build {
    /// Runs the task.
    pub(super) fn run(self) -> Result<()> {
        if self.only == ["cold"] {
            return cold::run(self.runs, &self.crates.folder().canonicalize()?);
        }
        let mut sides = Vec::new();
        for side in [Side::Ours, Side::Aws] {
            let programs: Vec<_> = PROGRAMS.iter().filter(|p| p.side == side).collect();
            let cases: Vec<_> = programs
                .iter()
                .flat_map(|program| cases(program))
                .filter(|case| self.wanted(case))
                .fold(Vec::new(), |mut all, case| {
                    if !all.contains(&case) {
                        all.push(case);
                    }
                    all
                });
            if !cases.is_empty() {
                sides.push((Scratch::new(side, &programs, &self.crates)?, cases));
            }
        }
        if sides.is_empty() {
            bail!("nothing has such a name: {}", self.only.join(", "));
        }
        let mut report = Report::default();
        for (scratch, cases) in &sides {
            for case in cases {
                prepare(scratch, case)?;
                report.add(described(scratch, case)?);
            }
        }
        // All builds of one run before the next run: what else the machine does hits them alike.
        for run in 1..=self.runs {
            for (scratch, cases) in &sides {
                for case in cases {
                    let (record, size) = measure(scratch, case)?;
                    let (package, how) = case.words();
                    eprintln!(
                        "run {run} of {}: {package} {how} {:.2} s",
                        self.runs, record.seconds
                    );
                    report.record(scratch.side, case, record, size);
                }
            }
        }
        print!("{report}");
        let lines = lines();
        workspace::write(&lines, report.lines().as_bytes())?;
        println!(
            "\nEvery measurement, a line of JSON for each build: {}",
            lines.display()
        );
        Ok(())
    }

    fn wanted(&self, case: &Case) -> bool {
        let (package, how) = case.words();
        self.only.is_empty()
            || self
                .only
                .iter()
                .any(|word| package.contains(word.as_str()) || how == word)
    }
}

fn lines() -> PathBuf {
    workspace::root().join("target/bench/build.jsonl")
}

/// What is measured of a program: its service in three modes, and itself.
fn cases(program: &Program<'_>) -> Vec<Case> {
    let package = program.package();
    let mut cases: Vec<_> = Mode::ALL
        .map(|mode| Case::Service(program.dependency(), mode))
        .into();
    if !program.calls.is_empty() {
        cases.push(Case::Program(package));
    }
    cases
}

fn prepare(scratch: &Scratch, case: &Case) -> Result<()> {
    let (package, how) = case.words();
    eprintln!("building what {package} ({how}) depends on");
    match case {
        Case::Service(package, mode) => scratch.prepare(package, *mode),
        Case::Program(package) => scratch.prepare(package, Mode::Release),
    }
}

fn measure(scratch: &Scratch, case: &Case) -> Result<(Record, Option<u64>)> {
    match case {
        Case::Service(package, mode) => Ok((scratch.measure(package, *mode, None)?, None)),
        Case::Program(package) => {
            let record = scratch.measure(package, Mode::Release, None)?;
            Ok((record, Some(scratch.size(package)?)))
        }
    }
}

/// A case with what is known of it before it is measured.
fn described(scratch: &Scratch, case: &Case) -> Result<Measured> {
    let mut measured = Measured::new(scratch.side, case.clone());
    match case {
        Case::Service(package, _) => {
            let (source, version) = scratch.source(package)?;
            measured.version = Some(version);
            measured.count = Some(Count::of(&source, scratch.side)?);
        }
        Case::Program(package) => {
            measured.crates = Some(scratch.crates_in_tree(package)?);
        }
    }
    Ok(measured)
}
