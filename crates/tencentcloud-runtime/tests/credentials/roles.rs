//! Roles that STS gives: by another credential, by an OIDC token, by a SAML assertion.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::json;
use tencentcloud_runtime::{
    AssumeRole, AssumeRoleWithSaml, Config, Credential, Error, ProvideCredential, WebIdentity,
};
use tencentcloud_testkit::fault::{Server, Step};

use super::{at, body, failure, second, sts, temporary, write};

const ARN: &str = "qcs::cam::uin/100000000001:roleName/reader";

fn base() -> Credential {
    Credential::new("AKIDbase", "base-key")
}

#[tokio::test]
async fn a_role_is_assumed_with_every_setting() {
    let expires = second(3600);
    let server = Server::start([sts("role", expires)]);
    let source = AssumeRole::new(base().with_token("base-token"), ARN)
        .session_name("nightly")
        .duration(Duration::from_secs(3600))
        .external_id("their-id")
        .policy(r#"{"version":"2.0"}"#)
        .source_identity("me")
        .mfa("qcs::cam:uin/1::mfa/softToken", "523886")
        .region("ap-shanghai")
        .endpoint(server.url());
    assert_eq!(
        source.credential().await.unwrap(),
        temporary("role", expires)
    );
    let requests = server.requests();
    assert_eq!(requests.len(), 1);
    assert_eq!(requests[0].action(), "AssumeRole");
    assert_eq!(requests[0].header("x-tc-version"), "2018-08-13");
    assert_eq!(requests[0].header("x-tc-region"), "ap-shanghai");
    assert_eq!(requests[0].header("x-tc-token"), "base-token");
    let signed = requests[0].header("authorization");
    assert!(signed.contains("Credential=AKIDbase/"), "{signed}");
    let expected = json!({
        "RoleArn": ARN,
        "RoleSessionName": "nightly",
        "DurationSeconds": 3600,
        "ExternalId": "their-id",
        "Policy": r#"{"version":"2.0"}"#,
        "SourceIdentity": "me",
        "SerialNumber": "qcs::cam:uin/1::mfa/softToken",
        "TokenCode": "523886",
    });
    assert_eq!(body(&requests[0]), expected);
    let shown = format!("{source:?}");
    assert!(
        !shown.contains("523886") && !shown.contains("-key"),
        "{shown}"
    );
}

/// A code serves once, so each fetch asks for its own; without one nothing is sent.
#[tokio::test]
async fn each_fetch_asks_for_an_mfa_code() {
    let expires = second(3600);
    let server = Server::start([sts("first", expires), sts("second", expires)]);
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let source = AssumeRole::new(base(), ARN)
        .mfa_with("qcs::cam:uin/1::mfa/softToken", move || {
            let turn = count.fetch_add(1, Ordering::SeqCst);
            async move {
                match turn {
                    0 | 1 => Ok(format!(" 52388{turn}\n")),
                    _ => Err(Error::credential("nobody typed a code")),
                }
            }
        })
        .endpoint(server.url());
    let first = source.credential().await.unwrap();
    assert_eq!(source.credential().await.unwrap(), first);
    assert!(source.refused(&first));
    let second = source.credential().await.unwrap();
    let codes: Vec<_> = server
        .requests()
        .iter()
        .map(|request| body(request)["TokenCode"].clone())
        .collect();
    assert_eq!(codes, ["523880", "523881"]);
    assert!(source.refused(&second));
    let error = source.credential().await.unwrap_err();
    assert!(error.to_string().contains("nobody typed a code"), "{error}");
    assert_eq!((server.count(), asked.load(Ordering::SeqCst)), (2, 3));
}

/// Through another configuration: its endpoint and region, and never its credential.
#[tokio::test]
async fn a_role_may_be_assumed_with_a_role() {
    let expires = second(3600);
    let server = Server::start([sts("outer", expires), sts("inner", expires)]);
    let via = Config::new(Credential::new("AKIDwrong", "wrong-key"))
        .endpoint(server.url())
        .region("ap-tokyo");
    let outer = AssumeRole::new(base(), "outer").via(&via);
    let inner = AssumeRole::new(outer, "inner").via(&via);
    assert_eq!(
        inner.credential().await.unwrap(),
        temporary("inner", expires)
    );
    let requests = server.requests();
    assert_eq!(body(&requests[0])["RoleArn"], "outer");
    assert_eq!(body(&requests[1])["RoleArn"], "inner");
    assert_eq!(requests[1].header("x-tc-token"), "outer-token");
    assert_eq!(requests[1].header("x-tc-region"), "ap-tokyo");
    for (request, id) in requests.iter().zip(["AKIDbase", "outer-id"]) {
        let signed = request.header("authorization");
        assert!(signed.contains(&format!("Credential={id}/")), "{signed}");
    }
}

#[tokio::test]
async fn a_session_has_defaults() {
    let server = Server::start([sts("role", second(3600))]);
    let source = AssumeRole::new(base(), format!("{ARN}\n")).endpoint(server.url());
    source.credential().await.unwrap();
    let requests = server.requests();
    assert_eq!(requests[0].header("x-tc-region"), "ap-guangzhou");
    let expected = json!({
        "RoleArn": ARN,
        "RoleSessionName": "tencentcloud-sdk-rust",
        "DurationSeconds": 7200,
    });
    assert_eq!(body(&requests[0]), expected);
}

/// Other clients fetch at a tenth of the life, or a tenth before its end in the wrong unit.
#[tokio::test]
async fn a_role_is_assumed_again_shortly_before_its_end_and_not_before() {
    let (one, two) = (second(7200), second(14_000));
    let server = Server::start([sts("one", one), sts("two", two)]);
    let now = Arc::new(AtomicI64::new(second(0)));
    let clock = Arc::clone(&now);
    let source = AssumeRole::new(base(), ARN)
        .endpoint(server.url())
        .clock(move || at(clock.load(Ordering::SeqCst)));
    assert_eq!(source.credential().await.unwrap(), temporary("one", one));
    for before in [6480, 3600, 901] {
        now.store(one - before, Ordering::SeqCst);
        assert_eq!(source.credential().await.unwrap(), temporary("one", one));
    }
    assert_eq!(server.requests().len(), 1);
    now.store(one - 599, Ordering::SeqCst);
    assert_eq!(source.credential().await.unwrap(), temporary("two", two));
}

#[tokio::test]
async fn a_role_that_cannot_be_had_is_named_with_the_services_words() {
    let server = Server::start([Step::error("ResourceNotFound.RoleNotFound")]);
    let source = AssumeRole::new(base(), ARN).endpoint(server.url());
    let error = failure(&source).await.to_string();
    assert_eq!(
        error,
        format!(
            "no credential: role {ARN}: ResourceNotFound.RoleNotFound: by the script (AssumeRole, request ID id-error)"
        )
    );
    assert_eq!(server.requests().len(), 1);
    for (step, told) in [
        (
            Step::ok(r#""Credentials":{"TmpSecretId":"hush"},"ExpiredTime":1"#),
            "STS answered without Credentials.TmpSecretKey",
        ),
        (
            Step::ok(r#""Credentials":{"TmpSecretId":"i","TmpSecretKey":"hush","Token":"hush"}"#),
            "STS answered without ExpiredTime",
        ),
    ] {
        let server = Server::start([step]);
        let source = AssumeRole::new(base(), ARN).endpoint(server.url());
        let error = failure(&source).await.to_string();
        assert_eq!(error, format!("no credential: role {ARN}: {told}"));
    }
    for seconds in [0, 43_201] {
        let source = AssumeRole::new(base(), ARN).duration(Duration::from_secs(seconds));
        let error = failure(&source).await.to_string();
        assert!(
            error.contains("cannot be had: set 1 to 43200 seconds"),
            "{error}"
        );
    }
    let source = AssumeRole::new(Credential::new("id", ""), ARN).endpoint(server.url());
    let error = failure(&source).await.to_string();
    assert!(error.contains("the secret key is empty"), "{error}");
}

#[tokio::test]
async fn a_passing_failure_of_sts_is_tried_three_times() {
    let expires = second(3600);
    let server = Server::start([
        Step::error("InternalError.SystemError"),
        Step::close(),
        sts("role", expires),
    ]);
    let source = AssumeRole::new(base(), ARN).endpoint(server.url());
    assert_eq!(
        source.credential().await.unwrap(),
        temporary("role", expires)
    );
    assert_eq!(server.requests().len(), 3);
}

/// Raw or in JSON; the file is read again, since whoever issues the token replaces it.
#[tokio::test]
async fn a_role_is_assumed_with_an_oidc_token() {
    let expires = second(3600);
    let folder = tempfile::tempdir().unwrap();
    let file = write(&folder.path().join("token"), "eyJ.raw.token\n");
    let server = Server::start([sts("oidc", expires)]);
    let source = WebIdentity::from_file("OIDC", ARN, &file)
        .session_name("s")
        .duration(Duration::from_secs(900))
        .region("ap-shanghai")
        .endpoint(server.url());
    let found = source.credential().await.unwrap();
    assert_eq!(found, temporary("oidc", expires));
    write(&file, r#"{"web_identity_token": "eyJ.json.token"}"#);
    source.refused(&found);
    source.credential().await.unwrap();
    let source = WebIdentity::new("OIDC", ARN, "eyJ.given.token").endpoint(server.url());
    source.credential().await.unwrap();
    let requests = server.requests();
    let tokens: Vec<_> = requests
        .iter()
        .map(|request| body(request)["WebIdentityToken"].clone())
        .collect();
    assert_eq!(
        tokens,
        ["eyJ.raw.token", "eyJ.json.token", "eyJ.given.token"]
    );
    assert_eq!(requests[0].action(), "AssumeRoleWithWebIdentity");
    assert_eq!(requests[0].header("authorization"), "SKIP");
    assert_eq!(requests[0].header("x-tc-token"), "");
    assert_eq!(requests[0].header("x-tc-region"), "ap-shanghai");
    let expected = json!({
        "ProviderId": "OIDC",
        "WebIdentityToken": "eyJ.raw.token",
        "RoleArn": ARN,
        "RoleSessionName": "s",
        "DurationSeconds": 900,
    });
    assert_eq!(body(&requests[0]), expected);
    let shown = format!("{source:?}");
    assert!(!shown.contains("eyJ"), "{shown}");
}

#[tokio::test]
async fn a_token_that_cannot_be_read_is_named_by_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("token");
    let source = WebIdentity::from_file("OIDC", ARN, &file);
    let told = async || {
        let error = failure(&source).await.to_string();
        assert!(!error.contains("hush"), "{error}");
        let error = error.replace(&folder.path().display().to_string(), "…");
        let bare = error.strip_prefix(&format!("no credential: role {ARN}: "));
        bare.unwrap_or(&error).to_owned()
    };
    assert_eq!(told().await, "…/token is not there");
    for (text, expected) in [
        (" \n", "…/token is empty"),
        (
            r#"{"token": "hush"}"#,
            "…/token is a JSON object without the text web_identity_token",
        ),
        (r#"{"web_identity_token": ""}"#, "…/token is empty"),
        ("{hush", "…/token is no JSON"),
    ] {
        write(&file, text);
        assert_eq!(told().await, expected);
    }
}

#[tokio::test]
async fn a_role_is_assumed_with_a_saml_assertion() {
    let expires = second(3600);
    let server = Server::start([sts("saml", expires)]);
    let principal = "qcs::cam::uin/1:saml-provider/OneLogin";
    let source = AssumeRoleWithSaml::new(principal, ARN, "c2FtbA==\n").endpoint(server.url());
    assert_eq!(
        source.credential().await.unwrap(),
        temporary("saml", expires)
    );
    let folder = tempfile::tempdir().unwrap();
    let file = write(&folder.path().join("assertion"), "ZmlsZQ==");
    let source = AssumeRoleWithSaml::from_file(principal, ARN, file).endpoint(server.url());
    source.credential().await.unwrap();
    let requests = server.requests();
    assert_eq!(requests[0].action(), "AssumeRoleWithSAML");
    assert_eq!(requests[0].header("authorization"), "SKIP");
    let expected = json!({
        "SAMLAssertion": "c2FtbA==",
        "PrincipalArn": principal,
        "RoleArn": ARN,
        "RoleSessionName": "tencentcloud-sdk-rust",
        "DurationSeconds": 7200,
    });
    assert_eq!(body(&requests[0]), expected);
    assert_eq!(body(&requests[1])["SAMLAssertion"], "ZmlsZQ==");
    assert!(!format!("{source:?}").contains("c2Ft"));
}
