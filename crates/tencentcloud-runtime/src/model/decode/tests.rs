use serde_json::json;

use super::*;
use crate::model::{Shape, Value, to_json};

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
    fn shape(&self) -> &'static Shape {
        const SHAPE: Shape = Shape {
            name: "Node",
            fields: &[
                Field::new("Text", "\"Text\":", "text"),
                Field::new("Signed", "\"Signed\":", "signed"),
                Field::new("Unsigned", "\"Unsigned\":", "unsigned"),
                Field::new("Float", "\"Float\":", "float"),
                Field::new("Truth", "\"Truth\":", "truth"),
                Field::new("Maybe", "\"Maybe\":", "maybe"),
                Field::new("Node", "\"Node\":", "node"),
                Field::new("Nodes", "\"Nodes\":", "nodes"),
                Field::new("Texts", "\"Texts\":", "texts"),
                Field::new("Numbers", "\"Numbers\":", "numbers"),
            ],
        };
        &SHAPE
    }
    fn visit(&self, visit: &mut dyn FnMut(&[&dyn Value])) {
        visit(&[
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
        ]);
    }
    fn visit_mut(&mut self, visit: &mut dyn FnMut(&mut [&mut dyn Value])) {
        visit(&mut [
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

fn lenient(json: &str) -> (Node, Vec<String>) {
    let mut node = Node::default();
    let context = Context::new(Mode::Lenient);
    decode_object(json.as_bytes(), &mut node, &context).unwrap();
    (
        node,
        context
            .into_warnings()
            .iter()
            .map(ToString::to_string)
            .collect(),
    )
}

fn strict(json: &str) -> Result<Node, String> {
    let mut node = Node::default();
    decode_object(json.as_bytes(), &mut node, &Context::new(Mode::Strict))
        .map_err(|e| e.to_string())?;
    Ok(node)
}

#[test]
fn missing_null_and_unknown_members_leave_what_is_empty() {
    let (node, warnings) = lenient(
        r#"{"Text":null,"Nodes":null,"Maybe":null,"Node":null,"Signed":null,"Strange":{"a":[1]}}"#,
    );
    assert_eq!(node, Node::default());
    assert!(warnings.is_empty(), "{warnings:?}");
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
fn what_does_not_convert_is_left_empty_and_told() {
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
fn an_envelope_gives_its_error_and_request_id() {
    let read = |json: &str| {
        let mut node = Node::default();
        decode_envelope(json.as_bytes(), &mut node, &Context::new(Mode::Lenient))
            .map(|envelope| (envelope, node))
    };
    let (envelope, node) = read(r#"{"Response":{"Text":"x","RequestId":"id-1"}}"#).unwrap();
    assert!(envelope.found);
    assert_eq!(
        (envelope.request_id.as_deref(), node.text.as_str()),
        (Some("id-1"), "x")
    );
    let (envelope, _) =
        read(r#"{"Response":{"Error":{"Code":"A.B","Message":"m"},"RequestId":"id-2"}}"#).unwrap();
    assert_eq!(envelope.error, Some(("A.B".to_owned(), "m".to_owned())));
    let (envelope, _) = read(r#"{"Else":1}"#).unwrap();
    assert!(!envelope.found);
    for broken in [
        "",
        "[]",
        "\"text\"",
        "{\"Response\":1}",
        "{\"Response\":{}",
        "<html>",
        "{}{}",
    ] {
        assert!(read(broken).is_err(), "{broken}");
    }
}

#[test]
fn deep_nesting_is_an_error_and_no_crash() {
    let deep = format!("{}{}", r#"{"Node":"#.repeat(5000), "}".repeat(5000));
    let mut node = Node::default();
    assert!(decode_object(deep.as_bytes(), &mut node, &Context::new(Mode::Lenient)).is_err());
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
