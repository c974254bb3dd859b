//! `cargo xtask bench build cold`: a program of one action from nothing, beside a plain program on
//! reqwest and one on the AWS SDK.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use tencentcloud_testkit::scratch::{output, run as quiet};

use crate::workspace;

/// A program that is built, with all that it depends on, in debug.
struct Peer {
    name: &'static str,
    dependencies: &'static str,
    main: &'static str,
    /// What our processor time may be of this program's.
    limit: Option<f64>,
}

/// The crates that a program of ours may take, itself included.
const CRATES: usize = 100;

const PEERS: [Peer; 3] = [
    Peer {
        name: "ours",
        dependencies: "tencentcloud-sts = { path = \"SERVICES/sts\" }\n",
        main: "    let client = tencentcloud_sts::Client::new(&tencentcloud_sts::runtime::Config::from_env()?);\n    \
               let request = tencentcloud_sts::GetCallerIdentityRequest::new();\n    \
               println!(\"{:?}\", client.get_caller_identity(request).await?);\n",
        limit: None,
    },
    Peer {
        name: "reqwest",
        dependencies: "reqwest = { version = \"0.13\", features = [\"json\"] }\n\
                       serde = { version = \"1\", features = [\"derive\"] }\n",
        main: "    #[derive(Debug, serde::Deserialize)]\n    struct Identity { arn: String }\n    \
               let response = reqwest::get(\"https://sts.example/\").await?;\n    \
               println!(\"{}\", response.json::<Identity>().await?.arn);\n",
        limit: Some(0.65),
    },
    Peer {
        name: "aws",
        dependencies: "aws-config = { version = \"1\", features = [\"behavior-version-latest\"] }\n\
                       aws-sdk-sts = \"1\"\n",
        main: "    let client = aws_sdk_sts::Client::new(&aws_config::load_from_env().await);\n    \
               println!(\"{:?}\", client.get_caller_identity().send().await?);\n",
        limit: Some(0.45),
    },
];

/// Builds each program so many times, in turn, and prints processor time, ratios and crates.
pub(super) fn run(runs: u16, services: &Path) -> Result<()> {
    let mut folders = Vec::new();
    for peer in &PEERS {
        folders.push(lay_out(peer, services)?);
    }
    // The ratios of one run are compared: what else the machine does hits its builds alike.
    let mut times = Vec::new();
    for run in 1..=runs {
        let mut row = Vec::new();
        for (peer, folder) in PEERS.iter().zip(&folders) {
            let seconds = build(folder)?;
            eprintln!("run {run} of {runs}: {} {seconds:.1} s", peer.name);
            row.push(seconds);
        }
        times.push(row);
    }
    println!("| program, debug, from nothing | crates | processor s | ours of it | limit |");
    println!("| --- | ---: | ---: | ---: | ---: |");
    for (index, (peer, folder)) in PEERS.iter().zip(&folders).enumerate() {
        let crates = crates(folder)?;
        let seconds = median(times.iter().map(|row| row[index]));
        let ratio = median(times.iter().map(|row| row[0] / row[index]));
        let limit = peer.limit.map_or_else(
            || format!("{CRATES} crates: {}", verdict(crates <= CRATES)),
            |limit| format!("{limit}: {}", verdict(ratio <= limit)),
        );
        println!(
            "| {} | {crates} | {seconds:.1} | {ratio:.2} | {limit} |",
            peer.name
        );
    }
    Ok(())
}

fn verdict(met: bool) -> &'static str {
    if met { "met" } else { "**missed**" }
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<_> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

/// Writes the program, as `cargo new` and `cargo add` would, with the newest versions.
fn lay_out(peer: &Peer, services: &Path) -> Result<PathBuf> {
    let folder = workspace::root().join("target/bench/cold").join(peer.name);
    let dependencies = peer
        .dependencies
        .replace("SERVICES", &services.to_string_lossy());
    let manifest = format!(
        "[package]\nname = \"{}-program\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [dependencies]\n{dependencies}tokio = {{ version = \"1\", features = [\"macros\", \"rt\"] }}\n",
        peer.name
    );
    let main = format!(
        "#[tokio::main(flavor = \"current_thread\")]\n\
         async fn main() -> Result<(), Box<dyn std::error::Error>> {{\n{}    Ok(())\n}}\n",
        peer.main
    );
    workspace::write(&folder.join("Cargo.toml"), manifest.as_bytes())?;
    workspace::write(&folder.join("src/main.rs"), main.as_bytes())?;
    let mut fetch = workspace::cargo(&folder);
    quiet(fetch.args(["fetch", "--quiet"]))?;
    Ok(folder)
}

/// The processor time of a build from nothing, in seconds.
fn build(folder: &Path) -> Result<f64> {
    let target = folder.join("target");
    if target.exists() {
        fs::remove_dir_all(&target)
            .with_context(|| format!("cannot remove {}", target.display()))?;
    }
    let before = children()?;
    let mut cargo = workspace::cargo(folder);
    quiet(
        cargo
            .args(["build", "--quiet", "--offline"])
            .env("CARGO_TARGET_DIR", &target)
            .env("CARGO_INCREMENTAL", "0"),
    )?;
    Ok(children()? - before)
}

/// The processor time of all ended children, and of theirs. Linux tells it in hundredths of a second.
fn children() -> Result<f64> {
    let stat = fs::read_to_string("/proc/self/stat").context("only Linux tells processor time")?;
    // The name may hold blanks and brackets; what follows its last bracket begins with field 3.
    let fields = stat.rsplit_once(')').map(|(_, rest)| rest);
    let fields = fields.unwrap_or_default().split_whitespace().skip(13);
    let ticks: Vec<u64> = fields.take(2).map(str::parse).collect::<Result<_, _>>()?;
    Ok(ticks.iter().sum::<u64>() as f64 / 100.0)
}

/// How many crates a build takes, the program and build dependencies included.
fn crates(folder: &Path) -> Result<usize> {
    let mut tree = workspace::cargo(folder);
    tree.args(["tree", "--offline", "--prefix=none", "--no-dedupe"]);
    tree.args(["--edges=normal,build", "--format={p}"]);
    let text = output(&mut tree)?;
    let mut lines: Vec<_> = text.lines().filter(|line| !line.is_empty()).collect();
    lines.sort_unstable();
    lines.dedup();
    Ok(lines.len())
}
