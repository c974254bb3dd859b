//! `cargo xtask bench cli`: how long the command line takes, beside the vendor's.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use clap::Args;
use tencentcloud_testkit::call::{Key, Running};
use tencentcloud_testkit::scratch::{cargo, output};

use crate::workspace;

/// The arguments of `cargo xtask bench cli`.
#[derive(Debug, Args)]
pub(super) struct Cli {
    /// How often each command line of ours runs; medians count
    #[arg(long, default_value_t = 51, value_parser = clap::value_parser!(u16).range(1..))]
    runs: u16,
    /// How often each command line of tccli runs
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..))]
    peer_runs: u16,
    /// Measure this program; by default it is built with the profile `dist`
    #[arg(long, value_name = "FILE")]
    program: Option<PathBuf>,
    /// Leave tccli out
    #[arg(long)]
    alone: bool,
}

/// What is measured, with what both are told.
struct Case {
    name: &'static str,
    ours: &'static [&'static str],
    /// Nothing if tccli cannot do it.
    theirs: Theirs,
    /// What the time of ours is to be at most, in ms, and how often theirs is to have it.
    targets: (Option<f64>, f64),
}

/// What tccli is told.
enum Theirs {
    Words(&'static [&'static str]),
    /// The line that is to be completed.
    Line(&'static str),
    Nothing,
}

const CASES: [Case; 5] = [
    Case {
        name: "`--version`",
        ours: &["--version"],
        theirs: Theirs::Words(&["--version"]),
        targets: (Some(8.0), 50.0),
    },
    Case {
        name: "help of `cvm DescribeInstances`",
        ours: &["cvm", "DescribeInstances", "--help"],
        theirs: Theirs::Words(&["cvm", "DescribeInstances", "help"]),
        targets: (Some(8.0), 50.0),
    },
    Case {
        name: "one completion, `cvm DescribeIns`",
        ours: &["__complete", "bash", "--", "tcloud", "cvm", "DescribeIns"],
        theirs: Theirs::Line("tccli cvm DescribeIns"),
        targets: (Some(8.0), 50.0),
    },
    Case {
        name: "`search 'create instance'`",
        ours: &["search", "create instance"],
        theirs: Theirs::Nothing,
        targets: (Some(50.0), 0.0),
    },
    Case {
        name: "a call to the local endpoint",
        ours: &["cvm", "DescribeZones"],
        theirs: Theirs::Words(&["cvm", "DescribeZones"]),
        targets: (None, 20.0),
    },
];

/// The medians of several runs, in ms.
#[derive(Clone, Copy)]
struct Times {
    wall: f64,
    /// The time of processors, which other programs do not lengthen; that of the first thread, which
    /// is the only one that works here.
    processor: f64,
}

impl Cli {
    pub(super) fn run(self) -> Result<()> {
        let program = match &self.program {
            Some(program) => program.clone(),
            None => build()?,
        };
        let size = std::fs::metadata(&program)?.len();
        println!(
            "The program has {:.1} MB; 15 MB are the limit.\n",
            size as f64 / 1e6
        );
        let home = workspace::root().join("target/bench/cli-home");
        std::fs::create_dir_all(&home)?;
        let endpoint = Running::emulator(Command::new(&program).args(["emulator"]))?;
        let url = format!("http://{}", endpoint.address);
        let tccli = match self.alone {
            true => None,
            false => Some(tccli()?),
        };
        println!(
            "| what | ours, ms | processor, ms | tccli, ms | processor, ms | tccli takes, of both | limit, ms | to be at least |"
        );
        println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
        for case in &CASES {
            let ours = times(self.runs, || {
                let mut command = Command::new(&program);
                command.args(case.ours);
                surround(&mut command, &home, &url);
                command
            })?;
            let theirs = match (&tccli, &case.theirs) {
                (None, _) | (_, Theirs::Nothing) => None,
                (Some(tccli), theirs) => Some(times(self.peer_runs, || {
                    let mut command = theirs.command(tccli, &endpoint);
                    surround(&mut command, &home, &url);
                    command
                })?),
            };
            println!("{}", case.row(ours, theirs));
        }
        Ok(())
    }
}

