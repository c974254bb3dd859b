use std::cell::RefCell;

use serde_json::json;

use super::*;
use crate::model::json::Json;
use crate::model::{Lend, Shape, Show, Value, to_json};

/// A hand-written model, for the derive names this crate from outside.
#[derive(Clone, Debug, Default, PartialEq)]
struct Node {
    text: String,
    signed: i64,
    unsigned: u64,
    float: f64,
    truth: bool,
    maybe: Option<String>,
    node: Option<Box<Node>>,
    nodes: Vec<Node>,
    texts: Vec<String>,
    numbers: Option<Vec<i64>>,
}

impl Model for Node {
    fn show(&self, to: &mut dyn Show) {
        const SHAPE: Shape = Shape {
            name: "Node",
            fields: b"\x07\x04\0\0\"Text\":text\x09\x06\0\0\"Signed\":signed\x0b\x08\0\0\"Unsigned\":unsigned\x08\x05\0\0\"Float\":float\x08\x05\0\0\"Truth\":truth\x08\x05\0\0\"Maybe\":maybe\x07\x04\0\0\"Node\":node\x08\x05\0\0\"Nodes\":nodes\x08\x05\0\0\"Texts\":texts\x0a\x07\0\0\"Numbers\":numbers",
        };
        let values: [&dyn Value; 10] = [
            &self.text,
            &self.signed,
            &self.unsigned,
            &self.float,
            &self.truth,
            &self.maybe,
            &self.node,
            &self.nodes,
            &self.texts,
            &self.numbers,
        ];
        to.fields(SHAPE, &values);
    }
    fn lend(&mut self, to: &mut dyn Lend) {
        to.fields(&mut [
            &mut self.text,
            &mut self.signed,
            &mut self.unsigned,
            &mut self.float,
            &mut self.truth,
            &mut self.maybe,
            &mut self.node,
            &mut self.nodes,
            &mut self.texts,
            &mut self.numbers,
        ]);
    }
    fn empty() -> Self {
        Self::default()
    }
}

/// Keeps every misfit and every unknown member as text.
#[derive(Default)]
struct Kept {
    misfits: RefCell<Vec<(MisfitKind, String)>>,
    unknown: RefCell<Vec<String>>,
}

impl Report for Kept {
    fn misfit(
        &self,
        kind: MisfitKind,
        path: &dyn std::fmt::Display,
        message: &dyn std::fmt::Display,
    ) -> Result<(), Misfit> {
        let misfit = format!("{path}: {message}");
        self.misfits.borrow_mut().push((kind, misfit));
        Ok(())
    }

    fn unknown(&self, path: &dyn std::fmt::Display, value: Json<'_>) -> Result<(), Misfit> {
        let unknown = format!("{path}: {}", value.tree().0);
        self.unknown.borrow_mut().push(unknown);
        Ok(())
    }
}

impl Kept {
    /// The misfits of those kinds.
    fn of(&self, kinds: &[MisfitKind]) -> Vec<String> {
        let misfits = self.misfits.borrow();
        let wanted = misfits.iter().filter(|(kind, _)| kinds.contains(kind));
        wanted.map(|(_, misfit)| misfit.clone()).collect()
    }
}

fn read(json: &[u8]) -> (Node, Kept) {
    let (mut node, kept) = (Node::default(), Kept::default());
    decode_object(json, &mut node, &kept).unwrap();
    (node, kept)
}

/// What was read, and what does not convert.
fn lenient(json: &str) -> (Node, Vec<String>) {
    let (node, kept) = read(json.as_bytes());
    let unfit = kept.of(&[MisfitKind::Unfit]);
    (node, unfit)
}

fn strict(json: &str) -> Result<Node, String> {
    let mut node = Node::default();
    decode_object(json.as_bytes(), &mut node, &Strict).map_err(|e| e.to_string())?;
    Ok(node)
}

