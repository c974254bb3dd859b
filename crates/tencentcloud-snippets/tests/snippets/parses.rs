//! Programs of languages that are not run here, by their grammars.

use std::process::Command;

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use tencentcloud_snippets::{Language, Snippet};
use tencentcloud_testkit::drawn::{Drawn, drawn};
use tree_sitter::{Node, Parser};

use crate::described;

/// Fails if `text` is not of the grammar of `language`.
#[track_caller]
fn parse(language: Language, text: &str) {
    let grammar = match language {
        Language::Go => tree_sitter_go::LANGUAGE,
        Language::Java => tree_sitter_java::LANGUAGE,
        Language::Node => tree_sitter_javascript::LANGUAGE,
        Language::Python => tree_sitter_python::LANGUAGE,
        Language::Rust => {
            let parsed = syn::parse_file(text);
            assert!(parsed.is_ok(), "{:?}\n{text}", parsed.err());
            return;
        }
        Language::Curl | Language::Tcloud | Language::Tccli => return,
    };
    let mut parser = Parser::new();
    parser.set_language(&grammar.into()).unwrap();
    let tree = parser.parse(text, None).unwrap();
    if let Some(error) = wrong(tree.root_node()) {
        panic!(
            "{language}: {:?} at {:?}\n{text}",
            error.kind(),
            error.range()
        );
    }
}

/// The first node that is an error, or that the parser had to invent.
fn wrong(node: Node<'_>) -> Option<Node<'_>> {
    if node.is_error() || node.is_missing() {
        return Some(node);
    }
    let mut cursor = node.walk();
    let children: Vec<_> = node.children(&mut cursor).collect();
    children.into_iter().find_map(wrong)
}

#[test]
#[should_panic(expected = "Go: ")]
fn an_error_is_found() {
    parse(Language::Go, "package main\n\nfunc main( {\n}\n");
}

#[test]
fn a_hundred_drawn_actions_are_of_each_grammar() {
    for drawn in drawn(12, 100, &[]) {
        let snippet = Snippet::new(&drawn.description, &drawn.action, &drawn.parameters);
        for language in Language::ALL {
            parse(language, &snippet.write(language));
        }
    }
}

/// Text with what each language reads in a way of its own.
fn text() -> impl Strategy<Value = String> {
    let hostile = prop::sample::select(vec![
        "\"", "'", "\\", "\n", "\r", "\t", "$x", "`id`", "$(id)", "${x}", "%s", "\u{1}", "\u{0}",
        "\u{202e}", "\u{2028}", "\\u0022", "*/", "//", "#", "{", "}", "测试", "😀", "-", "--", "@",
        "@-", "END", "'\\''", "\\n", "{{", "true", "[1]", "1e5", "null", "!", "~", "=",
    ]);
    let piece = prop_oneof![
        hostile.prop_map(str::to_owned),
        "[ -~]{0,3}",
        any::<char>().prop_map(String::from)
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((name(), inner), 0..4)
                .prop_map(|members| Map::from_iter(members).into()),
        ]
    })
}

/// Names of members of `RunInstances`, keywords, and nonsense.
fn name() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "Placement",
        "Zone",
        "InstanceName",
        "LoginSettings",
        "Password",
        "DataDisks",
        "DiskSize",
        "TagSpecification",
        "Tags",
        "Key",
        "Value",
        "UserData",
        "DryRun",
        "Type",
        "Self",
        "class",
        "import",
        "None",
        "true",
        "__proto__",
        "a b",
        "中文",
        "1",
        "",
        "-x",
        "$x",
    ]);
    prop_oneof![known.prop_map(str::to_owned), text()]
}

fn parameters() -> impl Strategy<Value = Map<String, Value>> {
    prop::collection::vec((name(), value()), 0..5).prop_map(Map::from_iter)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn whatever_the_parameters_are_the_code_is_of_its_grammar(parameters in parameters()) {
        let description = described("cvm", None, "RunInstances");
        let typed = Snippet::new(&description, "RunInstances", &parameters).region("a'b\"c$d");
        let raw = Snippet::undocumented("cvm", "2017-03-12", "Novel", &parameters).endpoint("http://[::1]:80");
        for snippet in [typed, raw] {
            for language in Language::ALL {
                parse(language, &snippet.write(language));
            }
        }
    }

    /// A text that has its place is written by the types, in each language.
    #[test]
    fn any_text_in_its_place_is_typed(text in text()) {
        let description = described("cvm", None, "RunInstances");
        let parameters = json!({"InstanceName": text, "TagSpecification": [{"Tags": [{"Value": text}]}]});
        let snippet = Snippet::new(&description, "RunInstances", parameters.as_object().unwrap());
        for (language, typed) in [
            (Language::Rust, "RunInstancesRequest::new()"),
            (Language::Python, "models.RunInstancesRequest()"),
            (Language::Go, "cvm.NewRunInstancesRequest()"),
            (Language::Java, "new RunInstancesRequest()"),
        ] {
            let text = snippet.write(language);
            prop_assert!(text.contains(typed), "{}", text);
            parse(language, &text);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn whatever_the_parameters_are_a_shell_reads_the_commands(parameters in parameters()) {
        let description = described("cvm", None, "RunInstances");
        let snippet = Snippet::new(&description, "RunInstances", &parameters).region("a'b\"c$d\n`e`");
        for language in [Language::Curl, Language::Tcloud, Language::Tccli] {
            let script = snippet.write(language);
            let read = Command::new("sh").args(["-n", "-c", &script]).output().unwrap();
            prop_assert!(read.status.success(), "{:?}\n{}", read, script);
        }
    }
}

/// A secret is in no code, whatever surrounds it.
#[test]
fn no_code_has_a_secret() {
    let description = described("cvm", None, "RunInstances");
    for parameters in [
        json!({"LoginSettings": {"Password": "hush-marker"}}),
        json!({"LoginSettings": {"Password": "hush-marker", "Novel": 1}}),
        json!({"LoginSettings": {"Password": ["hush-marker"]}, "InstanceCount": "1"}),
        json!({"LoginSettings": {"Password": {"a": "hush-marker"}}}),
    ] {
        let snippet = Snippet::new(
            &description,
            "RunInstances",
            parameters.as_object().unwrap(),
        );
        assert_eq!(snippet.secrets().len(), 1);
        for language in Language::ALL {
            let text = snippet.write(language);
            assert!(!text.contains("hush-marker"), "{text}");
            assert!(text.contains(&snippet.secrets()[0]), "{text}");
            parse(language, &text);
        }
    }
}

/// How long all eight languages of a large action take; `--ignored --nocapture` prints it.
#[test]
#[ignore = "a measurement"]
fn a_preview_of_a_large_action() {
    let Drawn {
        description,
        parameters,
        ..
    } = Drawn::newest("cvm", "RunInstances").unwrap();
    let mut times: Vec<_> = (0..31)
        .map(|_| {
            let start = std::time::Instant::now();
            let snippet = Snippet::new(&description, "RunInstances", &parameters);
            let length: usize = Language::ALL
                .map(|language| snippet.write(language).len())
                .iter()
                .sum();
            assert!(length > 10_000);
            start.elapsed()
        })
        .collect();
    times.sort();
    println!(
        "all languages of RunInstances with all parameters: median {:?}",
        times[15]
    );
}
