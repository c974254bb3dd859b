//! How calls are signed, and why the signature of others is refused.

use serde_json::json;

use crate::browser::Browser;

#[tokio::test]
async fn every_step_of_a_signature_is_shown_and_the_key_is_not() {
    let (emulator, _explorer, browser) = Browser::beside_an_emulator().await;
    let call = json!({"service": "cvm", "version": "2017-03-12", "action": "DescribeInstances", "region": "ap-beijing", "parameters": {"Limit": 7}});
    let shown = browser.post("/signature", &call).await.text;
    for part in [
        "content-type;host;x-tc-action",
        "x-tc-action:describeinstances",
        "TC3-HMAC-SHA256",
        "/cvm/tc3_request",
        "Signature=",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert!(
        !shown.contains(&emulator.credential().secret_key),
        "{shown}"
    );
    let secret = json!({"service": "cvm", "version": "2017-03-12", "action": "ResetInstancesPassword", "parameters": {"Password": "hush-hush", "InstanceIds": ["ins-1"]}});
    let shown = browser.post("/signature", &secret).await.text;
    assert!(
        shown.contains("Authorization") && !shown.contains("hush"),
        "{shown}"
    );
}

#[tokio::test]
async fn the_first_byte_that_differs_is_marked_with_its_cause() {
    let (_emulator, _explorer, browser) = Browser::beside_an_emulator().await;
    let request = "POST / HTTP/1.1\nHost: cvm.tencentcloudapi.com\nContent-Type: application/json\nX-TC-Action: DescribeZones\nX-TC-Version: 2017-03-12\nX-TC-Timestamp: 1551113065\nAuthorization: TC3-HMAC-SHA256 Credential=AKID/2019-02-25/cvm/tc3_request, SignedHeaders=content-type;host, Signature=00\n\n{}";
    let canonical = "POST\n/\n\ncontent-type:application/json\nhost:cvm.tencentcloudapi.co\n\ncontent-type;host\n44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";
    let encode =
        |text: &str| -> String { text.bytes().map(|byte| format!("%{byte:02X}")).collect() };
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let body = format!(
        "request={}&canonical={}",
        encode(request),
        encode(canonical)
    );
    let shown = browser
        .send("POST", "/signature/check", &form, body)
        .await
        .text;
    assert!(
        shown.contains("host:cvm.tencentcloudapi.co<mark class=\"difference\">m</mark>"),
        "{shown}"
    );
    assert!(
        shown.contains("host:cvm.tencentcloudapi.co<mark class=\"difference\">⏎\n</mark>"),
        "{shown}"
    );
    assert!(shown.contains("the secret ID is"), "{shown}");
    let nothing = browser
        .send(
            "POST",
            "/signature/check",
            &form,
            "request=nonsense".to_owned(),
        )
        .await
        .text;
    assert!(nothing.contains("role=\"alert\""), "{nothing}");
}
