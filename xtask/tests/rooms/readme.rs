//! What the READMEs name is there.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::root;

const READMES: [(&str, &str); 4] = [
    ("README.md", "\n## Compared with other SDKs\n"),
    ("README.zh-CN.md", "\n## 与其他 SDK 的比较\n"),
    (
        "README.md",
        "\n### Compared with the agents' servers of other clouds\n",
    ),
    ("README.zh-CN.md", "\n### 与其他云的智能体服务的比较\n"),
];

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

/// The names of all functions in the sources of a folder.
fn functions(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && name != "services" && name != "target" {
            functions(&path, found);
        } else if name.ends_with(".rs") {
            let text = fs::read_to_string(&path).unwrap();
            let names = text.split("fn ").skip(1);
            found.extend(names.map(|rest| rest.split('(').next().unwrap().to_owned()));
        }
    }
}

/// The rows of the comparison: of each, the cell of this SDK and those of the others.
fn rows(readme: &str, heading: &str) -> Vec<[String; 2]> {
    let text = read(readme);
    let (_, table) = text.split_once(heading).unwrap();
    let (table, _) = table.split_once("\n## ").unwrap();
    let rows = table.lines().filter(|line| line.starts_with("| ")).skip(2);
    let cells = rows.map(|row| {
        let mut cells = row.split(" | ").skip(1);
        [cells.next().unwrap().to_owned(), cells.collect()]
    });
    // A row without cells is a heading.
    cells.filter(|[_, others]| others.len() > 5).collect()
}

#[test]
fn every_test_that_the_comparison_names_is_there() {
    let mut known = BTreeSet::new();
    for folder in ["crates", "xtask"] {
        functions(&root().join(folder), &mut known);
    }
    for (readme, heading) in READMES {
        let rows = rows(readme, heading);
        assert!(rows.len() > 20, "{readme}: {}", rows.len());
        for [ours, others] in rows {
            let names: Vec<_> = ours.split('`').skip(1).step_by(2).collect();
            assert!(!names.is_empty(), "{readme}: no test: {ours} {others}");
            for name in names {
                assert!(known.contains(name), "{readme}: no test {name}");
            }
        }
    }
}

#[test]
fn both_comparisons_name_the_same_tests() {
    let ours = |(readme, heading)| rows(readme, heading).into_iter().map(|[ours, _]| ours);
    for pair in READMES.chunks(2) {
        assert!(ours(pair[0]).eq(ours(pair[1])), "{pair:?}");
    }
}

#[test]
fn every_example_is_in_both_readmes() {
    let manifest = read("examples/Cargo.toml");
    let names = manifest.split("[[example]]\nname = \"").skip(1);
    let names: Vec<_> = names.map(|rest| rest.split('"').next().unwrap()).collect();
    assert!(names.len() > 3, "{names:?}");
    for (readme, _) in READMES {
        let text = read(readme);
        for name in &names {
            let command = format!("`cargo run --example {name}`");
            assert!(text.contains(&command), "{readme}: {command}");
        }
    }
}
