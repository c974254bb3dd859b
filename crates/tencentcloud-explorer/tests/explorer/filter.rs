//! The filter of the list.

use serde_json::{Value, json};
use tencentcloud_explorer::Explorer;

use crate::browser::Browser;
use crate::recordings::{actions, line, open, open_text};

#[tokio::test]
async fn rows_are_those_that_the_filter_takes() {
    let explorer = Explorer::builder().start().await.unwrap();
    let browser = Browser::open(&explorer).await;
    let text = line("DescribeInstances", json!({"ms": 5, "client": "tccli/3.1"}))
        + &line(
            "RunInstances",
            json!({"ms": 900, "code": "LimitExceeded", "request": {"Name": "云服务器"}}),
        )
        + &line(
            "DescribeVpcs",
            json!({"service": "vpc", "response": {"TotalCount": 2}}),
        );
    open_text(&browser, "a.jsonl", text).await;
    for (filter, expected) in [
        (
            "",
            vec!["DescribeInstances", "RunInstances", "DescribeVpcs"],
        ),
        ("-class:read", vec!["RunInstances"]),
        (
            "service:vpc or client:tccli",
            vec!["DescribeInstances", "DescribeVpcs"],
        ),
        ("ms>100 code:*", vec!["RunInstances"]),
        ("response.TotalCount>1", vec!["DescribeVpcs"]),
        ("“云服务器”", vec!["RunInstances"]),
        ("source:a.jsonl vpcs", vec!["DescribeVpcs"]),
    ] {
        let rows = browser.get(&path("/timeline", filter)).await.json();
        assert_eq!(actions(&rows), expected, "{filter}");
    }
}

#[tokio::test]
async fn a_wrong_filter_is_told_with_its_place_in_both_languages() {
    let explorer = Explorer::builder().start().await.unwrap();
    let browser = Browser::open(&explorer).await;
    let wrong = browser.get(&path("/timeline", "“云𠮷” serivce:cvm")).await;
    assert_eq!(wrong.status, 400);
    let told = wrong.json();
    // As JavaScript counts: the rare character is two.
    assert_eq!((&told["from"], &told["to"]), (&json!(6), &json!(13)));
    assert!(
        told["message"]
            .as_str()
            .unwrap()
            .contains("no field serivce")
    );
    assert_eq!(told["possible"][0], "service:");
    let told = browser
        .get(&path("/timeline?lang=zh", "class:all"))
        .await
        .json();
    assert!(
        told["message"].as_str().unwrap().contains("没有取值"),
        "{told}"
    );
    assert_eq!(told["possible"], json!(["read", "write"]));
}

#[tokio::test]
async fn what_could_be_typed_next_is_offered() {
    let explorer = Explorer::builder().start().await.unwrap();
    let browser = Browser::open(&explorer).await;
    open(
        &browser,
        "a.jsonl",
        &["RunInstances", "DescribeVpcs", "DescribeVpcs"],
    )
    .await;
    let offered = |filter: &'static str| {
        let browser = &browser;
        async move {
            let offers = browser.get(&path("/timeline/suggest", filter)).await.json();
            let offers = offers.as_array().unwrap().iter();
            let texts = offers.map(|offer| offer["text"].as_str().unwrap().to_owned());
            texts.collect::<Vec<_>>()
        }
    };
    assert_eq!(
        offered("ms>1 se").await,
        ["ms>1 service:", "ms>1 response."]
    );
    assert_eq!(
        offered("action:").await,
        ["action:DescribeVpcs", "action:RunInstances"]
    );
    assert_eq!(offered("-action:run").await, ["-action:RunInstances"]);
    assert_eq!(offered("code:").await, ["code:*", "code:none"]);
    assert_eq!(offered("\"se").await, [""; 0]);
    assert!(offered("").await.contains(&"marked".to_owned()));
}

/// Returns `path` with the filter.
fn path(path: &str, filter: &str) -> String {
    let between = if path.contains('?') { '&' } else { '?' };
    let encoded: String = filter.bytes().map(|byte| format!("%{byte:02X}")).collect();
    format!("{path}{between}q={encoded}")
}

#[tokio::test]
async fn the_filter_stays_in_the_page() {
    let explorer = Explorer::builder().start().await.unwrap();
    let browser = Browser::open(&explorer).await;
    let page = browser.get(&path("/?by=client", "ms>\"1")).await.text;
    assert!(page.contains("value=\"ms&gt;&quot;1\""), "{page}");
    let none: Value = browser.get("/timeline?q=").await.json();
    assert_eq!(none["rows"], json!([]));
}
