//! `cargo xtask bench call`: processor time a call, beside a plain program on reqwest and the
//! official clients.

mod client;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use clap::Args;
use serde_json::Value;
use tencentcloud_testkit::fault::{Script, Server, Step};
use tencentcloud_testkit::scratch::output;

use crate::workspace;
use client::Client;

/// The arguments of `cargo xtask bench call`.
#[derive(Debug, Args)]
pub(super) struct Call {
    /// How often each client is measured, in turn; medians count
    #[arg(long, default_value_t = 21, value_parser = clap::value_parser!(u16).range(1..))]
    runs: u16,
    /// Leave the official clients out
    #[arg(long)]
    alone: bool,
}

/// An action, and how many calls of it one run makes.
struct Size {
    action: &'static str,
    calls: u32,
}

impl Size {
    /// How many calls a client makes: those of another language take longer.
    fn of(&self, client: &Client) -> u32 {
        if client.rust {
            self.calls
        } else {
            self.calls / 10
        }
    }
}

const SIZES: [Size; 2] = [
    Size {
        action: "DescribeZones",
        calls: 2000,
    },
    Size {
        action: "DescribeInstances",
        calls: 300,
    },
];

/// What our time may be of the plain program's.
const LIMIT: f64 = 1.10;

impl Call {
    pub(super) fn run(self) -> Result<()> {
        let program = build()?;
        println!("| call | client | µs a call | ours of it | limit |");
        println!("| --- | --- | ---: | ---: | --- |");
        for size in &SIZES {
            self.measure(size, &program)?;
        }
        Ok(())
    }

    fn measure(&self, size: &Size, program: &Path) -> Result<()> {
        let body = output(Command::new(program).args(["body", size.action]))?;
        let body = body.trim_end().to_owned();
        let bytes = body.len();
        let step = Step::json(body).header("date", "Tue, 15 Nov 1994 08:12:31 GMT");
        let server = Server::start(Script::function(move |_| step.clone()));
        let mut clients = Client::rust(program, size.action, &server.url())?;
        if !self.alone {
            clients.extend(Client::official(
                size.action,
                &server.address().to_string(),
            )?);
        }
        for client in &mut clients {
            client.run(size.of(client))?;
        }
        let mut rows = Vec::new();
        for run in 1..=self.runs {
            eprint!("\r{} {run} of {}", size.action, self.runs);
            let times = clients.iter_mut().map(|client| client.run(size.of(client)));
            rows.push(times.collect::<Result<Vec<_>>>()?);
        }
        eprintln!();
        for (index, client) in clients.iter().enumerate() {
            let time = median(rows.iter().map(|row| row[index]));
            // Of one run, which other work of the machine meets alike.
            let ratio = median(rows.iter().map(|row| row[0] / row[index]));
            let limit = match client.name {
                "reqwest" if ratio <= LIMIT => format!("{LIMIT:.2}: met"),
                "reqwest" => format!("{LIMIT:.2}: **missed**"),
                _ => String::new(),
            };
            println!(
                "| {}, {bytes} bytes | {} | {:.1} | {ratio:.2} | {limit} |",
                size.action,
                client.name,
                time / 1000.0
            );
        }
        Ok(())
    }
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<_> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

/// Builds the program of both Rust clients, and returns its place.
fn build() -> Result<PathBuf> {
    let mut cargo = workspace::cargo(&workspace::root());
    cargo.args(["build", "--quiet", "--release", "--message-format=json"]);
    cargo.args(["--package=tencentcloud-runtime", "--bench=call"]);
    let text = output(&mut cargo)?;
    let messages = text.lines().map(serde_json::from_str::<Value>);
    let mut places = messages.filter_map(|message| {
        let place = message.ok()?.get("executable")?.as_str()?.to_owned();
        Some(PathBuf::from(place))
    });
    places.next_back().context("cargo names no program")
}
