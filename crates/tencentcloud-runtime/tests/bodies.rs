//! The bytes of every kind of body, read back by code of this test's own.

use std::time::{Duration, SystemTime};

use tencentcloud_runtime::signer::tc3;
use tencentcloud_runtime::{
    Action, Api, Bytes, Client, Config, Credential, Error, Method, Model, SignatureMethod,
};

const API: Api = Api::new("bakery", "2020-01-01");

#[derive(Model)]
#[model(response)]
struct Done {}

#[derive(Model)]
#[model(request, api = API, action = "Bake", response = Done)]
struct BakeRequest {
    recipe: String,
}

#[derive(Model)]
#[model(request, api = API, action = "Photograph", response = Done, body = "multipart")]
struct PhotographRequest {
    file: Bytes,
    title: String,
    size: u64,
    sharp: Option<bool>,
    weight: Option<f64>,
    tags: Option<Vec<String>>,
    oven: Option<Oven>,
    absent: Option<String>,
}

#[derive(Model)]
#[model(both)]
struct Oven {
    hot: bool,
}

#[derive(Model)]
#[model(request, api = API, action = "Log", response = Done, body = "octet-stream")]
struct LogRequest {
    #[model(header = "X-CLS-TopicId")]
    topic_id: String,
    #[model(header = "X-CLS-HashKey")]
    hash_key: Option<String>,
    content: Bytes,
}

fn credential() -> Credential {
    Credential::new("AKIDtest", "the-secret-key")
}

fn client() -> Client {
    Client::new(&Config::new(credential()).region("ap-guangzhou"))
}

/// Signs for a fixed time, with what `change` makes of the call.
fn prepare<A: Action>(
    request: A,
    change: impl FnOnce(tencentcloud_runtime::Call<'_, A>) -> tencentcloud_runtime::Call<'_, A>,
) -> Result<http::Request<Bytes>, Error> {
    let client = client();
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_551_113_065);
    change(client.call(request)).prepare_at(&credential(), time)
}

fn header<'r>(request: &'r http::Request<Bytes>, name: &str) -> &'r str {
    request.headers()[name].to_str().unwrap()
}

/// The signature over what was sent, with that payload.
fn authorization(request: &http::Request<Bytes>, payload: &[u8]) -> String {
    let input = tc3::Input {
        method: request.method().as_str(),
        query: request.uri().query().unwrap_or_default(),
        content_type: header(request, "content-type"),
        host: header(request, "host"),
        action: Some(header(request, "x-tc-action")),
        payload,
        service: "bakery",
        timestamp: header(request, "x-tc-timestamp").parse().unwrap(),
    };
    tc3::sign(&input, &credential()).authorization
}

/// The head and content of each part of a multipart body.
fn parts(request: &http::Request<Bytes>) -> Vec<(String, Vec<u8>)> {
    let boundary = header(request, "content-type")
        .strip_prefix("multipart/form-data; boundary=")
        .unwrap();
    assert!(boundary.len() <= 70, "RFC 2046 allows 70 characters");
    // Bytes one to one, so that text functions can be used on what is not text.
    let body: String = request
        .body()
        .iter()
        .map(|byte| char::from(*byte))
        .collect();
    let body = body.strip_prefix(&format!("--{boundary}\r\n")).unwrap();
    let body = body
        .strip_suffix(&format!("\r\n--{boundary}--\r\n"))
        .unwrap();
    body.split(&format!("\r\n--{boundary}\r\n"))
        .map(|part| {
            let (head, content) = part.split_once("\r\n\r\n").unwrap();
            let content = content.chars().map(|c| u8::try_from(c).unwrap()).collect();
            (head.to_owned(), content)
        })
        .collect()
}

