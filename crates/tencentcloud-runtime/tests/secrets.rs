//! Keys, tokens, signatures and sensitive parameters stay out of everything that is printed.

use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tencentcloud_runtime::transport::Http;
use tencentcloud_runtime::{
    Api, Bytes, Client, Config, Credential, Method, Model, SignatureMethod,
};
use tencentcloud_testkit::transport::{Broken, Fixed};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tracing_subscriber::fmt::MakeWriter;

#[derive(Model)]
#[model(request, api = Api::new("bakery", "2020-01-01"), action = "Bake", response = BakeResponse)]
struct BakeRequest {
    name: String,
    #[model(sensitive)]
    recipe: Option<String>,
    keys: Option<Vec<Key>>,
}

#[derive(Model)]
#[model(both)]
struct Key {
    id: String,
    #[model(sensitive)]
    pins: Vec<String>,
    #[model(sensitive)]
    number: Option<i64>,
    #[model(sensitive)]
    image: Option<Bytes>,
    below: Option<Box<Key>>,
}

#[derive(Model)]
#[model(response)]
struct BakeResponse {
    #[model(sensitive)]
    key: Option<Key>,
    number: i64,
    request_id: String,
}

/// Its parameters travel as headers.
#[derive(Model)]
#[model(request, api = Api::new("bakery", "2020-01-01"), action = "Log", response = BakeResponse, body = "octet-stream")]
struct LogRequest {
    #[model(header = "X-Topic")]
    topic: String,
    #[model(sensitive, header = "X-Pin")]
    pin: Option<String>,
    content: Bytes,
}

const SECRETS: [&str; 5] = [
    "the-secret-key",
    "the-session-token",
    "hush-recipe",
    "&and-its-tail",
    "hush-pin",
];

/// A number that no clock, port or size can show: 19 digits drawn once.
const HUSH_NUMBER: i64 = 7_340_919_226_581_460_937;

fn config() -> Config {
    Config::new(Credential::new("AKIDtest", SECRETS[0]).with_token(SECRETS[1]))
        .region("ap-guangzhou")
}

fn key() -> Key {
    let below = Key::new()
        .id("below")
        .pins(["hush-pin"])
        .number(HUSH_NUMBER);
    Key::new()
        .id("above")
        .pins(["hush-pin", "hush-pin"])
        .image(Bytes::from_static(b"hush-pin"))
        .below(below)
}

fn request() -> BakeRequest {
    BakeRequest::new()
        .name("rye & wheat")
        .recipe("hush-recipe&and-its-tail")
        .keys([key()])
}

#[track_caller]
fn assert_clean(told: &str, more: &[String]) {
    let number = HUSH_NUMBER.to_string();
    let more = more.iter().chain([&number]).map(String::as_str);
    for secret in SECRETS.into_iter().chain(more) {
        assert!(!told.contains(secret), "{secret} stands in {told}");
    }
}

/// The signatures in a request as it was sent.
fn signatures(sent: &str) -> Vec<String> {
    sent.split("Signature=")
        .skip(1)
        .map(|rest| {
            let end = rest.find(|c: char| c.is_whitespace() || c == '&');
            rest[..end.unwrap_or(rest.len())].to_owned()
        })
        .collect()
}

/// A log that a test can read.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(text);
        Ok(text.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;
    fn make_writer(&self) -> Self {
        self.clone()
    }
}

