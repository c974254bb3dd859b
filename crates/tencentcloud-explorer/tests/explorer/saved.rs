//! Saved requests.

use std::fs;
use std::path::Path;

use hyper::StatusCode;
use serde_json::{Value, json};
use tencentcloud_explorer::Explorer;

use crate::browser::Browser;

const FORM: [(&str, &str); 1] = [("content-type", "application/x-www-form-urlencoded")];

async fn open(folder: &Path) -> (Explorer, Browser) {
    let explorer = Explorer::builder().saved(folder).start().await.unwrap();
    let browser = Browser::open(&explorer).await;
    (explorer, browser)
}

fn call(name: &str, parameters: &Value) -> Value {
    json!({
        "name": name, "service": "cvm", "version": "2017-03-12", "action": "RunInstances",
        "region": "ap-guangzhou", "target": "local", "parameters": parameters,
    })
}

#[tokio::test]
async fn a_form_is_saved_as_a_plain_file_whose_secrets_are_variables() {
    let folder = tempfile::tempdir().unwrap();
    let (_explorer, browser) = open(folder.path()).await;
    let empty = browser.get("/saved").await.text;
    assert!(empty.contains("No request is saved yet"), "{empty}");
    let parameters =
        json!({"InstanceType": "S5.MEDIUM4", "LoginSettings": {"Password": "Hush-hush-1"}});
    let saved = browser
        .post("/saved", &call("machines/run one", &parameters))
        .await;
    assert_eq!(saved.status, StatusCode::CREATED, "{}", saved.text);
    let text = fs::read_to_string(folder.path().join("machines/run one.json")).unwrap();
    let file: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(file["action"], "RunInstances");
    assert_eq!(file["parameters"]["InstanceType"], "S5.MEDIUM4");
    assert!(!text.contains("Hush-hush") && text.contains("${"), "{text}");
    let list = browser.get("/saved").await.text;
    assert!(
        list.contains("run one") && list.contains("tcloud run "),
        "{list}"
    );
    let again = browser
        .post("/saved", &call("machines/run one", &json!({})))
        .await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    let mut replacing = call("machines/run one", &json!({"InstanceType": "SA2"}));
    replacing["replace"] = true.into();
    let replaced = browser.post("/saved", &replacing).await;
    assert_eq!(replaced.status, StatusCode::CREATED);
}

#[tokio::test]
async fn a_request_is_opened_with_the_variables_of_an_environment() {
    let folder = tempfile::tempdir().unwrap();
    let (_explorer, browser) = open(folder.path()).await;
    let request = r#"{"service": "cvm", "action": "DescribeInstances", "region": "${region}", "parameters": {"Limit": "${limit}", "InstanceIds": ["${id}"]}}"#;
    fs::write(folder.path().join("list.json"), request).unwrap();
    let environments = "{\"default\": {\"limit\": 20}, \"test\": {\"region\": \"ap-beijing\"}}";
    let form: String = environments
        .bytes()
        .map(|byte| format!("%{byte:02x}"))
        .collect();
    let set = browser
        .send(
            "POST",
            "/saved/environments",
            &FORM,
            format!("folder=&text={form}"),
        )
        .await;
    assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", set.text);
    let kept = fs::read_to_string(folder.path().join("environments.json")).unwrap();
    assert_eq!(kept, environments);
    let opened = browser.get("/saved/open?name=list&environment=test").await;
    let link = opened.headers["location"].to_str().unwrap();
    assert!(
        link.starts_with("/call/cvm/2017-03-12/DescribeInstances?region=ap-beijing"),
        "{link}"
    );
    // A number stays one, and what has no value stays a variable.
    assert!(
        link.contains("%22Limit%22%3A20") && link.contains("%24%7Bid%7D"),
        "{link}"
    );
    let unknown = browser.get("/saved/open?name=list&environment=tset").await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        unknown.text.contains("did you mean test"),
        "{}",
        unknown.text
    );
    let wrong = browser
        .send(
            "POST",
            "/saved/environments",
            &FORM,
            "folder=&text=%5B%5D".to_owned(),
        )
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_request_is_renamed_and_deleted_with_the_folder_that_it_leaves_empty() {
    let folder = tempfile::tempdir().unwrap();
    let (_explorer, browser) = open(folder.path()).await;
    for name in ["a/one", "two"] {
        let saved = browser.post("/saved", &call(name, &json!({}))).await;
        assert_eq!(saved.status, StatusCode::CREATED, "{}", saved.text);
    }
    let post =
        |path: &'static str, form: &'static str| browser.send("POST", path, &FORM, form.to_owned());
    let taken = post("/saved/rename", "name=two&to=a/one").await;
    assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
    let renamed = post("/saved/rename", "name=a/one&to=b/c/three").await;
    assert_eq!(renamed.status, StatusCode::SEE_OTHER, "{}", renamed.text);
    assert!(folder.path().join("b/c/three.json").exists());
    assert!(!folder.path().join("a").exists());
    let deleted = post("/saved/delete", "name=b/c/three").await;
    assert_eq!(deleted.status, StatusCode::SEE_OTHER, "{}", deleted.text);
    assert!(!folder.path().join("b").exists());
    assert!(folder.path().join("two.json").exists());
}

#[cfg(unix)]
#[tokio::test]
async fn nothing_outside_of_the_folder_is_read_or_written() {
    let outside = tempfile::tempdir().unwrap();
    let secret = outside.path().join("secret.json");
    fs::write(
        &secret,
        r#"{"service": "cvm", "action": "DescribeInstances"}"#,
    )
    .unwrap();
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(outside.path(), folder.path().join("link")).unwrap();
    std::os::unix::fs::symlink(&secret, folder.path().join("file.json")).unwrap();
    let (_explorer, browser) = open(folder.path()).await;
    for name in ["../x", "link/x", "/etc/x", ".git/x", "a/../../x"] {
        let refused = browser.post("/saved", &call(name, &json!({}))).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
    }
    for name in ["link/secret", "file", "..%2Fsecret"] {
        let refused = browser.get(&format!("/saved/open?name={name}")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        let form = format!("name={name}");
        let refused = browser.send("POST", "/saved/delete", &FORM, form).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
    }
    let list = browser.get("/saved").await.text;
    assert!(list.contains("No request is saved yet"), "{list}");
    assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 1);
    assert!(secret.exists());
}

#[tokio::test]
async fn a_saved_request_is_found_by_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let (_explorer, browser) = open(folder.path()).await;
    fs::create_dir(folder.path().join("machines")).unwrap();
    let request = r#"{"service": "cvm", "action": "DescribeInstances"}"#;
    fs::write(folder.path().join("machines/nightly list.json"), request).unwrap();
    for text in ["nightly", "list%20machines", ""] {
        let found = browser.get(&format!("/find?q={text}")).await.text;
        let link = "/saved/open?name=machines%2Fnightly%20list";
        assert!(found.contains(link), "{text}: {found}");
    }
    let opened = browser
        .get("/saved/open?name=machines%2Fnightly%20list")
        .await;
    assert!(opened.status.is_redirection() || opened.text.contains("DescribeInstances"));
    let other = browser.get("/find?q=weekly").await.text;
    assert!(!other.contains("nightly"), "{other}");
}
