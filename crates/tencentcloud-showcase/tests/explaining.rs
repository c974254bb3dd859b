//! A call with every step of its signature, and no secret in it.

use std::time::{Duration, SystemTime};

use tencentcloud_runtime::{Config, Credential, Method, SignatureMethod};
use tencentcloud_showcase::{Client, EverythingRequest, LoginRequest, Secret};

fn config() -> Config {
    let credential = Credential::new("AKIDtest", "the-secret-key").with_token("the-token");
    Config::new(credential)
        .region("ap-guangzhou")
        .endpoint("http://127.0.0.1:9000")
        .clock(|| SystemTime::UNIX_EPOCH + Duration::from_secs(1_551_113_065))
}

#[tokio::test]
async fn each_step_is_there() {
    let client = Client::new(&config());
    let shown = client.require_one().explain().await.unwrap();
    let steps = shown.tc3.as_ref().unwrap();
    assert_eq!(
        steps.canonical_request,
        format!(
            "POST\n/\n\ncontent-type:application/json\nhost:127.0.0.1:9000\nx-tc-action:everything\n\n\
             content-type;host;x-tc-action\n{}",
            steps.payload_hash
        )
    );
    assert_eq!(
        steps.string_to_sign,
        format!(
            "TC3-HMAC-SHA256\n1551113065\n2019-02-25/showcase/tc3_request\n{}",
            steps.canonical_hash
        )
    );
    let text = shown.to_string();
    for part in [
        &steps.payload_hash,
        &steps.canonical_hash,
        &steps.signature,
        &shown.curl,
        &shown.tccli,
    ] {
        assert!(text.contains(part.as_str()));
    }
    assert_eq!(
        shown.tccli,
        "tccli showcase Everything --version 2021-02-02 --region ap-guangzhou --AString 'it'\\''s' --ManyInt64 '[1,2]'"
    );
    assert!(
        shown
            .curl
            .starts_with("curl -X POST http://127.0.0.1:9000/ \\\n  -H "),
        "{}",
        shown.curl
    );
}

/// A call that the tests above share.
trait RequireOne {
    fn require_one(&self) -> tencentcloud_runtime::Call<'_, EverythingRequest>;
}

impl RequireOne for Client {
    fn require_one(&self) -> tencentcloud_runtime::Call<'_, EverythingRequest> {
        self.everything(EverythingRequest::new().a_string("it's").many_int64([1, 2]))
    }
}

#[tokio::test]
async fn nothing_secret_is_shown_in_any_form() {
    let client = Client::new(&config());
    let keys = [Secret::new().id("id-1").key("key-material")];
    for signature in [SignatureMethod::Tc3HmacSha256, SignatureMethod::HmacSha1] {
        for method in [Method::Post, Method::Get] {
            let request = LoginRequest::new().password("pass-word").keys(keys.clone());
            let shown = client
                .login(request)
                .signature_method(signature)
                .method(method)
                .explain()
                .await
                .unwrap();
            let text = format!("{shown} {shown:?}");
            for secret in ["pass-word", "key-material", "the-secret-key", "the-token"] {
                assert!(
                    !text.contains(secret),
                    "{secret} with {signature:?} {method:?}: {text}"
                );
            }
            assert!(text.contains("id-1"), "what is no secret is shown: {text}");
        }
    }
}
