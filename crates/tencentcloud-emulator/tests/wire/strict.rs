//! Values that the description knows to be wrong, or doubts.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, UNIX_EPOCH};

use serde_json::{Value, json};
use tencentcloud_emulator::{Credential, Emulator};

use crate::client::{Request, Response};
use crate::{WORKSHOP, answer, builder, code};

const WARNING: &str = "x-emulator-warning";

fn plane(emulator: &Emulator, parameters: &Value) -> Response {
    Request::post("PlaneBoard", WORKSHOP.1, parameters)
        .header("Host", "workshop.localhost")
        .tc3("workshop", &Credential::test())
        .send(emulator.address())
}

/// The error's code and the parameter that its message names first.
#[track_caller]
fn fault(response: &Response) -> (String, String) {
    let message = response.json()["Response"]["Error"]["Message"].to_string();
    let parameter = message.split('`').nth(1).unwrap_or_default().to_owned();
    (code(response), parameter)
}

#[tokio::test]
async fn a_number_outside_its_range_is_refused_with_the_actions_own_code() {
    let emulator = builder().start().await.unwrap();
    let large = "InvalidParameterValue.TooLarge";
    for (parameters, expected, parameter) in [
        (json!({"Depth": 11}), large, "Depth"),
        (json!({"Depth": 0}), "InvalidParameterValue", "Depth"),
        (json!({"Depths": [1, u64::MAX]}), large, "Depths.1"),
        (
            json!({"Strokes": 0.4999}),
            "InvalidParameterValue.InvalidStrokes",
            "Strokes",
        ),
    ] {
        let response = plane(&emulator, &parameters);
        let expected = (expected.to_owned(), parameter.to_owned());
        assert_eq!(fault(&response), expected, "{parameters}");
    }
    for inside in [
        json!({"Depth": 1, "Strokes": 0.5}),
        json!({"Depth": 10, "Depths": [0, u64::MAX - 1], "Strokes": 1e300}),
    ] {
        let response = plane(&emulator, &inside);
        answer(&response);
        assert_eq!(response.header(WARNING), None);
    }
    // The description's own example is outside of this one.
    let response = plane(&emulator, &json!({"Rubs": 6}));
    answer(&response);
    assert_eq!(response.header(WARNING), Some("Rubs"));
}

#[tokio::test]
async fn a_value_that_is_not_listed_is_a_warning_and_an_error_if_lists_are_closed() {
    let emulator = builder().start().await.unwrap();
    let listed = json!({"Tool": {"Name": "Plane"}, "Side": 2});
    let other = json!({"Tool": {"Name": "adze"}, "Side": 3});
    assert_eq!(plane(&emulator, &listed).header(WARNING), None);
    let response = plane(&emulator, &other);
    answer(&response);
    let mut warned: Vec<_> = response.header(WARNING).unwrap().split(", ").collect();
    warned.sort_unstable();
    assert_eq!(warned, ["Side", "Tool.Name"]);

    let closed = builder().closed_values().start().await.unwrap();
    answer(&plane(&closed, &listed));
    let response = plane(&closed, &json!({"Tool": {"Name": "adze"}}));
    let expected = ("InvalidParameterValue".to_owned(), "Tool.Name".to_owned());
    assert_eq!(fault(&response), expected);
    let message = response.json()["Response"]["Error"]["Message"].to_string();
    assert!(message.contains("saw, plane"), "{message}");
}

#[tokio::test]
async fn what_is_nested_too_deep_is_refused_by_its_name() {
    let emulator = builder().start().await.unwrap();
    let nested = |depth: usize| {
        let lists = (1..depth).fold(json!([]), |inner, _| json!([inner]));
        json!({"Loose": {"Any": lists}})
    };
    let boxes = |depth: usize| {
        let start = json!({"Label": "a"});
        let boxes = (1..depth).fold(start, |inner, _| json!({"Label": "a", "Inner": inner}));
        json!({"Box": boxes})
    };
    answer(&plane(&emulator, &nested(63)));
    answer(&plane(&emulator, &boxes(64)));
    for (parameters, parameter) in [
        (nested(64), "Loose"),
        (nested(120), "Loose"),
        (nested(1000), "Loose"),
        (boxes(65), "Box"),
        (boxes(500), "Box"),
    ] {
        let expected = ("InvalidParameter".to_owned(), parameter.to_owned());
        assert_eq!(fault(&plane(&emulator, &parameters)), expected);
    }
}

