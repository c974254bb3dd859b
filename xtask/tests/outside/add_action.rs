//! An action is added as its user would: from its page, by two commands. `ARCHITECTURE.md` walks
//! the same way.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tencentcloud_schema::Description;

use crate::dependency::caller;
use crate::endpoint;
use crate::workspace::{Workspace, root, said};

const ACTION: &str = "CreateUpstream";
const DESCRIPTION: &str = "schema/services/apigateway/2018-08-08.json";
const OVERLAY: &str = "schema/overlays/apigateway.json";
const TITLES: &str = "schema/titles.json";

/// A copy of what the repository knows of API Gateway, less that action.
fn schema_without(action: &str, workspace: &Workspace) -> PathBuf {
    for file in [DESCRIPTION, OVERLAY, TITLES] {
        let ours = root().join(file);
        if ours.exists() {
            workspace.write(file, &fs::read_to_string(ours).unwrap());
        }
    }
    let path = workspace.path(DESCRIPTION);
    let mut tree: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    let actions = tree["actions"].as_object_mut().unwrap();
    actions.remove(action).expect("the repository has it");
    fs::write(&path, tree.to_string()).unwrap();
    path
}

/// Adds to the action what no page in Chinese tells, as the international package does.
fn add_the_other_site(description: &Path) {
    let read = |path: &Path| -> Value {
        serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
    };
    let ours = read(&root().join(DESCRIPTION));
    let mut tree = read(description);
    for fact in ["title_en", "sites"] {
        assert!(tree["actions"][ACTION][fact].is_null(), "{fact}");
        tree["actions"][ACTION][fact] = ours["actions"][ACTION][fact].clone();
    }
    fs::write(description, tree.to_string()).unwrap();
}

fn xtask(arguments: &[&str], options: &[(&str, &Path)]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(arguments);
    for (option, path) in options {
        command.arg(option).arg(path);
    }
    said(&mut command)
}

#[test]
fn an_action_is_added_from_its_page() {
    let workspace = caller("outside-add-action", Path::new("services/apigateway"));
    let description = schema_without(ACTION, &workspace);
    let schema = workspace.path("schema");
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/outside/create-upstream.txt");

    let report = xtask(
        &["import", "page", page.to_str().unwrap()],
        &[("--schema", &schema)],
    );
    assert!(report.contains("actions.CreateUpstream added"), "{report}");
    add_the_other_site(&description);
    let committed = root().join("crates/services/apigateway");
    let changelog = fs::read_to_string(committed.join("CHANGELOG.md")).unwrap();
    workspace.write("services/apigateway/CHANGELOG.md", &changelog);
    xtask(
        &["codegen", "apigateway"],
        &[
            ("--schema", &schema),
            ("--out", &workspace.path("services")),
        ],
    );

    // All of the crate is as before, but for what a page never tells: whether an Integer has a sign.
    let differences = differences(&committed, &workspace.path("services/apigateway"));
    let file = "src/v2018_08_08/actions/create_upstream.rs";
    assert_eq!(
        differences,
        [format!(
            "{file}: pub retries: Option<u64>, | pub retries: Option<i64>,"
        )]
    );

    let origin = description.display().to_string();
    let text = fs::read_to_string(description).unwrap();
    let description = Description::parse(&text, &origin).unwrap();
    let emulator = endpoint::start([description]);
    let mut program = workspace.cargo(&["run", "--quiet"]);
    let id = said(endpoint::tell(&emulator, &mut program));
    assert!(id.starts_with("upstream-"), "{id}");
}

/// The lines that differ between the files of two folders.
fn differences(left: &Path, right: &Path) -> Vec<String> {
    let (left, right) = (files(left), files(right));
    let names = |files: &BTreeMap<PathBuf, String>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&left), names(&right));
    let mut found = Vec::new();
    for (path, left) in &left {
        let (left, right) = (left.lines(), right[path].lines());
        assert_eq!(
            left.clone().count(),
            right.clone().count(),
            "{}",
            path.display()
        );
        for (left, right) in left.zip(right).filter(|(left, right)| left != right) {
            found.push(format!(
                "{}: {} | {}",
                path.display(),
                left.trim(),
                right.trim()
            ));
        }
    }
    found
}

/// The texts below a folder, by their path in it.
fn files(root: &Path) -> BTreeMap<PathBuf, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root).unwrap().to_path_buf();
                found.insert(name, fs::read_to_string(path).unwrap());
            }
        }
    }
    found
}
