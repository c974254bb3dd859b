//! Any service works at first try: what a crate's README shows is a program that runs.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::process::Command;
use std::{env, fs};

use crate::endpoint;
use crate::workspace::{Workspace, root};

const MAIN: &str = r#"
fn main() -> runtime::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(example())
}
"#;

/// The seed: `SEED=7 cargo test -p xtask --test outside any_service` draws other services.
fn seed() -> u64 {
    env::var("SEED").map_or(1, |seed| seed.parse().expect("SEED is a number"))
}

/// How many services are tried: 40, or as many as `SERVICES` says.
fn count() -> usize {
    env::var("SERVICES").map_or(40, |count| count.parse().expect("SERVICES is a number"))
}

/// So many of the services, the same for the same seed.
fn pick(seed: u64) -> Vec<String> {
    let folder = fs::read_dir(root().join("schema/services")).unwrap();
    let mut services: Vec<_> = folder
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    services.sort_by_cached_key(|service| {
        let mut hasher = DefaultHasher::new();
        (seed, service).hash(&mut hasher);
        hasher.finish()
    });
    services.truncate(count());
    services
}

/// The program in the README of a service's crate, which calls the endpoint that it is told.
fn program(service: &str) -> String {
    let readme = root().join(format!("crates/services/{service}/README.md"));
    let readme = fs::read_to_string(readme).unwrap();
    let (_, code) = readme.split_once("```rust,no_run\n").unwrap();
    let (code, _) = code.split_once("```").unwrap();
    let told = ".region(\"ap-guangzhou\").endpoint(std::env::var(\"ENDPOINT\").unwrap())";
    let program = code.replace(".region(\"ap-guangzhou\")", told);
    assert_ne!(program, code, "{service}: no region in the example");
    program + MAIN
}

/// What a crate's users get, less TLS, which takes long to build and which the endpoint does not
/// speak.
fn features(krate: &Path) -> Vec<String> {
    let manifest = fs::read_to_string(krate.join("Cargo.toml")).unwrap();
    let default = manifest.lines().find(|line| line.starts_with("default = "));
    let names = default.unwrap().split('"').skip(1).step_by(2);
    names
        .filter(|name| *name != "rustls")
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_example_of_any_service_runs() {
    let services = pick(seed());
    let count = services.len();
    let workspace = Workspace::new(&format!(
        "[workspace]\nresolver = \"3\"\nmembers = {services:?}\n"
    ));
    for service in &services {
        let krate = root().join("crates/services").join(service);
        let features = features(&krate);
        workspace.write(
            &format!("{service}/Cargo.toml"),
            &format!(
                r#"
                [package]
                name = "outside-{service}"
                edition = "2024"

                [dependencies]
                tencentcloud-{service} = {{ path = {krate:?}, default-features = false, features = {features:?} }}
                tokio = {{ version = "1", features = ["rt", "net", "time"] }}
                "#
            ),
        );
        workspace.write(&format!("{service}/src/main.rs"), &program(service));
    }
    workspace.succeed(&["build", "--quiet", "--workspace"]);
    let emulator = endpoint::start(None);
    let built = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("outside/debug");
    let (mut answered, mut faulty) = (0, Vec::new());
    for service in services {
        let mut program = Command::new(built.join(format!("outside-{service}")));
        let output = endpoint::tell(&emulator, &mut program).output().unwrap();
        let answer = String::from_utf8(output.stdout).unwrap();
        if answer.contains("Response {") {
            assert!(output.status.success(), "{service}: {answer}");
            assert!(answer.contains("request_id: \""), "{service}: {answer}");
            answered += 1;
        } else {
            // An error that the example matches is printed; another ends the program.
            let refusal = answer + &String::from_utf8(output.stderr).unwrap();
            let bad_value = elides(&service) && is_of_a_value(&refusal);
            if !bad_value && !is_of_resources(&refusal) {
                faulty.push(format!("{service}: {refusal}"));
            }
        }
    }
    assert!(faulty.is_empty(), "{}", faulty.join("\n"));
    assert!(answered > count / 2, "{answered} of {count}");
}

/// Returns true if the example of a service has a value that was too long to be shown.
fn elides(service: &str) -> bool {
    program(service).contains("(\"…\")")
}

/// The error that a program ended with or printed: a word, its code, its message, the request ID.
fn error(refusal: &str) -> Option<&str> {
    let (_, error) = refusal.lines().last()?.split_once(": ")?;
    error.contains("request ID ").then_some(error)
}

/// Returns true for what the endpoint says of a value that it cannot read.
fn is_of_a_value(refusal: &str) -> bool {
    error(refusal).is_some_and(|error| error.starts_with("InvalidParameter"))
}

/// Returns true for what the endpoint says of resources that an example names and nobody made.
fn is_of_resources(refusal: &str) -> bool {
    const FAULTY: [&str; 6] = [
        "AuthFailure",
        "InternalError",
        "InvalidAction",
        "InvalidParameter:",
        "NoSuch",
        "UnknownParameter",
    ];
    let faulty = |error: &str| FAULTY.iter().any(|code| error.starts_with(code));
    error(refusal).is_some_and(|error| !faulty(error))
}
