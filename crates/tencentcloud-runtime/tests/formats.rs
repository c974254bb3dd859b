//! Models by serde, in formats that are not the API's JSON.

use proptest::prelude::*;
use tencentcloud_runtime::{Bytes, Model};

/// Every kind of value, alone, optional and in lists.
#[derive(Model)]
#[model(response)]
struct Everything {
    text: String,
    signed: i64,
    unsigned: u64,
    float: f64,
    truth: bool,
    file: Bytes,
    part: Part,
    texts: Vec<String>,
    numbers: Vec<i64>,
    floats: Vec<f64>,
    truths: Vec<bool>,
    parts: Vec<Part>,
    maybe_text: Option<String>,
    maybe_signed: Option<i64>,
    maybe_unsigned: Option<u64>,
    maybe_float: Option<f64>,
    maybe_truth: Option<bool>,
    maybe_file: Option<Bytes>,
    maybe_texts: Option<Vec<String>>,
    maybe_parts: Option<Vec<Part>>,
    below: Option<Box<Everything>>,
}

#[derive(Model)]
#[model(both)]
struct Part {
    name: Option<String>,
    #[model(name = "VPCId", sensitive)]
    vpc_id: Option<i64>,
}

fn part() -> impl Strategy<Value = Part> {
    (any::<Option<String>>(), any::<Option<i64>>()).prop_map(|(name, vpc_id)| {
        let mut part = Part::new();
        part.name = name;
        part.vpc_id = vpc_id;
        part
    })
}

fn finite() -> impl Strategy<Value = f64> {
    any::<f64>().prop_filter("JSON has no other numbers", |value| value.is_finite())
}

fn file() -> impl Strategy<Value = Bytes> {
    any::<Vec<u8>>().prop_map(Bytes::from)
}

fn everything() -> impl Strategy<Value = Everything> {
    let scalars = (
        any::<String>(),
        any::<i64>(),
        any::<u64>(),
        finite(),
        any::<bool>(),
        file(),
    );
    let objects = (
        part(),
        prop::collection::vec(part(), 0..3),
        prop::option::of(prop::collection::vec(part(), 0..3)),
    );
    let lists = (
        any::<Vec<String>>(),
        any::<Vec<i64>>(),
        prop::collection::vec(finite(), 0..3),
        any::<Vec<bool>>(),
        any::<Option<Vec<String>>>(),
    );
    let options = (
        any::<Option<String>>(),
        any::<Option<i64>>(),
        any::<Option<u64>>(),
        prop::option::of(finite()),
        any::<Option<bool>>(),
        prop::option::of(file()),
    );
    let flat = (scalars, objects, lists, options)
        .prop_map(|(scalars, objects, lists, options)| {
            let (text, signed, unsigned, float, truth, file) = scalars;
            let (part, parts, maybe_parts) = objects;
            let (texts, numbers, floats, truths, maybe_texts) = lists;
            let (maybe_text, maybe_signed, maybe_unsigned, maybe_float, maybe_truth, maybe_file) =
                options;
            Everything {
                text,
                signed,
                unsigned,
                float,
                truth,
                file,
                part,
                texts,
                numbers,
                floats,
                truths,
                parts,
                maybe_text,
                maybe_signed,
                maybe_unsigned,
                maybe_float,
                maybe_truth,
                maybe_file,
                maybe_texts,
                maybe_parts,
                below: None,
            }
        })
        .boxed();
    (flat.clone(), prop::option::of(flat)).prop_map(|(mut outer, below)| {
        outer.below = below.map(Box::new);
        outer
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_value_survives_json_text(value in everything()) {
        let text = serde_json::to_string(&value).unwrap();
        prop_assert!(serde_json::from_str::<Everything>(&text).unwrap() == value, "{text}");
    }

    #[test]
    fn a_value_survives_a_json_tree(value in everything()) {
        let tree = serde_json::to_value(&value).unwrap();
        prop_assert!(serde_json::from_value::<Everything>(tree.clone()).unwrap() == value, "{tree}");
    }

    #[test]
    fn a_value_survives_cbor(value in everything()) {
        let mut bytes = Vec::new();
        ciborium::into_writer(&value, &mut bytes).unwrap();
        prop_assert!(ciborium::from_reader::<Everything, _>(bytes.as_slice()).unwrap() == value);
    }
}

#[test]
fn members_have_their_wire_names_and_absent_ones_are_left_out() {
    let mut part = Part::new();
    assert_eq!(serde_json::to_string(&part).unwrap(), "{}");
    part.vpc_id = Some(1);
    assert_eq!(serde_json::to_string(&part).unwrap(), r#"{"VPCId":1}"#);
}

#[test]
fn another_format_is_read_as_leniently_as_json() {
    let mut bytes = Vec::new();
    ciborium::into_writer(
        &serde_json::json!({"Text": 5, "Signed": "7", "Parts": {"Name": "one"}, "Else": null, "Truth": [1]}),
        &mut bytes,
    )
    .unwrap();
    let value: Everything = ciborium::from_reader(bytes.as_slice()).unwrap();
    assert_eq!(
        (value.text.as_str(), value.signed, value.truth),
        ("5", 7, true)
    );
    assert_eq!(value.parts, [Part::new().name("one")]);
}

#[test]
fn what_cannot_be_read_is_an_error_for_there_is_no_one_to_warn() {
    for (text, told) in [
        ("[]", "expected an object, found nothing"),
        ("null", "expected an object, found nothing"),
        (
            "1",
            "expected an object, found a whole number that does not fit",
        ),
        ("[{},{}]", "expected an object, found a list of several"),
        (
            r#"{"Parts":[{},{"VPCId":"x"}]}"#,
            "Parts[1].VPCId: expected a signed 64-bit number, found a string that does not convert",
        ),
    ] {
        let error = serde_json::from_str::<Everything>(text).err().unwrap();
        assert!(error.to_string().starts_with(told), "{text}: {error}");
    }
}
