//! The default transport against a server of this test's own: what arrives, and what comes of
//! every way in which an exchange breaks.

use std::net::SocketAddr;
use std::time::Duration;

use tencentcloud_runtime::signer::tc3;
use tencentcloud_runtime::{Api, Client, Config, Credential, Error, Method, Model};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

#[derive(Model)]
#[model(request, api = Api::new("bakery", "2020-01-01"), action = "Bake", response = BakeResponse)]
struct BakeRequest {
    flour: String,
}

#[derive(Model)]
#[model(response)]
struct BakeResponse {
    loaves: i64,
    request_id: String,
}

fn request() -> BakeRequest {
    BakeRequest::new().flour("全麦")
}

fn credential() -> Credential {
    Credential::new("AKIDtest", "the-secret-key")
}

/// A server and a client that calls it.
async fn server() -> (TcpListener, Client) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let client = Client::new(&Config::new(credential()).endpoint(endpoint));
    (listener, client)
}

/// A request as it arrived.
struct Arrived {
    line: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Arrived {
    async fn read(stream: &mut TcpStream) -> Self {
        let mut bytes = Vec::new();
        let end = loop {
            if let Some(at) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
                break at;
            }
            assert_ne!(
                stream.read_buf(&mut bytes).await.unwrap(),
                0,
                "no whole head"
            );
        };
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let mut lines = head.lines();
        let line = lines.next().unwrap().to_owned();
        let headers = lines
            .map(|line| line.split_once(": ").unwrap())
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let mut arrived = Self {
            line,
            headers,
            body: bytes[end + 4..].to_vec(),
        };
        let length = arrived
            .header("content-length")
            .map_or(0, |n| n.parse().unwrap());
        while arrived.body.len() < length {
            assert_ne!(
                stream.read_buf(&mut arrived.body).await.unwrap(),
                0,
                "no whole body"
            );
        }
        arrived
    }

    fn header(&self, wanted: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(name, _)| name == wanted);
        let value = found.next().map(|(_, value)| value.as_str());
        assert!(found.next().is_none(), "{wanted} came twice");
        value
    }
}

