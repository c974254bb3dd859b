//! What the journal says of the calls that were made.

use serde_json::{Value, json};
use tencentcloud_emulator::{Credential, Emulator, TEST_SECRET_ID};

use crate::client::Request;
use crate::{APIGATEWAY, answer, code};

fn describe(parameters: &Value) -> Request {
    Request::post("DescribeUpstreams", APIGATEWAY.1, parameters)
        .header("Host", "apigateway.localhost")
        .header("User-Agent", "a-test/1.0")
        .tc3("apigateway", &Credential::test())
}

#[tokio::test]
async fn a_call_is_kept_with_all_that_is_known_of_it() {
    let emulator = Emulator::start().await.unwrap();
    let parameters = json!({"Limit": 1, "Offset": 0});
    let response = describe(&parameters).send(emulator.address());
    answer(&response);
    let calls = emulator.calls().all();
    let [call] = &calls[..] else {
        panic!("{calls:?}");
    };
    assert_eq!(call.seq, Some(1));
    assert_eq!(call.service.as_deref(), Some("apigateway"));
    assert_eq!(call.version.as_deref(), Some(APIGATEWAY.1));
    assert_eq!(call.action, "DescribeUpstreams");
    assert_eq!(call.region.as_deref(), Some("ap-guangzhou"));
    assert_eq!(call.client.as_deref(), Some("a-test/1.0"));
    assert_eq!(
        call.request_id.as_deref(),
        response.header("x-tc-requestid")
    );
    assert_eq!(call.account.as_ref().unwrap().len(), 12);
    assert_eq!(call.source.as_deref(), Some("stateful"));
    assert_eq!(call.code, None);
    assert_eq!(Value::Object(call.request.clone()), parameters);
    let answered = call.response.as_ref().unwrap();
    assert_eq!(answered["Result"]["TotalCount"], 0);
    assert!(call.time.as_ref().unwrap().ends_with('Z'));
}

#[tokio::test]
async fn a_call_that_is_refused_is_kept_with_its_code() {
    let emulator = Emulator::start().await.unwrap();
    let wrong = describe(&json!({"Limit": "one"})).send(emulator.address());
    let expected = code(&wrong);
    let guess = Credential::new(TEST_SECRET_ID, "guess");
    let unsigned = describe(&json!({})).tc3("apigateway", &guess);
    unsigned.send(emulator.address());
    let calls = emulator.calls().all();
    let codes: Vec<_> = calls.iter().map(|call| call.code.as_deref()).collect();
    assert_eq!(
        codes,
        [Some(&*expected), Some("AuthFailure.SignatureFailure")]
    );
    let error = &calls[0].response.as_ref().unwrap()["Error"];
    assert_eq!(error["Code"], expected);
    assert_eq!(emulator.calls().of("apigateway:*").len(), 1);
    assert_eq!(emulator.calls().after(1).len(), 1);
    emulator.calls().clear();
    assert_eq!(emulator.calls().all(), []);
    assert_eq!(emulator.calls().count(), 2);
}

#[tokio::test]
async fn no_secret_is_in_the_journal() {
    let emulator = Emulator::start().await.unwrap();
    let test = emulator.credential();
    let web = json!({
        "ProviderId": "oidc", "WebIdentityToken": "hushed-marker",
        "RoleArn": "qcs::cam::uin/1:roleName/reader", "RoleSessionName": "pod",
    });
    let request = Request::post("AssumeRoleWithWebIdentity", "2018-08-13", &web)
        .header("Host", "sts.localhost")
        .header("Authorization", "SKIP");
    let issued = answer(&request.send(emulator.address()));
    let calls = emulator.calls().all();
    assert_eq!(calls[0].request["RoleSessionName"], "pod");
    let text = calls[0].to_line();
    let secrets =
        ["TmpSecretKey", "Token"].map(|name| issued["Credentials"][name].as_str().unwrap());
    for secret in [secrets[0], secrets[1], "hushed-marker", &test.secret_key] {
        assert!(!text.contains(secret), "{text}");
    }
    assert!(
        text.contains(issued["Credentials"]["TmpSecretId"].as_str().unwrap()),
        "{text}"
    );
}

#[tokio::test]
async fn as_many_calls_are_kept_as_the_builder_says() {
    let emulator = Emulator::builder()
        .keep_calls(2, 64 << 10)
        .start()
        .await
        .unwrap();
    for limit in 1..=3 {
        answer(&describe(&json!({"Limit": limit, "Offset": 0})).send(emulator.address()));
    }
    let limits = |calls: &[tencentcloud_emulator::Record]| {
        let limits = calls.iter().map(|call| call.request["Limit"].clone());
        limits.collect::<Vec<_>>()
    };
    assert_eq!(limits(&emulator.calls().all()), [2, 3]);
    let tight = Emulator::builder().keep_calls(9, 0).start().await.unwrap();
    answer(&describe(&json!({"Limit": 1, "Offset": 0})).send(tight.address()));
    let calls = tight.calls().all();
    assert_eq!(calls[0].request.len(), 0, "{calls:?}");
    assert_eq!(calls[0].response, None);
}
