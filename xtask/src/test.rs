//! `cargo xtask test`: everything that must pass before a change lands.

use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::workspace;

/// The arguments of `cargo xtask test`.
#[derive(Debug, Args)]
pub(crate) struct Test {
    /// Only the steps whose name contains one of these words
    only: Vec<String>,
}

/// One thing that must pass.
struct Step {
    name: &'static str,
    /// The folder to run in, from the root.
    folder: &'static str,
    command: &'static [&'static str],
    environment: &'static [(&'static str, &'static str)],
}

const ROOT: &str = ".";
const SERVICES: &str = "crates/services";

/// The service crates that each run looks at, which hold the oddities of all; `cargo xtask
/// check-all` looks at every one.
const FEW: [&str; 5] = ["apigateway", "cii", "cls", "es", "sts"];

const fn step(name: &'static str, folder: &'static str, command: &'static [&'static str]) -> Step {
    Step {
        name,
        folder,
        command,
        environment: &[],
    }
}

/// All features but the TLS libraries other than the default one, which take a C compiler or the
/// platform's headers, and a minute: `cargo xtask audit` builds each.
const FEATURES: &str = "--features=tencentcloud-codegen/files,tencentcloud-import/official,\
                        tencentcloud-runtime/blocking,tencentcloud-runtime/catalogue,\
                        tencentcloud-runtime/http2,\
                        tencentcloud-runtime/include,tencentcloud-runtime/serde";

/// The steps, the quick ones first. What they need of the network is the crate registry, and what
/// the tests with official clients say that they need.
const STEPS: &[Step] = &[
    step("format", ROOT, &["fmt", "--check"]),
    step(
        "resources",
        ROOT,
        &["xtask", "import", "resources", "--check"],
    ),
    step("generated", ROOT, &["xtask", "codegen", "--check"]),
    step(
        "lints",
        ROOT,
        &[
            "clippy",
            "--workspace",
            "--all-targets",
            FEATURES,
            "--",
            "--deny",
            "warnings",
        ],
    ),
    step(
        "lints of the services",
        SERVICES,
        &["clippy", "--", "--deny", "warnings"],
    ),
    step("tests", ROOT, &["test", "--workspace", FEATURES]),
    Step {
        name: "documentation",
        folder: ROOT,
        command: &["doc", "--workspace", "--no-deps"],
        environment: &[("RUSTDOCFLAGS", "--deny warnings")],
    },
    Step {
        name: "documentation of the services",
        folder: SERVICES,
        command: &["doc", "--no-deps"],
        environment: &[("RUSTDOCFLAGS", "--deny warnings")],
    },
];

impl Test {
    /// Runs the task.
    pub(crate) fn run(self) -> Result<()> {
        let root = workspace::root();
        let wanted = |step: &&Step| {
            self.only.is_empty()
                || self
                    .only
                    .iter()
                    .any(|word| step.name.contains(word.as_str()))
        };
        let steps: Vec<_> = STEPS.iter().filter(wanted).collect();
        if steps.is_empty() {
            let names: Vec<_> = STEPS.iter().map(|step| step.name).collect();
            bail!("no step is named so; there are: {}", names.join(", "));
        }
        for step in &steps {
            step.run(&root)?;
        }
        println!("all {} steps passed", steps.len());
        Ok(())
    }
}

impl Step {
    /// What cargo is told; among the services, a few are named.
    fn command(&self) -> Vec<String> {
        let mut words: Vec<_> = self.command.iter().map(ToString::to_string).collect();
        if self.folder == SERVICES {
            let packages = FEW.map(|name| format!("--package=tencentcloud-{name}"));
            words.splice(1..1, packages);
        }
        words
    }

    fn run(&self, root: &Path) -> Result<()> {
        let command = self.command();
        println!("==> {}: cargo {}", self.name, command.join(" "));
        let start = Instant::now();
        let status = workspace::cargo(&root.join(self.folder))
            .args(&command)
            .envs(self.environment.iter().copied())
            .status()
            .context("cannot run cargo")?;
        if !status.success() {
            bail!(
                "{} failed; to repeat it: cd {} && cargo {}",
                self.name,
                self.folder,
                command.join(" ")
            );
        }
        println!(
            "==> {} passed in {:.0} s",
            self.name,
            start.elapsed().as_secs_f64()
        );
        Ok(())
    }
}
