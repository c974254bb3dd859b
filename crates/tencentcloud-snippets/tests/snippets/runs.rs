//! A hundred actions drawn from the catalogue: what their code sends is what the snippet has.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tencentcloud_emulator::{Emulator, TEST_SECRET_ID, TEST_SECRET_KEY};
use tencentcloud_schema::Member;
use tencentcloud_snippets::{Language, Snippet};
use tencentcloud_testkit::drawn::{Drawn, drawn};
use tencentcloud_testkit::repository;

/// The hundred.
fn hundred() -> Vec<Drawn> {
    drawn(12, 100, &[])
}

/// The program of an official client that `cargo xtask peers` has installed.
pub(crate) fn peer(path: &str) -> Option<PathBuf> {
    let path = repository::root().join("target/peers").join(path);
    if !path.exists() {
        eprintln!(
            "skipped: {} is not there, `cargo xtask peers` installs it",
            path.display()
        );
        return None;
    }
    Some(path)
}

pub(crate) async fn emulator() -> Emulator {
    // Documented examples name what no emulator has: it is the request that is looked at.
    Emulator::builder().allow_unknown().start().await.unwrap()
}

fn written(drawn: &Drawn, emulator: &Emulator, language: Language) -> (Snippet, String) {
    let snippet = Snippet::new(&drawn.description, &drawn.action, &drawn.parameters);
    let snippet = snippet.region("ap-guangzhou").endpoint(emulator.url());
    let text = snippet.write(language);
    (snippet, text)
}

/// A command with the credential and the secrets of all snippets in its environment.
pub(crate) fn command(program: impl AsRef<std::ffi::OsStr>, drawn: &[Drawn]) -> Command {
    let mut command = Command::new(program);
    command.env("TENCENTCLOUD_SECRET_ID", TEST_SECRET_ID);
    command.env("TENCENTCLOUD_SECRET_KEY", TEST_SECRET_KEY);
    command
        .env_remove("TENCENTCLOUD_TOKEN")
        .env("NO_PROXY", "*")
        .env("PYTHONUTF8", "1");
    for drawn in drawn {
        let snippet = Snippet::new(&drawn.description, &drawn.action, &drawn.parameters);
        for secret in snippet.secrets() {
            command.env(secret, "a secret");
        }
    }
    command
}

/// What the emulator shows of `value`: numbers by their value, secrets as a mask.
fn shown(drawn: &Drawn, members: &[Member], value: &Value) -> Value {
    let Value::Object(given) = value else {
        return value.clone();
    };
    let shown = given.iter().map(|(name, value)| {
        let member = members.iter().find(|member| member.name == *name).unwrap();
        let one = |value: &Value| match (member.kind.object(), value) {
            _ if member.sensitive => "***".into(),
            (Some(object), value) => {
                let known = drawn.description.types.get(object);
                shown(drawn, known.map_or(&[], |known| &known.members), value)
            }
            (None, Value::Number(number)) => number.as_f64().into(),
            (None, value) => value.clone(),
        };
        let value = match value {
            Value::Array(items) => items.iter().map(one).collect(),
            value => one(value),
        };
        (name.clone(), value)
    });
    Value::Object(shown.collect())
}

/// Checks that the emulator got each request as its snippet has it; but for the `absent`, which the
/// client does not know.
#[track_caller]
pub(crate) fn check(all: &[Drawn], emulator: &Emulator, absent: &[String], output: &str) {
    let calls = emulator.calls().all();
    for drawn in all {
        let Drawn {
            description,
            action,
            parameters,
        } = drawn;
        let place = format!("{} {} {action}", description.service, description.version);
        if absent.contains(&place) {
            continue;
        }
        let mut calls = calls.iter().filter(|call| {
            call.action == *action && call.version.as_deref() == Some(&description.version)
        });
        let call = calls
            .find(|call| call.service.as_deref() == Some(&description.service))
            .unwrap_or_else(|| panic!("{place} did not come\n{output}"));
        let code = call.code.as_deref().unwrap_or_default();
        // Without a part behind it, the code is about whose a resource is.
        let signed = !code.starts_with("AuthFailure.");
        assert!(signed, "{place}: {:?}", call.response);
        let members = &description.actions[action].request;
        let expected = shown(drawn, members, &parameters.clone().into());
        let got = shown(drawn, members, &call.request.clone().into());
        assert_eq!(got, expected, "{place} {code}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_scripts_of_curl_send_what_was_asked_for() {
    let (all, emulator) = (hundred(), emulator().await);
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("FILE"), "a").unwrap();
    for drawn in &all {
        let (_, script) = written(drawn, &emulator, Language::Curl);
        let mut shell = command("sh", std::slice::from_ref(drawn));
        let output = shell
            .args(["-c", &script])
            .current_dir(&folder)
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}\n{script}");
    }
    check(&all, &emulator, &[], "");
}

