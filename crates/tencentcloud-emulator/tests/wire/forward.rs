//! Every host of the vendor on its way to the cloud: what goes, and that what comes back is unchanged.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::process::Stdio;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use serde_json::json;
use tencentcloud_emulator::{Credential, Emulator, Record};

use crate::client::{Request, Response};
use crate::command::{Running, command};
use crate::https::{call, tunnel};
use crate::{answer, code};

const HOST: &str = "apigateway.tencentcloudapi.com";

fn zones(by: &Credential) -> Request {
    Request::post("DescribeZones", "2017-03-12", &json!({}))
        .header("Host", "cvm.tencentcloudapi.com")
        .tc3("cvm", by)
}

fn source(response: &Response) -> &str {
    response.header("x-emulator-source").unwrap()
}

/// A cloud that gives each connection one response, in turn, as it is written here. It passes on the
/// heads of the requests.
fn scripted(responses: Vec<Vec<u8>>) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (sender, heads) = channel();
    thread::spawn(move || {
        for response in responses {
            let (mut connection, _) = listener.accept().unwrap();
            sender.send(head(&mut connection)).unwrap();
            connection.write_all(&response).unwrap();
        }
    });
    (url, heads)
}

/// Reads a request and returns its head.
fn head(connection: &mut TcpStream) -> String {
    let mut reader = BufReader::new(connection);
    let (mut head, mut length) = (String::new(), 0);
    while !head.ends_with("\r\n\r\n") {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        let lower = line.to_ascii_lowercase();
        if let Some(text) = lower.strip_prefix("content-length: ") {
            length = text.trim().parse().unwrap();
        }
        head.push_str(&line);
    }
    reader.read_exact(&mut vec![0; length]).unwrap();
    head
}

fn answered(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\n\r\n");
    [head.as_bytes(), body].concat()
}

async fn before(url: &str) -> Emulator {
    let builder = Emulator::builder().forward_all_to(url).unwrap();
    builder.start().await.unwrap()
}

#[tokio::test]
async fn every_host_goes_on_in_a_tunnel_or_not_and_is_recorded() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("calls.jsonl");
    let cloud = Emulator::start().await.unwrap();
    let builder = Emulator::builder().forward_all_to(&cloud.url()).unwrap();
    let proxy = builder.record(&path).start().await.unwrap();
    let inside = call(tunnel(&proxy, HOST), HOST, &proxy).unwrap();
    answer(&inside);
    assert_eq!(source(&inside), "forwarded");
    answer(&zones(proxy.credential()).send(proxy.address()));
    let own = zones(proxy.credential()).header("Host", "cvm.localhost");
    let own = own.tc3("cvm", proxy.credential()).send(proxy.address());
    assert_ne!(source(&own), "forwarded");
    let there: Vec<_> = cloud.calls().all();
    let there: Vec<_> = there.iter().map(|call| &*call.action).collect();
    assert_eq!(there, ["DescribeUpstreams", "DescribeZones"]);
    let text = std::fs::read_to_string(&path).unwrap();
    let kept = Record::read_lines(&text).unwrap();
    let sources: Vec<_> = kept.iter().map(|one| one.source.as_deref()).collect();
    assert_eq!(sources[..2], [Some("forwarded"); 2]);
    assert_eq!(kept[1].response, cloud.calls().all()[1].response);
}

#[tokio::test]
async fn a_named_host_goes_where_its_name_says_and_no_other_host_goes_anywhere() {
    let (named, others) = (
        Emulator::start().await.unwrap(),
        Emulator::start().await.unwrap(),
    );
    let builder = Emulator::builder().forward_all_to(&others.url()).unwrap();
    let builder = builder.forward("cvm.tencentcloudapi.com", Some(&named.url()));
    let proxy = builder.unwrap().start().await.unwrap();
    answer(&zones(proxy.credential()).send(proxy.address()));
    assert_eq!((named.calls().count(), others.calls().count()), (1, 0));
    let foreign = zones(proxy.credential()).header("Host", "www.example.com");
    assert_eq!(foreign.send_any(proxy.address()).0, 403);
    assert!(Emulator::builder().forward_all_to("nowhere").is_err());
}

