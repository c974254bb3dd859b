//! Whatever a description says stays text in what is generated from it: documentation, README,
//! manifest and constants.

mod read;

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::sample::select;
use quote::quote;
use tencentcloud_codegen::{Files, items, service_crate, umbrella_crate};
use tencentcloud_schema::{Action, Description, Kind, Member, Object};

use read::{blocks, docs, is_hidden, links, strings};

/// What means something to Markdown, rustdoc, TOML, Rust or a terminal.
const PIECES: &[&str] = &[
    "```",
    "```rust\n",
    "~~~",
    "`",
    "``",
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    "    ",
    "\t",
    "- ",
    "-      ",
    "1. ",
    "# ",
    "> ",
    "+",
    "=",
    "---",
    "| a |",
    "*",
    "**",
    "_",
    "__",
    "<b>",
    "</script>",
    "<!--",
    "[x](y)",
    "[`Vec`]",
    "[a]: b",
    "![i](j)",
    "&lt;",
    "&#96;",
    "\\",
    "\\\n",
    "\"",
    "\"\"\"",
    "'",
    "'''",
    "*/",
    "/*",
    "//!",
    "///",
    "{",
    "}",
    "${x}",
    "\u{0}",
    "\u{7}",
    "\u{1b}[31m",
    "\u{85}",
    "\u{2028}",
    "\u{202e}",
    "\u{2066}",
    "\u{200b}",
    "\u{feff}",
    "\u{e0041}",
    "中文",
    "：",
    "\u{3000}",
    "panic!()",
    "a",
    "B",
    "0",
];

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => select(PIECES).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..9).prop_map(|pieces| pieces.concat())
}

prop_compose! {
    fn member()(
        doc in prop::option::of(text()),
        values in prop::collection::vec(text(), 0..4),
        filters in prop::collection::vec(text(), 0..3),
        [default, example, header] in [text(), text(), text()],
    ) -> Member {
        Member {
            doc, values, filters,
            default: Some(default.into()),
            example: Some(example.into()),
            header: Some(header),
            ..Member::new("Name", Kind::String)
        }
    }
}

prop_compose! {
    fn description()(
        titles in prop::collection::vec(prop::option::of(text()), 4),
        [host, doc, object] in [text(), text(), text()],
        errors in prop::collection::btree_set(text(), 0..4),
        mut members in prop::collection::vec(member(), 3),
        required: bool,
    ) -> Description {
        let empty = r#"{"format": 1, "service": "bakery", "version": "2020-01-01", "actions": {}, "types": {}}"#;
        let mut description = Description::parse(empty, "empty").expect("a description");
        description.title = titles[0].clone();
        description.title_en = titles[1].clone();
        description.host = Some(host);
        description.errors = errors.iter().take(2).cloned().collect();
        let inner = members.remove(0);
        let action = Action {
            title: titles[2].clone(),
            title_en: titles[3].clone(),
            doc: Some(doc),
            errors,
            request: vec![Member { required, ..members[0].clone() }],
            response: members,
            ..Action::default()
        };
        let mut action = action;
        action.response.truncate(1);
        description.actions.insert("DescribeBreads".to_owned(), action.clone());
        description.actions.insert("CreateBread".to_owned(), action);
        let object = Object { doc: Some(object), members: vec![inner] };
        description.types.insert("Oven".to_owned(), object);
        description
    }
}

/// Every string that a constant may hold.
fn known(description: &Description) -> BTreeSet<String> {
    let actions = description.actions.values();
    let members = actions
        .clone()
        .flat_map(|a| a.request.iter().chain(&a.response));
    let members = members.chain(description.types.values().flat_map(|o| &o.members));
    let values = members.flat_map(|member| member.values.iter().cloned());
    let errors = actions.flat_map(|a| &a.errors).chain(&description.errors);
    let classes = errors.flat_map(|code| {
        let ends = code.match_indices('.').map(|(end, _)| end);
        ends.chain([code.len()])
            .map(|end| code[..end].to_owned())
            .collect::<Vec<_>>()
    });
    values.chain(classes).collect()
}

