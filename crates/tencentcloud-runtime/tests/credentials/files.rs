//! Profiles in files: those of the SDKs, those of tccli.

use tempfile::TempDir;
use tencentcloud_runtime::{Credential, Profile, ProvideCredential};
use tencentcloud_testkit::fault::Server;

use super::{body, failure, second, sts, temporary, write};

fn sdk(text: &str, name: &str) -> (TempDir, Profile) {
    let folder = tempfile::tempdir().unwrap();
    let file = write(&folder.path().join("credentials"), text);
    (folder, Profile::sdk(name).at(file))
}

fn tccli(credential: &str, configure: &str) -> (TempDir, Profile) {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("prod.credential"), credential);
    if !configure.is_empty() {
        write(&folder.path().join("prod.configure"), configure);
    }
    let profile = Profile::tccli("prod").at(folder.path());
    (folder, profile)
}

/// The error, without the folder's name.
async fn told(folder: &TempDir, profile: &Profile) -> String {
    let error = failure(profile).await.to_string();
    assert!(!error.contains("hush"), "{error}");
    error.replace(&folder.path().display().to_string(), "…")
}

#[tokio::test]
async fn a_profile_of_the_sdks_is_a_section() {
    let text = "# mine\n[default]\nsecret_id = AKIDdefault\nsecret_key: key\n\n[prod]\nSECRET_ID=\"AKIDprod\"\nsecret_key=a=b;c#d\ntoken=t\nregion=x\n";
    let (_folder, profile) = sdk(text, "default");
    let expected = Credential::new("AKIDdefault", "key");
    assert_eq!(profile.credential().await.unwrap(), expected);
    let (_folder, profile) = sdk(text, "prod");
    let expected = Credential::new("AKIDprod", "a=b;c#d").with_token("t");
    assert_eq!(profile.credential().await.unwrap(), expected);
}

#[tokio::test]
async fn a_profile_of_the_sdks_that_cannot_be_used_is_named_with_the_reason() {
    for (text, expected) in [
        ("", "…/credentials has no profile"),
        (
            "[a]\n[b]\n",
            "…/credentials has no profile [prod], but [a], [b]",
        ),
        (
            "[prod]\nhush\n",
            "…/credentials: line 2 is no section, no comment and no `key = value`",
        ),
        (
            "[prod]\nsecret_id = hush\n",
            "…/credentials: profile [prod] has a secret_id and no secret_key",
        ),
        (
            "[prod]\nsecret_key = hush\n",
            "…/credentials: profile [prod] has a secret_key and no secret_id",
        ),
        (
            "[prod]\nregion = x\n",
            "…/credentials: profile [prod] has no secret_id and secret_key, no credential_process and no source_profile",
        ),
        (
            "[prod]\nsecret_id = i\nsecret_key = hush\u{7}hush\n",
            "…/credentials: profile [prod] cannot be used: the secret key holds a control character: copy it again, from its first to its last character",
        ),
        (
            "[prod]\ncredential_process = 'hush\n",
            "…/credentials: profile [prod] has a credential_process with a ' that is not closed",
        ),
        (
            "[prod]\nsource_profile = prod\n",
            "the profiles prod and prod name each other as source_profile",
        ),
        (
            "[prod]\nsecret_id = i\nsecret_key = k\nrole_arn = r\nduration_seconds = long\n",
            "…/credentials: profile [prod] has a duration_seconds that is no number",
        ),
    ] {
        let (folder, profile) = sdk(text, "prod");
        let error = told(&folder, &profile).await;
        assert_eq!(error, format!("no credential: {expected}"), "{text:?}");
    }
    let profile = Profile::sdk("prod").at("/not/there");
    let error = failure(&profile).await.to_string();
    assert_eq!(error, "no credential: /not/there is not there");
}

#[tokio::test]
async fn profiles_that_lead_to_each_other_are_named() {
    let text = "[a]\nsource_profile = b\n[b]\nsource_profile = a\n";
    let (folder, profile) = sdk(text, "a");
    let error = told(&folder, &profile).await;
    let expected = "the profiles a, b and a name each other as source_profile";
    assert!(error.contains(expected), "{error}");
}

#[tokio::test]
async fn a_profile_follows_its_file() {
    let (folder, profile) = sdk("[prod]\nsecret_id=one\nsecret_key=k\n", "prod");
    let id = async || profile.credential().await.unwrap().secret_id().to_owned();
    assert_eq!(id().await, "one");
    let path = folder.path().join("credentials");
    write(&path, "[prod]\nsecret_id=two\nsecret_key=k\n");
    assert_eq!(id().await, "two");
    std::fs::remove_file(&path).unwrap();
    assert!(told(&folder, &profile).await.ends_with("is not there"));
    write(&path, "[prod]\nsecret_id=six\nsecret_key=k\n");
    assert_eq!(id().await, "six");
}

/// Each key of the role is on the wire, and the source profile signs.
#[tokio::test]
async fn a_profile_assumes_its_role_with_its_source_profile() {
    let expires = second(7200);
    let server = Server::start([sts("role", expires)]);
    let text = format!(
        "[base]\nsecret_id=AKIDbase\nsecret_key=base-key\n[prod]\nsource_profile=base\nrole_arn=qcs::cam::uin/1:roleName/r\nrole_session_name=s\nexternal_id=e\nduration_seconds=900\nregion=ap-shanghai\nsts_endpoint={}\n",
        server.url()
    );
    let (_folder, profile) = sdk(&text, "prod");
    let found = profile.credential().await.unwrap();
    assert_eq!(found, temporary("role", expires));
    assert_eq!(profile.credential().await.unwrap(), found);
    let requests = server.requests();
    assert_eq!(requests.len(), 1, "the role is assumed once");
    assert_eq!(requests[0].action(), "AssumeRole");
    assert_eq!(requests[0].header("x-tc-region"), "ap-shanghai");
    let signed = requests[0].header("authorization");
    assert!(signed.contains("Credential=AKIDbase/"), "{signed}");
    let expected = serde_json::json!({
        "RoleArn": "qcs::cam::uin/1:roleName/r",
        "RoleSessionName": "s",
        "DurationSeconds": 900,
        "ExternalId": "e",
    });
    assert_eq!(body(&requests[0]), expected);
}

