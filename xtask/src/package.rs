//! `cargo xtask package`: proof that a service's crate can be published, and the plan for all.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
use tencentcloud_codegen::UMBRELLA;

use crate::workspace::{self, SchemaDir};

/// The crate registry takes no larger package.
const LIMIT: u64 = 10 * 1024 * 1024;

/// The registry lets an account publish this many new crates at once, then one in ten minutes.
const NEW_BURST: usize = 5;
const NEW_MINUTES: usize = 10;

/// New versions of known crates: this many at once, then one a minute.
const UPDATE_BURST: usize = 30;

/// The crates of our own that a service needs, in the order in which they are published.
const OWN: [&str; 6] = [
    "tencentcloud-schema",
    "tencentcloud-catalogue",
    "tencentcloud-import",
    "tencentcloud-codegen",
    "tencentcloud-macros",
    "tencentcloud-runtime",
];

/// The arguments of `cargo xtask package`.
#[derive(Debug, Args)]
pub(crate) struct Package {
    /// The services to package
    #[arg(required_unless_present = "plan")]
    services: Vec<String>,
    /// Print the order and the time in which everything is published within the registry's rates
    #[arg(long)]
    plan: bool,
}

impl Package {
    /// Runs the task.
    pub(crate) fn run(self) -> Result<()> {
        let root = workspace::root();
        if self.plan {
            return plan(&root);
        }
        for service in &self.services {
            package(&root, service)?;
        }
        Ok(())
    }
}

/// Packages runtime, macros and one service in a workspace of their own: `cargo package` cannot
/// reach across the two workspaces of this repository.
fn package(root: &Path, service: &str) -> Result<()> {
    let source = root.join("crates/services").join(service);
    if !source.join("Cargo.toml").exists() {
        bail!("no crate of {service}: there is no {}", source.display());
    }
    let folder = root.join("target/package-workspace").join(service);
    if folder.exists() {
        fs::remove_dir_all(&folder)
            .with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    for name in OWN {
        copy(&root.join("crates").join(name), &folder.join(name))?;
    }
    let shared = workspace::digest(&folder)?;
    copy(&source, &folder.join(service))?;
    let manifest = fs::read_to_string(root.join("Cargo.toml"))?;
    let members: Vec<_> = OWN
        .iter()
        .chain([&service])
        .map(|name| format!("\"{name}\""))
        .collect();
    let manifest = manifest
        .lines()
        .filter(|line| !line.starts_with("exclude"))
        .map(|line| match line.strip_prefix("members = ") {
            Some(_) => format!("members = [{}]", members.join(", ")),
            None => line
                .replace("path = \"crates/services/", "path = \"")
                .replace("path = \"crates/", "path = \""),
        })
        // What is not here cannot be a dependency by path.
        .filter(|line| {
            match line
                .split_once("path = \"")
                .and_then(|(_, rest)| rest.split_once('"'))
            {
                Some((path, _)) => folder.join(path).exists(),
                None => true,
            }
        });
    let mut text: String = manifest.map(|line| line + "\n").collect();
    // The service takes the runtime as its own workspace has it: without default features.
    text = text.replace(
        "tencentcloud-runtime = { path = \"tencentcloud-runtime\", version = \"0.1.0\" }",
        "tencentcloud-runtime = { path = \"tencentcloud-runtime\", version = \"0.1.0\", default-features = false, features = [\"derive\"] }",
    );
    fs::write(folder.join("Cargo.toml"), text)?;
    // One folder for all services: what they share is verified once. Cargo keeps what it unpacked
    // of a version by the folder's path, so other sources of that version get another folder.
    let target = root
        .join("target/package-workspace/target")
        .join(&shared[..16]);
    let done = workspace::cargo(&folder)
        .args([
            "package",
            "--workspace",
            "--allow-dirty",
            "--quiet",
            "--target-dir",
        ])
        .arg(&target)
        .output()
        .context("cannot run cargo package")?;
    if !done.status.success() {
        let text = String::from_utf8_lossy(&done.stderr);
        let errors = text.lines().skip_while(|line| !line.starts_with("error"));
        let first: Vec<_> = errors.take(20).collect();
        bail!(
            "cargo package failed in {}:\n{}",
            folder.display(),
            first.join("\n")
        );
    }
    for entry in fs::read_dir(target.join("package"))? {
        let path = entry?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "crate")
        {
            let size = fs::metadata(&path)?.len();
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            println!("{name}: {} KB", size.div_ceil(1024));
            if size > LIMIT {
                bail!("{name} has {size} bytes, more than the registry's {LIMIT}");
            }
        }
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("cannot make {}", to.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot list {}", from.display()))? {
        let path = entry?.path();
        let target: PathBuf = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            copy(&path, &target)?;
        } else {
            fs::copy(&path, &target).with_context(|| format!("cannot copy {}", path.display()))?;
        }
    }
    Ok(())
}

fn plan(root: &Path) -> Result<()> {
    let services = SchemaDir(root.join("schema")).services()?;
    let first = OWN
        .into_iter()
        .chain(["tencentcloud-catalogue", "tencentcloud-emulator"])
        .map(str::to_owned);
    let order: Vec<_> = first
        .chain(
            services
                .iter()
                .map(|service| format!("tencentcloud-{service}")),
        )
        .chain([UMBRELLA.to_owned()])
        .collect();
    println!("{} crates, each after what it depends on:", order.len());
    for (index, name) in order.iter().enumerate() {
        let wait = (index + 1).saturating_sub(NEW_BURST) * NEW_MINUTES;
        println!(
            "{:>4}  {:>3} h {:>2} min  {name}",
            index + 1,
            wait / 60,
            wait % 60
        );
    }
    let minutes = |count: usize, burst: usize, each: usize| count.saturating_sub(burst) * each;
    println!(
        "first time: {:.1} hours (bursts of {NEW_BURST} new crates, then one in {NEW_MINUTES} minutes)",
        minutes(order.len(), NEW_BURST, NEW_MINUTES) as f64 / 60.0
    );
    println!(
        "later: {:.1} hours for all (bursts of {UPDATE_BURST} versions, then one a minute); only crates whose schema changed are published",
        minutes(order.len(), UPDATE_BURST, 1) as f64 / 60.0
    );
    println!(
        "a publish that the registry refuses for its rate is tried again after the wait that the answer names; the order makes every stop a safe one"
    );
    Ok(())
}
