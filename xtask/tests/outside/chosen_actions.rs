//! A crate of one action alone, in a place of its own.

use tencentcloud_codegen::standalone_crate;

use crate::workspace::{Workspace, root};

#[test]
fn a_crate_of_one_action_builds_without_a_workspace() {
    let service = tencentcloud_catalogue::service("sts").unwrap().unwrap();
    let slice = service.versions()[0].slice("GetCallerIdentity").unwrap();
    let runtime = root().join("crates/tencentcloud-runtime");
    let files = standalone_crate(&[slice], "0.1.0", runtime.to_str()).unwrap();
    let text = |path: &str| files[std::path::Path::new(path)].as_str();
    let workspace = Workspace::new(text("Cargo.toml"));
    for (path, text) in &files {
        let path = path.to_str().unwrap();
        if path != "Cargo.toml" {
            assert!(!text.contains("cargo xtask"), "{path}: {text}");
            workspace.write(path, text);
        }
    }
    workspace.succeed(&["check", "--no-default-features", "--features", "reqwest"]);
}
