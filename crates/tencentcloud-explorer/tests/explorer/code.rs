//! The call as code.

use serde_json::json;
use tencentcloud_explorer::Explorer;

use crate::browser::Browser;

#[tokio::test]
async fn a_call_is_code_in_every_language_for_where_it_goes() {
    let emulator = std::sync::Arc::new(tencentcloud_emulator::Emulator::start().await.unwrap());
    let explorer = Explorer::builder()
        .emulator(emulator.clone())
        .start()
        .await
        .unwrap();
    let browser = Browser::open(&explorer).await;
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
