//! A server as a process.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result};

use crate::repository;
use crate::scratch::{self, output};

/// A server that runs, until it is dropped.
#[derive(Debug)]
pub struct Running {
    process: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Running {
    /// Takes care of a server that was started.
    pub fn new(process: Child, address: SocketAddr) -> Self {
        Self { process, address }
    }

    /// Starts the local endpoint by `command`, its program with arguments and environment.
    ///
    /// # Errors
    /// It does not start.
    pub fn emulator(command: &mut Command) -> Result<Self> {
        let mut process = command.arg("--quiet").stdout(Stdio::piped()).spawn()?;
        let out = process.stdout.take().context("no output")?;
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line)?;
        let address = line.trim_end().strip_prefix("http://");
        let address = address.context("the endpoint prints no address")?.parse()?;
        Ok(Self::new(process, address))
    }

    /// Returns the number of the process.
    pub fn id(&self) -> u32 {
        self.process.id()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Builds the local endpoint's command with `options` of cargo's, and returns its place; `profile` is
/// the name of the folder below `target`.
///
/// # Errors
/// It cannot be built.
pub fn build_emulator(profile: &str, options: &[&str]) -> Result<PathBuf> {
    let root = repository::root();
    let mut cargo = scratch::cargo(&root);
    cargo.args(["build", "--quiet", "--package=tencentcloud-emulator"]);
    output(cargo.args(options))?;
    let name = format!("tencentcloud-emulator{}", std::env::consts::EXE_SUFFIX);
    Ok(root.join("target").join(profile).join(name))
}
