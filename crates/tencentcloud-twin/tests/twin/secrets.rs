//! No secret is in what a twin says.

use serde_json::json;
use tencentcloud_twin::{Outcome, Twin};

use crate::world::{call, learn};

const OLD: &str = "OldMarkerOldMarkerOld";
const MARKER: &str = "NewMarkerNewMarkerNew";

#[tokio::test]
async fn a_secret_that_changes_is_shown_to_change_and_not_what_it_is() {
    let twin = Twin::start().unwrap();
    let key = json!({"AccessKeyId": "APIDone", "SecretName": "shop", "AccessKeySecret": OLD, "Status": 1});
    let returned = json!({"Result": {"TotalCount": 1, "ApiKeySet": [key]}});
    learn(
        &twin,
        "apigateway",
        "DescribeApiKeysStatus",
        json!({}),
        returned,
    );
    let update = call(
        "apigateway",
        "UpdateApiKey",
        json!({"AccessKeyId": "APIDone", "AccessKeySecret": MARKER}),
    );
    let rehearsal = twin.rehearse(&update).await;
    assert!(
        matches!(rehearsal.outcome, Outcome::Done { .. }),
        "{rehearsal:?}"
    );
    let text = serde_json::to_string(&rehearsal).unwrap();
    assert!(!text.contains(MARKER), "{text}");
    let debug = format!("{rehearsal:?}");
    assert!(!debug.contains(MARKER) && !debug.contains(OLD), "{debug}");
    let members = &rehearsal.changes[0].members;
    let secret = members
        .iter()
        .find(|member| member.member == "AccessKeySecret");
    assert_eq!(secret.unwrap().after, Some(json!("***")), "{rehearsal:?}");
}

#[tokio::test]
async fn a_secret_of_a_response_is_hidden() {
    let twin = Twin::start().unwrap();
    let create = call(
        "cvm",
        "CreateKeyPair",
        json!({"KeyName": "shop", "ProjectId": 0}),
    );
    let rehearsal = twin.rehearse(&create).await;
    let Outcome::Done { response } = &rehearsal.outcome else {
        panic!("{rehearsal:?}");
    };
    assert_eq!(response["KeyPair"]["PrivateKey"], "***");
}