/// Holds Rust source against what nothing in a description may bring about.
fn check_source(source: &str, known: &BTreeSet<String>) {
    let file: syn::File = syn::parse_str(source).unwrap_or_else(|e| panic!("{e}\n{source}"));
    for docs in docs(source) {
        assert!(
            docs.lines().all(|line| !line.contains(is_hidden)),
            "{docs:?}"
        );
        assert_eq!(
            blocks(&docs),
            Vec::<String>::new(),
            "a code block in {docs:?}"
        );
        for link in links(&docs) {
            let ours = [
                "https://console.cloud.tencent.com/api/explorer?",
                "super::super::Client::",
            ];
            let path = |c: char| c.is_ascii_alphanumeric() || "_:`".contains(c);
            let path = link.chars().all(path);
            assert!(
                path || ours.iter().any(|start| link.starts_with(start)),
                "{link:?} in {docs:?}"
            );
        }
    }
    for value in strings(&file) {
        assert!(known.contains(&value), "{value:?}");
    }
}

fn check_plain(text: &str) {
    let hidden: Vec<_> = text
        .chars()
        .filter(|c| is_hidden(*c) && *c != '\n')
        .collect();
    assert!(hidden.is_empty(), "{hidden:?} in {text:?}");
}

fn check_manifest(text: &str) -> toml_edit::DocumentMut {
    let manifest: toml_edit::DocumentMut = text.parse().unwrap_or_else(|e| panic!("{e}\n{text}"));
    let description = manifest["package"]["description"]
        .as_str()
        .expect("a description");
    assert!(!description.chars().any(is_hidden), "{description:?}");
    let keywords = manifest["package"]["keywords"]
        .as_array()
        .expect("keywords");
    assert!((1..=5).contains(&keywords.len()));
    for keyword in keywords {
        let keyword = keyword.as_str().expect("a keyword");
        let fits = |c: char| c.is_ascii_alphanumeric() || c == '-';
        assert!(
            keyword.len() <= 20 && keyword.chars().all(fits),
            "{keyword:?}"
        );
    }
    manifest
}

fn check_files(files: &Files, known: &BTreeSet<String>, expected: &[&str]) {
    for (path, text) in files {
        check_plain(text);
        if path.extension().is_some_and(|extension| extension == "rs") {
            check_source(text, known);
        }
    }
    let readme = &files[std::path::Path::new("README.md")];
    assert_eq!(blocks(readme), expected, "{readme}");
    assert_eq!(links(readme), Vec::<String>::new(), "{readme}");
    if let Some((_, program)) = readme.split_once("```rust,no_run\n") {
        let (program, _) = program.split_once("```\n").expect("an end");
        syn::parse_file(program).unwrap_or_else(|e| panic!("{e}\n{program}"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn a_crate_keeps_text_as_text(description in description()) {
        let known = known(&description);
        let files = service_crate(std::slice::from_ref(&description), "0.1.0").unwrap();
        check_files(&files, &known, &["sh", "rust,no_run"]);
        let manifest = check_manifest(&files[std::path::Path::new("Cargo.toml")]);
        prop_assert_eq!(manifest["package"]["name"].as_str(), Some("tencentcloud-bakery"));
        // What can be seen of a title is in the manifest, character for character.
        let seen = |title: &str| -> String { title.chars().filter(|c| !is_hidden(*c) && !c.is_whitespace()).collect() };
        let line = seen(manifest["package"]["description"].as_str().unwrap());
        for title in [&description.title, &description.title_en].into_iter().flatten() {
            prop_assert!(line.contains(&seen(title)), "{:?} in {:?}", title, line);
        }
    }

    #[test]
    fn the_crate_of_all_services_keeps_text_as_text(description in description()) {
        let known = known(&description);
        let files = umbrella_crate(&[(description, "0.1.0".to_owned())], "0.2.0");
        check_files(&files, &known, &["sh"]);
        let manifest = check_manifest(&files[std::path::Path::new("Cargo.toml")]);
        let dependency = &manifest["dependencies"]["tencentcloud-bakery"];
        prop_assert_eq!(dependency["version"].as_str(), Some("0.1.0"));
        let readme = &files[std::path::Path::new("README.md")];
        prop_assert_eq!(readme.lines().filter(|line| line.starts_with("| `bakery`")).count(), 1);
    }

    #[test]
    fn included_items_keep_text_as_text(description in description()) {
        let tokens = items(&description, quote!(::tc)).unwrap().to_string();
        check_plain(&tokens);
        check_source(&tokens, &known(&description));
    }
}
