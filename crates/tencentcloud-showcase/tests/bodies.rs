//! Every way in which parameters travel and answers come, verified by the endpoint's own code.

mod endpoint;

use tencentcloud_runtime::{Bytes, Method, SignatureMethod};
use tencentcloud_showcase::{
    ChatRequest, Client, EverythingRequest, LogRequest, LoginRequest, PingRequest, Tree,
    UploadRequest, v2020_01_01,
};

fn everything() -> EverythingRequest {
    EverythingRequest::new()
        .a_string("text & \"more\" 中文 a+b*~")
        .a_int64(i64::MIN)
        .a_uint64(u64::MAX)
        .a_float(1.5)
        .a_bool(true)
        .a_date("2026-01-02")
        .many_string(["one", "two"])
        .many_int64([1, -2])
        .nested(
            Tree::new()
                .name("root")
                .parent(Tree::new().name("above"))
                .children([Tree::new().name("below")]),
        )
        .nested_list([Tree::new().name("a"), Tree::new().name("b")])
}

#[tokio::test]
async fn every_signature_in_every_method() {
    let emulator = endpoint::builder().start().await.unwrap();
    let client = Client::new(&endpoint::config(&emulator));
    for signature in [
        SignatureMethod::Tc3HmacSha256,
        SignatureMethod::HmacSha1,
        SignatureMethod::HmacSha256,
    ] {
        for method in [Method::Post, Method::Get] {
            let call = client
                .everything(everything())
                .signature_method(signature)
                .method(method);
            let answer = call
                .await
                .unwrap_or_else(|error| panic!("{signature:?} {method:?}: {error}"));
            // The endpoint gives members of a request back in members of the same name.
            assert_eq!(
                answer.a_string, "text & \"more\" 中文 a+b*~",
                "{signature:?} {method:?}"
            );
            assert_eq!(
                (answer.a_int64, answer.a_uint64),
                (i64::MIN, u64::MAX),
                "{signature:?} {method:?}"
            );
            assert_eq!(
                answer.many_string,
                ["one", "two"],
                "{signature:?} {method:?}"
            );
        }
    }
}

#[tokio::test]
async fn an_unsigned_payload() {
    let emulator = endpoint::builder().start().await.unwrap();
    let client = Client::new(&endpoint::config(&emulator));
    client
        .everything(everything())
        .unsigned_payload(true)
        .await
        .unwrap();
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

#[tokio::test]
async fn a_multipart_upload() {
    let emulator = endpoint::builder().start().await.unwrap();
    let client = Client::new(&endpoint::config(&emulator));
    let request = UploadRequest::new()
        .name("a \"quoted\" name")
        .file(Bytes::from_static(b"\r\n--\0\xff bytes"))
        .tags(["x", "y"])
        .tree(Tree::new().name("t"));
    client.upload(request.clone()).await.unwrap();
    let error = client
        .upload(request)
        .method(Method::Get)
        .await
        .unwrap_err();
    assert!(
        error.to_string().contains("Upload uploads a body"),
        "{error}"
    );
}

#[tokio::test]
async fn an_octet_stream_with_parameters_in_headers() {
    let emulator = endpoint::builder().start().await.unwrap();
    let client = Client::new(&endpoint::config(&emulator));
    let request = LogRequest::new()
        .topic_id("topic-1")
        .content(Bytes::from_static(b"\x0a\x00log"))
        .hash_key("k");
    let sent = client.log(request.clone()).prepare().await.unwrap();
    assert_eq!(sent.headers()["x-cls-topicid"], "topic-1");
    assert_eq!(sent.headers()["x-cls-hashkey"], "k");
    assert_eq!(&sent.body()[..], b"\x0a\x00log");
    client.log(request).await.unwrap();
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

#[tokio::test]
async fn two_versions_in_one_crate() {
    let emulator = endpoint::builder().start().await.unwrap();
    let config = endpoint::config(&emulator);
    let old = v2020_01_01::Client::new(&config);
    let answer = old
        .ping(v2020_01_01::PingRequest::new().echo("hello"))
        .await
        .unwrap();
    assert_eq!(answer.echo, "hello");
    Client::new(&config).ping(PingRequest::new()).await.unwrap();
}
