//! What holds for any JSON that a service may answer.

use proptest::prelude::*;
use serde_json::{Map, Value};
use tencentcloud_runtime::{Api, Client, Mock, Model};

#[derive(Model)]
#[model(request, api = Api::new("bakery", "2020-01-01"), action = "Bake", response = Answer)]
struct BakeRequest {}

#[derive(Model)]
#[model(response)]
struct Answer {
    a: String,
    b: i64,
    c: u64,
    d: f64,
    e: bool,
    f: Option<String>,
    g: Option<Box<Answer>>,
    h: Vec<Answer>,
    i: Vec<String>,
    j: Option<f64>,
    request_id: String,
}

/// JSON whose members often are the model's, of any kind.
fn json() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "[ -~]{0,8}".prop_map(Value::from),
        "\\PC{0,8}".prop_map(Value::from),
        "-?[0-9]{1,22}".prop_map(Value::from),
        "true|False|1e3|0x10".prop_map(Value::from),
    ];
    scalar.prop_recursive(4, 64, 6, |inner| {
        let name = prop_oneof![4 => "[A-J]", 1 => "Error|RequestId|Response|Code|[a-z]{1,3}"];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((name, inner), 0..8)
                .prop_map(|members| Value::Object(members.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

fn call(answer: &str) -> Result<Answer, tencentcloud_runtime::Error> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    let mock = Mock::new();
    mock.replay::<BakeRequest>(answer);
    let client = Client::new(&mock.config());
    runtime.block_on(async { client.call(BakeRequest::new()).await })
}

proptest! {
    /// No JSON makes a call panic, and an object always is an answer or an error that it tells.
    #[test]
    fn any_json_is_an_answer_or_an_error(value in json()) {
        let told = call(&value.to_string());
        if let Err(error) = told {
            prop_assert!(!error.to_string().contains('\n'));
        }
    }

    /// What was read is written and read again as the same.
    #[test]
    fn what_was_read_comes_back(value in json()) {
        let text = serde_json::json!({ "A": "x", "G": value }).to_string();
        if let Ok(answer) = call(&text) {
            let written = serde_json::to_string(&answer).unwrap();
            let again: Answer = serde_json::from_str(&written).unwrap();
            prop_assert!(again == answer, "{written}");
        }
    }

    /// Text that is no JSON is told and nothing else happens.
    #[test]
    fn any_text_is_told(text in "\\PC{0,40}") {
        if serde_json::from_str::<Value>(&text).is_err() {
            let broken = format!("{{\"Response\":{text}");
            prop_assert!(call(&broken).is_err());
        }
    }
}
