//! The two workspaces build the same versions of what they share.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The versions of each package that a lock takes from a registry.
fn locked(lock: &Path) -> BTreeMap<String, BTreeSet<String>> {
    let text = fs::read_to_string(lock).unwrap();
    let mut packages = BTreeMap::<_, BTreeSet<_>>::new();
    for package in text.split("[[package]]").skip(1) {
        let field = |name: &str| {
            package
                .lines()
                .find_map(|line| line.strip_prefix(name)?.strip_prefix(" = "))
                .map(|value| value.trim_matches('"').to_owned())
        };
        if field("source").is_some() {
            let name = field("name").expect("a package has a name");
            let version = field("version").expect("a package has a version");
            packages.entry(name).or_default().insert(version);
        }
    }
    packages
}

#[test]
fn the_services_lock_holds_the_versions_of_the_root() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let ours = locked(&root.join("Cargo.lock"));
    let services = locked(&root.join("crates/services/Cargo.lock"));
    assert!(services.contains_key("serde_json"), "{services:?}");
    let differences: Vec<_> = services
        .iter()
        .filter(|(name, versions)| {
            !ours
                .get(*name)
                .is_some_and(|ours| ours.is_superset(versions))
        })
        .map(|(name, versions)| format!("  {name}: {versions:?}, not {:?}", ours.get(name)))
        .collect();
    assert!(
        differences.is_empty(),
        "crates/services/Cargo.lock differs from Cargo.lock:\n{}\nto mend it: cp Cargo.lock crates/services/ && cargo update --workspace --manifest-path crates/services/Cargo.toml",
        differences.join("\n")
    );
}