#[tokio::test]
async fn a_long_text_is_taken_and_a_long_name_is_not_repeated() {
    let emulator = builder().start().await.unwrap();
    let long = "x".repeat(1 << 20);
    answer(&plane(&emulator, &json!({"Box": {"Label": long.as_str()}})));
    let response = plane(&emulator, &json!({long: 1}));
    assert_eq!(code(&response), "UnknownParameter");
    assert!(response.body.len() < 2000, "{}", response.body.len());
    let response = Request::post(&"x".repeat(10_000), WORKSHOP.1, &json!({}))
        .header("Host", "workshop.localhost")
        .tc3("workshop", &Credential::test())
        .send(emulator.address());
    assert_eq!(code(&response), "InvalidAction");
    assert!(response.body.len() < 2000, "{}", response.body.len());
}

#[tokio::test]
async fn a_region_that_does_not_exist_is_refused() {
    let emulator = builder().start().await.unwrap();
    let send = |action: &str, region: &str| {
        Request::post(action, WORKSHOP.1, &json!({}))
            .header("Host", "workshop.localhost")
            .header("X-TC-Region", region)
            .tc3("workshop", &Credential::test())
            .send(emulator.address())
    };
    answer(&send("PlaneBoard", "eu-frankfurt"));
    for region in ["gz", "ap-gaungzhou", "ap-guangzhou-3"] {
        let response = send("PlaneBoard", region);
        let expected = ("InvalidParameterValue".to_owned(), "Region".to_owned());
        assert_eq!(fault(&response), expected, "{region}");
    }
    // Nothing is known of the region of this one.
    let response = send("DescribeTools", "ap-gaungzhou");
    answer(&response);
    assert_eq!(response.header(WARNING), Some("Region"));
    assert_eq!(code(&send("DescribeTools", "gz")), "InvalidParameterValue");
}

#[tokio::test]
async fn an_action_is_called_as_often_as_its_rate_if_rates_are_enforced() {
    const BEGIN: u64 = 1_900_000_000_000;
    let now = Arc::new(AtomicU64::new(BEGIN));
    let clock = Arc::clone(&now);
    let emulator = builder()
        .rates()
        .clock(move || UNIX_EPOCH + Duration::from_millis(clock.load(Ordering::SeqCst)));
    let emulator = emulator.start().await.unwrap();
    let send = |action: &str, region: &str, after: u64| {
        now.store(BEGIN + after, Ordering::SeqCst);
        let timestamp = (BEGIN / 1000).to_string();
        let response = Request::post(action, WORKSHOP.1, &json!({}))
            .header("Host", "workshop.localhost")
            .header("X-TC-Region", region)
            .header("X-TC-Timestamp", &timestamp)
            .tc3("workshop", &Credential::test())
            .send(emulator.address());
        match response.json()["Response"]["Error"]["Code"].as_str() {
            None => true,
            Some("RequestLimitExceeded") => false,
            Some(other) => panic!("{other}"),
        }
    };
    assert!(send("PlaneBoard", "ap-guangzhou", 0));
    assert!(send("PlaneBoard", "ap-guangzhou", 600));
    assert!(!send("PlaneBoard", "ap-guangzhou", 999));
    assert!(send("PlaneBoard", "ap-shanghai", 999));
    // A call that was refused does not count.
    assert!(send("PlaneBoard", "ap-guangzhou", 1000));
    assert!(!send("PlaneBoard", "ap-guangzhou", 1599));
    assert!(send("PlaneBoard", "ap-guangzhou", 1600));
    // A clock that is set back starts anew.
    assert!(send("PlaneBoard", "ap-guangzhou", 1));
    assert!((0..9).all(|_| send("DescribeTools", "ap-guangzhou", 1)));
}