#[tokio::test]
async fn what_the_cloud_responds_comes_back_unchanged() {
    let big = [
        b"{\"Response\":{\"Blob\":\"",
        &vec![b'x'; 20 << 20][..],
        b"\"}}",
    ]
    .concat();
    let packed = [0x1f, 0x8b, 8, 0, 255, 254];
    let json = "Content-Type: application/json\r\n";
    let (url, heads) = scripted(vec![
        answered(
            "502 Bad Gateway",
            "Content-Type: text/html\r\nServer: a-gateway\r\n",
            b"<h1>",
        ),
        answered("200 OK", json, &big),
        answered(
            "200 OK",
            &format!("{json}Content-Encoding: gzip\r\nX-Two: 1\r\nX-Two: 2\r\n"),
            &packed,
        ),
        answered("404 Not Found", "", b""),
        answered(
            "200 OK",
            json,
            br#"{"Response":{"Error":{"Code":"A.B","Message":"m"},"RequestId":"r-1"}}"#,
        ),
    ]);
    let proxy = before(&url).await;
    let by = Credential::test();
    let send = || {
        let request = zones(&by).header("Accept-Encoding", "gzip, br");
        request.send_any(proxy.address())
    };
    let (status, page) = send();
    assert_eq!((status, &page.body[..]), (502, &b"<h1>"[..]));
    assert_eq!(page.header("content-type"), Some("text/html"));
    assert_eq!(page.header("server"), Some("a-gateway"));
    assert!(
        !heads
            .recv()
            .unwrap()
            .to_lowercase()
            .contains("accept-encoding")
    );
    assert_eq!(send().1.body, big);
    let (_, response) = send();
    assert_eq!(response.header("content-encoding"), Some("gzip"));
    assert_eq!(
        (response.header("x-two"), &response.body[..]),
        (Some("1"), &packed[..])
    );
    let (status, empty) = send();
    assert_eq!((status, empty.header("content-type")), (404, None));
    assert_eq!(code(&send().1), "A.B");
    let calls = proxy.calls().all();
    let codes: Vec<_> = calls.iter().map(|call| call.code.as_deref()).collect();
    assert_eq!(
        codes,
        [Some("HTTP 502"), None, None, Some("HTTP 404"), Some("A.B")]
    );
    assert_eq!(calls[4].request_id.as_deref(), Some("r-1"));
    // A header that the signature has stays as it is.
    let (url, heads) = scripted(vec![answered("200 OK", json, b"{}")]);
    let proxy = before(&url).await;
    let signed = zones(&by).header("Accept-Encoding", "gzip");
    let headers = ["accept-encoding", "content-type", "host"];
    let headers = headers.map(|name| (name, signed.get_header(name).to_owned()));
    signed
        .clone()
        .tc3_over("cvm", &by, &headers)
        .send(proxy.address());
    assert!(
        heads
            .recv()
            .unwrap()
            .to_lowercase()
            .contains("accept-encoding: gzip")
    );
}

/// A cloud that sends an event each time it is told to, and says when its client has gone.
fn streaming() -> (String, std::sync::mpsc::Sender<()>, Receiver<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (more, told) = channel::<()>();
    let (gone, went) = channel();
    thread::spawn(move || {
        let (mut connection, _) = listener.accept().unwrap();
        head(&mut connection);
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nConnection: close\r\n\r\n";
        connection.write_all(head.as_bytes()).unwrap();
        let mut number = 0;
        while told.recv().is_ok() {
            number += 1;
            let event = format!("data: {{\"Note\":\"{number}\"}}\n\n");
            connection.write_all(event.as_bytes()).unwrap();
        }
        let _ = connection.shutdown(Shutdown::Write);
        if let Ok(0) | Err(_) = connection.read(&mut [0]) {
            let _ = gone.send(());
        }
    });
    (url, more, went)
}

fn chat() -> Request {
    let messages = json!([{"Role": "user", "Content": "hello"}]);
    let parameters = json!({"Model": "hunyuan-lite", "Stream": true, "Messages": messages});
    Request::post("ChatCompletions", "2023-09-01", &parameters)
        .header("Host", "hunyuan.tencentcloudapi.com")
        .tc3("hunyuan", &Credential::test())
}

fn event(lines: &mut impl BufRead) -> String {
    let mut line = String::new();
    while !line.starts_with("data:") {
        line.clear();
        assert_ne!(lines.read_line(&mut line).unwrap(), 0);
    }
    line.trim().to_owned()
}

#[tokio::test]
async fn events_come_one_by_one_and_are_noted_once_they_are_over() {
    let (url, more, _went) = streaming();
    let proxy = before(&url).await;
    let connection = chat().write(proxy.address());
    let mut lines = BufReader::new(connection);
    for number in 1..=2 {
        more.send(()).unwrap();
        assert_eq!(
            event(&mut lines),
            format!("data: {{\"Note\":\"{number}\"}}")
        );
    }
    assert_eq!(proxy.calls().count(), 0);
    drop(more);
    let mut rest = String::new();
    lines.read_to_string(&mut rest).unwrap();
    proxy.calls().wait(0).await;
    let call = &proxy.calls().all()[0];
    let events = call.events.as_ref().unwrap();
    assert_eq!(*events, [json!({"Note": "1"}), json!({"Note": "2"})]);
    assert_eq!(call.source.as_deref(), Some("forwarded"));
}

#[tokio::test]
async fn a_client_that_leaves_a_stream_ends_it_in_the_cloud() {
    let (url, more, went) = streaming();
    let proxy = before(&url).await;
    let connection = chat().write(proxy.address());
    let mut lines = BufReader::new(connection);
    more.send(()).unwrap();
    event(&mut lines);
    drop(lines);
    proxy.calls().wait(0).await;
    assert_eq!(proxy.calls().all()[0].events.as_ref().unwrap().len(), 1);
    drop(more);
    went.recv_timeout(Duration::from_secs(60)).unwrap();
}

#[tokio::test]
async fn the_command_forwards_all() {
    let cloud = Emulator::start().await.unwrap();
    let all = format!("all={}", cloud.url());
    let mut proxy = command(&["--quiet", "--forward", &all]);
    let (_running, address): (_, SocketAddr) = Running::start(proxy.stderr(Stdio::null()));
    let response = zones(cloud.credential()).send(address);
    assert_eq!(source(&response), "forwarded");
    let wrong = command(&["--forward", "all=nowhere"]).output().unwrap();
    let told = String::from_utf8(wrong.stderr).unwrap();
    assert!(told.contains("--forward all=nowhere"), "{told}");
    // What goes to the cloud itself is not tried here; that it is accepted is.
    let _started = Running::start(&mut command(&["--quiet", "--forward", "all"]));
}
