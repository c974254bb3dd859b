//! Who calls: accounts, sub-users, and temporary credentials that end by the clock.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use tencentcloud_emulator::{Credential, Emulator};

use crate::client::Request;
use crate::{APIGATEWAY, answer, code};

const STS: &str = "2018-08-13";
const ROLE: &str = "qcs::cam::uin/100000000001:roleName/reader";

/// Sends a call signed at the time that the emulator has.
fn send(
    emulator: &Emulator,
    service: &str,
    (action, version): (&str, &str),
    parameters: &Value,
    credential: &Credential,
) -> crate::client::Response {
    let now = emulator.clock().now().duration_since(UNIX_EPOCH).unwrap();
    let mut request = Request::post(action, version, parameters)
        .header("Host", &format!("{service}.localhost"))
        .header("X-TC-Timestamp", &now.as_secs().to_string());
    if let Some(token) = &credential.token {
        request = request.header("X-TC-Token", token);
    }
    request.tc3(service, credential).send(emulator.address())
}

fn sts(emulator: &Emulator, action: &str, parameters: &Value, by: &Credential) -> Value {
    answer(&send(emulator, "sts", (action, STS), parameters, by))
}

fn upstreams(emulator: &Emulator, by: &Credential) -> crate::client::Response {
    let parameters = json!({"Limit": 10, "Offset": 0});
    let action = ("DescribeUpstreams", APIGATEWAY.1);
    send(emulator, "apigateway", action, &parameters, by)
}

fn issued(answer: &Value) -> Credential {
    let text = |name: &str| answer["Credentials"][name].as_str().unwrap();
    Credential::new(text("TmpSecretId"), text("TmpSecretKey")).token(text("Token"))
}

#[tokio::test]
async fn a_temporary_credential_is_accepted_with_its_token_until_the_clock_ends_it() {
    let emulator = Emulator::start().await.unwrap();
    emulator.clock().freeze();
    let test = emulator.credential();
    let assumed = sts(
        &emulator,
        "AssumeRole",
        &json!({"RoleArn": ROLE, "RoleSessionName": "here", "DurationSeconds": 900}),
        test,
    );
    let end = emulator.clock().now() + Duration::from_secs(900);
    let end = end.duration_since(UNIX_EPOCH).unwrap().as_secs();
    assert_eq!(assumed["ExpiredTime"], end);
    let expiration = assumed["Expiration"].as_str().unwrap();
    assert!(expiration.ends_with('Z'), "{expiration}");

    let temporary = issued(&assumed);
    assert!(temporary.secret_id.starts_with("AKID"));
    answer(&upstreams(&emulator, &temporary));
    let mut bare = temporary.clone();
    bare.token = None;
    assert_eq!(
        code(&upstreams(&emulator, &bare)),
        "AuthFailure.TokenFailure"
    );
    let other = temporary.clone().token("another");
    assert_eq!(
        code(&upstreams(&emulator, &other)),
        "AuthFailure.TokenFailure"
    );

    emulator.clock().advance(Duration::from_secs(899));
    answer(&upstreams(&emulator, &temporary));
    emulator.clock().advance(Duration::from_secs(1));
    let response = upstreams(&emulator, &temporary);
    assert_eq!(code(&response), "AuthFailure.TokenFailure");
    let message = response.json()["Response"]["Error"]["Message"].to_string();
    assert!(message.contains("expired"), "{message}");
    answer(&upstreams(&emulator, test));
}

