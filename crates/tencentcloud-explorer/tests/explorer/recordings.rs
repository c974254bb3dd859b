//! Recordings, and the rows that come of them.

use std::time::Duration;

use serde_json::{Value, json};

use crate::browser::Browser;

/// Returns a line of a recording: a call of `action`, with what `more` says of it.
pub(crate) fn line(action: &str, more: Value) -> String {
    let mut record = json!({"format": 1, "service": "cvm", "version": "2017-03-12", "action": action, "request": {}});
    for (name, value) in more.as_object().unwrap() {
        record[name.as_str()] = value.clone();
    }
    record.to_string() + "\n"
}

/// Opens a recording of calls of `actions`.
pub(crate) async fn open(browser: &Browser, name: &str, actions: &[&str]) {
    let lines: String = actions
        .iter()
        .map(|action| line(action, json!({})))
        .collect();
    open_text(browser, name, lines).await;
}

/// Opens the recording `text`.
pub(crate) async fn open_text(browser: &Browser, name: &str, text: String) -> Value {
    let path = format!("/timeline/open?name={name}");
    let opened = browser.send("POST", &path, &[], text).await;
    assert_eq!(opened.status, 200, "{}", opened.text);
    opened.json()
}

/// Returns the actions of `rows`.
pub(crate) fn actions(rows: &Value) -> Vec<&str> {
    let rows = rows["rows"].as_array().unwrap().iter();
    rows.map(|row| row[6].as_str().unwrap()).collect()
}

/// Returns the rows once there are as many.
pub(crate) async fn wait_for(browser: &Browser, path: &str, count: usize) -> Value {
    for _ in 0..1000 {
        let rows = browser.get(path).await.json();
        if rows["rows"].as_array().unwrap().len() >= count {
            return rows;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("there are fewer than {count} rows");
}
