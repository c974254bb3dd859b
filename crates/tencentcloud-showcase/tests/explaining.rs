//! A call with every step of its signature, and no secret in it.

mod endpoint;

use std::process::Command;
use std::time::{Duration, SystemTime};

use tencentcloud_runtime::{Action, Bytes, Call, Config, Credential, Method, SignatureMethod};
use tencentcloud_showcase::{
    Client, EverythingRequest, LogRequest, LoginRequest, PingRequest, Secret, Tree,
};

const METHODS: [SignatureMethod; 3] = [
    SignatureMethod::Tc3HmacSha256,
    SignatureMethod::HmacSha1,
    SignatureMethod::HmacSha256,
];

fn config() -> Config {
    let credential = Credential::new("AKIDtest", "the-secret-key").with_token("the-token");
    Config::new(credential)
        .region("ap-guangzhou")
        .endpoint("http://127.0.0.1:9000")
        .clock(|| SystemTime::UNIX_EPOCH + Duration::from_secs(1_551_113_065))
}

fn request() -> EverythingRequest {
    EverythingRequest::new().a_string("it's").many_int64([1, 2])
}

/// What is printed, written by hand; the hashes come from another program.
#[tokio::test]
async fn everything_is_shown_step_by_step() {
    let client = Client::new(&config());
    let shown = client.everything(request()).explain().await.unwrap();
    let sdk = &shown
        .headers
        .iter()
        .find(|(name, _)| name == "x-tc-requestclient")
        .unwrap()
        .1;
    let wanted = r#"POST http://127.0.0.1:9000/
host: 127.0.0.1:9000
content-type: application/json
x-tc-action: Everything
x-tc-version: 2021-02-02
x-tc-timestamp: 1551113065
x-tc-region: ap-guangzhou
x-tc-token: ***
x-tc-requestclient: SDK
authorization: TC3-HMAC-SHA256 Credential=AKIDtest/2019-02-25/showcase/tc3_request, SignedHeaders=content-type;host;x-tc-action, Signature=a794c359db64cc897dff21f57e6b90052715405425926b7638ae37f29c8ad601

Parameters
{"AString":"it's","ManyInt64":[1,2]}

Payload hash
c6069b9036eafca90ebb6b8945cede96176db4be14d48a39d9c87def97c87134

Canonical request
POST
/

content-type:application/json
host:127.0.0.1:9000
x-tc-action:everything

content-type;host;x-tc-action
c6069b9036eafca90ebb6b8945cede96176db4be14d48a39d9c87def97c87134

Its hash
19294cefcc370498051fb9cbd38742ee89686c4cc51e1d3e2a8b307d1fc2fb70

String to sign
TC3-HMAC-SHA256
1551113065
2019-02-25/showcase/tc3_request
19294cefcc370498051fb9cbd38742ee89686c4cc51e1d3e2a8b307d1fc2fb70

Signature
a794c359db64cc897dff21f57e6b90052715405425926b7638ae37f29c8ad601

curl
curl -X POST http://127.0.0.1:9000/ \
  -H 'host: 127.0.0.1:9000' \
  -H 'content-type: application/json' \
  -H 'x-tc-action: Everything' \
  -H 'x-tc-version: 2021-02-02' \
  -H 'x-tc-timestamp: 1551113065' \
  -H 'x-tc-region: ap-guangzhou' \
  -H 'x-tc-token: ***' \
  -H 'x-tc-requestclient: SDK' \
  -H 'authorization: TC3-HMAC-SHA256 Credential=AKIDtest/2019-02-25/showcase/tc3_request, SignedHeaders=content-type;host;x-tc-action, Signature=a794c359db64cc897dff21f57e6b90052715405425926b7638ae37f29c8ad601' \
  --data-binary '{"AString":"it'\''s","ManyInt64":[1,2]}'

tccli
tccli showcase Everything --version 2021-02-02 --region ap-guangzhou --AString 'it'\''s' --ManyInt64 '[1,2]'
"#;
    assert_eq!(
        shown.to_string(),
        wanted.replace(": SDK", &format!(": {sdk}"))
    );
}

