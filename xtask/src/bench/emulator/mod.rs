//! `cargo xtask bench emulator`: what a call costs the local endpoint, beside a mock server that knows
//! no signature.

mod load;
mod server;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use clap::Args;
use tencentcloud_catalogue as catalogue;
use tencentcloud_testkit::call::{Call, Connection, Key, Parameters, build_emulator};

use load::load;
use server::Server;

/// The arguments of `cargo xtask bench emulator`.
#[derive(Debug, Args)]
pub(super) struct Emulator {
    /// How often each server is measured, in turn; medians count
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..))]
    runs: u16,
    /// How long a run sends requests, in seconds
    #[arg(long, default_value_t = 4.0)]
    seconds: f64,
    /// How many connections send at once
    #[arg(long, default_value_t = 8)]
    connections: usize,
    /// How many resources are listed by page
    #[arg(long, default_value_t = 100_000)]
    resources: usize,
    /// Measure this program; by default the command is built for it
    #[arg(long, value_name = "FILE")]
    program: Option<PathBuf>,
    /// Leave the other mock server out
    #[arg(long)]
    alone: bool,
}

const SERVICE: (&str, &str) = ("apigateway", "2018-08-08");

/// A filter that every resource meets which is made.
const FILTERS: &str = r#","Filters":[{"Name":"UniqVpcId","Values":["vpc-1"]}]"#;

/// The action that is measured: signed, verified, checked and answered from what is kept.
fn page(offset: usize, filters: &str) -> Vec<u8> {
    let body = format!("{{\"Limit\":10,\"Offset\":{offset}{filters}}}");
    request(SERVICE, "DescribeUpstreams", &body)
}

fn request((service, version): (&str, &str), action: &str, body: &str) -> Vec<u8> {
    let call = Call {
        service,
        version,
        action,
        parameters: Parameters::Json(body),
    };
    call.signed(Key::LOCAL)
}

/// A server that is measured.
enum Kind<'a> {
    /// The endpoint, with arguments.
    Ours(&'a Path, &'static [&'static str]),
    /// Prism, in a folder.
    Prism(&'a Path),
}

impl Kind<'_> {
    fn name(&self) -> &'static str {
        match self {
            Self::Ours(_, []) => "ours, all cores",
            Self::Ours(..) => "ours, one thread",
            Self::Prism(_) => "Prism 5.16.0, no signature",
        }
    }

    fn start(&self) -> Result<Server> {
        match self {
            Self::Ours(program, arguments) => Server::emulator(program, arguments),
            Self::Prism(folder) => Server::prism(folder),
        }
    }
}

/// What one run of one server came to.
#[derive(Clone, Copy, Debug)]
struct Row {
    ready: f64,
    idle: f64,
    rate: f64,
    p99: f64,
    cost: f64,
}

impl Emulator {
    pub(super) fn run(self) -> Result<()> {
        let program = match &self.program {
            Some(program) => program.clone(),
            None => build_emulator("release", &["--release"])?,
        };
        let mut kinds = vec![
            Kind::Ours(&program, &["--threads", "1"]),
            Kind::Ours(&program, &[]),
        ];
        let prism = match self.alone {
            true => None,
            false => Some(server::install_prism()?),
        };
        kinds.extend(prism.as_deref().map(Kind::Prism));
        let mut rows = Vec::new();
        for run in 1..=self.runs {
            eprint!("\r{run} of {}", self.runs);
            let each = kinds.iter().map(|kind| self.measure(&kind.start()?));
            rows.push(each.collect::<Result<Vec<_>>>()?);
        }
        eprintln!();
        println!(
            "| server | ready, ms | idle, MiB | requests/s | p99, µs | processor, µs a call | requests/s, times ours |"
        );
        println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        for (index, kind) in kinds.iter().enumerate() {
            let of = |field: fn(&Row) -> f64| median(rows.iter().map(|row| field(&row[index])));
            let ratio = median(rows.iter().map(|row| row[index].rate / row[0].rate));
            println!(
                "| {} | {:.1} | {:.1} | {:.0} | {:.0} | {:.1} | {ratio:.3} |",
                kind.name(),
                of(|row| row.ready),
                of(|row| row.idle),
                of(|row| row.rate),
                of(|row| row.p99),
                of(|row| row.cost),
            );
        }
        let server = Server::emulator(&program, &[])?;
        let asked = ask_all(&server)?;
        println!(
            "\nAfter {asked} services were asked: {:.1} MiB.",
            server.usage()?.0
        );
        self.list(&Server::emulator(&program, &[])?)
    }

    fn measure(&self, server: &Server) -> Result<Row> {
        let (idle, _) = server.usage()?;
        let request = page(0, "");
        let time = Duration::from_secs_f64(self.seconds);
        let send = |time| {
            load(
                server.address(),
                &request,
                "\"UpstreamSet\":[]",
                self.connections,
                time,
            )
        };
        send(time / 4)?;
        let before = server.usage()?.1;
        let load = send(time)?;
        let spent = server.usage()?.1 - before;
        Ok(Row {
            ready: server.ready,
            idle,
            rate: load.requests as f64 / load.seconds,
            p99: load.p99,
            cost: spent / load.requests as f64,
        })
    }

    /// Creates resources and lists them by page.
    fn list(&self, server: &Server) -> Result<()> {
        let body = r#"{"Scheme":"HTTP","Algorithm":"ROUND-ROBIN","UniqVpcId":"vpc-1"}"#;
        let mut connection = Connection::open(server.address())?;
        let create = request(SERVICE, "CreateUpstream", body);
        for _ in 0..self.resources {
            let response = connection.exchange(&create)?.body;
            if !response.windows(10).any(|window| window == b"UpstreamId") {
                bail!("not created: {}", String::from_utf8_lossy(response));
            }
        }
        println!(
            "\nA page of 10 of {} resources, after {:.0} MiB:",
            self.resources,
            server.usage()?.0
        );
        let mut time = |request: &[u8]| {
            let begun = Instant::now();
            connection.exchange(request)?;
            Ok(begun.elapsed().as_secs_f64() * 1e6)
        };
        for (what, filters) in [("all", ""), ("filtered", FILTERS)] {
            let first = time(&page(0, filters))?;
            println!("{what}: {first:.0} µs the first time");
            for offset in [0, self.resources / 2, self.resources.saturating_sub(10)] {
                let request = page(offset, filters);
                let times = (0..21).map(|_| time(&request));
                let times = times.collect::<Result<Vec<_>>>()?;
                println!("from {offset}: {:.0} µs", median(times.into_iter()));
            }
        }
        Ok(())
    }
}

/// Asks for an action of each version of every service, and returns how many services there are.
fn ask_all(server: &Server) -> Result<usize> {
    let mut connection = Connection::open(server.address())?;
    let mut asked = 0;
    for service in catalogue::services() {
        let Some(entry) = catalogue::service(service)? else {
            continue;
        };
        asked += 1;
        for version in entry.versions() {
            for action in version.actions().take(1) {
                let version = (service, version.head().version.as_str());
                connection.exchange(&request(version, action, "{}"))?;
            }
        }
    }
    Ok(asked)
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<_> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}
