//! The house in order: no circle of modules, and arrows between crates that point one way.

mod loops;
mod modules;
mod readme;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use modules::Modules;
use words::uses;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// The roots of our crates.
fn crates() -> Vec<PathBuf> {
    let folders = fs::read_dir(root().join("crates")).unwrap();
    let folders = folders.map(|folder| folder.unwrap().path());
    let folders = folders.chain([root().join("xtask")]);
    let files =
        folders.flat_map(|folder| ["src/lib.rs", "src/main.rs"].map(|file| folder.join(file)));
    let files: Vec<_> = files.filter(|file| file.exists()).collect();
    assert!(files.len() >= 10, "{files:?}");
    files
}

#[test]
fn no_crate_has_a_circle_of_modules() {
    let circles: Vec<_> = crates()
        .iter()
        .map(|file| (file, Modules::read(file).circles()))
        .filter(|(_, circles)| !circles.is_empty())
        .map(|(file, circles)| format!("{}:\n  {}", file.display(), circles.join("\n  ")))
        .collect();
    assert!(circles.is_empty(), "{}", circles.join("\n"));
}

#[test]
fn a_circle_is_found_through_a_re_export() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let file = folder.path().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    };
    write(
        "lib.rs",
        "mod verify; mod request; #[cfg(test)] mod tests { use crate::request; }",
    );
    write(
        "request/mod.rs",
        "mod raw; mod head; pub(crate) use self::{raw::Raw, head::Head as First};",
    );
    write("request/raw.rs", "pub(crate) struct Raw;");
    write(
        "request/head.rs",
        "use super::Raw; fn f() -> crate::verify::Signature { todo!() }",
    );
    write(
        "verify.rs",
        "use crate::request::Raw; pub(crate) struct Signature;",
    );
    let file = folder.path().join("lib.rs");
    assert_eq!(Modules::read(&file).circles(), [""; 0]);
    write(
        "verify.rs",
        "use crate::request::{First, Raw}; pub(crate) struct Signature;",
    );
    let circle = ["request::head uses verify", "verify uses request::head"];
    assert_eq!(Modules::read(&file).circles(), circle);
}

/// The packages that a package is built of, tests apart.
fn built_of(package: &str) -> BTreeSet<String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--all-features"])
        .current_dir(root())
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let each = |value: &Value| value.as_array().unwrap().clone();
    let names: BTreeMap<_, _> = each(&metadata["packages"])
        .iter()
        .map(|package| {
            (
                package["id"].clone().to_string(),
                package["name"].as_str().unwrap().to_owned(),
            )
        })
        .collect();
    let mut arrows = BTreeMap::new();
    for node in each(&metadata["resolve"]["nodes"]) {
        let normal = |dep: &Value| {
            each(&dep["dep_kinds"])
                .iter()
                .any(|kind| kind["kind"] != "dev")
        };
        let deps = each(&node["deps"]).into_iter().filter(normal);
        let deps: Vec<_> = deps.map(|dep| dep["pkg"].to_string()).collect();
        arrows.insert(node["id"].to_string(), deps);
    }
    let start = names.iter().find(|(_, name)| *name == package).unwrap().0;
    let mut open = arrows[start].clone();
    let mut found = BTreeSet::new();
    while let Some(id) = open.pop() {
        if found.insert(names[&id].clone()) {
            open.extend(arrows[&id].iter().cloned());
        }
    }
    found
}

/// The client's signer is never verified by itself.
#[test]
fn the_emulator_is_not_built_of_the_runtime() {
    let built_of = built_of("tencentcloud-emulator");
    assert!(built_of.contains("tencentcloud-schema"), "{built_of:?}");
    for ours in ["tencentcloud-runtime", "tencentcloud-macros"] {
        assert!(
            !built_of.contains(ours),
            "{ours} is a dependency of the emulator"
        );
    }
}

/// The arrows between our crates, tests apart: each with all that it may be built of.
const ARROWS: [(&str, &[&str]); 14] = [
    ("tencentcloud-schema", &[]),
    ("tencentcloud-catalogue", &["tencentcloud-schema"]),
    ("tencentcloud-import", &["tencentcloud-schema"]),
    ("tencentcloud-codegen", &["tencentcloud-schema"]),
    ("tencentcloud-macros", INCLUDE),
    ("tencentcloud-runtime", RUNTIME),
    ("tencentcloud-calls", CALLS),
    ("tencentcloud-rows", &["tencentcloud-schema"]),
    ("tencentcloud-snippets", SNIPPETS),
    ("tencentcloud-showcase", SHOWCASE),
    ("tencentcloud-twin", TWIN),
    ("tencentcloud-broker", BROKER),
    ("tencentcloud-mcp", MCP),
    (
        "tencentcloud-emulator",
        &["tencentcloud-catalogue", "tencentcloud-schema"],
    ),
];