#[tokio::test]
async fn the_steps_of_a_get_and_of_signature_v1_are_those_of_what_is_sent() {
    let client = Client::new(&config());
    let get = client.everything(request()).method(Method::Get);
    let shown = get.explain().await.unwrap();
    let query = "AString=it%27s&ManyInt64.0=1&ManyInt64.1=2";
    assert_eq!(shown.url, format!("http://127.0.0.1:9000/?{query}"));
    let canonical = shown.tc3.unwrap().canonical_request;
    let head = format!("GET\n/\n{query}\ncontent-type:application/x-www-form-urlencoded\n");
    assert!(canonical.starts_with(&head), "{canonical}");

    let v1 = client
        .everything(request())
        .signature_method(SignatureMethod::HmacSha256);
    let shown = v1.explain().await.unwrap();
    let text = shown.v1.unwrap();
    let head =
        "POST127.0.0.1:9000/?AString=it's&Action=Everything&ManyInt64.0=1&ManyInt64.1=2&Nonce=";
    assert!(text.starts_with(head), "{text}");
    let tail = "&SecretId=AKIDtest&SignatureMethod=HmacSHA256&Timestamp=1551113065&Token=***&Version=2021-02-02";
    assert!(text.ends_with(tail), "{text}");
    assert!(shown.tc3.is_none());
}

#[tokio::test]
async fn what_is_not_signed_and_what_is_no_text_says_so() {
    let client = Client::new(&config());
    let login = client.login(LoginRequest::new().password("p"));
    let shown = login.explain().await.unwrap();
    assert!(shown.tc3.is_none() && shown.v1.is_none());
    assert!(shown.to_string().contains("\nThis action is not signed.\n"));
    let log = LogRequest::new()
        .topic_id("t")
        .content(Bytes::from_static(b"\0\xff"));
    let shown = client.log(log).explain().await.unwrap();
    assert!(
        shown.curl.ends_with("--data-binary '@<2 bytes>'"),
        "{}",
        shown.curl
    );
}

#[tokio::test]
async fn nothing_secret_is_shown_in_any_form() {
    let client = Client::new(&config());
    let keys = [Secret::new().id("id-1").key("key-material")];
    for signature in METHODS {
        for method in [Method::Post, Method::Get] {
            let request = LoginRequest::new().password("pass-word").keys(keys.clone());
            let call = client.login(request);
            let call = call.signature_method(signature).method(method);
            let signed = client.everything(request_with_token());
            let signed = signed.signature_method(signature).method(method);
            let (shown, token) = (
                call.explain().await.unwrap(),
                signed.explain().await.unwrap(),
            );
            let text = format!("{shown} {shown:?} {token} {token:?}");
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

/// A signed request: the one of Login, which is not, carries no token.
fn request_with_token() -> EverythingRequest {
    request().nested(Tree::new().name("n"))
}

/// Runs the curl line that a call is explained by; `None` where there is no curl.
async fn curl<A: Action>(call: Call<'_, A>) -> Option<String> {
    if Command::new("curl").arg("--version").output().is_err() {
        println!("skipped: there is no curl here");
        return None;
    }
    let line = call.explain().await.unwrap().curl;
    // Quiet, and past any proxy of the machine's.
    let line = line.replacen("curl ", "curl -sS --noproxy '*' ", 1);
    let done = Command::new("sh").args(["-c", &line]).output().unwrap();
    assert!(done.status.success(), "{line}\n{done:?}");
    Some(String::from_utf8(done.stdout).unwrap())
}

#[tokio::test]
async fn the_curl_line_works() {
    let emulator = endpoint::builder().start().await.unwrap();
    let client = Client::new(&endpoint::config(&emulator));
    let text = "it's \"quoted\" $HOME `id` \\ 100% & 中文\n@";
    for signature in METHODS {
        for method in [Method::Post, Method::Get] {
            let request = EverythingRequest::new().a_string(text).many_int64([1, -2]);
            let call = client.everything(request);
            let call = call.signature_method(signature).method(method);
            let Some(answer) = curl(call).await else {
                return;
            };
            let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
            let response = &answer["Response"];
            assert_eq!(
                response["AString"], text,
                "{signature:?} {method:?}: {answer}"
            );
            assert_eq!(
                response["ManyInt64"],
                serde_json::json!([1, -2]),
                "{answer}"
            );
        }
    }
    let unsigned = client.everything(request()).unsigned_payload(true);
    let ping = client.ping(PingRequest::new());
    for answer in [curl(unsigned).await, curl(ping).await] {
        let answer = answer.unwrap();
        assert!(
            answer.contains("RequestId") && !answer.contains("Error"),
            "{answer}"
        );
    }
}
