//! Every documented example through the generated Rust types, and every documented request at the
//! local endpoint.
//!
//! Each example response is decoded and encoded again, and each example request is decoded and
//! built again in its own form. Both must say the same, less what `compare` deletes and counts.
//!
//! Each request is signed and sent as it is written. It must be accepted, or refused for a reason that
//! is listed, or since it names what does not exist.

mod compare;
mod counts;
mod examples;
mod exceptions;
mod harness;
mod refusals;
mod report;
mod requests;

use std::path::Path;

use anyhow::Result;
use tencentcloud_import::official::Package;
use tencentcloud_schema::Description;

pub use exceptions::Exceptions;
use harness::Harness;
pub use refusals::Refusals;
use report::{Case, Report};

/// So many programs are built together: two processors stay busy, and what is done is kept when
/// the run is stopped.
const BATCH: usize = 8;

/// A share of all examples.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    /// One of so many examples is taken.
    pub one_of: u64,
    /// Decides which.
    pub seed: u64,
}

/// What is checked.
#[derive(Debug)]
pub struct Run<'a> {
    /// The packages that hold the examples.
    pub packages: &'a [Package],
    /// The services, by name.
    pub services: &'a [String],
    /// The folder of the service crates.
    pub crates: &'a Path,
    /// Which examples are taken; all if there is none.
    pub sample: Option<Sample>,
}

impl Run<'_> {
    /// Checks the examples of all services and prints what differs, then the sums. `versions`
    /// returns the descriptions of a service.
    ///
    /// # Errors
    /// Examples do not come back, exceptions are not needed, or a program cannot be built or run.
    pub fn check(
        &self,
        exceptions: Exceptions,
        versions: impl Fn(&str) -> Result<Vec<Description>>,
    ) -> Result<()> {
        let harness = Harness::new()?;
        let mut report = Report::new(exceptions);
        let mut done = 0;
        for batch in self.services.chunks(BATCH) {
            let mut cases = Vec::new();
            for service in batch {
                cases.push(self.case(service, versions(service)?, &harness, &mut report)?);
            }
            let kept: Vec<_> = cases
                .iter()
                .map(|case| harness.kept(&case.program))
                .collect();
            let pairs = cases.iter().zip(&kept);
            let changed: Vec<_> = pairs
                .filter(|(_, kept)| kept.is_none())
                .map(|(case, _)| &case.program)
                .collect();
            if !changed.is_empty() {
                harness.build(&changed)?;
            }
            for (case, kept) in cases.iter().zip(kept) {
                let outcomes = match kept {
                    Some(outcomes) => outcomes,
                    None => harness.run(&case.program)?,
                };
                done += 1;
                print!("[{done}/{}] ", self.services.len());
                report.add(case, &outcomes)?;
            }
        }
        report.print(self.services, self.sample.is_some())
    }

    fn case<'s>(
        &self,
        service: &'s str,
        versions: Vec<Description>,
        harness: &Harness,
        report: &mut Report,
    ) -> Result<Case<'s>> {
        let mut examples = Vec::new();
        for package in self.packages {
            examples.extend(examples::of(package, &versions, &mut report.counts)?);
        }
        if let Some(sample) = self.sample {
            let one_of = sample.one_of.max(1);
            examples.retain(|example| example.number(sample.seed) % one_of == 0);
        }
        let program = harness.program(service, &self.crates.join(service), &versions, &examples)?;
        Ok(Case {
            service,
            versions,
            examples,
            program,
        })
    }
}
