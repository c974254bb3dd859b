//! A client as a program that makes as many calls as it is told and reports their processor time.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context, Result};

use crate::workspace;

/// A program that runs until it is dropped.
#[derive(Debug)]
pub(super) struct Client {
    pub(super) name: &'static str,
    /// True for ours and the plain one.
    pub(super) rust: bool,
    child: Child,
    orders: ChildStdin,
    times: BufReader<ChildStdout>,
}

impl Client {
    /// Starts ours and the plain one.
    pub(super) fn rust(program: &Path, action: &str, url: &str) -> Result<Vec<Self>> {
        let start = |name, side| {
            let mut command = Command::new(program);
            Self::start(name, true, command.args([side, action, url]))
        };
        Ok(vec![start("ours", "ours")?, start("reqwest", "plain")?])
    }

    /// Starts the official clients, as far as they are installed.
    pub(super) fn official(action: &str, address: &str) -> Result<Vec<Self>> {
        let peers = workspace::root().join("target/peers");
        let sides = [
            (
                "Python SDK",
                peers.join("python/bin/python"),
                "-c",
                include_str!("driver.py"),
                peers.join("python"),
            ),
            (
                "Node SDK",
                "node".into(),
                "-e",
                include_str!("driver.js"),
                peers.join("node/node_modules"),
            ),
        ];
        let mut clients = Vec::new();
        for (name, program, flag, text, needed) in sides {
            if !needed.exists() {
                eprintln!("{name} left out: run `cargo xtask peers` first");
                continue;
            }
            let mut command = Command::new(program);
            command.args([flag, text, address, action]);
            command.current_dir(needed);
            clients.push(Self::start(name, false, &mut command)?);
        }
        Ok(clients)
    }

    fn start(name: &'static str, rust: bool, command: &mut Command) -> Result<Self> {
        for proxy in ["http_proxy", "https_proxy", "all_proxy"] {
            command.env_remove(proxy).env_remove(proxy.to_uppercase());
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command
            .spawn()
            .with_context(|| format!("cannot run {name}"))?;
        let ends = child.stdin.take().zip(child.stdout.take());
        let (orders, times) = ends.context("no pipes")?;
        let times = BufReader::new(times);
        Ok(Self {
            name,
            rust,
            child,
            orders,
            times,
        })
    }

    /// Makes `count` calls, and returns the nanoseconds that one of them took.
    pub(super) fn run(&mut self, count: u32) -> Result<f64> {
        writeln!(self.orders, "{count}").with_context(|| format!("{} ended", self.name))?;
        let mut line = String::new();
        self.times.read_line(&mut line)?;
        let time: f64 = line
            .trim()
            .parse()
            .with_context(|| format!("{} reports {line:?}", self.name))?;
        Ok(time / f64::from(count))
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
