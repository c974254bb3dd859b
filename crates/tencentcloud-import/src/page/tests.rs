//! Properties of the page reader on text that nobody foresaw.

use std::fs;
use std::path::Path;

use proptest::prelude::*;

use super::{Pages, form};

/// Reads a page and holds the reader to its word: faults have lines of the page, and what is
/// taken makes a description that validates.
fn hold(text: &str) -> Result<(), TestCaseError> {
    let last = text.replace('\r', "\n").lines().count().max(1);
    let facts = Pages::new()
        .page("page", text)
        .of("bakery", "2020-05-01")
        .describe(&[]);
    let places = match facts {
        Err(faults) => {
            prop_assert!(!faults.as_slice().is_empty());
            faults.as_slice().to_vec()
        }
        Ok(facts) => {
            for description in facts.descriptions {
                let valid = description.validate("page");
                prop_assert!(valid.is_ok(), "{:?}", valid.err());
            }
            facts.warnings
        }
    };
    for fault in places {
        let inside = (1..=last).contains(&fault.line);
        prop_assert!(inside, "{fault:?} of {last} lines");
    }
    Ok(())
}

/// The pages of the tests, of every form.
fn pages() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let files = [folder.clone(), folder.join("forms")]
        .into_iter()
        .flat_map(|folder| fs::read_dir(folder).unwrap())
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
const PIECES: &[&str] = &[
    "|",
    "｜",
    "\t",
    "\\|",
    "\\",
    "\n",
    "\r",
    "\0",
    "\u{feff}",
    "```",
    "#",
    "`",
    "**",
    "[",
    "](",
    "[a](b)",
    "&amp;",
    "&#0;",
    "&lt",
    "<br>",
    "<",
    ">",
    "<!--",
    "-->",
    "<table>",
    "</table>",
    "<tr>",
    "<td>",
    "<td colspan=99999>",
    "<td rowspan=99999>",
    "<th>",
    "</td>",
    "<h2>",
    "</h2>",
    "<pre>",
    "<script>",
    "</script>",
    "<nav>",
    "<html",
    ".N",
    "Array of ",
    "Timestamp",
    "Integr",
    "示例值：",
    "Example value:",
    "此字段可能返回 null",
    "This field may return null",
    "取值范围：",
    "Valid values: ",
    "Default value: ",
    "默认",
    "[0, 99]",
    "公共参数",
    "Common Params. ",
    "本接口取值：",
    "The value used for this API: ",
    "接口请求域名：",
    "Domain name for API request: ",
    "接口请求频率限制：",
    "A maximum of 9 requests can be initiated per second",
    "被如下接口引用：",
    "Used by actions: ",
    "输入参数",
    "3. Output Parameters",
    "错误码",
    "输入示例",
    "Output Example",
    "{\"Response\": {\"A\": 1}}",
    "&A=b",
    "名称 | 类型 | 描述",
    "参数名称 | 必选 | 类型 | 描述 |",
    "Parameter Name\tRequired\tType\tDescription",
    "---|---",
    "最小值：9，最大值：1",
    "99999999999999999999",
    "-",
    "：",
    "，",
    "。",
];

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::sample::select(PIECES).prop_map(str::to_owned),
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
        hold(&format!("<html>{text}"))?;
    }

    #[test]
    fn pieces_in_any_order(pieces in prop::collection::vec(piece(), 0..60)) {
        hold(&pieces.concat())?;
        hold(&format!("<html>{}", pieces.concat()))?;
    }

    #[test]
    fn pages_with_some_changes(page in prop::sample::select(pages()), edits in prop::collection::vec(edit(), 1..5)) {
        let changed = edits.iter().fold(page, |text, edit| edit.apply(&text));
        hold(&changed)?;
    }

    /// The way a line ends, and what an editor puts before the first, say nothing.
    #[test]
    fn line_ends_say_nothing(page in prop::sample::select(pages())) {
        let (blocks, faults) = form::blocks(&page);
        for changed in [page.replace('\n', "\r\n"), page.replace('\n', "\r"), format!("\u{feff}{page}")] {
            let (changed, found) = form::blocks(&changed);
            prop_assert_eq!(format!("{blocks:?}"), format!("{changed:?}"));
            prop_assert_eq!(&faults, &found);
        }
    }
}
