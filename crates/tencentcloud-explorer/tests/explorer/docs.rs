//! The tab Docs, over HTTP.

use serde_json::json;
use tencentcloud_explorer::Explorer;

use crate::browser::Browser;

async fn docs(service: &str, version: &str, action: &str, language: &str) -> String {
    let explorer = Explorer::builder().start().await.unwrap();
    let browser = Browser::open(&explorer).await;
    let call = json!({"service": service, "version": version, "action": action, "parameters": {}});
    let response = browser.post(&format!("/docs?lang={language}"), &call).await;
    assert_eq!(response.status, 200, "{}", response.text);
    response.text
}

fn has_all(text: &str, wanted: &[&str]) {
    for wanted in wanted {
        assert!(text.contains(wanted), "no {wanted} in {text}");
    }
}

#[tokio::test]
async fn parameters_have_their_facts_and_what_they_hold() {
    let text = docs("apigateway", "2018-08-08", "CreateUpstream", "zh").await;
    has_all(
        &text,
        &[
            "UniqVpcId",
            "必填",
            "ROUND-ROBIN",
            "Nodes",
            "Host",
            "响应",
            "UpstreamId",
            "创建",
        ],
    );
    let text = docs("cvm", "2017-03-12", "RunInstances", "en").await;
    has_all(
        &text,
        &[
            "POSTPAID_BY_HOUR",
            "Password",
            "secret",
            "InquiryPriceRunInstances",
            "InvalidParameterValue.VpcIdNotExist",
            "requests a second",
            "data-filter=\"docs-request\"",
        ],
    );
}

#[tokio::test]
async fn an_action_leads_to_the_others_of_its_resource() {
    let text = docs("vpc", "2017-03-12", "CreateSubnet", "en").await;
    has_all(
        &text,
        &[
            "deletes</span>",
            "<b>Subnet</b>",
            "within Vpc",
            "/call/vpc/2017-03-12/DeleteSubnet",
            "/call/vpc/2017-03-12/DescribeSubnets",
        ],
    );
    let text = docs("vpc", "2017-03-12", "DescribeSubnets", "en").await;
    has_all(
        &text,
        &[
            "SubnetSet ← Offset",
            "TotalCount",
            "may be repeated",
            "lists",
        ],
    );
}

#[tokio::test]
async fn what_is_offline_or_unknown_is_told() {
    let text = docs("vpc", "2017-03-12", "NoSuchAction", "en").await;
    has_all(&text, &["does not have this action"]);
    let text = docs("cvm", "2017-03-12", "TerminateInstances", "en").await;
    has_all(&text, &["destroys something"]);
}

#[tokio::test]
async fn the_docs_of_the_largest_actions_are_bounded() {
    for (service, version, action) in [
        ("teo", "2022-09-01", "ModifyL7AccRule"),
        ("mps", "2019-06-12", "ProcessMedia"),
        ("clb", "2018-03-17", "CreateLoadBalancer"),
    ] {
        let text = docs(service, version, action, "en").await;
        assert!(text.len() < 1 << 20, "{action}: {} bytes", text.len());
    }
}
