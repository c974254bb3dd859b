//! Descriptions: made of pages, compared, and turned into crates.

use std::fs;
use std::path::Path;

use tencentcloud_schema::Description;

use crate::program::program;

fn page(name: &str) -> String {
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tencentcloud-import/tests/pages");
    pages.join(name).display().to_string()
}

#[test]
fn a_page_becomes_a_description() {
    let words = ["import", &page("slice-bread.txt"), &page("types.txt")];
    let run = program(&words).run();
    let text = run.printed();
    let description = Description::parse(&text, "printed").unwrap();
    assert_eq!(description.service, "bakery");
    assert!(description.actions.contains_key("SliceBread"), "{text}");
    let told = program(&["import", "-"]).input("nothing").run().failed(1);
    assert!(told.contains('-'), "{told}");
}

#[test]
fn two_descriptions_are_compared_with_a_verdict() {
    let folder = tempfile::tempdir().unwrap();
    let service = tencentcloud_catalogue::service("sts").unwrap().unwrap();
    let old = service.descriptions().remove(0);
    let write = |name: &str, description: &Description| {
        let path = folder.path().join(name);
        fs::write(&path, description.to_canonical()).unwrap();
        path.display().to_string()
    };
    let mut less = old.clone();
    less.actions.remove("GetCallerIdentity");
    let (old, less) = (write("old.json", &old), write("less.json", &less));
    let diff = |words: &[&str]| program(&[&["diff"], words].concat()).run();
    let text = diff(&[&old, &less]).printed();
    assert!(text.contains("GetCallerIdentity"), "{text}");
    assert!(text.ends_with("verdict: breaking\n"), "{text}");
    assert_eq!(diff(&[&old, &less, "--exit-code"]).code, 1);
    let text = diff(&[&less, &old, "--exit-code"]).printed();
    assert!(text.ends_with("verdict: minor\n"), "{text}");
    assert_eq!(
        diff(&["catalogue", &old]).printed(),
        "verdict: no changes\n"
    );
    let text = diff(&["catalogue", &less]).printed();
    assert!(text.ends_with("verdict: breaking\n"), "{text}");
}

#[test]
fn two_folders_are_compared() {
    let folder = tempfile::tempdir().unwrap();
    for (side, services) in [("old", &["sts"][..]), ("new", &["sts", "tag"])] {
        for service in services {
            let found = tencentcloud_catalogue::service(service).unwrap().unwrap();
            for description in found.descriptions() {
                let place = folder.path().join(side).join("services").join(service);
                fs::create_dir_all(&place).unwrap();
                let file = place.join(format!("{}.json", description.version));
                fs::write(file, description.to_canonical()).unwrap();
            }
        }
    }
    let side = |name: &str| folder.path().join(name).display().to_string();
    let (old, new) = (side("old"), side("new"));
    let text = program(&["diff", &old, &new]).run().printed();
    assert!(
        text.contains("tag ") && text.ends_with("verdict: minor\n"),
        "{text}"
    );
    let words = ["diff", &new, "catalogue", "--service", "sts"];
    assert_eq!(program(&words).run().printed(), "verdict: no changes\n");
    let words = ["diff", &old, &new, "--service", "sts"];
    assert_eq!(program(&words).run().printed(), "verdict: no changes\n");
}

#[test]
fn a_crate_has_the_chosen_actions_alone() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("crate");
    let place = out.display().to_string();
    let words = [
        "codegen",
        "cvm",
        "describe-zones",
        "StopInstances",
        "--out",
        &place,
    ];
    program(&words).run().printed();
    let actions = out.join("src/v2017_03_12/actions");
    let mut files: Vec<_> = fs::read_dir(&actions)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    assert_eq!(files, ["describe_zones.rs", "mod.rs", "stop_instances.rs"]);
    let manifest = fs::read_to_string(out.join("Cargo.toml")).unwrap();
    assert!(!manifest.contains("workspace"), "{manifest}");

    // Again, with other actions and the vendor's sentences.
    let package = folder
        .path()
        .join("site-packages/tccli/services/cvm/v20170312");
    fs::create_dir_all(&package).unwrap();
    let api = r#"{"metadata": {"apiVersion": "2017-03-12"}, "actions": {"DescribeZones": {"name": "", "document": "A sentence about zones.", "input": "I", "output": "O"}}, "objects": {"ZoneInfo": {"members": [{"name": "ZoneName", "document": "A sentence about names.", "type": "string", "member": "string"}]}}}"#;
    fs::write(package.join("api.json"), api).unwrap();
    let docs = folder.path().join("site-packages").display().to_string();
    let words = [
        "codegen",
        "cvm",
        "DescribeZones",
        "--out",
        &place,
        "--docs",
        &docs,
    ];
    program(&words).run().printed();
    assert!(!actions.join("stop_instances.rs").exists());
    let text = fs::read_to_string(actions.join("describe_zones.rs")).unwrap();
    assert!(text.contains("A sentence about zones."), "{text}");
    let types = fs::read_to_string(out.join("src/v2017_03_12/types.rs")).unwrap();
    assert!(types.contains("A sentence about names."), "{types}");
}

#[test]
fn a_folder_that_holds_something_else_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("Cargo.toml"), "[package]\n").unwrap();
    let place = folder.path().display().to_string();
    let words = ["codegen", "sts", "GetCallerIdentity", "--out", &place];
    let told = program(&words).run().failed(2);
    assert!(
        told.contains("neither empty nor a generated crate"),
        "{told}"
    );
    let words = [&words[..], &["--docs", &place]].concat();
    let told = program(&words).run().failed(2);
    assert!(told.contains("has no tccli"), "{told}");
}