#[tokio::test]
async fn a_profile_of_tccli_is_a_json_file() {
    let (_folder, profile) = tccli(r#"{"secretId":"AKIDa","secretKey":"k","token":null}"#, "");
    let expected = Credential::new("AKIDa", "k");
    assert_eq!(profile.credential().await.unwrap(), expected);
    let (_folder, profile) = tccli(
        "\u{feff}{\"secretId\":\"AKIDa\\n\",\"secretKey\":\" k\",\"token\":\"t\",\"type\":\"default\"}",
        "{}",
    );
    let expected = Credential::new("AKIDa", "k").with_token("t");
    assert_eq!(profile.credential().await.unwrap(), expected);
}

#[tokio::test]
async fn a_profile_of_tccli_that_cannot_be_used_is_named_with_the_reason() {
    for (credential, configure, expected) in [
        ("hush", "", "…/prod.credential is no JSON: line 1, column 1"),
        ("[]", "", "…/prod.credential is no JSON object"),
        (
            "{}",
            "",
            "…/prod.credential has no secretId and secretKey: run `tccli configure`",
        ),
        (
            r#"{"secretId":"hush"}"#,
            "",
            "…/prod.credential has a secretId and no secretKey",
        ),
        (
            r#"{"secretKey":"hush"}"#,
            "",
            "…/prod.credential has a secretKey and no secretId",
        ),
        (
            r#"{"type":"sso","sso":{"authUrl":"hush"}}"#,
            "",
            "…/prod.credential holds no key: run `tccli sso login --profile prod`",
        ),
        (
            r#"{"type":"oauth"}"#,
            "",
            "…/prod.credential holds no key: run `tccli auth login --profile prod`",
        ),
        (
            r#"{"secretId":"i","secretKey":"hush\u0007hush"}"#,
            "",
            "…/prod.credential cannot be used: the secret key holds a control character: copy it again, from its first to its last character",
        ),
        (
            r#"{"secretId":"i","secretKey":"k"}"#,
            "hush",
            "…/prod.configure is no JSON: line 1, column 1",
        ),
    ] {
        let (folder, profile) = tccli(credential, configure);
        let error = told(&folder, &profile).await;
        assert_eq!(error, format!("no credential: {expected}"), "{credential}");
    }
}

/// A login serves while it lives; then the error says which command renews it, and the renewed file
/// is read.
#[tokio::test]
async fn a_login_of_tccli_serves_while_it_lives() {
    for (kind, command) in [("oauth", "tccli auth login"), ("sso", "tccli sso login")] {
        let file = |expires: i64| {
            format!(
                r#"{{"type":"{kind}","secretId":"{kind}-id","secretKey":"{kind}-key","token":"{kind}-token","expiresAt":{expires},"{kind}":{{"site":"cn"}}}}"#
            )
        };
        let expires = second(3600);
        let (folder, profile) = tccli(&file(expires), "");
        let found = profile.credential().await.unwrap();
        assert_eq!(found, temporary(kind, expires));
        let path = folder.path().join("prod.credential");
        write(&path, &file(second(-1)));
        assert_eq!(
            told(&folder, &profile).await,
            format!(
                "no credential: profile prod: the login has expired: run `{command} --profile prod`"
            )
        );
        write(&path, &file(expires));
        assert_eq!(profile.credential().await.unwrap(), found);
    }
    let folder = tempfile::tempdir().unwrap();
    let file = r#"{"type":"sso","secretId":"i","secretKey":"k","token":"t","expiresAt":1.5}"#;
    write(&folder.path().join("default.credential"), file);
    let profile = Profile::tccli("default").at(folder.path());
    let error = told(&folder, &profile).await;
    assert!(error.ends_with("run `tccli sso login`"), "{error}");
}

/// As tccli does, only if the session has a name; at the endpoint that the other file names.
#[tokio::test]
async fn a_profile_of_tccli_assumes_its_role() {
    let expires = second(7200);
    let server = Server::start([sts("role", expires)]);
    let configure = format!(
        r#"{{"_sys_param":{{"region":"ap-beijing"}},"sts":{{"endpoint":"{}"}}}}"#,
        server.url()
    );
    let keys = r#""secretId":"AKIDa","secretKey":"k","role-arn":"qcs::cam::uin/1:roleName/r""#;
    let (_folder, profile) = tccli(&format!("{{{keys}}}"), &configure);
    let found = profile.credential().await.unwrap();
    assert_eq!(found, Credential::new("AKIDa", "k"));
    let named = format!(r#"{{{keys},"role-session-name":"s"}}"#);
    let (_folder, profile) = tccli(&named, &configure);
    let found = profile.credential().await.unwrap();
    assert_eq!(found, temporary("role", expires));
    let requests = server.requests();
    assert_eq!(requests.len(), 1);
    assert_eq!(requests[0].header("x-tc-region"), "ap-beijing");
    assert_eq!(body(&requests[0])["RoleSessionName"], "s");
}
