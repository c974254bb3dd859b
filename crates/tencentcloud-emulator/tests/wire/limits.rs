//! What others can make the endpoint hold, and for how long.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use serde_json::json;
use tencentcloud_emulator::{Credential, Emulator};

use crate::client::{Request, Response};
use crate::{APIGATEWAY, answer, code};

const SOON: Duration = Duration::from_millis(300);
const LATE: Duration = Duration::from_secs(60);

fn describe() -> Request {
    let parameters = json!({"Limit": 1, "Offset": 0});
    Request::post("DescribeUpstreams", APIGATEWAY.1, &parameters)
        .header("Host", "apigateway.localhost")
}

fn signed() -> Request {
    describe().tc3("apigateway", &Credential::test())
}

fn connect(address: SocketAddr) -> TcpStream {
    let connection = TcpStream::connect(address).unwrap();
    connection.set_read_timeout(Some(LATE)).unwrap();
    connection
}

/// Waits until the other end has closed the connection.
#[track_caller]
fn assert_closed(mut connection: TcpStream) {
    let mut rest = Vec::new();
    if let Err(error) = connection.read_to_end(&mut rest) {
        assert_eq!(error.kind(), ErrorKind::ConnectionReset, "{error}");
    }
}

#[tokio::test]
async fn what_is_half_sent_is_closed_in_time() {
    let emulator = Emulator::builder().timeout(SOON).start().await.unwrap();
    let text = String::from_utf8(signed().bytes()).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let starts = [
        String::new(),
        "P".to_owned(),
        head.to_owned(),
        format!("{head}\r\n\r\n"),
        format!("{head}\r\n\r\n{}", &body[..body.len() - 1]),
        // A handshake of TLS that does not go on, and one that never begins within a tunnel.
        "\u{16}".to_owned(),
        "CONNECT a.localhost:1 HTTP/1.1\r\nHost: a.localhost:1\r\n\r\n".to_owned(),
        "CONNECT a.localhost:1 HTTP/1.1\r\nHost: a.localhost:1\r\n\r\n\u{16}".to_owned(),
    ];
    let begun = Instant::now();
    let open: Vec<_> = starts
        .iter()
        .map(|start| {
            let mut connection = connect(emulator.address());
            connection.write_all(start.as_bytes()).unwrap();
            connection
        })
        .collect();
    open.into_iter().for_each(assert_closed);
    assert!(begun.elapsed() >= SOON, "{:?}", begun.elapsed());
    answer(&signed().send(emulator.address()));
}

#[tokio::test]
async fn a_head_that_drips_is_closed_in_time() {
    let emulator = Emulator::builder().timeout(SOON).start().await.unwrap();
    let mut connection = connect(emulator.address());
    connection.write_all(b"POST / HTTP/1.1\r\nX: ").unwrap();
    let begun = Instant::now();
    while connection.write_all(b"x").is_ok() {
        assert!(begun.elapsed() < LATE, "it is still open");
        std::thread::sleep(SOON / 30);
    }
}

#[tokio::test]
async fn a_tunnel_within_a_tunnel_is_refused() {
    let emulator = Emulator::start().await.unwrap();
    let mut connection = connect(emulator.address());
    let connect =
        "CONNECT cvm.tencentcloudapi.com:80 HTTP/1.1\r\nHost: cvm.tencentcloudapi.com:80\r\n\r\n";
    connection.write_all(connect.as_bytes()).unwrap();
    let mut reader = BufReader::new(connection.try_clone().unwrap());
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        assert_ne!(reader.read_line(&mut head).unwrap(), 0, "{head}");
    }
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
    // All of them in one go: none is a level deeper, and the first ends the connection.
    let writer = std::thread::spawn(move || {
        let _ = connection.write_all(connect.repeat(26_000).as_bytes());
    });
    let mut text = [0; 13];
    reader.read_exact(&mut text).unwrap();
    assert_eq!(&text, b"HTTP/1.1 403 ");
    drop(reader);
    writer.join().unwrap();
    answer(&signed().send(emulator.address()));
}

