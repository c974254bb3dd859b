//! A call that was made, or several, and what is made of them.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tencentcloud_emulator::Emulator;
use tencentcloud_explorer::Explorer;
use tencentcloud_runtime::Client;

use crate::browser::Browser;

struct Stage {
    client: Client,
    browser: Browser,
    _explorer: Explorer,
}

/// A page whose list has what `calls` made.
async fn stage(calls: &[(&str, &str, &str, Value)]) -> Stage {
    let emulator = Arc::new(Emulator::builder().allow_unknown().start().await.unwrap());
    let explorer = Explorer::builder()
        .emulator(emulator.clone())
        .start()
        .await
        .unwrap();
    let browser = Browser::open(&explorer).await;
    let client = Client::new(&emulator.config());
    for (service, version, action, parameters) in calls {
        // What matters is the request.
        let _ = client
            .raw(*service, *version, *action)
            .parameters(parameters.clone())
            .await;
    }
    for _ in 0..500 {
        let rows = browser.get("/timeline").await.json();
        if rows["rows"].as_array().unwrap().len() >= calls.len() {
            return Stage {
                client,
                browser,
                _explorer: explorer,
            };
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the calls are not in the list");
}

const VPC: (&str, &str) = ("vpc", "2017-03-12");

fn create(name: &str) -> (&'static str, &'static str, &'static str, Value) {
    (
        VPC.0,
        VPC.1,
        "CreateVpc",
        json!({"VpcName": name, "CidrBlock": "10.0.0.0/16"}),
    )
}

async fn form(stage: &Stage, path: &str, body: &str) -> String {
    let form = [("content-type", "application/x-www-form-urlencoded")];
    stage
        .browser
        .send("POST", path, &form, body.to_owned())
        .await
        .text
}

#[tokio::test]
async fn a_row_is_the_call_with_its_way_to_form_code_and_documentation() {
    let stage = stage(&[create("<web>")]).await;
    let shown = stage.browser.get("/row/1").await.text;
    for part in [
        "CreateVpc",
        "&lt;web&gt;",
        "/call/vpc/2017-03-12/CreateVpc?region=ap-guangzhou&amp;p=",
        "VpcId",
        "panel-code",
        "panel-signature",
        "panel-docs",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert!(!shown.contains("<web>"));
    let missing = stage.browser.get("/row/77").await.text;
    assert!(missing.contains("not in the list"), "{missing}");
}

#[tokio::test]
async fn two_calls_differ_where_they_differ() {
    let stage = stage(&[create("one"), create("two")]).await;
    let shown = stage.browser.get("/compare/1/2").await.text;
    assert!(
        shown.contains("request.VpcName") && shown.contains(">one<") && shown.contains(">two<"),
        "{shown}"
    );
    assert!(
        !shown.contains("RequestId") && !shown.contains("request.CidrBlock"),
        "{shown}"
    );
    let same = stage.browser.get("/compare/1/1").await.text;
    assert!(same.contains("They are the same"), "{same}");
}

#[tokio::test]
async fn two_lists_are_paired_in_their_order() {
    let stage = stage(&[
        create("one"),
        (VPC.0, VPC.1, "DescribeVpcs", json!({})),
        create("two"),
    ])
    .await;
    let shown = stage
        .browser
        .get("/compare?left=action:CreateVpc&right=service:vpc")
        .await
        .text;
    assert!(shown.contains("2 ↔ 3"), "{shown}");
    assert_eq!(shown.matches("only right").count(), 1, "{shown}");
    let wrong = stage
        .browser
        .get("/compare?left=ms%3E%3E&right=1")
        .await
        .text;
    assert!(wrong.contains("role=\"alert\""), "{wrong}");
}

#[tokio::test]
async fn a_text_within_a_text_is_edited_and_encoded_again() {
    let data = "IyEvYmluL3NoCmVjaG8gaGVsbG8gd29ybGQK";
    let run = (
        "cvm",
        "2017-03-12",
        "RunInstances",
        json!({"UserData": data, "ImageId": "img-1"}),
    );
    let stage = stage(&[run]).await;
    let shown = stage.browser.get("/row/1").await.text;
    assert!(shown.contains("echo hello world"), "{shown}");
    let page = stage.browser.get("/row/1/member?path=UserData").await.text;
    assert!(
        page.contains("<textarea") && page.contains("base64"),
        "{page}"
    );
    let written = form(
        &stage,
        "/row/1/member",
        "path=UserData&form=base64&inner=echo+bye%0D%0A",
    )
    .await;
    // base64 of "echo bye\n"
    assert!(written.contains("ZWNobyBieWUK"), "{written}");
    assert!(
        written.contains("ZWNobyBieWUK%22") && written.contains("img-1"),
        "{written}"
    );
}

#[tokio::test]
async fn a_row_becomes_a_fault_and_a_fixed_response() {
    let stage = stage(&[create("one"), (VPC.0, VPC.1, "DescribeVpcs", json!({}))]).await;
    form(&stage, "/row/2/response", "").await;
    let list = || async { stage.client.raw(VPC.0, VPC.1, "DescribeVpcs").await };
    stage
        .client
        .raw(VPC.0, VPC.1, "CreateVpc")
        .parameters(json!({"VpcName": "late", "CidrBlock": "10.1.0.0/16"}))
        .await
        .unwrap();
    assert_eq!(list().await.unwrap()["TotalCount"], 1, "the fixed response");
    form(&stage, "/row/1/fault", "").await;
    let failed = stage
        .client
        .raw(VPC.0, VPC.1, "CreateVpc")
        .parameters(json!({"VpcName": "x", "CidrBlock": "10.2.0.0/16"}))
        .await;
    assert_eq!(failed.unwrap_err().code(), Some("InternalError"));
}

#[tokio::test]
async fn the_least_policy_of_a_selection_allows_its_actions_alone() {
    let stage = stage(&[
        create("one"),
        (VPC.0, VPC.1, "DescribeVpcs", json!({})),
        ("cvm", "2017-03-12", "DescribeZones", json!({})),
    ])
    .await;
    let response = stage.browser.get("/selection/policy?ids=1-2").await;
    assert!(
        response.headers["content-disposition"]
            .to_str()
            .unwrap()
            .contains("policy.json")
    );
    let policy = response.json();
    assert_eq!(
        policy["statement"][0]["action"],
        json!(["vpc:CreateVpc", "vpc:DescribeVpcs"])
    );
    let page = stage.browser.get("/selection?ids=1,3").await.text;
    assert!(
        page.contains("cvm:DescribeZones") && page.contains("/compare/1/3"),
        "{page}"
    );
    let none = stage.browser.get("/selection?ids=").await.text;
    assert!(none.contains("No call is selected"), "{none}");
    assert!(
        stage
            .browser
            .get("/selection?ids=x")
            .await
            .text
            .contains("neither a number")
    );
}

#[tokio::test]
async fn a_selection_is_a_program_whose_outputs_go_into_later_calls() {
    let stage = stage(&[create("one")]).await;
    let made = stage
        .client
        .raw(VPC.0, VPC.1, "DescribeVpcs")
        .await
        .unwrap();
    let id = made["VpcSet"][0]["VpcId"].as_str().unwrap().to_owned();
    let subnet = json!({"VpcId": id, "SubnetName": "a", "CidrBlock": "10.0.1.0/24", "Zone": "ap-guangzhou-3"});
    stage
        .client
        .raw(VPC.0, VPC.1, "CreateSubnet")
        .parameters(subnet)
        .await
        .unwrap();
    for _ in 0..500 {
        if stage
            .browser
            .get("/row/3")
            .await
            .text
            .contains("CreateSubnet")
        {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    for script in ["rust", "test", "shell"] {
        let shown = stage
            .browser
            .get(&format!("/selection?ids=1,3&script={script}"))
            .await
            .text;
        let code = shown
            .split("id=\"written\"")
            .nth(1)
            .unwrap()
            .split("</pre>")
            .next()
            .unwrap();
        assert!(
            code.contains("CreateVpc") && code.contains("CreateSubnet"),
            "{code}"
        );
        assert!(
            !code.contains(&id),
            "{script}: the ID is a variable: {code}"
        );
    }
    let fixture = stage
        .browser
        .get("/selection?ids=1,3&script=fixture")
        .await
        .text;
    assert!(fixture.contains(&id), "{fixture}");
}