#[test]
fn missing_null_and_unknown_members_leave_what_is_empty() {
    let (node, kept) = read(
        br#"{"Text":null,"Nodes":null,"Maybe":null,"Node":null,"Signed":null,"Strange":{"a":[1]},"Float":[]}"#,
    );
    assert_eq!(node, Node::default());
    assert!(
        kept.of(&[MisfitKind::Unfit, MisfitKind::Replaced])
            .is_empty()
    );
    // Only where a value cannot say that it was not there.
    let is = |name: &str, what: &str| {
        format!("{name}: is {what}: the empty value in its place was not sent")
    };
    assert_eq!(
        kept.of(&[MisfitKind::Null]),
        [is("Text", "null"), is("Signed", "null")]
    );
    assert_eq!(
        kept.of(&[MisfitKind::Missing]),
        [is("Unsigned", "missing"), is("Truth", "missing")]
    );
    assert_eq!(kept.unknown.into_inner(), [r#"Strange: {"a":[1]}"#]);
}

#[test]
fn what_is_absent_is_told_at_its_place_in_lists_and_objects() {
    let whole = r#""Text":"","Signed":0,"Unsigned":0,"Float":0,"Truth":false"#;
    let json = format!(
        r#"{{{whole},"Node":{{{whole},"New":1,"Nodes":[{{{whole}}},{{"Text":null,"New":2}}]}},"Nodes":[null]}}"#
    );
    let (_, kept) = read(json.as_bytes());
    let told = kept.of(&[MisfitKind::Null, MisfitKind::Missing]);
    let paths: Vec<_> = told
        .iter()
        .filter_map(|told| told.split(':').next())
        .collect();
    assert_eq!(
        paths,
        ["Text", "Signed", "Unsigned", "Float", "Truth"]
            .map(|name| format!("Node.Nodes[1].{name}"))
    );
    assert_eq!(
        kept.unknown.into_inner(),
        ["Node.New: 1", "Node.Nodes[1].New: 2"]
    );
}

#[test]
fn text_that_is_none_is_replaced_and_told() {
    let replaced = |json: &[u8]| {
        let (node, kept) = read(json);
        let told = kept.of(&[MisfitKind::Replaced, MisfitKind::Unfit]);
        let paths: Vec<_> = told
            .iter()
            .map(|told| told.split(':').next().unwrap().to_owned())
            .collect();
        (node, paths)
    };
    for (text, wanted) in [
        (&br"\ud83d\ude00 \u4e2d\n"[..], "\u{1f600} 中\n"),
        ("genuine \u{fffd}".as_bytes(), "genuine \u{fffd}"),
        (b"a\tb\nc", "a\tb\nc"),
        (b"", ""),
    ] {
        let (node, paths) = replaced(&[br#"{"Text":""#, text, br#""}"#].concat());
        assert_eq!(node.text, wanted, "{text:?}");
        assert!(paths.is_empty(), "{text:?}");
    }
    let cut = "\u{fffd}";
    for (text, wanted) in [
        (&br"cut \ud83d"[..], format!("cut {cut}")),
        (br"\ude00\ud83d!", format!("{cut}{cut}!")),
        (br"\ud83dA\ud83d\u0041", format!("{cut}A{cut}A")),
        (br"\ud83d\ud83d\ude00", format!("{cut}\u{1f600}")),
        (br"\q \u12 \u+123", format!("{cut}q {cut}12 {cut}+123")),
        ("\\é".as_bytes(), format!("{cut}é")),
        (b"half \xe4\xb8 byte", format!("half {cut} byte")),
        (b"\xff\\n\xff", format!("{cut}\n{cut}")),
    ] {
        let member = [br#"{"Nodes":[{"Text":""#, text, br#"","Signed":5}]}"#].concat();
        let (node, paths) = replaced(&member);
        assert_eq!(node.nodes[0].text, wanted, "{text:?}");
        assert_eq!(node.nodes[0].signed, 5);
        assert_eq!(paths, ["Nodes[0].Text"], "{text:?}");
    }
}

#[test]
fn what_is_too_large_or_too_deep_is_the_matter_of_its_member() {
    let deep = |count| format!("{}1{}", "[".repeat(count), "]".repeat(count));
    let objects = |count| format!("{}{{}}{}", r#"{"Node":"#.repeat(count), "}".repeat(count));
    for (member, path) in [
        (r#""Float":1e400"#.to_owned(), "Float"),
        (r#""Signed":-1e400"#.to_owned(), "Signed"),
        (r#""Text":1e999999999999"#.to_owned(), "Text"),
        (format!(r#""Text":{}"#, deep(100_000)), "Text"),
        (format!(r#""Texts":["a",{}]"#, deep(100_000)), "Texts[1]"),
        (format!(r#""Signed":{}"#, objects(100_000)), "Signed"),
        (format!(r#""Node":{}"#, objects(100_000)), "Node"),
    ] {
        let (node, unfit) = lenient(&format!(
            r#"{{{member},"Maybe":"kept","New":{}}}"#,
            deep(100_000)
        ));
        assert_eq!(node.maybe.as_deref(), Some("kept"), "{path}");
        assert_eq!(unfit.len(), 1, "{path}: {unfit:?}");
        assert!(unfit[0].starts_with(path), "{path}: {unfit:?}");
    }
    let (node, unfit) = lenient(&objects(120));
    assert!(node.node.is_some() && unfit.is_empty(), "{unfit:?}");
}

#[test]
fn what_converts_without_loss_is_converted() {
    for (member, value, expected) in [
        ("Text", "12", json!("12")),
        ("Text", "-1", json!("-1")),
        ("Text", "1.5", json!("1.5")),
        ("Text", "true", json!("true")),
        ("Text", r#"["only"]"#, json!("only")),
        ("Signed", r#""-7""#, json!(-7)),
        ("Signed", "7.0", json!(7)),
        ("Signed", r#"" 7 ""#, json!(7)),
        ("Signed", "9223372036854775807", json!(i64::MAX)),
        ("Unsigned", r#""18446744073709551615""#, json!(u64::MAX)),
        ("Unsigned", "18446744073709551615", json!(u64::MAX)),
        ("Float", "3", json!(3.0)),
        ("Float", r#""2.5""#, json!(2.5)),
        // The last digit of a float is lost by a parser that is only fast.
        (
            "Float",
            "-8.562938621090825e40",
            json!(-8.562938621090825e40),
        ),
        ("Truth", r#""True""#, json!(true)),
        ("Truth", "1", json!(true)),
        ("Maybe", "5", json!("5")),
        ("Texts", r#""one""#, json!(["one"])),
        ("Texts", r#"["a",null,1]"#, json!(["a", "1"])),
        ("Numbers", r#"["1",2]"#, json!([1, 2])),
        ("Nodes", r#"{"Text":"x"}"#, json!([{"Text": "x"}])),
        ("Node", r#"[{"Text":"x"}]"#, json!({"Text": "x"})),
    ] {
        let text = format!(r#"{{"{member}":{value}}}"#);
        let (node, warnings) = lenient(&text);
        assert!(warnings.is_empty(), "{text}: {warnings:?}");
        let written: serde_json::Value = serde_json::from_slice(&to_json(&node)).unwrap();
        let got = &written[member];
        let holds = match (got, &expected) {
            (serde_json::Value::Array(got), serde_json::Value::Array(wanted))
                if wanted[0].is_object() =>
            {
                got.len() == wanted.len() && got[0]["Text"] == wanted[0]["Text"]
            }
            (got, wanted) if wanted.is_object() => got["Text"] == wanted["Text"],
            (got, wanted) => got == wanted,
        };
        assert!(holds, "{text}: {got} is not {expected}");
        assert!(strict(&text).is_ok(), "{text}");
    }
}

#[test]
fn what_does_not_convert_is_left_empty_and_reported() {
    for (text, warning) in [
        (
            r#"{"Signed":"many"}"#,
            "Signed: expected a signed 64-bit number, found a string that does not convert",
        ),
        (
            r#"{"Signed":9223372036854775808}"#,
            "Signed: expected a signed 64-bit number, found a whole number that does not fit",
        ),
        (
            r#"{"Signed":1.5}"#,
            "Signed: expected a signed 64-bit number, found a number that does not fit",
        ),
        (
            r#"{"Unsigned":-1}"#,
            "Unsigned: expected an unsigned 64-bit number, found a whole number that does not fit",
        ),
        (
            r#"{"Text":123456789012345678901234567890}"#,
            "Text: expected a string, found a number that does not fit",
        ),
        (
            r#"{"Text":{"a":1}}"#,
            "Text: expected a string, found an object",
        ),
        (
            r#"{"Text":["a","b"]}"#,
            "Text: expected a string, found a list of several",
        ),
        (
            r#"{"Truth":"maybe"}"#,
            "Truth: expected a boolean, found a string that does not convert",
        ),
        (
            r#"{"Node":"text"}"#,
            "Node: expected an object, found a string that does not convert",
        ),
        (
            r#"{"Node":[{"Text":"a"},{"Text":"b"}]}"#,
            "Node: expected an object, found a list of several",
        ),
        (
            r#"{"Nodes":[{},{"Node":{"Signed":"x"}}]}"#,
            "Nodes[1].Node.Signed: expected a signed 64-bit number, found a string that does not convert",
        ),
    ] {
        let (_, warnings) = lenient(text);
        assert_eq!(warnings, [warning], "{text}");
        let error = strict(text).unwrap_err();
        assert!(error.starts_with(warning), "{error}");
    }
    let (node, _) = lenient(r#"{"Maybe":{},"Node":"text","Signed":"x","Nodes":[1]}"#);
    assert_eq!((node.maybe, node.node, node.signed), (None, None, 0));
}

#[test]
fn warnings_repeat_no_value_of_the_answer() {
    let (_, warnings) = lenient(r#"{"Signed":"hunter2","Truth":"hunter2"}"#);
    assert_eq!(warnings.len(), 2);
    assert!(warnings.iter().all(|warning| !warning.contains("hunter2")));
}

#[test]
fn the_last_of_two_counts() {
    let (node, _) = lenient(r#"{"Text":"a","Texts":["a","b"],"Text":"b","Texts":["c"]}"#);
    assert_eq!(
        (node.text.as_str(), node.texts.as_slice()),
        ("b", ["c".to_owned()].as_slice())
    );
}

#[test]
fn order_of_members_does_not_matter() {
    let (node, _) = lenient(r#"{"Texts":["t"],"Truth":true,"Text":"x","Signed":1}"#);
    assert_eq!(
        node,
        Node {
            text: "x".into(),
            signed: 1,
            truth: true,
            texts: vec!["t".into()],
            ..Node::default()
        }
    );
}

#[test]
fn plain_and_escaped_strings_are_written_as_json() {
    for text in [
        "plain",
        "",
        "中文",
        "quote \" back \\ line \n tab \t bell \u{7} \u{1f600} \u{7f}",
    ] {
        let node = Node {
            text: text.into(),
            ..Node::default()
        };
        let written: serde_json::Value = serde_json::from_slice(&to_json(&node)).unwrap();
        assert_eq!(written["Text"], text);
    }
}

#[test]
fn numbers_are_exact_or_reported() {
    let exact = 1_u64 << 53;
    for (member, value, expected) in [
        ("Signed", "-9223372036854775808".to_owned(), json!(i64::MIN)),
        ("Signed", format!("\"{}\"", i64::MIN), json!(i64::MIN)),
        ("Signed", (exact + 1).to_string(), json!(exact + 1)),
        ("Signed", format!("\"{}\"", exact + 1), json!(exact + 1)),
        ("Signed", "1e3".into(), json!(1000)),
        ("Signed", "-0.0".into(), json!(0)),
        ("Unsigned", (exact + 1).to_string(), json!(exact + 1)),
        ("Text", u64::MAX.to_string(), json!(u64::MAX.to_string())),
        ("Float", exact.to_string(), json!(exact as f64)),
        ("Float", format!("\"{exact}\""), json!(exact as f64)),
        ("Float", "1e300".into(), json!(1e300)),
    ] {
        let text = format!(r#"{{"{member}":{value}}}"#);
        let (node, warnings) = lenient(&text);
        assert!(warnings.is_empty(), "{text}: {warnings:?}");
        let written: serde_json::Value = serde_json::from_slice(&to_json(&node)).unwrap();
        assert_eq!(written[member], expected, "{text}");
    }
    for text in [
        r#"{"Signed":9223372036854775808}"#.to_owned(),
        r#"{"Signed":"9223372036854775808"}"#.into(),
        r#"{"Signed":-9223372036854775809}"#.into(),
        r#"{"Signed":9007199254740992.0}"#.into(),
        r#"{"Signed":0.1}"#.into(),
        r#"{"Signed":"0.1"}"#.into(),
        r#"{"Signed":""}"#.into(),
        r#"{"Signed":true}"#.into(),
        r#"{"Unsigned":18446744073709551616}"#.into(),
        r#"{"Unsigned":"-1"}"#.into(),
        r#"{"Unsigned":-0.5}"#.into(),
        format!(r#"{{"Float":{}}}"#, exact + 1),
        format!(r#"{{"Float":"{}"}}"#, exact + 1),
        r#"{"Float":"NaN"}"#.into(),
        r#"{"Float":"inf"}"#.into(),
        r#"{"Truth":2}"#.into(),
        r#"{"Text":1e300}"#.into(),
    ] {
        let (node, warnings) = lenient(&text);
        assert_eq!(node, Node::default(), "{text}");
        assert_eq!(warnings.len(), 1, "{text}: {warnings:?}");
    }
}

#[test]
fn a_path_leads_through_lists_and_objects_to_each_place() {
    let (_, warnings) = lenient(
        r#"{"Node":{"Node":{"Nodes":[{"Numbers":[1,"x",{},null,[2,3]]},3]}},"Texts":["a",{"b":1}],"Nodes":[[{}],[{},{}]]}"#,
    );
    let paths: Vec<_> = warnings
        .iter()
        .map(|misfit| misfit.split(':').next().unwrap())
        .collect();
    assert_eq!(
        paths,
        [
            "Node.Node.Nodes[0].Numbers[1]",
            "Node.Node.Nodes[0].Numbers[2]",
            "Node.Node.Nodes[0].Numbers[4]",
            "Node.Node.Nodes[1]",
            "Texts[1]",
            "Nodes[1]",
        ]
    );
}

#[test]
fn an_item_that_does_not_convert_keeps_its_place_and_a_null_has_none() {
    let (node, warnings) = lenient(r#"{"Numbers":[1,"x",null,3],"Nodes":[null,"x",{"Signed":4}]}"#);
    assert_eq!(node.numbers, Some(vec![1, 0, 3]));
    let signed: Vec<_> = node.nodes.iter().map(|node| node.signed).collect();
    assert_eq!((signed.as_slice(), warnings.len()), (&[0, 4][..], 2));
}