#[tokio::test]
async fn a_tunnel_goes_to_hosts_of_the_vendor_alone() {
    let emulator = Emulator::start().await.unwrap();
    for host in [
        "pypi.org:443",
        "localhost:9000",
        "127.0.0.1:9000",
        "10.0.0.1:80",
        "tencentcloudapi.com.attacker.example:443",
        "metadata.tencentyun.com:80",
    ] {
        let mut connection = connect(emulator.address());
        write!(
            connection,
            "CONNECT {host} HTTP/1.1\r\nHost: {host}\r\n\r\n"
        )
        .unwrap();
        let (status, response) = Response::read_any(connection);
        assert_eq!((status, &*code(&response)), (403, "UnauthorizedOperation"));
        let text = String::from_utf8(response.body).unwrap();
        assert!(text.contains("NO_PROXY"), "{text}");
        let request = Request {
            target: format!("http://{host}/"),
            ..signed()
        };
        if !host.starts_with("localhost") && !host.starts_with("127.") {
            assert_eq!(request.send_any(emulator.address()).0, 403, "{host}");
        }
    }
}

/// A head that says that so many bytes follow.
fn head(request: &Request, size: usize) -> Vec<u8> {
    let text = String::from_utf8(request.clone().body("").bytes()).unwrap();
    text.replace("Content-Length: 0", &format!("Content-Length: {size}"))
        .into_bytes()
}

const LARGE: usize = 10 << 20;

#[tokio::test]
async fn large_bodies_are_held_within_the_bound() {
    // Room for one at a time, which is what the smallest bound gives.
    let emulator = Emulator::builder().max_held_bodies(0).timeout(LATE);
    let emulator = emulator.start().await.unwrap();
    let text = r#"{"Limit":1,"Offset":0}"#;
    let body = format!("{text}{}", " ".repeat(LARGE - text.len()));
    let large = describe().body(body).tc3("apigateway", &Credential::test());
    let mut first = connect(emulator.address());
    first.write_all(&head(&large, LARGE)).unwrap();
    first.write_all(&large.body[..1]).unwrap();
    // The others wait, and small ones do not.
    let others: Vec<_> = (0..4)
        .map(|_| {
            let (large, address) = (large.clone(), emulator.address());
            std::thread::spawn(move || large.send(address))
        })
        .collect();
    answer(&signed().send(emulator.address()));
    first.write_all(&large.body[1..]).unwrap();
    answer(&Response::read(first));
    for other in others {
        answer(&other.join().unwrap());
    }
}

#[tokio::test]
async fn a_large_body_is_not_held_for_what_its_head_is_refused_for() {
    let emulator = Emulator::builder().max_held_bodies(0).timeout(LATE);
    let emulator = emulator.start().await.unwrap();
    let good = signed();
    // Holds all that may be held, until the end of the test.
    let mut holder = connect(emulator.address());
    holder.write_all(&head(&good, LARGE)).unwrap();
    holder.write_all(b"{").unwrap();
    let test = Credential::test();
    let stranger = Credential::new("AKIDnobody", "key");
    let unsigned = describe().header("X-TC-Content-SHA256", "UNSIGNED-PAYLOAD");
    for (request, expected) in [
        (
            describe().tc3("apigateway", &stranger),
            "AuthFailure.SecretIdNotFound",
        ),
        (
            describe().header("Authorization", "SKIP"),
            "AuthFailure.InvalidAuthorization",
        ),
        (
            describe()
                .header("X-TC-Timestamp", "1")
                .tc3("apigateway", &test),
            "AuthFailure.SignatureExpire",
        ),
        (
            unsigned.tc3("apigateway", &Credential::new(&test.secret_id, "guess")),
            "AuthFailure.SignatureFailure",
        ),
        (
            describe()
                .header("X-TC-Action", "Nothing")
                .tc3("apigateway", &test),
            "InvalidAction",
        ),
        (
            describe().without("Content-Type"),
            "AuthFailure.InvalidAuthorization",
        ),
    ] {
        let mut connection = connect(emulator.address());
        connection.write_all(&head(&request, LARGE)).unwrap();
        connection.write_all(&vec![b' '; LARGE]).unwrap();
        assert_eq!(code(&Response::read(connection)), expected);
    }
}

#[tokio::test]
async fn connections_past_the_bound_wait() {
    let emulator = Emulator::builder().max_connections(2).timeout(LATE);
    let emulator = emulator.start().await.unwrap();
    let idle = [connect(emulator.address()), connect(emulator.address())];
    let mut waiting = connect(emulator.address());
    waiting.write_all(&signed().bytes()).unwrap();
    waiting.set_read_timeout(Some(SOON)).unwrap();
    let error = waiting.read(&mut [0]).unwrap_err();
    assert!(
        matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut),
        "{error}"
    );
    drop(idle);
    waiting.set_read_timeout(Some(LATE)).unwrap();
    answer(&Response::read(waiting));
}

