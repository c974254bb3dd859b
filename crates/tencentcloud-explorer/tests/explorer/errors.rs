//! The pages of error codes, over HTTP.

use hyper::StatusCode;
use serde_json::json;
use tencentcloud_explorer::Explorer;

use crate::browser::Browser;
use crate::send::{local, send, vpc};

async fn page(path: &str) -> String {
    let explorer = Explorer::builder().start().await.unwrap();
    let response = Browser::open(&explorer).await.get(path).await;
    assert_eq!(response.status, StatusCode::OK, "{}", response.text);
    response.text
}

fn has_all(text: &str, wanted: &[&str]) {
    for wanted in wanted {
        assert!(text.contains(wanted), "no {wanted} in {text}");
    }
}

#[tokio::test]
async fn a_code_has_its_parent_its_meaning_its_fix_and_who_reports_it() {
    let path = "/errors/invalidparametervalue.subnetidzoneidnotmatch?lang=en";
    has_all(
        &page(path).await,
        &[
            "data-title=\"InvalidParameterValue.SubnetIdZoneIdNotMatch\"",
            "href=\"/errors/InvalidParameterValue\"",
            "has a value that the service does not take",
            "Compare the parameter with its values",
            "Not as it is",
            "/call/cvm/2017-03-12/RunInstances",
            "/service/cvm",
        ],
    );
    has_all(
        &page("/errors/InvalidParameterValue?lang=zh").await,
        &[
            "取值不被接受",
            "细分错误码",
            "/errors/InvalidParameterValue.",
            "可能的解决办法",
        ],
    );
}

#[tokio::test]
async fn whether_to_send_again_depends_on_what_the_call_does() {
    let text = page("/errors/InternalError?lang=en").await;
    has_all(
        &text,
        &[
            "A call that reads",
            "does no harm",
            "Any other call",
            "Look first",
        ],
    );
    let text = page("/errors/RequestLimitExceeded?lang=en").await;
    has_all(&text, &["it was not carried out"]);
    assert!(!text.contains("Look first"), "{text}");
    has_all(
        &page("/errors/AuthFailure.SignatureFailure").await,
        &["href=\"/signature\""],
    );
}

#[tokio::test]
async fn an_unknown_code_leads_to_those_that_may_have_been_meant() {
    let text = page("/errors/SubnetIdZoneIdNotMatch?lang=en").await;
    has_all(
        &text,
        &[
            "No service lists this code",
            "/errors/InvalidParameterValue.SubnetIdZoneIdNotMatch",
        ],
    );
    let text = page("/errors/%3Cscript%3E").await;
    assert!(!text.contains("<script>"), "{text}");
}

#[tokio::test]
async fn a_call_that_failed_says_what_it_means_and_which_parameter_is_meant() {
    let (_emulator, _explorer, browser) = local().await;
    let sent = send(
        &browser,
        &vpc("CreateVpc", json!({"CidrBlock": "10.0.0.0/16"})),
    )
    .await;
    has_all(
        &sent.part,
        &[
            "href=\"/errors/MissingParameter\"",
            "<code class=\"name\">VpcName</code>",
            "Give the parameter that the message names",
            "Not as it is",
        ],
    );
    let unknown = json!({"VpcId": "vpc-1a2b3c4d"});
    let sent = send(&browser, &vpc("DeleteVpc", unknown)).await;
    has_all(&sent.part, &["Look at the ID and the region"]);
    let well = send(&browser, &vpc("DescribeVpcs", json!({}))).await;
    assert!(!well.part.contains("error-part"), "{}", well.part);
}
