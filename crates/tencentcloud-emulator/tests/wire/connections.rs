//! Connections whose ends differ: callers that send no more, and readers that are gone.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use serde_json::json;
use tencentcloud_emulator::{Builder, Credential, Emulator};

use crate::client::{Request, Response};
use crate::{APIGATEWAY, WORKSHOP, answer, builder};

fn describe() -> Request {
    let parameters = json!({"Limit": 1, "Offset": 0});
    Request::post("DescribeUpstreams", APIGATEWAY.1, &parameters)
        .header("Host", "apigateway.tencentcloudapi.com")
        .tc3("apigateway", &Credential::test())
}

fn connect(emulator: &Emulator) -> TcpStream {
    let connection = TcpStream::connect(emulator.address()).unwrap();
    // Longer than anything takes, so that a test ends that would wait for ever.
    let longest = Some(Duration::from_secs(60));
    connection.set_read_timeout(longest).unwrap();
    connection
}

#[tokio::test]
async fn who_sends_no_more_is_answered() {
    let emulator = Emulator::start().await.unwrap();
    let body = String::from_utf8(describe().bytes()).unwrap();
    let (head, parameters) = body.split_once("\r\n\r\n").unwrap();
    let head = head.split("Content-Length").next().unwrap();
    let chunked = format!(
        "{head}Transfer-Encoding: chunked\r\n\r\n{:x}\r\n{parameters}\r\n0\r\n\r\n",
        parameters.len()
    );
    let open = body.replace("Connection: close\r\n", "");
    let many = open.repeat(3);
    for _ in 0..10 {
        for (bytes, count) in [(&body, 1), (&chunked, 1), (&open, 1), (&many, 3)] {
            let mut connection = connect(&emulator);
            connection.write_all(bytes.as_bytes()).unwrap();
            connection.shutdown(Shutdown::Write).unwrap();
            let mut text = String::new();
            connection.read_to_string(&mut text).unwrap();
            assert_eq!(text.matches("\"UpstreamSet\":[]").count(), count, "{text}");
        }
    }
}

#[tokio::test]
async fn a_body_may_come_after_its_head() {
    let emulator = Emulator::start().await.unwrap();
    let bytes = describe().bytes();
    let end = bytes.windows(4).position(|w| w == b"\r\n\r\n").unwrap() + 4;
    let mut connection = connect(&emulator);
    for part in [&bytes[..end], &bytes[end..end + 3], &bytes[end + 3..]] {
        connection.write_all(part).unwrap();
    }
    answer(&Response::read(connection));
}

fn stalled() -> Builder {
    builder().stall_streams().max_connections(1)
}

fn tell() -> Vec<u8> {
    let request = Request::post("TellOn", WORKSHOP.1, &json!({}));
    let request = request.header("Host", "workshop.localhost");
    request.tc3("workshop", &Credential::test()).bytes()
}

/// Reads until all three events came.
fn read_events(connection: &mut TcpStream) -> String {
    let mut text = String::new();
    let mut part = [0; 4096];
    while text.matches("data: ").count() < 3 {
        let read = connection.read(&mut part).unwrap();
        assert_ne!(read, 0, "{text}");
        text.push_str(std::str::from_utf8(&part[..read]).unwrap());
    }
    text
}

/// The only connection that there may be is free once its reader is gone.
#[tokio::test]
async fn a_stalled_stream_ends_when_its_reader_is_gone() {
    let emulator = stalled().start().await.unwrap();
    for tunnel in [false, true, false] {
        let mut connection = connect(&emulator);
        if tunnel {
            let host = "apigateway.tencentcloudapi.com:80";
            write!(
                connection,
                "CONNECT {host} HTTP/1.1\r\nHost: {host}\r\n\r\n"
            )
            .unwrap();
            let mut part = [0; 4096];
            let read = connection.read(&mut part).unwrap();
            assert!(part[..read].ends_with(b"\r\n\r\n"));
        }
        connection.write_all(&tell()).unwrap();
        read_events(&mut connection);
    }
    let mut connection = connect(&emulator);
    connection.write_all(&describe().bytes()).unwrap();
    answer(&Response::read(connection));
}

#[tokio::test]
async fn who_sends_no_more_gets_all_events_of_a_stalled_stream() {
    let emulator = stalled().start().await.unwrap();
    for _ in 0..10 {
        let mut connection = connect(&emulator);
        connection.write_all(&tell()).unwrap();
        connection.shutdown(Shutdown::Write).unwrap();
        let mut text = read_events(&mut connection);
        // Nothing more will come, so that it ends, though not as a whole response does.
        connection.read_to_string(&mut text).unwrap();
        assert!(!text.ends_with("\r\n0\r\n\r\n"), "{text}");
    }
}