/// Sends a request on a connection that stays open, and reads the response.
fn exchange(connection: &mut TcpStream, request: &str) {
    connection.write_all(request.as_bytes()).unwrap();
    let mut seen = Vec::new();
    while !seen.ends_with(b"}}") {
        let mut part = [0; 4096];
        let read = connection.read(&mut part).unwrap();
        assert_ne!(read, 0);
        seen.extend_from_slice(&part[..read]);
    }
    assert!(seen.starts_with(b"HTTP/1.1 200 OK"));
}

#[tokio::test]
async fn all_threads_serve_and_all_stop() {
    let threads = Arc::new(Mutex::new(BTreeSet::new()));
    let seen = Arc::clone(&threads);
    let emulator = Emulator::builder().threads(4).clock(move || {
        let name = std::thread::current().name().unwrap().to_owned();
        seen.lock().unwrap().insert(name);
        SystemTime::now()
    });
    let emulator = emulator.start().await.unwrap();
    let address = emulator.address();
    let request = String::from_utf8(signed().bytes()).unwrap();
    let request = request.replace("Connection: close\r\n", "");
    let mut open = Vec::new();
    for _ in 0..8 {
        let mut connection = connect(address);
        exchange(&mut connection, &request);
        open.push(connection);
    }
    for connection in &mut open {
        exchange(connection, &request);
    }
    // A connection goes to the thread that has the fewest.
    let threads = threads.lock().unwrap().clone();
    assert_eq!(threads.len(), 4, "{threads:?}");
    drop(emulator);
    open.into_iter().for_each(assert_closed);
    assert!(TcpStream::connect(address).is_err());
}

/// Sends bytes, and returns what comes back until the connection is closed.
fn raw(address: SocketAddr, bytes: &[u8]) -> String {
    let mut connection = connect(address);
    let mut writer = connection.try_clone().unwrap();
    let bytes = bytes.to_vec();
    // It may be closed before all is written.
    let writing = std::thread::spawn(move || {
        let _ = writer.write_all(&bytes);
        let _ = writer.shutdown(Shutdown::Write);
    });
    let mut seen = Vec::new();
    let mut part = [0; 4096];
    while let Ok(1..) = connection
        .read(&mut part)
        .inspect(|read| seen.extend_from_slice(&part[..*read]))
    {}
    writing.join().unwrap();
    String::from_utf8_lossy(&seen).into_owned()
}

#[tokio::test]
async fn what_is_no_request_ends_its_own_connection_alone() {
    let emulator = Emulator::builder().timeout(LATE).start().await.unwrap();
    let text = String::from_utf8(signed().bytes()).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let headers = "X-A: b\r\n".repeat(100_000);
    let many = text.replacen("Host:", &format!("{headers}Host:"), 1);
    let long = text.replacen("Host:", &format!("X: {}\r\nHost:", "y".repeat(1 << 20)), 1);
    let chunked = head.split("Content-Length").next().unwrap();
    for (bytes, expected) in [
        (many.as_str(), "HTTP/1.1 431 "),
        (&long, "HTTP/1.1 431 "),
        ("\0\u{1}\u{2}garbage\r\n\r\n", "HTTP/1.1 400 "),
        ("GET\r\n\r\n", "HTTP/1.1 400 "),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", ""),
        // A handshake that is none.
        ("\u{16}\u{3}\u{1}\0\u{4}abcd", ""),
        (head, ""),
        (&format!("{head}\r\n\r\n{}", &body[1..]), ""),
        (
            &format!("{chunked}Transfer-Encoding: chunked\r\n\r\nfff\r\n{{"),
            "",
        ),
        (
            &format!("{chunked}Transfer-Encoding: chunked\r\n\r\nxyz\r\n"),
            "",
        ),
        (
            &format!("{chunked}Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n"),
            "HTTP/1.1 200 ",
        ),
    ] {
        let seen = raw(emulator.address(), bytes.as_bytes());
        let shown = &bytes[..bytes.len().min(60)];
        assert!(seen.starts_with(expected), "{shown:?}: {seen:?}");
        assert!(!seen.contains("\"Result\""), "{shown:?}: {seen:?}");
        answer(&signed().send(emulator.address()));
    }
}

#[tokio::test]
async fn deep_parameters_are_refused() {
    let emulator = Emulator::start().await.unwrap();
    let test = Credential::test();
    for deep in ["[", "{\"Limit\":"] {
        let body = format!("{{\"Limit\":{}", deep.repeat(1 << 20));
        let request = describe().body(body).tc3("apigateway", &test);
        let code = code(&request.send(emulator.address()));
        assert!(
            ["InvalidRequest", "InvalidParameter"].contains(&&*code),
            "{code}"
        );
    }
}
