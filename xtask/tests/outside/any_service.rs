//! Any service works at first try: what a crate's README shows is a program that runs.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};
use std::{env, fs};

use crate::endpoint;
use crate::workspace::{Workspace, root, said};

/// How many services are tried.
const COUNT: usize = 40;

const MAIN: &str = r#"
fn main() -> runtime::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(example())
}
"#;

/// The seed, printed; another each time, unless `SEED` says one.
fn seed() -> u64 {
    let seed = match env::var("SEED") {
        Ok(seed) => seed.parse().expect("SEED is a number"),
        Err(_) => SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap()
            .as_secs(),
    };
    println!("SEED={seed} cargo test -p xtask --test outside any_service");
    seed
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
    services.truncate(COUNT);
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
    assert_eq!(services.len(), COUNT);
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
    for service in services {
        let mut program = Command::new(built.join(format!("outside-{service}")));
        let answer = said(endpoint::tell(&emulator, &mut program));
        assert!(answer.contains("Response {"), "{service}: {answer}");
        assert!(answer.contains("request_id: \""), "{service}: {answer}");
    }
}
