//! Medians, ratios, and what of the targets is met.

use std::fmt::{self, Display, Formatter};

use serde_json::json;

use super::case::{Case, Mode};
use super::count::Count;
use super::side::Side;
use super::wrapper::Record;

/// All that was measured in one run of the task.
#[derive(Debug, Default)]
pub(super) struct Report(Vec<Measured>);

/// One build, with all its measurements.
#[derive(Debug)]
pub(super) struct Measured {
    side: Side,
    case: Case,
    pub(super) version: Option<String>,
    pub(super) count: Option<Count>,
    pub(super) crates: Option<usize>,
    records: Vec<Record>,
    size: Option<u64>,
}

impl Measured {
    pub(super) fn new(side: Side, case: Case) -> Self {
        Self {
            side,
            case,
            version: None,
            count: None,
            crates: None,
            records: Vec::new(),
            size: None,
        }
    }

    fn seconds(&self) -> f64 {
        median(self.records.iter().map(|record| record.seconds)).unwrap_or_default()
    }

    /// The time of processors, where it is known of every run.
    fn cpu_seconds(&self) -> Option<f64> {
        let all: Option<Vec<_>> = self.records.iter().map(|r| r.cpu_seconds).collect();
        median(all?.into_iter())
    }

    /// In units of 10⁶ bytes.
    fn peak(&self) -> Option<f64> {
        let peaks: Option<Vec<_>> = self.records.iter().map(|r| r.peak_bytes).collect();
        median(peaks?.into_iter().map(|bytes| bytes as f64 / 1e6))
    }

    /// Of processor time where it is known: two builds of one run meet different neighbours.
    fn milliseconds_per(&self, what: fn(Count) -> usize) -> Option<f64> {
        let seconds = self.cpu_seconds().unwrap_or(self.seconds());
        Some(seconds * 1e3 / what(self.count?) as f64)
    }
}

fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<_> = values.collect();
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => None,
        odd if odd % 2 == 1 => Some(values[middle]),
        _ => Some((values[middle - 1] + values[middle]) / 2.0),
    }
}

fn operations(count: Count) -> usize {
    count.operations
}

fn structs(count: Count) -> usize {
    count.structs
}

/// The crate that ours are held against, and ours.
const REFERENCE: &str = "aws-sdk-iam";
const VPC: &str = "tencentcloud-vpc";
const CSIP: &str = "tencentcloud-csip";

impl Report {
    pub(super) fn add(&mut self, measured: Measured) {
        self.0.push(measured);
    }

    pub(super) fn record(&mut self, side: Side, case: &Case, record: Record, size: Option<u64>) {
        let found = self
            .0
            .iter_mut()
            .find(|measured| measured.side == side && measured.case == *case);
        if let Some(measured) = found {
            measured.records.push(record);
            measured.size = size;
        }
    }

    /// A line of JSON for each build.
    pub(super) fn lines(&self) -> String {
        self.0
            .iter()
            .map(|measured| {
                let (package, how) = measured.case.words();
                let line = json!({
                    "package": package,
                    "side": measured.side.name(),
                    "how": how,
                    "version": measured.version,
                    "operations": measured.count.map(operations),
                    "structs": measured.count.map(structs),
                    "crates": measured.crates,
                    "size_bytes": measured.size,
                    "seconds": measured.seconds(),
                    "cpu_seconds": measured.cpu_seconds(),
                    "peak_mb": measured.peak(),
                    "runs": measured.records,
                });
                format!("{line}\n")
            })
            .collect()
    }

    fn service(&self, package: &str, mode: Mode) -> Option<&Measured> {
        let case = Case::Service(package.to_owned(), mode);
        self.0.iter().find(|measured| measured.case == case)
    }

    /// The first of a service's programs is its largest, the last its smallest.
    fn growth(&self, program: &Measured) -> Option<f64> {
        let Case::Program(package) = &program.case else {
            return None;
        };
        let (service, calls) = split(package)?;
        let one = self.0.iter().find(|measured| {
            measured.side == program.side && measured.case == Case::Program(format!("{service}-1"))
        })?;
        let further = calls.checked_sub(1).filter(|further| *further > 0)?;
        Some((program.size? as f64 - one.size? as f64) / further as f64)
    }

    fn ratio(&self, package: &str, per: fn(Count) -> usize) -> Option<f64> {
        let ours = self.service(package, Mode::Check)?.milliseconds_per(per)?;
        let theirs = self
            .service(REFERENCE, Mode::Check)?
            .milliseconds_per(per)?;
        Some(theirs / ours)
    }

    fn targets(&self) -> Vec<Target> {
        let mut targets = Vec::new();
        let mut target = |what: String, value: Option<f64>, bound: Bound| {
            targets.extend(value.map(|value| Target { what, value, bound }));
        };
        for package in [VPC, CSIP] {
            let beside =
                |what| format!("{package}: check time {what} in {REFERENCE} is N times that here");
            target(
                beside("a struct"),
                self.ratio(package, structs),
                Bound::AtLeast(4.0),
            );
            target(
                beside("an operation"),
                self.ratio(package, operations),
                Bound::AtLeast(15.0),
            );
        }
        for (package, limit) in [(VPC, 550.0), (CSIP, 1000.0)] {
            let peak = self.service(package, Mode::Check).and_then(Measured::peak);
            target(
                format!("{package}: peak memory of check, MB"),
                peak,
                Bound::AtMost(limit),
            );
        }
        let twenty = self
            .0
            .iter()
            .find(|m| m.side == Side::Ours && m.case == Case::Program("vpc-20".to_owned()));
        target(
            "vpc-20: release build past its dependencies, s".to_owned(),
            twenty.map(Measured::seconds),
            Bound::AtMost(2.5),
        );
        target(
            "vpc-20: growth for each action past the first, KB".to_owned(),
            twenty
                .and_then(|program| self.growth(program))
                .map(|bytes| bytes / 1e3),
            Bound::AtMost(15.0),
        );
        targets
    }
}