impl Log {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

/// Answers one request with that text, and gives the request.
async fn serve(listener: TcpListener, answer: &'static str) -> String {
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut sent = vec![0; 64 * 1024];
    let size = stream.read(&mut sent).await.unwrap();
    stream.write_all(answer.as_bytes()).await.unwrap();
    String::from_utf8_lossy(&sent[..size]).into_owned()
}

#[tokio::test]
async fn the_log_of_a_call_at_the_finest_level_holds_no_secret() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(log.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let bad = "HTTP/1.1 200 OK\r\ncontent-length: 88\r\nconnection: close\r\n\r\n\
               {\"Response\":{\"Number\":\"hush-recipe\",\"Key\":{\"Number\":\"hush-pin\"},\"RequestId\":\"id-of-it\"}}";
    let mut signed = Vec::new();
    for method in [
        SignatureMethod::Tc3HmacSha256,
        SignatureMethod::HmacSha1,
        SignatureMethod::HmacSha256,
    ] {
        for verb in [Method::Post, Method::Get] {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let endpoint = format!("http://{}", listener.local_addr().unwrap());
            let client = Client::new(&config().endpoint(endpoint).transport(Http::default()));
            let call = client.call(request()).signature_method(method).method(verb);
            let (sent, answer) = tokio::join!(serve(listener, bad), call.answer());
            // Two numbers that are none, and a key without its ID.
            assert_eq!(answer.unwrap().warnings.len(), 3);
            let found = signatures(&sent);
            assert_eq!(found.len(), 1, "{sent}");
            signed.extend(found);
        }
    }
    let told = log.text();
    assert!(told.contains("sending"), "the log is there: {told}");
    assert!(told.contains(r#"path="Number" warnings=3"#), "{told}");
    assert_clean(&told, &signed);
}

#[tokio::test]
async fn an_error_holds_no_secret_of_the_request_or_the_answer() {
    let refused = config().endpoint("http://127.0.0.1:1");
    let mut told = String::new();
    for config in [
        refused,
        config().transport(Broken),
        config().endpoint("http://user:the-secret-key@host"),
        config().endpoint("http://user:the-secret-key@host/path"),
        config().endpoint("user:the-secret-key@ho st"),
        config().transport(Fixed::new("hush-pin")),
        config().transport(Fixed::new("\"hush-pin\"")),
        config().transport(Fixed::new("[\"hush-pin\"]")),
        config().transport(Fixed::new(r#"{"Response":"hush-pin"}"#)),
        config().transport(Fixed::new(r#"{"Response":["hush-pin"]}"#)),
        config()
            .transport(Fixed::new(r#"{"Response":{"Number":"hush-pin"}}"#))
            .strict(),
        config()
            .transport(Fixed::new(r#"{"Response":{"Number":{"Pin":"hush-pin"}}}"#))
            .strict(),
        config()
            .transport(Fixed::new(r#"{"Response":{"Key":"hush-pin"}}"#))
            .strict(),
        config().transport(Fixed::new(r#"{"Response":{"Number":1} hush-pin"#)),
        config().timeout(Duration::ZERO).transport(Broken),
    ] {
        for (verb, method) in [
            (Method::Post, SignatureMethod::Tc3HmacSha256),
            (Method::Get, SignatureMethod::HmacSha1),
        ] {
            let client = Client::new(&config);
            let call = client.call(request()).method(verb).signature_method(method);
            let error = call.await.unwrap_err();
            told.push_str(&format!("{error}\n{error:?}\n"));
        }
    }
    assert_clean(&told, &["Signature=".to_owned()]);
}

#[tokio::test]
async fn a_secret_that_travels_as_a_header_is_masked_everywhere() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(log.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let client = Client::new(&config().endpoint(endpoint).transport(Http::default()));
    let request = LogRequest::new()
        .topic("rye & wheat")
        .content("crumbs".into());
    let call = client.call(request.pin("hush-pin"));
    let shown = call.explain().await.unwrap();
    let prepared = call.prepare().await.unwrap();
    let printed = format!("{call:?} {prepared:?}");
    assert!(printed.contains("rye & wheat"), "{printed}");
    assert!(shown.headers.contains(&("x-pin".into(), "***".into())));
    assert!(shown.curl.contains("-H 'x-pin: ***'"), "{shown}");
    let good = "HTTP/1.1 200 OK\r\ncontent-length: 27\r\nconnection: close\r\n\r\n\
                {\"Response\":{\"Number\":  1}}";
    let (sent, answer) = tokio::join!(serve(listener, good), call);
    assert_eq!(answer.unwrap().number, 1);
    // It is hidden from readers alone.
    assert!(sent.contains("x-pin: hush-pin"), "{sent}");
    assert_clean(&format!("{printed} {}", log.text()), &signatures(&sent));
    assert_clean(&format!("{shown:?} {shown}"), &[]);
    let bad = LogRequest::new()
        .topic("t")
        .content(Bytes::new())
        .pin("hush-pin\n");
    let error = client.call(bad).prepare().await.unwrap_err();
    assert_clean(&format!("{error} {error:?}"), &[]);
}

#[tokio::test]
async fn debug_of_everything_that_holds_them_is_masked() {
    let client = Client::new(&config().transport(Fixed::new(
        r#"{"Response":{"Key":{"Id":"a","Pins":["hush-pin"]}}}"#,
    )));
    let call = client.call(request());
    let answer = call.clone().answer().await.unwrap();
    assert!(answer.response.key.is_some());
    let prepared = call.prepare().await.unwrap();
    let signed = signatures(prepared.headers()["authorization"].to_str().unwrap());
    let told = format!(
        "{client:?} {call:?} {answer:?} {:?} {:?}",
        prepared.headers(),
        call.clone().into_future(),
    );
    assert_clean(&told, &signed);
    assert!(
        told.contains("AKIDtest") && told.contains("rye & wheat"),
        "{told}"
    );
}

#[test]
fn debug_masks_at_every_depth_and_shows_the_rest() {
    let told = format!("{:?}", request().keys([key(), key()]));
    let one = r#"Key { id: "above", pins: ***, image: ***, below: Key { id: "below", pins: ***, number: ***, .. }, .. }"#;
    assert_eq!(
        told,
        format!(r#"BakeRequest {{ name: "rye & wheat", recipe: ***, keys: [{one}, {one}] }}"#)
    );
}

#[tokio::test]
async fn an_explained_call_holds_no_part_of_a_secret() {
    let client = Client::new(&config());
    for method in [
        SignatureMethod::Tc3HmacSha256,
        SignatureMethod::HmacSha1,
        SignatureMethod::HmacSha256,
    ] {
        for verb in [Method::Post, Method::Get] {
            let call = client.call(request()).signature_method(method).method(verb);
            let shown = call.explain().await.unwrap();
            let told = format!("{shown} {shown:?}");
            assert_clean(&told, &[]);
            assert!(told.contains("wheat"), "what is no secret is shown: {told}");
        }
    }
}