/// An answer that says so many loaves.
fn answer(loaves: i64) -> String {
    let body = format!(r#"{{"Response":{{"Loaves":{loaves},"RequestId":"id-{loaves}"}}}}"#);
    format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// What a call comes to where the server reads the request, writes `text` and hangs up.
async fn call(text: &str) -> Result<BakeResponse, Error> {
    let (listener, client) = server().await;
    let serving = async {
        let (mut stream, _) = listener.accept().await.unwrap();
        Arrived::read(&mut stream).await;
        stream.write_all(text.as_bytes()).await.unwrap();
    };
    tokio::join!(serving, client.call(request()).into_future()).1
}

#[tokio::test]
async fn what_arrives_is_what_was_signed() {
    for method in [Method::Post, Method::Get] {
        let (listener, client) = server().await;
        let serving = async {
            let (mut stream, _) = listener.accept().await.unwrap();
            let arrived = Arrived::read(&mut stream).await;
            stream.write_all(answer(3).as_bytes()).await.unwrap();
            arrived
        };
        let (arrived, made) =
            tokio::join!(serving, client.call(request()).method(method).into_future());
        assert_eq!(made.unwrap().loaves, 3);
        let (query, body) = match method {
            Method::Get => ("Flour=%E5%85%A8%E9%BA%A6", ""),
            _ => ("", r#"{"Flour":"全麦"}"#),
        };
        let target = match method {
            Method::Get => format!("GET /?{query} HTTP/1.1"),
            _ => "POST / HTTP/1.1".to_owned(),
        };
        assert_eq!(arrived.line, target);
        assert_eq!(arrived.body, body.as_bytes());
        let host = listener.local_addr().unwrap().to_string();
        assert_eq!(arrived.header("host"), Some(host.as_str()));
        let input = tc3::Input {
            method: arrived.line.split(' ').next().unwrap(),
            query,
            content_type: arrived.header("content-type").unwrap(),
            host: &host,
            action: Some("Bake"),
            payload: body.as_bytes(),
            service: "bakery",
            timestamp: arrived.header("x-tc-timestamp").unwrap().parse().unwrap(),
        };
        assert_eq!(
            arrived.header("authorization"),
            Some(tc3::sign(&input, &credential()).authorization.as_str())
        );
        assert_eq!(
            arrived.header("accept-encoding"),
            None,
            "nothing here could read a compressed answer"
        );
    }
}

/// What arrives at a server whose address is put for `AT` in an endpoint and a gateway.
async fn arrived_at(endpoint: &str, gateway: &str) -> (Arrived, SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let place = |text: &str| text.replace("AT", &address.to_string());
    let mut config = Config::new(credential()).endpoint(place(endpoint));
    if !gateway.is_empty() {
        config = config.gateway(place(gateway));
    }
    let client = Client::new(&config);
    let serving = async {
        let (mut stream, _) = listener.accept().await.unwrap();
        let arrived = Arrived::read(&mut stream).await;
        stream.write_all(answer(3).as_bytes()).await.unwrap();
        arrived
    };
    let (arrived, made) = tokio::join!(serving, client.call(request()).into_future());
    assert_eq!(made.unwrap().loaves, 3, "{endpoint} {gateway}");
    (arrived, address)
}

#[tokio::test]
async fn the_host_that_is_signed_is_the_host_that_is_sent() {
    for (endpoint, gateway, line, host) in [
        ("http://AT", "", "POST / HTTP/1.1", "AT"),
        ("HTTP://AT/", "", "POST / HTTP/1.1", "AT"),
        (
            "http://AT/some/where",
            "",
            "POST /some/where HTTP/1.1",
            "AT",
        ),
        (
            "Bakery.Example:443",
            "http://AT",
            "POST / HTTP/1.1",
            "bakery.example",
        ),
        (
            "http://bakery.example:80",
            "http://AT",
            "POST / HTTP/1.1",
            "bakery.example",
        ),
        (
            "http://bakery.example:8080",
            "http://AT/in",
            "POST /in HTTP/1.1",
            "bakery.example:8080",
        ),
        ("http://[0::1]:80", "http://AT", "POST / HTTP/1.1", "[::1]"),
    ] {
        let (arrived, address) = arrived_at(endpoint, gateway).await;
        let host = host.replace("AT", &address.to_string());
        assert_eq!(arrived.line, line);
        assert_eq!(arrived.header("host"), Some(host.as_str()));
        let input = tc3::Input {
            method: "POST",
            query: "",
            content_type: arrived.header("content-type").unwrap(),
            host: &host,
            action: Some("Bake"),
            payload: &arrived.body,
            service: "bakery",
            timestamp: arrived.header("x-tc-timestamp").unwrap().parse().unwrap(),
        };
        let signed = tc3::sign(&input, &credential()).authorization;
        assert_eq!(arrived.header("authorization"), Some(signed.as_str()));
    }
}

#[tokio::test]
async fn calls_one_after_the_other_share_a_connection() {
    let (listener, client) = server().await;
    let serving = async {
        let (mut stream, _) = listener.accept().await.unwrap();
        for loaves in 1..=3 {
            Arrived::read(&mut stream).await;
            stream.write_all(answer(loaves).as_bytes()).await.unwrap();
        }
    };
    let calling = async {
        for loaves in 1..=3 {
            assert_eq!(client.call(request()).await.unwrap().loaves, loaves);
        }
    };
    tokio::join!(serving, calling);
}

#[tokio::test]
async fn an_answer_may_come_in_chunks() {
    let chunked = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n\
                   10\r\n{\"Response\":{\"Lo\r\nd\r\naves\":\"7\"}}  \r\n0\r\n\r\n";
    assert_eq!(call(chunked).await.unwrap().loaves, 7);
}

#[tokio::test]
async fn a_redirect_is_told_and_not_followed() {
    let moved = "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n";
    let error = call(moved).await.unwrap_err();
    assert_eq!(error.status(), Some(302));
    assert_eq!(
        error.to_string(),
        "no API response (HTTP 302): the body is empty (Bake)"
    );
}

#[tokio::test]
async fn a_connection_that_breaks_is_a_network_error() {
    for broken in [
        "",
        "HTTP/1.1 200 OK\r\ncontent-le",
        "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"Response\":{",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"Res",
        "no HTTP at all\r\n\r\n",
    ] {
        let error = call(broken).await.unwrap_err();
        assert!(
            error.is_network() && !error.is_timeout(),
            "{broken:?}: {error:?}"
        );
        assert_eq!(
            (error.action(), error.attempts()),
            ("Bake", 1),
            "{broken:?}"
        );
        let told = error.to_string();
        assert!(
            told.starts_with("connection failed: ") && !told.contains('\n'),
            "{told}"
        );
    }
}

#[tokio::test]
async fn nobody_there_is_a_network_error() {
    let (listener, client) = server().await;
    let origin = format!("http://{}: ", listener.local_addr().unwrap());
    drop(listener);
    let error = client.call(request()).await.unwrap_err();
    assert!(error.is_network() && error.is_unsent(), "{error:?}");
    assert!(error.to_string().contains(&origin), "{error}");
    // A report that prints the causes behind an error would say the same twice.
    assert!(std::error::Error::source(&error).is_none(), "{error:?}");
}

#[tokio::test]
async fn silence_before_the_answer_or_in_it_is_a_timeout() {
    let limit = Duration::from_millis(300);
    for begun in ["", "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"Resp"] {
        let (listener, client) = server().await;
        // A slow machine may spend the time before it connects: that is a timeout too.
        let serving = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let _ = stream.read(&mut [0; 1024]).await;
            let _ = stream.write_all(begun.as_bytes()).await;
            std::future::pending::<()>().await;
        });
        let error = client.call(request()).timeout(limit).await.unwrap_err();
        serving.abort();
        assert!(error.is_timeout() && !error.is_network(), "{error:?}");
        assert_eq!(error.to_string(), "no response within 300ms (Bake)");
        assert_eq!(error.attempts(), 1);
    }
}

#[tokio::test]
async fn a_name_that_does_not_resolve_is_a_network_error() {
    let config = Config::new(credential()).endpoint("http://bakery.invalid");
    let error = Client::new(&config).call(request()).await.unwrap_err();
    assert!(error.is_network() && error.is_unsent(), "{error:?}");
}

#[tokio::test]
async fn a_response_is_read_up_to_the_limit_and_no_further() {
    let whole = answer(3).split("\r\n\r\n").nth(1).unwrap().len();
    for (limit, fits) in [(whole, true), (whole - 1, false), (0, false)] {
        for chunked in [false, true] {
            let (listener, client) = server().await;
            let serving = async {
                let (mut stream, _) = listener.accept().await.unwrap();
                Arrived::read(&mut stream).await;
                let text = match chunked {
                    false => answer(3),
                    true => chunks(&answer(3)),
                };
                let _ = stream.write_all(text.as_bytes()).await;
            };
            let call = client.call(request()).response_limit(limit);
            let (_, made) = tokio::join!(serving, call.into_future());
            match made {
                Ok(bread) => assert!(fits && bread.loaves == 3, "{limit}"),
                Err(error) => {
                    assert!(!fits && !error.is_retryable(), "{error:?}");
                    let told = format!("larger than {limit} bytes: raise Config::response_limit");
                    assert!(error.to_string().contains(&told), "{error}");
                }
            }
        }
    }
}

/// An answer with each byte of its body a chunk of its own.
fn chunks(answer: &str) -> String {
    let body = answer.split("\r\n\r\n").nth(1).unwrap();
    let chunks = body.chars().map(|byte| format!("1\r\n{byte}\r\n"));
    let chunks: String = chunks.collect();
    format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{chunks}0\r\n\r\n")
}
