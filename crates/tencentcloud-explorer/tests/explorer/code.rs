//! The call as code.

use serde_json::json;
use tencentcloud_explorer::Explorer;

use crate::browser::Browser;

#[tokio::test]
async fn a_call_is_code_in_every_language_for_where_it_goes() {
    let (emulator, _explorer, browser) = Browser::beside_an_emulator().await;
    let mut call = json!({"service": "vpc", "version": "2017-03-12", "action": "CreateVpc", "region": "ap-beijing", "parameters": {"VpcName": "<web>", "CidrBlock": "10.0.0.0/16"}});
    for language in [
        "rust", "tcloud", "tccli", "curl", "python", "go", "node", "java",
    ] {
        let shown = browser
            .post(&format!("/code?code={language}"), &call)
            .await
            .text;
        assert!(
            shown.contains("10.0.0.0/16") && shown.contains("&lt;web&gt;"),
            "{shown}"
        );
        assert!(
            shown.contains(&emulator.address().to_string()),
            "{language}: {shown}"
        );
        assert!(!shown.contains("<web>"), "{shown}");
        assert!(
            shown.contains(&format!("value=\"{language}\" aria-pressed=\"true\"")),
            "{shown}"
        );
    }
    call["target"] = "work".into();
    let shown = browser.post("/code?code=python", &call).await.text;
    assert!(!shown.contains(&emulator.address().to_string()), "{shown}");
}

#[tokio::test]
async fn a_secret_is_in_no_code() {
    let explorer = Explorer::builder().start().await.unwrap();
    let browser = Browser::open(&explorer).await;
    let call = json!({"service": "cvm", "version": "2017-03-12", "action": "ResetInstancesPassword", "parameters": {"Password": "hush-hush", "InstanceIds": ["ins-1"]}});
    for language in [
        "rust", "tcloud", "tccli", "curl", "python", "go", "node", "java",
    ] {
        let shown = browser
            .post(&format!("/code?code={language}"), &call)
            .await
            .text;
        assert!(
            shown.contains("ins-1") && !shown.contains("hush"),
            "{shown}"
        );
        assert!(shown.contains("PASSWORD"), "{language}: {shown}");
    }
}

#[tokio::test]
async fn a_project_is_an_archive_without_secrets() {
    let explorer = Explorer::builder().start().await.unwrap();
    let browser = Browser::open(&explorer).await;
    let call = json!({"service": "cvm", "version": "2017-03-12", "action": "ResetInstancesPassword", "parameters": {"Password": "hush-hush", "InstanceIds": ["ins-1"]}});
    let shown = browser.post("/code?code=python", &call).await.text;
    assert!(
        shown.contains("/code/project") && !shown.contains("hush"),
        "{shown}"
    );
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let call = "%7B%22service%22%3A%22sts%22%2C%22version%22%3A%222018-08-13%22%2C%22action%22%3A%22GetCallerIdentity%22%7D";
    let response = browser
        .send(
            "POST",
            "/code/project",
            &form,
            format!("code=python&call={call}"),
        )
        .await;
    assert_eq!(response.headers["content-type"], "application/zip");
    assert!(
        response.headers["content-disposition"]
            .to_str()
            .unwrap()
            .contains("GetCallerIdentity-python.zip")
    );
    assert!(response.text.starts_with("PK"), "{}", response.text);
    let wrong = browser
        .send(
            "POST",
            "/code/project",
            &form,
            "code=python&call=x".to_owned(),
        )
        .await;
    assert_eq!(wrong.status, 400);
}
