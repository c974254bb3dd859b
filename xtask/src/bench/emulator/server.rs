//! A server that is measured, as a process.

use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use sysinfo::{Pid, ProcessRefreshKind, ProcessesToUpdate, System};
use tencentcloud_testkit::call::Running;
use tencentcloud_testkit::scratch::output;

use crate::workspace;

const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

/// A server that runs, until it is dropped.
pub(super) struct Server {
    running: Running,
    /// From the start of the process to the first connection, in ms.
    pub(super) ready: f64,
}

impl Server {
    pub(super) fn address(&self) -> SocketAddr {
        self.running.address
    }

    /// Starts the endpoint.
    pub(super) fn emulator(program: &Path, arguments: &[&str]) -> Result<Self> {
        let begun = Instant::now();
        let running = Running::emulator(Command::new(program).args(arguments))?;
        TcpStream::connect(running.address)?;
        let ready = begun.elapsed().as_secs_f64() * 1000.0;
        Ok(Self { running, ready })
    }

    /// Starts Prism of `folder` on the action that is measured.
    pub(super) fn prism(folder: &Path) -> Result<Self> {
        let free = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let begun = Instant::now();
        let process = Command::new("node")
            .arg(folder.join("node_modules/@stoplight/prism-cli/dist/index.js"))
            .args([
                "mock",
                "--verboseLevel",
                "silent",
                "--host",
                "127.0.0.1",
                "--port",
            ])
            .arg(free.port().to_string())
            .arg(folder.join("openapi.json"))
            .stdout(Stdio::null())
            .spawn()
            .context("cannot run node")?;
        let running = Running::new(process, free);
        while TcpStream::connect(free).is_err() {
            if begun.elapsed() > Duration::from_secs(60) {
                bail!("Prism does not start");
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        let ready = begun.elapsed().as_secs_f64() * 1000.0;
        Ok(Self { running, ready })
    }

    /// Returns the resident memory, in MiB, and the processor time so far, in µs.
    pub(super) fn usage(&self) -> Result<(f64, f64)> {
        let id = Pid::from_u32(self.running.id());
        let mut system = System::new();
        let what = ProcessRefreshKind::nothing().with_memory().with_cpu();
        system.refresh_processes_specifics(ProcessesToUpdate::Some(&[id]), false, what);
        let process = system.process(id).context("the server has ended")?;
        let memory = process.memory() as f64 / f64::from(1 << 20);
        Ok((memory, process.accumulated_cpu_time() as f64 * 1000.0))
    }
}

/// Installs Prism, by checksum, and returns its folder.
pub(super) fn install_prism() -> Result<PathBuf> {
    let folder = workspace::root().join("target/bench/prism");
    let files = [
        ("package.json", include_str!("package.json")),
        ("package-lock.json", include_str!("package-lock.json")),
        ("openapi.json", include_str!("openapi.json")),
    ];
    for (name, text) in files {
        workspace::write(&folder.join(name), text.as_bytes())?;
    }
    let npm = [
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ];
    output(Command::new(NPM).args(npm).arg("--prefix").arg(&folder))?;
    Ok(folder)
}
