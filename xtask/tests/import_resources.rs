//! `cargo xtask import resources` on a schema of a test's own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

const OVERLAY: &str = r#"{"service": "sts", "corrections": [{"reason": "a test", "version": "2018-08-13",
    "set": {"Nothing": null}}]}"#;

/// A schema with the repository's `tag` and `sts`.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        let desk = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .unwrap()
            .join("schema/services");
        for service in ["tag", "sts"] {
            for file in fs::read_dir(root.join(service)).unwrap() {
                let file = file.unwrap();
                let folder = desk.folder.path().join("services").join(service);
                fs::create_dir_all(&folder).unwrap();
                fs::copy(file.path(), folder.join(file.file_name())).unwrap();
            }
        }
        desk
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    /// What the task says, and whether it succeeded.
    fn run(&self, options: &[&str]) -> (bool, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(["import", "resources", "--schema"])
            .arg(self.folder.path())
            .args(options)
            .output()
            .unwrap();
        let text = [output.stdout, output.stderr].concat();
        (output.status.success(), String::from_utf8(text).unwrap())
    }
}

#[test]
fn files_are_what_rule_reviews_and_overlays_give() {
    let desk = Desk::new();
    let (ok, said) = desk.run(&["--check"]);
    assert!(
        !ok && said.contains("run `cargo xtask import resources`"),
        "{said}"
    );
    let (ok, said) = desk.run(&["--left"]);
    assert!(
        ok && said.contains("with a whole life in 1 services"),
        "{said}"
    );
    assert!(said.contains("no action deletes it"), "{said}");
    let path = desk.folder.path().join("resources/tag.json");
    assert!(
        fs::read_to_string(&path)
            .unwrap()
            .contains("\"CreateTag\": {\"does\": \"create\"")
    );
    assert!(
        !desk.folder.path().join("resources/sts.json").exists(),
        "sts has no resource"
    );
    assert!(desk.run(&["--check"]).0);

    desk.write(
        "reviews/resources.tsv",
        "tag\t2018-08-13\tTag\tno\ta test\ntag\t2018-08-13\tResourceTag\tno\ta test\n",
    );
    assert!(
        !desk.run(&["--check"]).0,
        "the file is no longer what the review says"
    );
    assert!(desk.run(&[]).0);
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(!kept.contains("\"CreateTag\""), "{kept}");
}

#[test]
fn what_nothing_needs_is_an_error() {
    let desk = Desk::new();
    desk.write(
        "reviews/resources.tsv",
        "tag\t2018-08-13\tNothing\tno\ta test\n",
    );
    let (ok, said) = desk.run(&["tag"]);
    assert!(
        !ok && said.contains("no kind asks for tag 2018-08-13 Nothing: remove the line"),
        "{said}"
    );
    assert!(!desk.run(&[]).0);
    assert!(desk.run(&["sts"]).0, "verdicts on other services wait");

    let desk = Desk::new();
    desk.write("resources/overlays/sts.json", OVERLAY);
    let (ok, said) = desk.run(&["sts"]);
    assert!(
        !ok && said.contains("the rule says the same by now"),
        "{said}"
    );
}
