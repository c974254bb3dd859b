//! The server that fails does what its script says, on the wire.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use tencentcloud_testkit::fault::{Script, Server, Step};

const REQUEST: &str =
    "POST /?a=b HTTP/1.1\r\nHost: x\r\nX-TC-Action: Bake\r\ncontent-length: 2\r\n\r\n{}";

fn connect(server: &Server) -> TcpStream {
    TcpStream::connect(server.address()).unwrap()
}

/// Sends a request and reads to the end of the connection.
fn exchange(server: &Server) -> String {
    let mut stream = connect(server);
    stream.write_all(REQUEST.as_bytes()).unwrap();
    let mut text = String::new();
    let _ = stream.read_to_string(&mut text);
    text
}

#[test]
fn steps_come_in_order_and_the_last_repeats() {
    let server = Server::start([
        Step::page(502).then_close(),
        Step::ok(r#""Loaves":3"#).then_close(),
    ]);
    assert!(exchange(&server).starts_with("HTTP/1.1 502 "));
    for _ in 0..2 {
        let text = exchange(&server);
        assert!(
            text.ends_with("\r\n\r\n{\"Response\":{\"Loaves\":3,\"RequestId\":\"id-ok\"}}"),
            "{text}"
        );
    }
    let requests = server.requests();
    assert_eq!(
        (server.connections(), server.count(), requests.len()),
        (3, 3, 3)
    );
    let last = &requests[2];
    assert_eq!(
        (last.method.as_str(), last.target.as_str()),
        ("POST", "/?a=b")
    );
    assert_eq!(
        (last.action(), last.text().as_str(), last.connection),
        ("Bake", "{}", 3)
    );
}

#[test]
fn a_connection_serves_requests_until_a_step_ends_it() {
    let server = Server::start([Step::ok(""), Step::ok(""), Step::close()]);
    let mut stream = connect(&server);
    stream.write_all(REQUEST.repeat(3).as_bytes()).unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    assert_eq!(text.matches("id-ok").count(), 2, "{text}");
    assert_eq!((server.connections(), server.count()), (1, 3));
}

#[test]
fn a_step_before_the_request_closes_the_idle_connection_or_the_next() {
    let server = Server::start([Step::ok(""), Step::close_first(), Step::ok("").then_close()]);
    assert!(exchange(&server).contains("id-ok"));
    assert!(exchange(&server).contains("id-ok"));
    let server = Server::start([Step::close_first()]);
    let mut text = String::new();
    let _ = connect(&server).read_to_string(&mut text);
    assert_eq!(
        (text.as_str(), server.connections(), server.count()),
        ("", 1, 0)
    );
}

#[test]
fn a_reset_is_one_and_a_refused_connection_too() {
    for step in [Step::reset_first(), Step::reset()] {
        let server = Server::start([step]);
        let mut stream = connect(&server);
        // The reset may be there before the request, and is told once.
        let sent = stream.write_all(REQUEST.as_bytes());
        let read = sent.and_then(|()| stream.read(&mut [0; 8]));
        let error = read.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    }
    let server = Server::refusing([Step::ok("").then_close()]);
    let error = TcpStream::connect(server.address()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ConnectionRefused);
    server.listen();
    assert!(exchange(&server).contains("id-ok"));
    assert_eq!(server.connections(), 1);
}

#[test]
fn a_response_is_cut_where_the_script_says() {
    let whole = Step::response(200, "text/plain", "0123456789");
    let server = Server::start([
        whole.clone().cut_head(12),
        whole.clone().cut_body(4),
        whole.clone().chunks(6).cut_body(5),
        whole.clone().chunks(6).then_close(),
        whole.until_close(),
    ]);
    assert_eq!(exchange(&server), "HTTP/1.1 200");
    assert!(exchange(&server).ends_with("content-length: 10\r\n\r\n0123"));
    assert!(exchange(&server).ends_with("chunked\r\n\r\n6\r\n01"));
    assert!(exchange(&server).ends_with("\r\n\r\n6\r\n012345\r\n4\r\n6789\r\n0\r\n\r\n"));
    let text = exchange(&server);
    assert!(
        text.ends_with("0123456789") && !text.contains("content-length"),
        "{text}"
    );
}

#[test]
fn silence_lasts_until_the_client_turns_away_and_a_gate_until_it_is_opened() {
    let server = Server::start([
        Step::silence(),
        Step::response(200, "text/plain", "0123456789")
            .gate(usize::MAX)
            .then_close(),
    ]);
    let mut stream = connect(&server);
    stream.write_all(REQUEST.as_bytes()).unwrap();
    let short = Some(Duration::from_millis(20));
    stream.set_read_timeout(short).unwrap();
    assert!(stream.read(&mut [0; 8]).is_err());
    drop(stream);
    server.open();
    assert!(exchange(&server).ends_with("0123456789"));
}

#[test]
fn a_function_chooses_by_the_request() {
    let script = Script::function(|request| match request.action() {
        "Bake" => Step::events(["{}", "[DONE]"]),
        _ => Step::close(),
    });
    let server = Server::start(script);
    assert!(exchange(&server).ends_with("\r\n\r\ndata: {}\n\ndata: [DONE]\n\n"));
    assert_eq!((server.count(), server.requests().len()), (1, 0));
}