/// Writes the programs into `folder` and returns their names.
fn programs(
    all: &[Drawn],
    emulator: &Emulator,
    language: Language,
    folder: &Path,
    end: &str,
) -> Vec<String> {
    std::fs::write(folder.join("FILE"), "a").unwrap();
    let names = all.iter().enumerate().map(|(index, drawn)| {
        let name = format!("program_{index}.{end}");
        let (_, text) = written(drawn, emulator, language);
        std::fs::write(folder.join(&name), text).unwrap();
        name
    });
    names.collect()
}

/// The places of the programs that `output` says are not in the client.
fn absent(all: &[Drawn], output: &str) -> Vec<String> {
    let lines = output
        .lines()
        .filter_map(|line| line.strip_prefix("absent "));
    let numbers = lines.filter_map(|line| line.split(['_', '.']).nth(1)?.parse::<usize>().ok());
    let places = numbers.map(|at| {
        let Drawn {
            description,
            action,
            ..
        } = &all[at];
        format!("{} {} {action}", description.service, description.version)
    });
    places.collect()
}

/// Runs every program in one process, which reads the SDK once.
const PYTHON: &str = r#"
import runpy, sys
for name in sys.argv[1:]:
    try:
        runpy.run_path(name, run_name="__main__")
    except (AttributeError, ImportError) as error:
        print("absent", name, error)
    except BaseException as error:
        print("failed", name, type(error).__name__, error)
"#;

#[tokio::test(flavor = "multi_thread")]
async fn the_programs_in_python_send_what_was_asked_for() {
    let Some(python) = peer("python/bin/python") else {
        return;
    };
    let (all, emulator) = (hundred(), emulator().await);
    let folder = tempfile::tempdir().unwrap();
    let names = programs(&all, &emulator, Language::Python, folder.path(), "py");
    let mut python = command(python, &all);
    let output = python
        .args(["-c", PYTHON])
        .args(names)
        .current_dir(&folder)
        .output()
        .unwrap();
    let output = String::from_utf8_lossy(&output.stdout).into_owned();
    let absent = absent(&all, &output);
    assert!(absent.len() < 10, "{output}");
    check(&all, &emulator, &absent, &output);
}

const NODE: &str = r#"
for (const name of process.argv.slice(2)) {
  try {
    await import(`./${name}`);
  } catch (error) {
    // At an address of a machine the SDK does not tell which of two services is meant.
    const absent = error.code === "ERR_MODULE_NOT_FOUND" || (error instanceof TypeError && !error.code) ||
      String(error).includes(": name one of them in the host");
    console.log(absent ? "absent" : "failed", name, String(error));
  }
}
"#;

#[tokio::test(flavor = "multi_thread")]
async fn the_programs_for_node_send_what_was_asked_for() {
    let Some(modules) = peer("node/node_modules") else {
        return;
    };
    let (all, emulator) = (hundred(), emulator().await);
    let folder = tempfile::tempdir().unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(modules, folder.path().join("node_modules")).unwrap();
    let names = programs(&all, &emulator, Language::Node, folder.path(), "mjs");
    std::fs::write(folder.path().join("all.mjs"), NODE).unwrap();
    let mut node = command("node", &all);
    let output = node
        .arg("all.mjs")
        .args(names)
        .current_dir(&folder)
        .output()
        .unwrap();
    let output = String::from_utf8_lossy(&output.stdout).into_owned();
    let absent = absent(&all, &output);
    assert!(absent.len() < 10, "{output}");
    check(&all, &emulator, &absent, &output);
}

/// A process each, which takes a second: ten of the hundred.
#[tokio::test(flavor = "multi_thread")]
async fn the_commands_of_tccli_send_what_was_asked_for() {
    let Some(tccli) = peer("python/bin/tccli") else {
        return;
    };
    let (all, emulator) = (hundred(), emulator().await);
    let all: Vec<_> = all.into_iter().step_by(10).collect();
    let home = tempfile::tempdir().unwrap();
    let path = std::env::var("PATH").unwrap_or_default();
    let path = format!("{}:{path}", tccli.parent().unwrap().display());
    for drawn in &all {
        let (_, script) = written(drawn, &emulator, Language::Tccli);
        let mut shell = command("sh", std::slice::from_ref(drawn));
        shell.env("HOME", home.path()).env("PATH", &path);
        shell.args(["-c", &script]).output().unwrap();
    }
    check(&all, &emulator, &[], "");
}
