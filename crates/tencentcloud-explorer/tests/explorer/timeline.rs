//! The calls of programs, as the list has them.

use std::time::Duration;

use serde_json::Value;
use tencentcloud_emulator::Emulator;
use tencentcloud_explorer::Explorer;
use tencentcloud_runtime::Client;

use crate::browser::Browser;

#[tokio::test]
async fn a_call_of_any_program_is_a_row() {
    let emulator = std::sync::Arc::new(Emulator::start().await.unwrap());
    let explorer = Explorer::builder()
        .emulator(emulator.clone())
        .start()
        .await
        .unwrap();
    let browser = Browser::open(&explorer).await;
    let client = Client::new(&emulator.config());
    client
        .raw("vpc", "2017-03-12", "DescribeVpcs")
        .await
        .unwrap();
    let rows = wait_for(&browser, 1).await;
    let row = &rows["rows"][0];
    let shown: Vec<&Value> = [2, 4, 6, 7, 10].map(|at| &row[at]).to_vec();
    assert_eq!(
        shown,
        ["local", "vpc", "DescribeVpcs", "ap-guangzhou", "read"]
    );
    let none = browser.get("/timeline?after=1").await.json();
    assert_eq!(none["rows"], Value::Array(Vec::new()));
}

/// Returns the rows once there are as many.
async fn wait_for(browser: &Browser, count: usize) -> Value {
    for _ in 0..200 {
        let rows = browser.get("/timeline").await.json();
        if rows["rows"].as_array().unwrap().len() >= count {
            return rows;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("there are fewer than {count} rows");
}
