//! `llms.txt` at the root of the repository: what it tells programs must be so.

use std::path::{Path, PathBuf};
use std::process::Command;

use tencentcloud_emulator::Emulator;

use crate::program::shell;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn text() -> String {
    std::fs::read_to_string(root().join("llms.txt")).unwrap()
}

#[tokio::test]
async fn every_command_line_works() {
    let emulator = Emulator::start().await.unwrap();
    let text = text();
    let blocks = text.split("```sh\n").skip(1);
    let lines = blocks.flat_map(|block| block.split("```").next().unwrap().lines());
    let mut count = 0;
    for line in lines {
        let output = shell(&emulator, line);
        assert!(output.status.success(), "{line}: {output:?}");
        assert!(!output.stdout.is_empty(), "{line}");
        count += 1;
    }
    assert!(count > 10, "{count}");
}

#[test]
fn every_option_and_every_file_is_there() {
    let text = text();
    let help = Command::new(env!("CARGO_BIN_EXE_tcloud"))
        .args(["help"])
        .output()
        .unwrap();
    let mut known = String::from_utf8(help.stdout).unwrap();
    known.push_str(
        " --skeleton --input --dry-run --estimate --yes --limit --detail --set --inspect --only --compact --approval --wait-approval --reason ",
    );
    for word in text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-') {
        let option =
            word.starts_with("--") && word[2..].starts_with(|c: char| c.is_ascii_lowercase());
        assert!(!option || known.contains(&format!("{word} ")), "{word}");
    }
    for link in text.split("](").skip(1) {
        let path = link.split(')').next().unwrap();
        assert!(root().join(path).exists(), "{path}");
    }
}
