//! Where calls come from: recordings that grow, recordings that are opened.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};
use tencentcloud_explorer::Explorer;

use crate::browser::Browser;
use crate::recordings::{actions, line, open_text, wait_for};

fn append(path: &Path, text: &str) {
    let mut file = OpenOptions::new()
        .create(true)
        .append(true)
        .open(path)
        .unwrap();
    file.write_all(text.as_bytes()).unwrap();
}

fn call(action: &str) -> String {
    line(action, json!({}))
}

#[tokio::test]
async fn a_recording_is_shown_as_it_grows() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("calls.jsonl");
    append(&path, &call("Before"));
    let explorer = Explorer::builder().watch(&path).start().await.unwrap();
    let browser = Browser::open(&explorer).await;
    wait_for(&browser, "/timeline", 1).await;
    let next = line("Next", json!({"attempt": 2, "source": "forwarded"}));
    // Half of a line is no call.
    let (half, rest) = next.split_at(next.len() / 2);
    append(&path, half);
    append(&path, &format!("{rest}\n\n{}", call("Last").trim_end()));
    let rows = wait_for(&browser, "/timeline", 3).await;
    assert_eq!(actions(&rows), ["Before", "Next", "Last"]);
    let sources: Vec<&Value> = [0, 1].map(|row| &rows["rows"][row][2]).to_vec();
    assert_eq!(sources, ["program", "proxy"]);
    assert_eq!(rows["rows"][1][10], 2);
    append(&path, &format!("\n{}", call("After")));
    let rows = wait_for(&browser, "/timeline", 4).await;
    assert_eq!(actions(&rows)[3], "After");
}

#[tokio::test]
async fn a_recording_is_shown_from_its_end_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("calls.jsonl");
    append(&path, &format!("{}{{\"half\":", call("Before")));
    let builder = Explorer::builder().watch_new(&path);
    let explorer = builder.start().await.unwrap();
    let browser = Browser::open(&explorer).await;
    append(&path, &format!("1}}\n{}", call("After")));
    let rows = wait_for(&browser, "/timeline", 1).await;
    assert_eq!(actions(&rows), ["After"]);
}

#[tokio::test]
async fn a_recording_that_is_cut_off_or_put_away_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("calls.jsonl");
    let explorer = Explorer::builder().watch(&path).start().await.unwrap();
    let browser = Browser::open(&explorer).await;
    append(&path, &(call("First") + &call("Second")));
    wait_for(&browser, "/timeline", 2).await;
    fs::write(&path, call("Cut")).unwrap();
    wait_for(&browser, "/timeline", 3).await;
    append(&path, &call("Late"));
    fs::rename(&path, folder.path().join("calls.1")).unwrap();
    append(&path, &call("New"));
    let rows = wait_for(&browser, "/timeline", 5).await;
    assert_eq!(actions(&rows), ["First", "Second", "Cut", "Late", "New"]);
}

#[tokio::test]
async fn a_folder_shows_each_of_its_recordings() {
    let folder = tempfile::tempdir().unwrap();
    append(&folder.path().join("a.jsonl"), &call("A"));
    append(&folder.path().join("notes.txt"), "no record\n");
    let explorer = Explorer::builder()
        .watch(folder.path())
        .start()
        .await
        .unwrap();
    let browser = Browser::open(&explorer).await;
    wait_for(&browser, "/timeline", 1).await;
    append(&folder.path().join("b.jsonl"), &call("B"));
    let rows = wait_for(&browser, "/timeline", 2).await;
    assert_eq!(actions(&rows), ["A", "B"]);
}

#[tokio::test]
async fn a_line_that_is_no_record_is_told_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("calls.jsonl");
    append(&path, &format!("{}oops\nagain\n{}", call("A"), call("B")));
    let explorer = Explorer::builder().watch(&path).start().await.unwrap();
    let browser = Browser::open(&explorer).await;
    let rows = wait_for(&browser, "/timeline", 2).await;
    assert_eq!(actions(&rows), ["A", "B"]);
    let told = browser
        .stream("/timeline/live", Duration::from_millis(600))
        .await;
    assert_eq!(told.matches("event: notice").count(), 1, "{told}");
    assert!(told.contains("calls.jsonl, line 2 is no record"), "{told}");
    assert!(told.contains("event: last\ndata: 2"), "{told}");
}

#[tokio::test]
async fn an_opened_recording_is_a_source_of_its_name() {
    let explorer = Explorer::builder().start().await.unwrap();
    let browser = Browser::open(&explorer).await;
    let same = line("A", json!({"request_id": "7e1c"}));
    let first = open_text(&browser, "..%2Fmine.jsonl", same.clone()).await;
    assert_eq!(first, json!({"name": "mine.jsonl", "calls": 1}));
    let second = open_text(&browser, "mine.jsonl", format!("{same}oops\n")).await;
    assert_eq!(second["name"], "mine.jsonl-2");
    let rows = browser.get("/timeline?q=source:mine.jsonl-2").await.json();
    assert_eq!(actions(&rows), ["A"]);
    assert_eq!(
        open_text(&browser, "local", same).await["name"],
        "recording"
    );
    let path = "/timeline/open?name=a";
    let refused = browser.send("POST", path, &[], "oops".to_owned()).await;
    assert_eq!(refused.status, 400);
    assert!(refused.text.contains("line 1"), "{}", refused.text);
}

#[tokio::test]
async fn calls_are_downloaded_as_they_were_recorded() {
    let explorer = Explorer::builder().start().await.unwrap();
    let browser = Browser::open(&explorer).await;
    let lines = [
        line(
            "A",
            json!({"time": "2026-01-02T15:04:05.000Z", "ms": 0.2, "request_id": "7e1c", "source": "stateful", "request": {"Limit": 10}, "response": {"Result": {"TotalCount": 0}}}),
        ),
        line(
            "B",
            json!({"code": "InternalError", "response": {"Error": {"Code": "InternalError", "Message": "m"}}}),
        ),
        line("C", json!({"events": [{"a": 1}]})),
    ];
    open_text(&browser, "a.jsonl", lines.concat()).await;
    let parsed = |text: &str| -> Vec<Value> {
        let lines = text.lines();
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    };
    for (path, expected) in [
        ("/timeline/export", vec![0, 1, 2]),
        ("/timeline/export?ids=1,3", vec![0, 2]),
        ("/timeline/export?ids=2-3", vec![1, 2]),
        ("/timeline/export?q=code:*", vec![1]),
    ] {
        let file = browser.get(path).await;
        let expected: Vec<_> = expected
            .into_iter()
            .map(|at: usize| lines[at].clone())
            .collect();
        assert_eq!(parsed(&file.text), parsed(&expected.concat()), "{path}");
        assert!(
            file.headers["content-disposition"]
                .to_str()
                .unwrap()
                .starts_with("attachment")
        );
    }
    let wrong = browser.get("/timeline/export?ids=1,x").await;
    assert_eq!(wrong.status, 400);
}