#[tokio::test]
async fn an_account_with_roles_has_no_others() {
    let account = "100000000001";
    let own = Credential::new("AKIDown", "key").account(account);
    let stranger = Credential::new("AKIDstranger", "key").account("100000000002");
    let emulator = Emulator::builder().credential(own.clone());
    let emulator = emulator.credential(stranger.clone()).start().await.unwrap();
    let cam = |action: &str, parameters: Value| {
        let action = (action, "2019-01-16");
        answer(&send(&emulator, "cam", action, &parameters, &own))
    };
    let trust = |principal: Value| {
        let statement =
            json!({"action": "name/sts:AssumeRole", "effect": "allow", "principal": principal});
        json!({"version": "2.0", "statement": [statement]}).to_string()
    };
    let role = |name: &str, principal: Value| {
        let written = json!({
            "RoleName": name, "PolicyDocument": trust(principal), "SessionDuration": 3600,
        });
        cam("CreateRole", written)["RoleId"].take()
    };
    let of_account = json!({"qcs": [format!("qcs::cam::uin/{account}:root")]});
    let id = role("reader", of_account);
    role("machine", json!({"service": ["cvm.qcloud.com"]}));
    let assume = |arn: &str, seconds: u64, by: &Credential| {
        let asked = json!({
            "RoleArn": format!("qcs::cam::uin/{account}:{arn}"), "RoleSessionName": "here",
            "DurationSeconds": seconds,
        });
        send(&emulator, "sts", ("AssumeRole", STS), &asked, by)
    };
    let by_id = format!("role/{}", id.as_str().unwrap());
    for arn in ["roleName/reader", &by_id] {
        answer(&assume(arn, 900, &own));
    }
    for (arn, seconds, by, expected) in [
        (
            "roleName/raeder",
            900,
            &own,
            "ResourceNotFound.RoleNotFound",
        ),
        (
            "roleName/reader",
            3601,
            &own,
            "InvalidParameter.OverTimeError",
        ),
        ("roleName/reader", 900, &stranger, "UnauthorizedOperation"),
        ("roleName/machine", 900, &own, "UnauthorizedOperation"),
    ] {
        assert_eq!(code(&assume(arn, seconds, by)), expected, "{arn}");
    }
    let renewed = trust(json!({"qcs": "qcs::cam::uin/100000000002:root"}));
    cam(
        "UpdateAssumeRolePolicy",
        json!({"RoleName": "reader", "PolicyDocument": renewed}),
    );
    answer(&assume("roleName/reader", 900, &stranger));
    cam("DeleteRole", json!({"RoleName": "reader"}));
    assert_eq!(
        code(&assume("roleName/reader", 900, &stranger)),
        "ResourceNotFound.RoleNotFound"
    );
}

#[tokio::test]
async fn a_signature_is_late_by_the_clock_that_was_set() {
    let emulator = Emulator::start().await.unwrap();
    let request = Request::post("GetCallerIdentity", STS, &json!({}))
        .header("Host", "sts.localhost")
        .tc3("sts", emulator.credential());
    answer(&request.send(emulator.address()));
    emulator.clock().set(UNIX_EPOCH);
    let late = request.send(emulator.address());
    assert_eq!(code(&late), "AuthFailure.SignatureExpire");
    assert_eq!(late.header("Date"), Some("Thu, 01 Jan 1970 00:00:00 GMT"));
    emulator.clock().set(SystemTime::now());
    answer(&request.send(emulator.address()));
}

#[tokio::test]
async fn the_caller_is_the_account_the_user_the_role_or_the_federated_user() {
    let account = "100000000001";
    let own = Credential::new("AKIDown", "key").account(account);
    let alice = Credential::new("AKIDalice", "key")
        .account(account)
        .user("alice");
    let emulator = Emulator::builder().credential(own.clone());
    let emulator = emulator.credential(alice.clone()).start().await.unwrap();
    let who = |by: &Credential| sts(&emulator, "GetCallerIdentity", &json!({}), by);

    let root = who(&own);
    assert_eq!(root["AccountId"], account);
    assert_eq!(root["UserId"], account);
    assert_eq!(
        root["Arn"],
        format!("qcs::cam::uin/{account}:uin/{account}")
    );
    let user = who(&alice);
    assert_eq!(user["AccountId"], account);
    assert_ne!(user["UserId"], account);
    assert_eq!(user["Type"], "CAMUser");

    let assumed = json!({"RoleArn": ROLE, "RoleSessionName": "here"});
    let role = issued(&sts(&emulator, "AssumeRole", &assumed, &alice));
    let role = who(&role);
    assert_eq!(role["Type"], "CAMRole");
    assert_eq!(role["UserId"], "reader:here");
    assert_eq!(role["AccountId"], account);

    let policy =
        r#"{"version":"2.0","statement":[{"effect":"allow","action":"*","resource":"*"}]}"#;
    let wanted = json!({"Name": "bob", "Policy": policy});
    let bob = issued(&sts(&emulator, "GetFederationToken", &wanted, &own));
    assert_eq!(who(&bob)["UserId"], format!("{account}:bob"));

    let keys = sts(&emulator, "QueryApiKey", &json!({}), &own);
    let ids: Vec<_> = keys["IdKeys"]
        .as_array()
        .unwrap()
        .iter()
        .map(|key| &key["SecretId"])
        .collect();
    assert_eq!(ids, ["AKIDalice", "AKIDown"]);
}

