//! The calls of programs, as the list has them.

use serde_json::{Value, json};
use tencentcloud_emulator::Emulator;
use tencentcloud_explorer::Explorer;
use tencentcloud_runtime::Client;

use crate::browser::Browser;
use crate::recordings::{actions, open, wait_for};

#[tokio::test]
async fn a_call_of_any_program_is_a_row() {
    let (emulator, _explorer, browser) = Browser::beside_an_emulator().await;
    let client = Client::new(&emulator.config());
    client
        .raw("vpc", "2017-03-12", "DescribeVpcs")
        .await
        .unwrap();
    let rows = wait_for(&browser, "/timeline", 1).await;
    let row = &rows["rows"][0];
    let shown: Vec<&Value> = [2, 4, 6, 7, 11].map(|at| &row[at]).to_vec();
    assert_eq!(
        shown,
        ["local", "vpc", "DescribeVpcs", "ap-guangzhou", "read"]
    );
    let none = browser.get("/timeline?after=1").await.json();
    assert_eq!(none["rows"], json!([]));
}

#[tokio::test]
async fn calls_that_were_cleared_in_the_endpoint_are_not_waited_for() {
    let emulator = std::sync::Arc::new(Emulator::start().await.unwrap());
    let client = Client::new(&emulator.config());
    let call = || async {
        let call = client.raw("vpc", "2017-03-12", "DescribeVpcs");
        call.await.unwrap();
    };
    call().await;
    emulator.calls().clear();
    let builder = Explorer::builder().emulator(emulator.clone());
    let explorer = builder.start().await.unwrap();
    let browser = Browser::open(&explorer).await;
    call().await;
    let rows = wait_for(&browser, "/timeline", 1).await;
    assert_eq!(actions(&rows), ["DescribeVpcs"]);
}

#[tokio::test]
async fn marks_are_kept_with_the_calls_and_found() {
    let explorer = Explorer::builder().start().await.unwrap();
    let browser = Browser::open(&explorer).await;
    open(&browser, "a.jsonl", &["A", "B", "C"]).await;
    let marked = |ids: Value, mark: &str| {
        let body = json!({"ids": ids, "mark": mark});
        let browser = &browser;
        async move { browser.post("/timeline/mark", &body).await.json() }
    };
    let told = marked(json!([1, 3, 99]), "star").await;
    assert_eq!(told, json!({"marked": 2, "mark": "star"}));
    let told = marked(json!([3]), " look here ").await;
    assert_eq!(told["mark"], "look here");
    let rows = browser.get("/timeline?q=marked").await.json();
    assert_eq!(actions(&rows), ["A", "C"]);
    assert_eq!(rows["rows"][0][12], "star");
    assert_eq!(rows["rows"][1][12], "look here");
    assert_eq!(marked(json!([1]), "none").await["mark"], Value::Null);
    let rows = browser.get("/timeline?q=-marked").await.json();
    assert_eq!(actions(&rows), ["A", "B"]);
}

#[tokio::test]
async fn pages_of_rows_have_no_gap() {
    let explorer = Explorer::builder().start().await.unwrap();
    let browser = Browser::open(&explorer).await;
    open(&browser, "a.jsonl", &["A", "B", "A", "A", "B"]).await;
    let (mut after, mut ids) = (0, Vec::new());
    while after < 5 {
        let path = format!("/timeline?limit=2&after={after}&q=action:A");
        let page = browser.get(&path).await.json();
        let rows = page["rows"].as_array().unwrap();
        ids.extend(rows.iter().map(|row| row[0].as_u64().unwrap()));
        after = page["last"].as_u64().unwrap();
    }
    assert_eq!(ids, [1, 3, 4]);
}

#[tokio::test]
async fn what_is_cleared_is_gone_and_numbers_go_on() {
    let explorer = Explorer::builder().start().await.unwrap();
    let browser = Browser::open(&explorer).await;
    open(&browser, "a.jsonl", &["A", "B"]).await;
    let cleared = browser.post("/timeline/clear", &json!({})).await;
    assert_eq!(cleared.status, 204);
    open(&browser, "b.jsonl", &["C"]).await;
    let rows = browser.get("/timeline").await.json();
    assert_eq!(
        (actions(&rows), &rows["rows"][0][0]),
        (vec!["C"], &json!(3))
    );
}

#[tokio::test]
async fn the_list_says_how_to_connect_a_program_in_both_languages() {
    let explorer = Explorer::builder().start().await.unwrap();
    let browser = Browser::open(&explorer).await;
    let page = browser.get("/calls?lang=en").await.text;
    assert!(
        page.contains("TENCENTCLOUD_ENDPOINT=http://127.0.0.1:"),
        "{page}"
    );
    assert!(page.contains("TENCENTCLOUD_INSPECT=calls.jsonl"), "{page}");
    assert!(page.contains("id=\"calls\"") && page.contains("No call yet"));
    let page = browser.get("/calls?lang=zh").await.text;
    assert!(page.contains("还没有调用"), "{page}");
}
