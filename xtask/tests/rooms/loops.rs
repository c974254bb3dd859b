//! CONTRIBUTING.md names a loop for every test.

use std::fs;

use super::root;

/// The names in a folder, without the ending of a file.
fn names(folder: &str) -> Vec<String> {
    let entries = fs::read_dir(root().join(folder)).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names
        .map(|name| name.trim_end_matches(".rs").to_owned())
        .collect()
}

#[test]
fn contributing_names_a_loop_for_every_crate_and_every_test_of_the_tasks() {
    let text = fs::read_to_string(root().join("CONTRIBUTING.md")).unwrap();
    let (_, loops) = text.split_once("\n## Test loops\n").unwrap();
    let (loops, _) = loops.split_once("\n## ").unwrap();
    let words: Vec<_> = loops.split([' ', '`', '\n']).collect();
    let named = |option: &str, name: &str| words.windows(2).any(|pair| pair == [option, name]);
    let mut crates = names("crates");
    crates.retain(|name| name != "services");
    assert!(crates.len() > 9, "{crates:?}");
    for name in crates {
        assert!(named("-p", &name), "no loop has `-p {name}`");
    }
    for name in names("xtask/tests") {
        assert!(named("--test", &name), "no loop has `--test {name}`");
    }
}
