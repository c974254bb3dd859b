//! The hidden mode of this program in which cargo runs it around rustc, to measure one crate.
//!
//! cargo's own clock covers what it does besides, and the memory of rustc is told by nobody once
//! it has ended: so the one process of the one crate is started, timed and watched here.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, ExitStatus};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

/// Which crate to measure, by the name that rustc is told. Its presence is what asks for this mode.
const CRATE: &str = "XTASK_BENCH_CRATE";
/// The file that takes one line of JSON for each measured process.
const RECORDS: &str = "XTASK_BENCH_RECORDS";
/// The file that takes the times of rustc's passes, where they are wanted.
const PASSES: &str = "XTASK_BENCH_PASSES";

/// How often the process is looked at. Its peak only grows, so what is lost is the growth within
/// its last moment.
const PACE: Duration = Duration::from_millis(5);

/// What one rustc process took.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub(super) struct Record {
    pub(super) seconds: f64,
    /// The time of processors, which what else the machine does hardly changes; `None` where the
    /// platform does not tell.
    pub(super) cpu_seconds: Option<f64>,
    /// The peak of its resident memory; `None` where the platform does not tell.
    pub(super) peak_bytes: Option<u64>,
}

/// What cargo is told so that one crate is measured.
pub(super) struct Probe<'a> {
    /// The crate's name with underscores.
    pub(super) name: &'a str,
    pub(super) records: &'a Path,
    pub(super) passes: Option<&'a Path>,
}

impl Probe<'_> {
    /// Runs that cargo command, and gives what the one process of the crate took.
    pub(super) fn run(&self, cargo: &mut Command) -> Result<Record> {
        remove(self.records)?;
        let wrapper = env::current_exe().context("cannot tell where this program is")?;
        cargo
            .env("RUSTC_WRAPPER", wrapper)
            .env(CRATE, self.name)
            .env(RECORDS, self.records);
        if let Some(passes) = self.passes {
            remove(passes)?;
            cargo.env(PASSES, passes);
        }
        tencentcloud_testkit::scratch::run(cargo)?;
        let lines = fs::read_to_string(self.records).unwrap_or_default();
        match lines.lines().collect::<Vec<_>>()[..] {
            [line] => Ok(serde_json::from_str(line)?),
            ref lines => bail!(
                "rustc ran {} times for the crate {} where one run was to be measured",
                lines.len(),
                self.name
            ),
        }
    }
}

fn remove(file: &Path) -> Result<()> {
    if file.exists() {
        fs::remove_file(file).with_context(|| format!("cannot remove {}", file.display()))?;
    }
    Ok(())
}

/// Does what cargo asks of a wrapper, where this process was started as one.
pub(crate) fn run_as_wrapper() -> Option<ExitCode> {
    let name = env::var_os(CRATE)?;
    Some(wrap(&name).unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    }))
}

fn wrap(name: &OsStr) -> Result<ExitCode> {
    let mut arguments = env::args_os().skip(1);
    let mut rustc = Command::new(arguments.next().context("cargo names rustc first")?);
    let arguments: Vec<_> = arguments.collect();
    rustc.args(&arguments);
    let measured = arguments
        .windows(2)
        .any(|pair| pair[0] == "--crate-name" && pair[1] == name);
    let status = if measured {
        measure(&mut rustc, &arguments)?
    } else {
        rustc.status().context("cannot run rustc")?
    };
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}

fn measure(rustc: &mut Command, arguments: &[OsString]) -> Result<ExitStatus> {
    // A crate from the registry is compiled so; a path to the same crate must not cost more.
    if !arguments.iter().any(|argument| argument == "--cap-lints") {
        rustc.args(["--cap-lints", "allow"]);
    }
    if let Some(passes) = env::var_os(PASSES) {
        // What a stable compiler knows of itself it tells only so.
        rustc
            .env("RUSTC_BOOTSTRAP", "1")
            .args(["-Ztime-passes", "-Ztime-passes-format=json"]);
        rustc.stderr(File::create(passes)?);
    }
    let start = Instant::now();
    let mut child = rustc.spawn().context("cannot run rustc")?;
    let (status, seen) = watch(&mut child)?;
    let record = Record {
        seconds: start.elapsed().as_secs_f64(),
        ..seen
    };
    let records = PathBuf::from(env::var_os(RECORDS).context("no file for the record")?);
    let mut file = OpenOptions::new()
        .create(true)
        .append(true)
        .open(&records)
        .with_context(|| format!("cannot write {}", records.display()))?;
    writeln!(file, "{}", serde_json::to_string(&record)?)?;
    Ok(status)
}

/// Waits for the process, looking at it all the while.
fn watch(child: &mut Child) -> Result<(ExitStatus, Record)> {
    let mut seen = Record::default();
    loop {
        seen.peak_bytes = seen.peak_bytes.max(peak_bytes(child.id()));
        seen.cpu_seconds = cpu_seconds(child.id()).or(seen.cpu_seconds);
        if let Some(status) = child.try_wait()? {
            return Ok((status, seen));
        }
        thread::sleep(PACE);
    }
}

/// The time that a process's threads have had so far. Linux tells it in hundredths of a second on
/// all its platforms.
fn cpu_seconds(process: u32) -> Option<f64> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name may hold blanks and brackets; what follows its last bracket begins with field 3.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let user: u64 = fields.next()?.parse().ok()?;
    let system: u64 = fields.next()?.parse().ok()?;
    Some((user + system) as f64 / 100.0)
}

/// The peak of a process's resident memory so far, where the platform has such a file.
fn peak_bytes(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_os = "linux")]
    fn a_process_is_seen_while_it_runs() {
        let mut child = Command::new("sh")
            .args(["-c", "i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done"])
            .spawn()
            .unwrap();
        let (status, seen) = watch(&mut child).unwrap();
        assert!(status.success());
        let peak = seen.peak_bytes.unwrap();
        assert!((100_000..100_000_000).contains(&peak), "{peak}");
        let cpu = seen.cpu_seconds.unwrap();
        assert!(cpu > 0.0 && cpu < 60.0, "{cpu}");
    }
}
