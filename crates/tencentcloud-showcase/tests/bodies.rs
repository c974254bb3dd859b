//! Every way in which parameters travel and answers come, verified by the endpoint's own code.

mod endpoint;

use tencentcloud_runtime::{Bytes, Config, Credential, Error, Method, SignatureMethod};
use tencentcloud_showcase::{
    ChatRequest, Client, EverythingRequest, EverythingResponse, LogRequest, LoginRequest, Tree,
    UploadRequest,
};

/// A request with every kind of value, none of them what the endpoint would make up.
fn everything() -> EverythingRequest {
    EverythingRequest::new()
        .a_string("text & \"more\" 中文 a+b*~")
        .a_integer(-7)
        .a_int64(i64::MIN)
        .a_uint64(u64::MAX)
        .a_float(-0.25)
        .a_bool(false)
        .a_binary(Bytes::from_static(b"\0\xff+/="))
        .a_date("2020-02-29")
        .a_datetime("2020-02-29 23:59:59")
        .a_datetime_iso("2020-02-29T23:59:59+08:00")
        .many_string(["one", ""])
        .many_integer([0, -7])
        .many_int64([i64::MAX, i64::MIN])
        .many_uint64([0, u64::MAX])
        .many_float([0.1, -1e21])
        .many_bool([false, true])
        .many_date(["2020-02-28", "2020-02-29"])
        .many_datetime(["2020-02-28 00:00:00"])
        .many_datetime_iso(["2020-02-28T00:00:00Z"])
        .nested(
            Tree::new()
                .name("root")
                .parent(Tree::new().name("above"))
                .children([Tree::new().name("below")]),
        )
        .nested_list([Tree::new().name("a"), Tree::new().name("b")])
}

/// The answer must hold what the request said: the endpoint gives members of a request back in
/// members of the same name, objects inside objects of their own type left out.
fn assert_echoed(answer: &EverythingResponse, how: &str) {
    let mut wanted = serde_json::to_value(everything()).unwrap();
    wanted["Nested"] = serde_json::json!({ "Name": "root" });
    wanted["RequestId"] = answer.request_id.as_str().into();
    assert_eq!(wanted.as_object().unwrap().len(), 22, "a member is missing");
    assert_eq!(serde_json::to_value(answer).unwrap(), wanted, "{how}");
}

const SIGNATURES: [SignatureMethod; 3] = [
    SignatureMethod::Tc3HmacSha256,
    SignatureMethod::HmacSha1,
    SignatureMethod::HmacSha256,
];

#[tokio::test]
async fn every_value_in_every_signature_and_method() {
    let emulator = endpoint::builder().start().await.unwrap();
    let client = Client::new(&endpoint::config(&emulator));
    for signature in SIGNATURES {
        for method in [Method::Post, Method::Get] {
            let how = format!("{signature:?} {method:?}");
            let call = client.everything(everything());
            let call = call.signature_method(signature).method(method);
            let answer = call.await.unwrap_or_else(|error| panic!("{how}: {error}"));
            assert_echoed(&answer, &how);
        }
    }
}

#[tokio::test]
async fn every_signature_is_verified() {
    let emulator = endpoint::builder().start().await.unwrap();
    let id = emulator.credential().secret_id.as_str();
    let config = Config::new(Credential::new(id, "another key"))
        .region("ap-guangzhou")
        .endpoint(emulator.url());
    let client = Client::new(&config);
    let refused = |error: Error| assert!(error.is("AuthFailure.SignatureFailure"), "{error}");
    for signature in SIGNATURES {
        for method in [Method::Post, Method::Get] {
            let call = client.everything(everything());
            refused(
                call.signature_method(signature)
                    .method(method)
                    .await
                    .unwrap_err(),
            );
        }
    }
    let unsigned = client.everything(everything()).unsigned_payload(true);
    refused(unsigned.await.unwrap_err());
    refused(client.upload(upload()).await.unwrap_err());
    refused(client.log(log()).await.unwrap_err());
    let chat = ChatRequest::new().prompt("hi").stream(true);
    let mut events = client.chat(chat).events();
    refused(events.next().await.unwrap().unwrap_err());
    // What is not signed cannot be signed wrongly.
    let login = LoginRequest::new().password("hush");
    client.login(login).await.unwrap();
}

#[tokio::test]
async fn an_unsigned_payload() {
    let emulator = endpoint::builder().start().await.unwrap();
    let client = Client::new(&endpoint::config(&emulator));
    for method in [Method::Post, Method::Get] {
        let call = client.everything(everything()).method(method);
        let sent = call.clone().unsigned_payload(true).prepare().await.unwrap();
        assert_eq!(sent.headers()["x-tc-content-sha256"], "UNSIGNED-PAYLOAD");
        let answer = call.unsigned_payload(true).await.unwrap();
        assert_echoed(&answer, &format!("{method:?}"));
    }
}

#[tokio::test]
async fn an_action_that_is_not_signed() {
    let emulator = endpoint::builder().start().await.unwrap();
    let client = Client::new(&endpoint::config(&emulator));
    client
        .login(LoginRequest::new().password("hush"))
        .await
        .unwrap();
}

fn upload() -> UploadRequest {
    UploadRequest::new()
        .name("a \"quoted\" name")
        .file(Bytes::from_static(b"\r\n--\0\xff bytes"))
        .tags(["x", "y"])
        .tree(Tree::new().name("t"))
}

#[tokio::test]
async fn a_multipart_upload() {
    let emulator = endpoint::builder().start().await.unwrap();
    let client = Client::new(&endpoint::config(&emulator));
    client.upload(upload()).await.unwrap();
    let error = client
        .upload(upload())
        .method(Method::Get)
        .await
        .unwrap_err();
    assert!(
        error.to_string().contains("Upload uploads a body"),
        "{error}"
    );
}

fn log() -> LogRequest {
    LogRequest::new()
        .topic_id("topic-1")
        .content(Bytes::from_static(b"\x0a\x00log"))
        .hash_key("k")
}

#[tokio::test]
async fn an_octet_stream_with_parameters_in_headers() {
    let emulator = endpoint::builder().start().await.unwrap();
    let client = Client::new(&endpoint::config(&emulator));
    let sent = client.log(log()).prepare().await.unwrap();
    assert_eq!(sent.headers()["x-cls-topicid"], "topic-1");
    assert_eq!(sent.headers()["x-cls-hashkey"], "k");
    assert_eq!(&sent.body()[..], b"\x0a\x00log");
    client.log(log()).await.unwrap();
}

#[tokio::test]
async fn a_stream_of_events_and_its_plain_twin() {
    let emulator = endpoint::builder().start().await.unwrap();
    let client = Client::new(&endpoint::config(&emulator));
    let mut events = client
        .chat(ChatRequest::new().prompt("hi").stream(true))
        .events();
    let mut count = 0;
    while let Some(event) = events.next().await {
        assert!(!event.unwrap().request_id.is_empty());
        count += 1;
    }
    assert!(count > 1, "{count} events");
    let mut plain = client
        .chat(ChatRequest::new().prompt("hi").stream(false))
        .events();
    assert!(plain.next().await.unwrap().is_ok());
    assert!(plain.next().await.is_none(), "plain JSON is one event");
}
