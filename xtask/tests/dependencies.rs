//! What the published crates bring into a program.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest).to_path_buf()
}

fn cargo(folder: &Path, words: &[&str]) -> String {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .current_dir(folder)
        .args(words)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo {words:?}: {told}");
    String::from_utf8(output.stdout).unwrap()
}

/// Each package that a service's crate is built of by default, with its features.
fn default_set(edges: &str) -> BTreeMap<String, BTreeSet<String>> {
    let tree = cargo(
        &root().join("crates/services"),
        &[
            "tree",
            "--locked",
            "--package=tencentcloud-sts",
            "--prefix=none",
            "--no-dedupe",
            "--format={p}|{f}",
            "--edges",
            edges,
        ],
    );
    let lines = tree.lines().filter_map(|line| line.split_once('|'));
    lines
        .map(|(package, features)| {
            let name = package.split(" (/").next().unwrap_or(package);
            let features = features.split(',').filter(|feature| !feature.is_empty());
            (name.to_owned(), features.map(str::to_owned).collect())
        })
        .collect()
}

fn named<'a, T>(set: &'a BTreeMap<String, T>, name: &str) -> Option<&'a T> {
    set.iter()
        .find(|(package, _)| package.split(' ').next() == Some(name))
        .map(|(_, found)| found)
}

#[test]
fn the_default_set_stays_small() {
    let set = default_set("normal,build");
    assert!(named(&set, "hyper-util").is_some(), "{set:?}");
    // A program adds itself, and `tokio-macros` for `#[tokio::main]`.
    assert!(set.len() <= 70, "{}: {:?}", set.len(), set.keys());
    for heavy in [
        "aws-lc-sys",
        "h2",
        "openssl-sys",
        "reqwest",
        "serde_derive",
        "time-macros",
    ] {
        assert!(named(&set, heavy).is_none(), "{heavy} is built by default");
    }
    let syn = named(&set, "syn").expect("the derive needs it");
    assert!(!syn.contains("full"), "{syn:?}");
}

/// Features are of the whole program: one that is switched on here is on in its own code too.
#[test]
fn the_default_set_changes_no_behaviour_of_the_programs_own_dependencies() {
    let set = default_set("normal");
    let never = [
        (
            "serde_json",
            &[
                "arbitrary_precision",
                "float_roundtrip",
                "preserve_order",
                "raw_value",
                "unbounded_depth",
            ][..],
        ),
        ("hyper", &["ffi", "http2", "server", "tracing"]),
        ("hyper-util", &["client-proxy-system", "http2", "server"]),
        ("tracing", &["log", "log-always", "release_max_level_off"]),
        ("tokio", &["full", "test-util", "tracing"]),
        ("rustls", &["fips", "aws_lc_rs", "logging"]),
    ];
    for (package, features) in never {
        let Some(on) = named(&set, package) else {
            continue;
        };
        for feature in features {
            assert!(!on.contains(*feature), "{package} has {feature}: {on:?}");
        }
    }
}

/// `2.1` before `2.10`.
fn version(text: &Value) -> Option<Vec<u64>> {
    let parts = text.as_str()?.split('.').take(2);
    parts.map(|part| part.parse().ok()).collect()
}

/// Dependencies that ask for a newer compiler than our crates state, each behind a feature that
/// says so.
const NEWER: [&str; 1] = ["zip"];

#[test]
fn the_stated_compiler_is_one_that_the_dependencies_take() {
    let text = cargo(
        &root(),
        &["metadata", "--locked", "--format-version=1", "--quiet"],
    );
    let metadata: Value = serde_json::from_str(&text).unwrap();
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let packages: BTreeMap<_, _> = list(&metadata["packages"])
        .into_iter()
        .map(|package| (package["id"].to_string(), package))
        .collect();
    let nodes: BTreeMap<_, _> = list(&metadata["resolve"]["nodes"])
        .into_iter()
        .map(|node| (node["id"].to_string(), node))
        .collect();
    let members = list(&metadata["workspace_members"]);
    let published: Vec<_> = members
        .iter()
        .map(|id| &packages[&id.to_string()])
        .filter(|package| package["publish"].is_null())
        .collect();
    assert!(published.len() >= 5, "{published:?}");
    for package in published {
        let stated = version(&package["rust_version"]).expect("a published crate states it");
        let mut open = vec![package["id"].to_string()];
        let mut seen = BTreeSet::new();
        while let Some(id) = open.pop() {
            if !seen.insert(id.clone()) {
                continue;
            }
            let (found, node) = (&packages[&id], &nodes[&id]);
            let name = found["name"].as_str().unwrap_or_default();
            if NEWER.contains(&name) {
                continue;
            }
            if let Some(asked) = version(&found["rust_version"]) {
                assert!(
                    asked <= stated,
                    "{} states {stated:?}, and {name} asks for {asked:?}",
                    package["name"]
                );
            }
            for dependency in list(&node["deps"]) {
                let kinds = list(&dependency["dep_kinds"]);
                if kinds.iter().any(|kind| kind["kind"] != "dev") {
                    open.push(dependency["pkg"].to_string());
                }
            }
        }
    }
}