impl Theirs {
    fn command(&self, tccli: &Path, endpoint: &Running) -> Command {
        match self {
            Self::Line(line) => {
                let mut command = Command::new(tccli.with_file_name("tccli_completer"));
                command
                    .env("COMP_LINE", line)
                    .env("COMP_POINT", line.len().to_string());
                command
            }
            Self::Words(words) => {
                let mut command = Command::new(tccli);
                command.args(*words);
                if words.last() == Some(&"DescribeZones") {
                    // It speaks TLS otherwise.
                    let address = format!("http://{}", endpoint.address);
                    command.args(["--endpoint", &address]);
                }
                command
            }
            Self::Nothing => Command::new(tccli),
        }
    }
}

impl Case {
    fn row(&self, ours: Times, theirs: Option<Times>) -> String {
        let (limit, ratio) = self.targets;
        let limit = limit.map_or("".to_owned(), |limit| format!("{limit:.0}"));
        let of = |times: Option<Times>, field: fn(Times) -> f64| {
            times.map_or("-".to_owned(), |times| format!("{:.1}", field(times)))
        };
        let times = theirs.map_or("-".to_owned(), |theirs| {
            let wall = theirs.wall / ours.wall;
            format!("{wall:.0}x, {:.0}x", theirs.processor / ours.processor)
        });
        let ratio = theirs.map_or("".to_owned(), |_| format!("{ratio:.0}x"));
        format!(
            "| {} | {:.1} | {:.1} | {} | {} | {times} | {limit} | {ratio} |",
            self.name,
            ours.wall,
            ours.processor,
            of(theirs, |times| times.wall),
            of(theirs, |times| times.processor),
        )
    }
}

/// The same machine for both: a key of the endpoint, a region, no file of anybody's.
fn surround(command: &mut Command, home: &Path, url: &str) {
    command
        .env("HOME", home)
        .env("TENCENTCLOUD_SECRET_ID", Key::LOCAL.id)
        .env("TENCENTCLOUD_SECRET_KEY", Key::LOCAL.secret)
        .env("TENCENTCLOUD_REGION", "ap-guangzhou")
        .env("TENCENTCLOUD_ENDPOINT", url)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
}

/// Runs a command several times, once before that to fill the caches of the system.
fn times(runs: u16, command: impl Fn() -> Command) -> Result<Times> {
    let (mut wall, mut processor) = (Vec::new(), Vec::new());
    for run in 0..=runs {
        let mut command = command();
        let begun = Instant::now();
        let mut child = command.spawn()?;
        let spent = spent(child.id())?;
        let time = begun.elapsed().as_secs_f64() * 1e3;
        let status = child.wait()?;
        if !status.success() {
            bail!("{command:?} ended with {status}");
        }
        if run > 0 {
            wall.push(time);
            processor.push(spent);
        }
    }
    Ok(Times {
        wall: median(wall),
        processor: median(processor),
    })
}

/// Waits for the end of a process that nobody has asked for yet, and returns the time that it took
/// of processors, in ms.
fn spent(process: u32) -> Result<f64> {
    let told = |file: &str| {
        let told = std::fs::read_to_string(format!("/proc/{process}/{file}"));
        told.context("only Linux says what a process takes")
    };
    loop {
        let stat = told("stat")?;
        let state = stat.rsplit(')').next().unwrap_or_default().trim();
        if state.starts_with('Z') {
            let all = told("schedstat")?;
            let first = all.split(' ').next().unwrap_or_default();
            return Ok(first.parse::<f64>()? / 1e6);
        }
        thread::sleep(Duration::from_micros(200));
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn build() -> Result<PathBuf> {
    let root = workspace::root();
    let words = [
        "build",
        "--quiet",
        "--profile=dist",
        "--package=tencentcloud-cli",
    ];
    output(cargo(&root).args(words))?;
    let name = format!("tcloud{}", std::env::consts::EXE_SUFFIX);
    Ok(root.join("target/dist").join(name))
}

fn tccli() -> Result<PathBuf> {
    let programs = workspace::root().join("target/peers/python/bin");
    let tccli = programs.join("tccli");
    let found = tccli.exists().then_some(tccli);
    found.context(
        "tccli is not installed: run `cargo xtask peers` first, or leave it out by --alone",
    )
}