const INCLUDE: &[&str] = &[
    "tencentcloud-catalogue",
    "tencentcloud-codegen",
    "tencentcloud-import",
    "tencentcloud-schema",
];

const RUNTIME: &[&str] = &[
    "tencentcloud-catalogue",
    "tencentcloud-codegen",
    "tencentcloud-import",
    "tencentcloud-macros",
    "tencentcloud-schema",
];

const CALLS: &[&str] = &[
    "tencentcloud-catalogue",
    "tencentcloud-codegen",
    "tencentcloud-import",
    "tencentcloud-macros",
    "tencentcloud-runtime",
    "tencentcloud-schema",
];

const TWIN: &[&str] = &[
    "tencentcloud-calls",
    "tencentcloud-catalogue",
    "tencentcloud-codegen",
    "tencentcloud-emulator",
    "tencentcloud-import",
    "tencentcloud-macros",
    "tencentcloud-runtime",
    "tencentcloud-schema",
];

const BROKER: &[&str] = &[
    "tencentcloud-calls",
    "tencentcloud-catalogue",
    "tencentcloud-codegen",
    "tencentcloud-emulator",
    "tencentcloud-import",
    "tencentcloud-macros",
    "tencentcloud-runtime",
    "tencentcloud-schema",
    "tencentcloud-twin",
];

const MCP: &[&str] = &[
    "tencentcloud-broker",
    "tencentcloud-calls",
    "tencentcloud-catalogue",
    "tencentcloud-codegen",
    "tencentcloud-emulator",
    "tencentcloud-import",
    "tencentcloud-macros",
    "tencentcloud-rows",
    "tencentcloud-runtime",
    "tencentcloud-schema",
    "tencentcloud-twin",
];

const SNIPPETS: &[&str] = &[
    "tencentcloud-calls",
    "tencentcloud-catalogue",
    "tencentcloud-codegen",
    "tencentcloud-import",
    "tencentcloud-macros",
    "tencentcloud-runtime",
    "tencentcloud-schema",
];

const SHOWCASE: &[&str] = &[
    "tencentcloud-catalogue",
    "tencentcloud-codegen",
    "tencentcloud-import",
    "tencentcloud-macros",
    "tencentcloud-runtime",
    "tencentcloud-schema",
];

#[test]
fn arrows_between_crates_point_one_way() {
    for (name, allowed) in ARROWS {
        let ours: Vec<String> = built_of(name)
            .into_iter()
            .filter(|package| package.starts_with("tencentcloud-"))
            .filter(|package| !allowed.contains(&package.as_str()))
            .collect();
        assert_eq!(ours, [""; 0], "{name} is built of them");
    }
}

#[test]
fn libraries_read_no_command_line() {
    for name in [
        "tencentcloud-schema",
        "tencentcloud-catalogue",
        "tencentcloud-import",
        "tencentcloud-codegen",
        "tencentcloud-macros",
        "tencentcloud-runtime",
        "tencentcloud-calls",
        "tencentcloud-rows",
        "tencentcloud-snippets",
    ] {
        assert!(!built_of(name).contains("clap"), "{name} is built of clap");
    }
}

#[test]
fn import_and_codegen_touch_no_disk_and_print_nothing() {
    let words = [
        "fs", "println", "print", "eprintln", "eprint", "dbg", "stdout", "stderr", "Command",
    ];
    for name in ["tencentcloud-import", "tencentcloud-codegen"] {
        let found = uses(&root().join("crates").join(name).join("src"), &words);
        assert_eq!(found, [""; 0]);
    }
}

#[test]
fn only_the_transport_knows_an_http_library() {
    let source = root().join("crates/tencentcloud-runtime/src");
    let folder = source.join("transport").display().to_string();
    let mut found = uses(&source, &["reqwest", "hyper", "hyper_util"]);
    found.retain(|place| !place.starts_with(&folder));
    assert_eq!(found, [""; 0]);
    // The file of the feature that is about it.
    let mut found = uses(&source, &["reqwest"]);
    let own = format!("{folder}/reqwest.rs");
    let module = format!("{folder}/mod.rs");
    found.retain(|place| !place.starts_with(&own) && !place.starts_with(&module));
    assert_eq!(found, [""; 0]);
}

#[test]
fn the_engine_knows_no_protocol() {
    let engine = root().join("crates/tencentcloud-runtime/src/model");
    let words = [
        "Response",
        "RequestId",
        "request_id",
        "Envelope",
        "Credential",
        "Region",
    ];
    assert_eq!(uses(&engine, &words), [""; 0]);
}
