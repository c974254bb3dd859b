//! As an HTTP proxy.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;

use serde_json::json;
use tencentcloud_emulator::Emulator;

use crate::client::{Request, Response};
use crate::{APIGATEWAY, answer};

fn describe(emulator: &Emulator, host: &str) -> Request {
    Request::post(
        "DescribeUpstreams",
        APIGATEWAY.1,
        &json!({"Limit": 1, "Offset": 0}),
    )
    .header("Host", host)
    .tc3("apigateway", emulator.credential())
}

#[tokio::test]
async fn absolute_form() {
    let emulator = Emulator::start().await.unwrap();
    let mut request = describe(&emulator, "apigateway.tencentcloudapi.com");
    for target in [
        "http://apigateway.tencentcloudapi.com/",
        "http://apigateway.tencentcloudapi.com",
    ] {
        request.target = target.to_owned();
        answer(&request.send(emulator.address()));
    }
    let parameters = json!({"Limit": 1, "Offset": 0});
    let action = ("DescribeUpstreams", APIGATEWAY.1);
    let host = "apigateway.tencentcloudapi.com";
    let mut request = Request::v1(
        "GET",
        host,
        "HmacSHA1",
        action,
        &parameters,
        emulator.credential(),
    );
    request.target = format!("http://{host}{}", request.target);
    answer(&request.send(emulator.address()));
}

#[tokio::test]
async fn tunnel() {
    let emulator = Emulator::start().await.unwrap();
    let mut connection = TcpStream::connect(emulator.address()).unwrap();
    connection
        .write_all(b"CONNECT apigateway.tencentcloudapi.com:80 HTTP/1.1\r\nHost: apigateway.tencentcloudapi.com:80\r\n\r\n")
        .unwrap();
    let mut reader = BufReader::new(connection.try_clone().unwrap());
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        reader.read_line(&mut head).unwrap();
    }
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
    let request = describe(&emulator, "apigateway.tencentcloudapi.com");
    connection.write_all(&request.bytes()).unwrap();
    answer(&Response::read(reader));
}

#[tokio::test]
async fn a_connection_takes_many_requests() {
    let emulator = Emulator::start().await.unwrap();
    let mut connection = TcpStream::connect(emulator.address()).unwrap();
    let request = describe(&emulator, "apigateway.localhost");
    let open = String::from_utf8(request.bytes())
        .unwrap()
        .replace("Connection: close\r\n", "");
    connection.write_all(open.as_bytes()).unwrap();
    connection.write_all(&request.bytes()).unwrap();
    let mut text = String::new();
    std::io::Read::read_to_string(&mut connection, &mut text).unwrap();
    assert_eq!(text.matches("\"UpstreamSet\":[]").count(), 2, "{text}");
}
