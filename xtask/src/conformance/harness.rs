//! A program of one service's types, which examples go through.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use tencentcloud_schema::{Description, names};

use super::examples::Example;
use crate::workspace;

/// What became of an example.
#[derive(Clone, Debug)]
pub(super) struct Outcome {
    /// The answer encoded again, or the request built again.
    pub(super) json: Value,
    /// The members that could not be read, as warnings.
    pub(super) warnings: Vec<String>,
    /// The error's code, or what else went wrong.
    pub(super) error: Option<String>,
}

const MAIN: &str = r##"// Written by `cargo xtask conformance`.
use std::io::BufRead;
use std::time::SystemTime;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use tencentcloud_runtime::{Action, Client, Credential, Method, Mock, Model};

fn run<A: Action + DeserializeOwned>(runtime: &tokio::runtime::Runtime, form: &str, input: Value) -> Value
where
    A::Response: Serialize,
{
    let mock = Mock::new();
    let client = Client::new(&mock.config());
    if form == "answer" {
        mock.replay::<A>(json!({ "Response": input }).to_string());
        return match runtime.block_on(client.call(A::empty()).answer()) {
            Ok(answer) => json!({
                "json": answer.response,
                "warnings": answer.warnings.iter().map(ToString::to_string).collect::<Vec<_>>(),
            }),
            Err(error) => json!({ "error": error.code().map_or_else(|| error.to_string(), str::to_owned) }),
        };
    }
    let request: A = match serde_json::from_value(input) {
        Ok(request) => request,
        Err(error) => return json!({ "error": error.to_string() }),
    };
    let method = if form == "get" { Method::Get } else { Method::Post };
    let call = client.call(request).method(method);
    match call.prepare_at(&Credential::new("id", "key"), SystemTime::UNIX_EPOCH) {
        Err(error) => json!({ "error": error.to_string() }),
        Ok(sent) if form == "get" => json!({ "json": sent.uri().query().unwrap_or_default() }),
        Ok(sent) => json!({ "json": serde_json::from_slice::<Value>(sent.body()).expect("a body is JSON") }),
    }
}

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    for line in std::io::stdin().lock().lines() {
        let line: Value = serde_json::from_str(&line.expect("a line")).expect("a line of JSON");
        let text = |name: &str| line[name].as_str().unwrap_or_default();
        let answer = one(&runtime, text("version"), text("action"), text("form"), line["json"].clone());
        println!("{answer}");
    }
}
"##;

/// Builds the program of a service and sends its examples through.
pub(super) fn run(
    service: &str,
    krate: &Path,
    versions: &[Description],
    examples: &[Example],
) -> Result<Vec<Outcome>> {
    let root = workspace::root();
    let folder = root.join("target/conformance").join(service);
    let module = format!("tencentcloud_{}", service.replace('-', "_"));
    let features: Vec<_> = versions
        .iter()
        .map(|d| format!("{:?}", d.version))
        .collect();
    let features = if versions.len() > 1 {
        features.join(", ")
    } else {
        String::new()
    };
    let manifest = format!(
        "[package]\nname = \"conformance-{service}\"\nedition = \"2024\"\n\n[dependencies]\n\
         tencentcloud-{service} = {{ path = {krate:?}, default-features = false, features = [{features}] }}\n\
         tencentcloud-runtime = {{ path = {:?}, default-features = false, features = [\"derive\"] }}\n\
         serde = \"1\"\nserde_json = \"1\"\ntokio = {{ version = \"1\", features = [\"rt\", \"time\"] }}\n\n\
         [profile.dev]\ndebug = false\n\n[workspace]\n",
        root.join("crates/tencentcloud-runtime"),
    );
    let mut main = MAIN.to_owned();
    main.push_str(
        "\nfn one(runtime: &tokio::runtime::Runtime, version: &str, action: &str, form: &str, input: Value) -> Value {\n    match (version, action) {\n",
    );
    for description in versions {
        let version = &description.version;
        for action in description.actions.keys() {
            let _ = writeln!(
                main,
                "        ({version:?}, {action:?}) => run::<{module}::{}::{action}Request>(runtime, form, input),",
                names::version_module(version)
            );
        }
    }
    main.push_str("        _ => json!({ \"error\": \"no such action\" }),\n    }\n}\n");
    workspace::write(&folder.join("Cargo.toml"), manifest.as_bytes())?;
    workspace::write(&folder.join("src/main.rs"), main.as_bytes())?;
    // The root's lock, so that nothing is built in another version than in this repository.
    std::fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"))
        .context("cannot copy Cargo.lock")?;
    let target = root.join("target/conformance/target");
    let build = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["build", "--quiet", "--target-dir"])
        .arg(&target)
        .current_dir(&folder)
        .output()
        .context("cannot run cargo")?;
    if !build.status.success() {
        bail!(
            "the program of {service} does not build:\n{}",
            String::from_utf8_lossy(&build.stderr)
        );
    }
    let mut program = Command::new(target.join(format!("debug/conformance-{service}")))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot run the program")?;
    let mut stdin = program.stdin.take().context("the program has no input")?;
    let lines: Vec<String> = examples
        .iter()
        .map(|e| {
            json!({"version": e.version, "action": e.action, "form": e.form.name(), "json": e.json})
                .to_string()
        })
        .collect();
    let writer =
        std::thread::spawn(move || lines.iter().try_for_each(|line| writeln!(stdin, "{line}")));
    let output = program.wait_with_output().context("the program failed")?;
    writer.join().ok().context("the program's input failed")??;
    let outcomes: Vec<_> = String::from_utf8(output.stdout)?
        .lines()
        .map(outcome)
        .collect::<Result<_>>()?;
    if outcomes.len() != examples.len() {
        bail!(
            "the program of {service} answered {} of {} examples",
            outcomes.len(),
            examples.len()
        );
    }
    Ok(outcomes)
}

fn outcome(line: &str) -> Result<Outcome> {
    let mut value: Value = serde_json::from_str(line)?;
    let warnings = value["warnings"].as_array().into_iter().flatten();
    Ok(Outcome {
        warnings: warnings
            .filter_map(|w| w.as_str().map(str::to_owned))
            .collect(),
        error: value["error"].as_str().map(str::to_owned),
        json: value["json"].take(),
    })
}
