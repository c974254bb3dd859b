//! Programs of the services' generated types, which examples go through.
//!
//! `target/conformance` is a workspace with a program a service. What a program answers is kept
//! beside it, under a checksum of all that it came from, so that a second run only compares.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tencentcloud_codegen::names;
use tencentcloud_schema::Description;
use tencentcloud_testkit::files::{self, digest, hexadecimal};
use tencentcloud_testkit::repository;
use tencentcloud_testkit::scratch::Scratch;

use crate::examples::Example;

/// What became of an example.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct Outcome {
    /// The answer encoded again, the body built again, or the query built again, as a string.
    pub(crate) json: Value,
    /// The members that could not be read, as warnings.
    pub(crate) warnings: Vec<String>,
    /// The error that the service returned: code, message and request ID.
    pub(crate) typed: Option<Value>,
    /// What went wrong otherwise.
    pub(crate) error: Option<String>,
}

/// A program's part that is the same for all services.
const MAIN: &str = r##"// Written by `cargo xtask conformance`.
use std::io::BufRead;
use std::time::SystemTime;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use tencentcloud_runtime::{Action, Client, Credential, Method, Mock, Model, Warning, WarningKind};

type Runtime = tokio::runtime::Runtime;

/// What an example leaves out is found by comparing it.
fn told(warning: &&Warning) -> bool {
    !matches!(warning.kind, WarningKind::Null | WarningKind::Missing)
}

fn run<A: Action + DeserializeOwned>(runtime: &Runtime, form: &str, text: &str) -> Value
where
    A::Response: Serialize,
{
    let mock = Mock::new();
    let client = Client::new(&mock.config());
    if form == "answer" {
        mock.replay::<A>(text);
        return match runtime.block_on(client.call(A::empty()).answer()) {
            Ok(answer) => json!({
                "json": answer.response,
                "warnings": answer.warnings.iter().filter(told).map(ToString::to_string).collect::<Vec<_>>(),
            }),
            Err(error) if error.code().is_some() => json!({ "typed": {
                "Error": { "Code": error.code(), "Message": error.message() },
                "RequestId": error.request_id(),
            }}),
            Err(error) => json!({ "error": error.to_string() }),
        };
    }
    let request: A = match serde_json::from_str(text) {
        Ok(request) => request,
        Err(error) => return json!({ "error": error.to_string() }),
    };
    let method = if form == "get" { Method::Get } else { Method::Post };
    let call = client.call(request).method(method);
    match call.prepare_at(&Credential::new("id", "key"), SystemTime::UNIX_EPOCH) {
        Err(error) => json!({ "error": error.to_string() }),
        Ok(sent) if form == "get" => json!({ "json": sent.uri().query().unwrap_or_default() }),
        Ok(sent) => match serde_json::from_slice::<Value>(sent.body()) {
            Ok(body) => json!({ "json": body }),
            Err(error) => json!({ "error": format!("the body is not JSON: {error}") }),
        },
    }
}

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    for line in std::io::stdin().lock().lines() {
        let line: Value = serde_json::from_str(&line.expect("a line")).expect("a line of JSON");
        let text = |name: &str| line[name].as_str().unwrap_or_default();
        println!("{}", one(&runtime, text("version"), text("action"), text("form"), text("text")));
    }
}
"##;

/// The workspace of the programs.
pub(crate) struct Harness {
    scratch: Scratch,
    /// Of the hand-written crates that every program is made of.
    checksum: String,
    /// One run at a time writes the workspace; unlocked when it is dropped.
    _lock: File,
}

/// One service's program with what it is to read.
pub(crate) struct Program {
    service: String,
    checksum: String,
    lines: Vec<String>,
}

impl Program {
    fn package(&self) -> String {
        format!("conformance-{}", self.service)
    }
}

impl Harness {
    /// The workspace, with nothing in it yet.
    pub(crate) fn new() -> Result<Self> {
        let root = repository::root();
        let folder = root.join("target/conformance");
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let lock = File::create(folder.join("lock"))?;
        lock.lock().context("cannot lock target/conformance")?;
        let mut checksum = Sha256::new();
        for krate in ["tencentcloud-runtime", "tencentcloud-macros"] {
            checksum.update(digest(&root.join("crates").join(krate).join("src"))?);
        }
        Ok(Self {
            scratch: Scratch::at(folder),
            checksum: hexadecimal(checksum),
            _lock: lock,
        })
    }