/// A program's service and number of actions.
fn split(package: &str) -> Option<(&str, usize)> {
    let (service, calls) = package.rsplit_once('-')?;
    Some((service, calls.parse().ok()?))
}

struct Target {
    what: String,
    value: f64,
    bound: Bound,
}

enum Bound {
    AtMost(f64),
    AtLeast(f64),
}

impl Display for Target {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (words, limit, met) = match self.bound {
            Bound::AtMost(limit) => ("at most", limit, self.value <= limit),
            Bound::AtLeast(limit) => ("at least", limit, self.value >= limit),
        };
        let verdict = if met { "met" } else { "**missed**" };
        write!(
            f,
            "| {} | {words} {limit} | {:.1} | {verdict} |",
            self.what, self.value
        )
    }
}

/// A number, or a word where nothing tells it.
struct Maybe(Option<f64>, usize);

impl Display for Maybe {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(value) => write!(f, "{value:.*}", self.1),
            None => f.write_str("not measured"),
        }
    }
}

impl Display for Report {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.services(f)?;
        self.programs(f)?;
        let targets = self.targets();
        if !targets.is_empty() {
            writeln!(
                f,
                "\n| target | limit | measured | |\n| --- | --- | ---: | --- |"
            )?;
            targets
                .iter()
                .try_for_each(|target| writeln!(f, "{target}"))?;
        }
        Ok(())
    }
}

impl Report {
    fn services(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut first = true;
        for measured in &self.0 {
            let (Case::Service(package, mode), Some(count)) = (&measured.case, measured.count)
            else {
                continue;
            };
            if std::mem::take(&mut first) {
                writeln!(
                    f,
                    "| crate | operations | structs | build | s | cpu s | peak MB | cpu ms an operation | cpu ms a struct |\n\
                     | --- | ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: |"
                )?;
            }
            let reference = self.service(REFERENCE, *mode);
            let per = |what: fn(Count) -> usize| {
                let here = measured.milliseconds_per(what).unwrap_or_default();
                match reference.and_then(|reference| reference.milliseconds_per(what)) {
                    Some(theirs) if package != REFERENCE => {
                        format!("{here:.2} (1/{:.1})", theirs / here)
                    }
                    _ => format!("{here:.2}"),
                }
            };
            writeln!(
                f,
                "| {package} {} | {} | {} | {} | {:.2} | {} | {} | {} | {} |",
                measured.version.as_deref().unwrap_or_default(),
                count.operations,
                count.structs,
                mode.name(),
                measured.seconds(),
                Maybe(measured.cpu_seconds(), 2),
                Maybe(measured.peak(), 0),
                per(operations),
                per(structs),
            )?;
        }
        Ok(())
    }

    fn programs(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut first = true;
        for measured in &self.0 {
            let Case::Program(package) = &measured.case else {
                continue;
            };
            if std::mem::take(&mut first) {
                writeln!(
                    f,
                    "\n| program, release, past its dependencies | s | cpu s | peak MB | stripped KB | KB for each further action |\n\
                     | --- | ---: | ---: | ---: | ---: | ---: |"
                )?;
            }
            let (service, calls) = split(package).unwrap_or((package, 0));
            let growth = self
                .growth(measured)
                .map(|bytes| format!("{:.1}", bytes / 1e3));
            writeln!(
                f,
                "| {} {service}, actions: {calls} | {:.2} | {} | {} | {} | {} |",
                measured.side.name(),
                measured.seconds(),
                Maybe(measured.cpu_seconds(), 2),
                Maybe(measured.peak(), 0),
                Maybe(measured.size.map(|bytes| bytes as f64 / 1e3), 0),
                growth.unwrap_or_default(),
            )?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn service(side: Side, package: &str, count: (usize, usize), seconds: &[f64]) -> Measured {
        let mut measured = Measured::new(side, Case::Service(package.to_owned(), Mode::Check));
        measured.count = Some(Count {
            operations: count.0,
            structs: count.1,
        });
        measured.records = seconds
            .iter()
            .map(|&seconds| Record {
                seconds,
                cpu_seconds: None,
                peak_bytes: Some(500_000_000),
            })
            .collect();
        measured
    }

    #[test]
    fn one_slow_run_moves_no_ratio() {
        let mut report = Report::default();
        report.add(service(Side::Ours, VPC, (400, 1000), &[3.0, 2.0, 90.0]));
        report.add(service(
            Side::Aws,
            REFERENCE,
            (100, 1000),
            &[15.0, 15.0, 15.0],
        ));
        let text = report.to_string();
        assert!(text.contains("| 7.50 (1/20.0) | 3.00 (1/5.0) |"), "{text}");
        assert!(text.contains("at least 4 | 5.0 | met |"), "{text}");
        assert!(text.contains("at most 550 | 500.0 | met |"), "{text}");
    }

    #[test]
    fn growth_is_told_for_each_further_action() {
        let mut report = Report::default();
        for (package, size) in [("vpc-20", 1_380_000), ("vpc-1", 1_000_000)] {
            let mut program = Measured::new(Side::Ours, Case::Program(package.to_owned()));
            program.size = Some(size);
            report.add(program);
        }
        let text = report.to_string();
        assert!(text.contains("| 20.0 |"), "{text}");
        assert!(text.contains("at most 15 | 20.0 | **missed** |"), "{text}");
    }
}
