//! What was sent, kept with its responses.

use std::fs;
use std::path::Path;

use hyper::StatusCode;
use serde_json::{Value, json};
use tencentcloud_explorer::Explorer;

use crate::browser::Browser;

const FORM: [(&str, &str); 1] = [("content-type", "application/x-www-form-urlencoded")];

/// Writes a history of `count` calls, as an earlier process left it.
fn fill(folder: &Path, count: usize) {
    let line = |number: usize| {
        let action = ["DescribeVpcs", "RunInstances"][number % 2];
        format!(
            r#"{{"format":1,"time":"2026-01-02T15:{:02}:05.000Z","service":"svc","action":"{action}","region":"ap-guangzhou","request":{{"Name":"名称-{number}"}},"response":{{"Id":"id-{number}","RequestId":"r"}}}}"#,
            number % 60
        )
    };
    let lines: Vec<String> = (0..count).map(line).collect();
    fs::write(folder.join("history.jsonl"), lines.join("\n") + "\n").unwrap();
}

async fn open(folder: &Path) -> (Explorer, Browser) {
    let explorer = Explorer::builder().folder(folder).start().await.unwrap();
    let browser = Browser::open(&explorer).await;
    (explorer, browser)
}

/// Returns the addresses of the calls that a page shows.
fn shown(page: &str) -> Vec<String> {
    let links = page.split("href=\"/history/").skip(1);
    let links = links.map(|rest| rest.split('"').next().unwrap().to_owned());
    links.collect()
}

#[tokio::test]
async fn an_empty_history_says_what_will_be_here() {
    let explorer = Explorer::builder().start().await.unwrap();
    let mut browser = Browser::open(&explorer).await;
    let page = browser.get("/history").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.contains("Nothing was sent yet"), "{}", page.text);
    browser
        .headers
        .push(("accept-language", "zh-CN".to_owned()));
    let page = browser.get("/history").await;
    assert!(page.text.contains("还没有发送过请求"), "{}", page.text);
}

#[tokio::test]
async fn a_history_outlives_its_process_and_is_shown_newest_first() {
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path(), 120);
    let (_explorer, browser) = open(folder.path()).await;
    let first = browser.get("/history").await.text;
    let (newest, oldest) = (
        first.find("15:59:05").unwrap(),
        first.find("15:10:05").unwrap(),
    );
    assert!(newest < oldest);
    assert_eq!(shown(&first).len(), 50);
    let last = browser.get("/history?page=3").await.text;
    assert_eq!(shown(&last).len(), 20);
    let call = browser
        .get(&format!("/history/{}", shown(&first)[0]))
        .await
        .text;
    assert!(
        call.contains("id-119") && call.contains("名称-119"),
        "{call}"
    );
}

#[tokio::test]
async fn a_search_finds_words_of_requests_and_responses() {
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path(), 120);
    let (_explorer, browser) = open(folder.path()).await;
    for (words, count) in [
        ("runinstances", 50),
        ("describevpcs+id-118", 1),
        ("%E5%90%8D%E7%A7%B0-17", 1),
        ("runinstances+id-118", 0),
    ] {
        let page = browser.get(&format!("/history?q={words}")).await.text;
        assert_eq!(shown(&page).len(), count, "{words}");
    }
}

#[tokio::test]
async fn a_call_is_deleted_alone_and_all_are_cleared() {
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path(), 3);
    let (_explorer, browser) = open(folder.path()).await;
    let ids = shown(&browser.get("/history").await.text);
    let path = format!("/history/{}/delete", ids[1]);
    let gone = browser.send("POST", &path, &FORM, String::new()).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    let left = shown(&browser.get("/history").await.text);
    assert_eq!(left, [ids[0].clone(), ids[2].clone()]);
    let page = browser.get(&format!("/history/{}", ids[1])).await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    browser
        .send("POST", "/history/clear", &FORM, String::new())
        .await;
    assert!(shown(&browser.get("/history").await.text).is_empty());
    assert_eq!(fs::read(folder.path().join("history.jsonl")).unwrap(), b"");
}

#[tokio::test]
async fn a_line_that_is_none_hides_no_other() {
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path(), 2);
    let path = folder.path().join("history.jsonl");
    let cut = fs::read_to_string(&path).unwrap() + "{\"format\":1,\"act";
    fs::write(&path, cut).unwrap();
    let (_explorer, browser) = open(folder.path()).await;
    assert_eq!(shown(&browser.get("/history").await.text).len(), 2);
}

#[tokio::test]
async fn a_filter_that_is_none_is_said() {
    let folder = tempfile::tempdir().unwrap();
    fill(folder.path(), 2);
    let (_explorer, browser) = open(folder.path()).await;
    let page = browser.get("/history?q=action:DescribeVpcs").await.text;
    assert_eq!(shown(&page).len(), 1);
    let page = browser.get("/history?q=ms%3E").await.text;
    assert!(page.contains("role=\"alert\""), "{page}");
}

#[tokio::test]
async fn a_kept_call_is_opened_again_as_a_form() {
    let folder = tempfile::tempdir().unwrap();
    let line = r#"{"format":1,"service":"vpc","version":"2017-03-12","action":"CreateVpc","region":"ap-guangzhou","request":{"VpcName":"a","CidrBlock":"10.0.0.0/16"}}"#;
    fs::write(folder.path().join("history.jsonl"), format!("{line}\n")).unwrap();
    let (_explorer, browser) = open(folder.path()).await;
    let list = browser.get("/history").await.text;
    let link = list
        .split("href=\"/call/")
        .nth(1)
        .unwrap_or_else(|| panic!("{list}"));
    let link = format!(
        "/call/{}",
        link.split('"').next().unwrap().replace("&amp;", "&")
    );
    let form = browser.get(&link).await;
    assert_eq!(form.status, StatusCode::OK);
    assert!(form.text.contains("10.0.0.0/16"), "{}", form.text);
}

#[tokio::test]
async fn what_is_sent_is_kept_with_its_response_and_without_its_secrets() {
    let folder = tempfile::tempdir().unwrap();
    let (_explorer, browser) = open(folder.path()).await;
    for (service, version, action, parameters) in [
        (
            "cvm",
            "2017-03-12",
            "RunInstances",
            json!({
                "Placement": {"Zone": "ap-guangzhou-3"}, "InstanceType": "S5.MEDIUM4",
                "ImageId": "img-eb30mz89", "LoginSettings": {"Password": "Hush-hush-1"},
            }),
        ),
        (
            "cam",
            "2019-01-16",
            "AddUser",
            json!({"Name": "alice", "UseApi": 1}),
        ),
    ] {
        let call = json!({
            "service": service, "version": version, "action": action, "region": "ap-guangzhou",
            "target": "local", "parameters": parameters,
        });
        let sent = browser.post("/send", &call).await;
        assert_eq!(sent.status, StatusCode::OK, "{}", sent.text);
    }
    let kept = fs::read_to_string(folder.path().join("history.jsonl")).unwrap();
    let lines: Vec<Value> = kept
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 2, "{kept}");
    assert_eq!(lines[0]["request"]["InstanceType"], "S5.MEDIUM4");
    assert!(
        lines[0]["response"]["InstanceIdSet"][0].is_string(),
        "{kept}"
    );
    assert!(!kept.contains("Hush-hush"), "{kept}");
    assert_eq!(lines[0]["request"]["LoginSettings"]["Password"], "***");
    assert_eq!(lines[1]["response"]["SecretKey"], "***", "{kept}");
    assert_eq!(shown(&browser.get("/history").await.text).len(), 2);
}