#[test]
fn multipart_has_a_part_for_each_parameter_that_is_set() {
    let photo: Vec<u8> = (0..=255).chain(*b"\r\n--\r\n").collect();
    let request = PhotographRequest::new()
        .file(Bytes::from(photo.clone()))
        .title("面包 \"rye\"\r\n")
        .size(u64::MAX)
        .sharp(true)
        .weight(0.5)
        .tags(["a", "b"])
        .oven(Oven::new().hot(false));
    let sent = prepare(request, |call| call).unwrap();
    assert_eq!(sent.method(), "POST");
    let plain = |name: &str, value: &str| {
        (
            format!("Content-Disposition: form-data; name=\"{name}\""),
            value.as_bytes().to_vec(),
        )
    };
    let typed = |name: &str, kind: &str, value: &[u8]| {
        (
            format!("Content-Disposition: form-data; name=\"{name}\"{kind}"),
            value.to_vec(),
        )
    };
    let json = "\r\nContent-Type: application/json";
    assert_eq!(
        parts(&sent),
        [
            typed(
                "File",
                "; filename=\"File\"\r\nContent-Type: application/octet-stream",
                &photo
            ),
            plain("Title", "面包 \"rye\"\r\n"),
            plain("Size", "18446744073709551615"),
            plain("Sharp", "true"),
            plain("Weight", "0.5"),
            typed("Tags", json, br#"["a","b"]"#),
            typed("Oven", json, br#"{"Hot":false}"#),
        ]
    );
    assert_eq!(
        header(&sent, "authorization"),
        authorization(&sent, sent.body())
    );
}

#[test]
fn each_multipart_body_has_a_boundary_of_its_own() {
    let request = PhotographRequest::new()
        .file(Bytes::new())
        .title("")
        .size(0);
    let [one, other] = [request.clone(), request].map(|r| prepare(r, |call| call).unwrap());
    assert_ne!(header(&one, "content-type"), header(&other, "content-type"));
}

#[test]
fn an_octet_stream_is_the_body_and_the_rest_are_headers() {
    let content = Bytes::from_static(b"\0\xff log");
    let request = LogRequest::new()
        .topic_id("topic-1")
        .content(content.clone());
    let sent = prepare(request, |call| call).unwrap();
    assert_eq!(sent.body(), &content);
    assert_eq!(header(&sent, "content-type"), "application/octet-stream");
    assert_eq!(header(&sent, "x-cls-topicid"), "topic-1");
    assert!(sent.headers().get("x-cls-hashkey").is_none());
    assert_eq!(
        header(&sent, "authorization"),
        authorization(&sent, &content)
    );
}

#[test]
fn a_header_that_cannot_carry_its_field_is_named() {
    let request = LogRequest::new()
        .topic_id("two\nlines")
        .content(Bytes::new());
    let error = prepare(request, |call| call).unwrap_err();
    assert_eq!(
        error.to_string(),
        "request not sent: the value of X-CLS-TopicId holds characters that a header cannot carry (Log)"
    );
}

#[test]
fn an_uploaded_body_goes_by_post_and_tc3_alone() {
    let request = LogRequest::new().topic_id("topic-1").content(Bytes::new());
    for error in [
        prepare(request.clone(), |call| call.method(Method::Get)).unwrap_err(),
        prepare(request, |call| {
            call.signature_method(SignatureMethod::HmacSha256)
        })
        .unwrap_err(),
    ] {
        let told = error.to_string();
        assert!(
            told.contains("Log uploads a body") && told.contains("POST with TC3-HMAC-SHA256"),
            "{told}"
        );
    }
}

#[test]
fn an_unsigned_payload_is_said_and_hashed_as_its_name() {
    let request = BakeRequest::new().recipe("rye");
    let sent = prepare(request, |call| call.unsigned_payload(true)).unwrap();
    assert_eq!(header(&sent, "x-tc-content-sha256"), "UNSIGNED-PAYLOAD");
    assert_eq!(sent.body(), r#"{"Recipe":"rye"}"#);
    assert_eq!(
        header(&sent, "authorization"),
        authorization(&sent, b"UNSIGNED-PAYLOAD")
    );
}

#[test]
fn a_request_above_its_size_limit_is_an_error_that_says_so() {
    // What each form adds to the text itself.
    let bake = |size: usize| BakeRequest::new().recipe("a".repeat(size));
    let post = r#"{"Recipe":""}"#.len();
    let get = "Recipe=".len();
    let (ten_mb, kb_32) = (10 * 1024 * 1024, 32 * 1024);
    assert!(prepare(bake(ten_mb - post), |call| call).is_ok());
    assert!(prepare(bake(kb_32 - get), |call| call.method(Method::Get)).is_ok());
    for (error, size, limit) in [
        (
            prepare(bake(ten_mb - post + 1), |call| call),
            ten_mb + 1,
            ten_mb,
        ),
        (
            prepare(bake(kb_32 - get + 1), |call| call.method(Method::Get)),
            kb_32 + 1,
            kb_32,
        ),
    ] {
        let error = error.unwrap_err();
        assert_eq!((error.action(), error.attempts()), ("Bake", 0));
        let told = error.to_string();
        assert!(
            told.contains(&format!("{size} bytes, more than the {limit} allowed")),
            "{told}"
        );
    }
    let v1 = prepare(bake(1024 * 1024), |call| {
        call.signature_method(SignatureMethod::HmacSha1)
    });
    let told = v1.unwrap_err().to_string();
    assert!(
        told.contains("more than the 1048576 allowed for a POST with signature v1"),
        "{told}"
    );
}

#[test]
fn an_empty_region_is_none() {
    let sent = prepare(BakeRequest::new().recipe(""), |call| call.region("")).unwrap();
    assert_eq!(header(&sent, "x-tc-region"), "ap-guangzhou");
    let client = Client::new(&Config::new(credential()).region(""));
    let sent = client
        .call(BakeRequest::new().recipe(""))
        .prepare_at(&credential(), SystemTime::UNIX_EPOCH)
        .unwrap();
    assert!(sent.headers().get("x-tc-region").is_none());
}

#[test]
fn a_program_s_name_is_cut_to_what_the_header_takes() {
    let name = format!("bäckerei {}", "x".repeat(200));
    let client = Client::new(&Config::new(credential()).request_client(name));
    let sent = client
        .call(BakeRequest::new().recipe(""))
        .prepare_at(&credential(), SystemTime::UNIX_EPOCH)
        .unwrap();
    let (sdk, own) = header(&sent, "x-tc-requestclient")
        .split_once("; ")
        .unwrap();
    assert!(sdk.starts_with("SDK_RUST_"), "{sdk}");
    assert_eq!(own, format!("bckerei{}", "x".repeat(121)));
}

/// As cfs CreateDataFlow's SecretId: under one name, a form carries one parameter.
#[test]
fn a_parameter_with_the_name_of_a_common_one_is_never_sent_twice() {
    let credential = credential().with_token("the-token");
    let config = Config::new(credential.clone()).region("ap-guangzhou");
    let client = Client::new(&config.language("zh-CN"));
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_551_113_065);
    for name in [
        "Action",
        "Version",
        "Timestamp",
        "Region",
        "Token",
        "Language",
        "RequestClient",
        "Nonce",
        "SecretId",
        "SignatureMethod",
        "Signature",
    ] {
        for method in [Method::Post, Method::Get] {
            let call = client.raw("cfs", "2019-07-19", "CreateDataFlow");
            let call = call.method(method);
            let call = call.parameters(serde_json::json!({ name: "hush" }));
            for v1 in [SignatureMethod::HmacSha1, SignatureMethod::HmacSha256] {
                let call = call.clone().signature_method(v1);
                let error = call.prepare_at(&credential, time).unwrap_err();
                assert_eq!(
                    error.to_string(),
                    format!(
                        "request not sent: CreateDataFlow has a parameter {name} of its own, which signature v1 would send twice: use TC3-HMAC-SHA256 (CreateDataFlow)"
                    )
                );
            }
            // In headers, common parameters are apart.
            assert!(call.prepare_at(&credential, time).is_ok());
        }
    }
    let call = client.raw("cfs", "2019-07-19", "CreateDataFlow");
    let call = call.signature_method(SignatureMethod::HmacSha1);
    let nested = call.parameters(serde_json::json!({ "Source": { "SecretId": "hush" } }));
    assert!(nested.prepare_at(&credential, time).is_ok());
}
