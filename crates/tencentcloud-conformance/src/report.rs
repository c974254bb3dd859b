//! What was found, service by service.

use anyhow::{Context, Result, bail};
use tencentcloud_schema::Description;

use crate::compare::compare;
use crate::counts::Counts;
use crate::examples::Example;
use crate::exceptions::Exceptions;
use crate::harness::{Outcome, Program};

/// One service with all that is known of its examples.
pub(crate) struct Case<'a> {
    pub(crate) service: &'a str,
    pub(crate) versions: Vec<Description>,
    pub(crate) examples: Vec<Example>,
    pub(crate) program: Program,
}

/// What was found.
pub(crate) struct Report {
    exceptions: Exceptions,
    pub(crate) counts: Counts,
    passed: usize,
    failed: usize,
}

impl Report {
    pub(crate) fn new(exceptions: Exceptions) -> Self {
        Self {
            exceptions,
            counts: Counts::default(),
            passed: 0,
            failed: 0,
        }
    }

    /// Compares what came back of a service's examples, and prints what differs.
    pub(crate) fn add(&mut self, case: &Case<'_>, outcomes: &[Outcome]) -> Result<()> {
        let mut lines = Vec::new();
        let mut failed = 0;
        for (example, outcome) in case.examples.iter().zip(outcomes) {
            let mut versions = case.versions.iter();
            let description = versions
                .find(|description| description.version == example.version)
                .context("examples are of the schema's versions")?;
            let mut found = compare(description, example, outcome, &mut self.counts);
            found.retain(|difference| {
                !self
                    .exceptions
                    .allow(case.service, example, &difference.path)
            });
            failed += usize::from(!found.is_empty());
            for difference in found {
                lines.push(format!(
                    "{}\t{}\t{}\t{}\t{}",
                    case.service,
                    example.action,
                    example.slot(),
                    difference.path,
                    difference.what
                ));
            }
        }
        println!(
            "{}: {} passed, {failed} failed",
            case.service,
            outcomes.len() - failed
        );
        lines.iter().for_each(|line| println!("{line}"));
        self.passed += outcomes.len() - failed;
        self.failed += failed;
        Ok(())
    }

    /// Prints the sums; an error where anything failed or an exception was not needed.
    pub(crate) fn print(self, services: &[String], sampled: bool) -> Result<()> {
        print!("{}", self.counts);
        println!("{:>7} exceptions", self.exceptions.used());
        let unused = self.exceptions.unused(services);
        println!("{} passed, {} failed", self.passed, self.failed);
        if self.failed > 0 {
            bail!(
                "{} examples do not come back as they are documented",
                self.failed
            );
        }
        if !sampled && !unused.is_empty() {
            bail!(
                "reviews/conformance.tsv has exceptions that nothing needs any more; remove them:\n  {}",
                unused.join("\n  ")
            );
        }
        Ok(())
    }
}