#[tokio::test]
async fn roles_are_assumed_by_unsigned_requests() {
    let emulator = Emulator::start().await.unwrap();
    let web = json!({
        "ProviderId": "oidc", "WebIdentityToken": "token", "RoleArn": ROLE, "RoleSessionName": "pod",
    });
    let saml = json!({
        "SAMLAssertion": "c2FtbA==", "PrincipalArn": "qcs::cam::uin/1:saml-provider/idp",
        "RoleArn": ROLE, "RoleSessionName": "person",
    });
    for (action, parameters) in [
        ("AssumeRoleWithWebIdentity", web),
        ("AssumeRoleWithSAML", saml),
    ] {
        let request = Request::post(action, STS, &parameters)
            .header("Host", "sts.localhost")
            .header("Authorization", "SKIP");
        let temporary = issued(&answer(&request.send(emulator.address())));
        let who = sts(&emulator, "GetCallerIdentity", &json!({}), &temporary);
        assert_eq!(who["AccountId"], "100000000001");
    }
}

#[tokio::test]
async fn state_is_shared_by_the_keys_of_an_account_and_by_its_roles_alone() {
    let account = "100000000001";
    let one = Credential::new("AKIDone", "key").account(account);
    let two = Credential::new("AKIDtwo", "key").account(account);
    let other = Credential::new("AKIDother", "key");
    let emulator = [&one, &two, &other]
        .into_iter()
        .fold(Emulator::builder(), |builder, key| {
            builder.credential(key.clone())
        });
    let emulator = emulator.start().await.unwrap();
    let create = json!({
        "Scheme": "HTTP", "Algorithm": "ROUND-ROBIN", "UniqVpcId": "vpc-1", "UpstreamName": "shared",
    });
    let action = ("CreateUpstream", APIGATEWAY.1);
    answer(&send(&emulator, "apigateway", action, &create, &one));
    let count = |by: &Credential| answer(&upstreams(&emulator, by))["Result"]["TotalCount"].clone();
    assert_eq!(count(&two), 1);
    assert_eq!(count(&other), 0);
    let assumed = json!({"RoleArn": ROLE, "RoleSessionName": "here"});
    let role = issued(&sts(&emulator, "AssumeRole", &assumed, &other));
    assert_eq!(count(&role), 1);
}

#[tokio::test]
async fn what_no_credential_is_issued_for() {
    let emulator = Emulator::start().await.unwrap();
    let assume = |role: &str, seconds: i64| {
        let parameters =
            json!({"RoleArn": role, "RoleSessionName": "s", "DurationSeconds": seconds});
        let action = ("AssumeRole", STS);
        code(&send(
            &emulator,
            "sts",
            action,
            &parameters,
            emulator.credential(),
        ))
    };
    assert_eq!(assume("reader", 900), "InvalidParameter.ParamError");
    assert_eq!(assume(ROLE, 43_201), "InvalidParameter.OverTimeError");
    assert_eq!(assume(ROLE, 0), "InvalidParameter.OverTimeError");
}
