//! The broker in the process of `tcloud explorer`, and the room where a person approves.

use std::fs;
use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;
use tencentcloud_broker::{Answer, Asked, Listen, Refusal, Remote, Request};
use tencentcloud_emulator::Emulator;

use crate::running::{Page, cookie};

/// A request for `action` of a network, by the key of `account`.
fn request(account: &str, url: &str, action: &'static str, parameters: &Value) -> Asked {
    let headers = [
        ("content-type", "application/json"),
        ("x-tc-action", action),
        ("x-tc-version", "2017-03-12"),
        ("x-tc-region", "ap-guangzhou"),
    ];
    let headers = headers.into_iter().map(|(name, value)| {
        let name = http::HeaderName::from_static(name);
        (name, http::HeaderValue::from_static(value))
    });
    let headers = headers.collect();
    Asked::new(Request::new(
        account,
        "vpc",
        url,
        &headers,
        parameters.to_string(),
    ))
}

fn start(cloud: &Emulator, home: &TempDir) -> Page {
    let key = cloud.credential();
    let variables = [
        ("TENCENTCLOUD_SECRET_ID", &*key.secret_id),
        ("TENCENTCLOUD_SECRET_KEY", &*key.secret_key),
    ];
    Page::open_with(cloud, home, &[], &variables)
}

async fn remote(page: &Page) -> Remote {
    let place = page.row("broker").parse().unwrap();
    Remote::connect(place).await.unwrap()
}

fn network() -> Value {
    json!({"VpcName": "web", "CidrBlock": "10.0.0.0/16"})
}

/// Returns what files below `folder` have `text`.
fn with(folder: &Path, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let kind = entry.file_type().unwrap();
        if kind.is_dir() {
            found.extend(with(&entry.path(), text));
        } else if kind.is_file() {
            let content = fs::read(entry.path()).unwrap();
            if String::from_utf8_lossy(&content).contains(text) {
                found.push(entry.path().display().to_string());
            }
        }
    }
    found
}

#[cfg(unix)]
#[tokio::test]
async fn what_a_program_asks_of_the_page_is_approved_in_its_room() {
    let cloud = Emulator::start().await.unwrap();
    let home = tempfile::tempdir().unwrap();
    let page = start(&cloud, &home);
    let remote = remote(&page).await;
    let mut asked = request("", &cloud.url(), "CreateVpc", &network());
    asked.wait = Duration::from_secs(60);
    let asking = tokio::spawn(async move { remote.ask(asked).await });
    // A person, with the approval code of the terminal.
    let door = page.enter();
    let code = page.row("approval code");
    let unlocked = page.send("POST", "/approvals/code", &door, &format!("code={code}"));
    let cookies = format!("{door}; {}", cookie(&unlocked));
    let part = |text: &str, before: &str| {
        let (_, rest) = text.split_once(before)?;
        rest.split('"').next().map(str::to_owned)
    };
    let word = part(&unlocked, "data-word=\"").unwrap();
    let id = loop {
        let list = page.send("GET", "/approvals", &cookies, "");
        if let Some(id) = part(&list, "href=\"/approvals/") {
            break id;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    };
    let shown = page.send("GET", &format!("/approvals/{id}"), &cookies, "");
    let digest = part(&shown, "name=\"digest\" value=\"").unwrap();
    assert!(cloud.calls().of("vpc:CreateVpc").is_empty());
    let form = format!("word={word}&digest={digest}");
    let path = format!("/approvals/{id}/approve");
    let approved = page.send("POST", &path, &cookies, &form);
    assert!(approved.starts_with("HTTP/1.1 303"), "{approved}");
    let Answer::Sent(response) = asking.await.unwrap() else {
        panic!("it was not sent");
    };
    assert_eq!(response.status(), 200);
    assert_eq!(cloud.calls().of("vpc:CreateVpc").len(), 1);
    // Neither code stands in a file.
    assert_eq!(with(home.path(), code), [""; 0]);
    let log = home.path().join("tcloud/broker.jsonl");
    let lines = fs::read_to_string(&log).unwrap();
    assert!(lines.contains("\"approved\""), "{lines}");
}

#[cfg(unix)]
#[tokio::test]
async fn the_local_endpoint_of_the_page_is_an_account_that_needs_nobody() {
    let cloud = Emulator::start().await.unwrap();
    let home = tempfile::tempdir().unwrap();
    let page = start(&cloud, &home);
    let remote = remote(&page).await;
    let url = page.row("local endpoint");
    let answer = remote
        .ask(request("local", url, "CreateVpc", &network()))
        .await;
    assert!(matches!(answer, Answer::Sent(_)), "{answer:?}");
    // Its key signs for no other place.
    let answer = remote
        .ask(request("local", &cloud.url(), "CreateVpc", &network()))
        .await;
    let Answer::Refused(Refusal { code, .. }) = answer else {
        panic!("{answer:?}");
    };
    assert_eq!(code, "unusable");
    assert!(cloud.calls().of("vpc:CreateVpc").is_empty());
}

#[cfg(unix)]
#[tokio::test]
async fn beside_another_broker_the_page_has_none() {
    let cloud = Emulator::start().await.unwrap();
    let home = tempfile::tempdir().unwrap();
    let socket = Listen::Socket(home.path().join("tcloud/broker.sock"));
    let broker = tencentcloud_broker::Broker::builder().build().unwrap();
    let _server = tencentcloud_broker::Server::start(broker, &socket)
        .await
        .unwrap();
    let page = start(&cloud, &home);
    let told = page.row("broker");
    assert!(told.contains("tcloud approve"), "{told}");
    let room = page.send("GET", "/approvals?lang=en", &page.enter(), "");
    assert!(room.contains("Approvals are given elsewhere"), "{room}");
}
