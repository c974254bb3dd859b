//! Properties of the page reader on text that nobody foresaw.

use std::fs;
use std::path::Path;

use proptest::prelude::*;

use super::assemble::{Parts, Read};
use super::facts;

/// Reads a page and holds the reader to its word: faults have lines of the page, and what is
/// taken makes a description that validates.
fn hold(text: &str) -> Result<(), TestCaseError> {
    match facts::read(text) {
        Err(faults) => {
            prop_assert!(!faults.is_empty());
            let last = text.replace('\r', "\n").lines().count().max(1);
            for fault in faults {
                prop_assert!(
                    (1..=last).contains(&fault.line),
                    "{fault:?} of {last} lines"
                );
            }
        }
        Ok(page) => {
            let key = page.key().unwrap_or(("bakery".into(), "2020-05-01".into()));
            let mut parts = Parts::default();
            let file = "page.txt".to_owned();
            let described = parts
                .add(Read { file, page })
                .and_then(|()| parts.describe(key));
            prop_assert!(described.is_ok(), "{:?}", described.err());
        }
    }
    Ok(())
}

fn pages() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let files = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut pages: Vec<_> = files
        .filter(|path| path.is_file() && !path.ends_with("README.md"))
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    pages.sort();
    pages
}

/// One change to a page: where, as a share of its length, and what.
#[derive(Clone, Debug)]
enum Edit {
    Cut(usize),
    Drop(usize, usize),
    Insert(usize, String),
    MoveLine(usize, usize),
    RepeatLine(usize),
}

impl Edit {
    fn apply(&self, text: &str) -> String {
        let mut chars: Vec<char> = text.chars().collect();
        let mut lines: Vec<&str> = text.lines().collect();
        if chars.is_empty() || lines.is_empty() {
            return text.to_owned();
        }
        let (many, rows) = (chars.len(), lines.len());
        match self {
            Self::Cut(at) => chars.truncate(at % many),
            Self::Drop(at, count) => drop(chars.drain(at % many..(at % many + count).min(many))),
            Self::Insert(at, what) => drop(chars.splice(at % many..at % many, what.chars())),
            Self::MoveLine(from, to) => {
                let line = lines.remove(from % rows);
                lines.insert(to % rows, line);
                return lines.join("\n");
            }
            Self::RepeatLine(at) => {
                lines.insert(at % rows, lines[at % rows]);
                return lines.join("\n");
            }
        }
        chars.into_iter().collect()
    }
}

/// Pieces that mean something in a page.
fn piece() -> impl Strategy<Value = String> {
    let pieces = [
        "|",
        "｜",
        "\\|",
        "\\",
        "\n",
        "\r",
        "```",
        "#",
        "`",
        "**",
        "[",
        "](",
        "[a](b)",
        "&amp;",
        "<br>",
        ".N",
        "Array of ",
        "Timestamp",
        "示例值：",
        "示例值:",
        "此字段可能返回 null",
        "取值范围：",
        "默认",
        "[0, 99]",
        "公共参数",
        "本接口取值：",
        "接口请求域名：",
        "接口请求频率限制：",
        "被如下接口引用：",
        "输入参数",
        "错误码",
        "名称 | 类型 | 描述",
        "参数名称 | 必选 | 类型 | 描述 |",
        "---|---",
        "最小值：9，最大值：1",
        "99999999999999999999",
        "-",
        "：",
        "，",
        "。",
    ];
    prop_oneof![
        3 => prop::sample::select(pieces.to_vec()).prop_map(str::to_owned),
        1 => ".{0,4}",
    ]
}

fn edit() -> impl Strategy<Value = Edit> {
    let at = 0..10_000_usize;
    prop_oneof![
        1 => at.clone().prop_map(Edit::Cut),
        2 => (at.clone(), 1..40_usize).prop_map(|(at, count)| Edit::Drop(at, count)),
        6 => (at.clone(), piece()).prop_map(|(at, what)| Edit::Insert(at, what)),
        2 => (at.clone(), at.clone()).prop_map(|(from, to)| Edit::MoveLine(from, to)),
        1 => at.prop_map(Edit::RepeatLine),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text(text in "(?s).{0,400}") {
        hold(&text)?;
    }

    #[test]
    fn pieces_in_any_order(pieces in prop::collection::vec(piece(), 0..60)) {
        hold(&pieces.concat())?;
    }

    #[test]
    fn pages_with_some_changes(page in prop::sample::select(pages()), edits in prop::collection::vec(edit(), 1..5)) {
        let changed = edits.iter().fold(page, |text, edit| edit.apply(&text));
        hold(&changed)?;
    }
}