    /// Writes the program of a service.
    pub(crate) fn program(
        &self,
        service: &str,
        krate: &Path,
        versions: &[Description],
        examples: &[Example],
    ) -> Result<Program> {
        let krate = fs::canonicalize(krate)
            .with_context(|| format!("no crate of {service} at {}", krate.display()))?;
        let module = format!("tencentcloud_{}", service.replace('-', "_"));
        let features: Vec<_> = match versions {
            [_] => Vec::new(),
            several => several.iter().map(|d| format!("{:?}", d.version)).collect(),
        };
        let manifest = format!(
            "[package]\nname = \"conformance-{service}\"\nedition = \"2024\"\n\n[dependencies]\n\
             tencentcloud-{service} = {{ path = {krate:?}, default-features = false, features = [{}] }}\n\
             tencentcloud-runtime = {{ path = {:?}, default-features = false, features = [\"derive\", \"serde\"] }}\n\
             serde = \"1\"\nserde_json = {{ version = \"1\", features = [\"float_roundtrip\"] }}\ntokio = {{ version = \"1\", features = [\"rt\", \"time\"] }}\n",
            features.join(", "),
            repository::root().join("crates/tencentcloud-runtime"),
        );
        let mut main = MAIN.to_owned();
        main.push_str(
            "\nfn one(runtime: &Runtime, version: &str, action: &str, form: &str, text: &str) -> Value {\n    match (version, action) {\n",
        );
        for description in versions {
            let version = &description.version;
            for action in description.actions.keys() {
                let _ = writeln!(
                    main,
                    "        ({version:?}, {action:?}) => run::<{module}::{}::{action}Request>(runtime, form, text),",
                    names::version_module(version)
                );
            }
        }
        main.push_str("        _ => json!({ \"error\": \"no such action\" }),\n    }\n}\n");
        self.scratch
            .write(format!("{service}/Cargo.toml"), &manifest)?;
        self.scratch
            .write(format!("{service}/src/main.rs"), &main)?;

        let lines: Vec<_> = examples
            .iter()
            .map(|e| {
                json!({"version": e.version, "action": e.action, "form": e.form.name(), "text": e.text})
                    .to_string()
            })
            .collect();
        let mut checksum = Sha256::new();
        checksum.update(&self.checksum);
        checksum.update(&manifest);
        checksum.update(&main);
        checksum.update(digest(&krate.join("src"))?);
        lines.iter().for_each(|line| checksum.update(line));
        Ok(Program {
            service: service.to_owned(),
            checksum: hexadecimal(checksum),
            lines,
        })
    }

    /// What the program answered in an earlier run, if nothing has changed since.
    pub(crate) fn kept(&self, program: &Program) -> Option<Vec<Outcome>> {
        let text = fs::read_to_string(self.outcomes(program)).ok()?;
        let (checksum, lines) = text.split_once('\n')?;
        (checksum == program.checksum)
            .then(|| outcomes(lines).ok())
            .flatten()
    }

    /// Builds the programs together.
    pub(crate) fn build(&self, programs: &[&Program]) -> Result<()> {
        let members: Vec<_> = programs.iter().map(|p| p.service.as_str()).collect();
        let profile = "[profile.dev]\ndebug = false\nincremental = false\n";
        self.scratch.members(&members, profile)?;
        self.scratch.lock()?;
        let build = self
            .scratch
            .cargo(&["build", "--quiet", "--target-dir", "target"])
            .output()
            .context("cannot run cargo")?;
        if !build.status.success() {
            bail!(
                "the programs of {} do not build:\n{}",
                members.join(", "),
                String::from_utf8_lossy(&build.stderr)
            );
        }
        Ok(())
    }

    /// Sends a program's examples through it and keeps what comes back.
    pub(crate) fn run(&self, program: &Program) -> Result<Vec<Outcome>> {
        let service = &program.service;
        let path = self.scratch.path("target/debug").join(program.package());
        let mut running = Command::new(path)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot run the program of {service}"))?;
        let mut stdin = running.stdin.take().context("the program has no input")?;
        let output = std::thread::scope(|scope| {
            let lines = &program.lines;
            // An input that ends early shows as too few lines of output.
            scope.spawn(move || lines.iter().try_for_each(|line| writeln!(stdin, "{line}")));
            running.wait_with_output()
        });
        let text = String::from_utf8(output.context("the program failed")?.stdout)?;
        let outcomes = outcomes(&text)?;
        if outcomes.len() != program.lines.len() {
            bail!(
                "the program of {service} stopped at example {} of {}: {}",
                outcomes.len() + 1,
                program.lines.len(),
                program.lines[outcomes.len()]
            );
        }
        let kept = format!("{}\n{text}", program.checksum);
        files::write(&self.outcomes(program), kept.as_bytes())?;
        Ok(outcomes)
    }

    fn outcomes(&self, program: &Program) -> PathBuf {
        self.scratch.path(&program.service).join("outcomes.jsonl")
    }
}

fn outcomes(lines: &str) -> Result<Vec<Outcome>> {
    let read = |line| serde_json::from_str(line).context("a program's line is no outcome");
    lines.lines().map(read).collect()
}
