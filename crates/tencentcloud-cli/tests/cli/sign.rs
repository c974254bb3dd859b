//! Requests that are signed and printed, and signatures that are checked.

use std::io::{Read, Write};
use std::net::TcpStream;

use tencentcloud_emulator::Emulator;

use crate::program::{Program, program, tcloud};

const ID: &str = "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE";

fn with_key(words: &[&str]) -> Program {
    program(words)
        .env("TENCENTCLOUD_SECRET_ID", ID)
        .env(
            "TENCENTCLOUD_SECRET_KEY",
            "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE",
        )
        .env("TENCENTCLOUD_REGION", "ap-guangzhou")
}

const WORDS: [&str; 7] = [
    "sign",
    "cvm",
    "describe-zones",
    "--at",
    "1551113065",
    "--body",
    "{}",
];

#[test]
fn a_signed_request_is_printed_and_passes_its_own_check() {
    let request = with_key(&WORDS).run().printed();
    assert!(request.starts_with("POST / HTTP/1.1\n"), "{request}");
    assert!(
        request.contains("x-tc-action: DescribeZones\n"),
        "{request}"
    );
    // The same words sign the same.
    assert_eq!(with_key(&WORDS).run().printed(), request);
    let check = ["sign", "--check", "-", "--at", "1551113066"];
    let told = with_key(&check).input(request.clone()).run().printed();
    assert!(told.contains("signed rightly"), "{told}");

    let other = request.replace("\n\n{}", "\n\n{\"A\":1}");
    let run = with_key(&check).input(other).run();
    assert_eq!(run.code, 1);
    assert!(!run.stdout.contains("signed rightly"), "{}", run.stdout);
    let late = ["sign", "--check", "-"];
    let run = with_key(&late).input(request).run();
    assert_eq!(run.code, 1);
    let first = run.stdout.lines().next().unwrap();
    assert!(
        first.starts_with("clock: the timestamp 1551113065 is "),
        "{first}"
    );
}

#[test]
fn every_way_to_sign_passes_its_check() {
    for method in ["get", "post"] {
        for signature in ["tc3", "sha1", "sha256"] {
            let ways = ["--method", method, "--signature", signature];
            let request = with_key(&[&WORDS[..], &ways].concat()).run().printed();
            let check = ["sign", "--check", "-", "--at", "1551113066"];
            let told = with_key(&check).input(request.clone()).run();
            assert_eq!(
                told.code, 0,
                "{method} {signature}: {request}\n{}",
                told.stdout
            );
        }
    }
}

#[test]
fn no_token_is_printed() {
    for more in [&["--signature", "sha1"][..], &["--steps"], &[]] {
        let words = [&["sign", "cvm", "DescribeZones"][..], more].concat();
        let run = with_key(&words)
            .env("TENCENTCLOUD_TOKEN", "t0ken-t0ken")
            .run();
        let shown = run.printed();
        assert!(!shown.contains("t0ken") && shown.contains("***"), "{shown}");
    }
}

#[tokio::test]
async fn a_printed_request_is_accepted() {
    let emulator = Emulator::start().await.unwrap();
    let words = ["sign", "sts", "GetCallerIdentity"];
    let request = tcloud(&emulator, &words).run().printed();
    let (head, body) = request.split_once("\n\n").unwrap();
    let head = head.replace('\n', "\r\n");
    let mut stream = TcpStream::connect(emulator.address()).unwrap();
    let length = body.len();
    write!(
        stream,
        "{head}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
    )
    .unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).unwrap();
    assert!(response.contains("AccountId"), "{response}");
}

#[tokio::test]
async fn a_curl_command_is_checked() {
    let emulator = Emulator::start().await.unwrap();
    let words = ["sign", "sts", "GetCallerIdentity", "--steps"];
    let steps = tcloud(&emulator, &words).run().printed();
    let (_, curl) = steps.split_once("\ncurl\n").unwrap();
    let (curl, _) = curl.split_once("\n\ntccli").unwrap();
    let check = tcloud(&emulator, &["sign", "--check", "-"]).input(curl);
    assert!(check.run().printed().contains("signed rightly"));
}

#[test]
fn what_cannot_be_signed_says_why() {
    let told = with_key(&["sign", "cvm", "DescribeZone"]).run().failed(2);
    assert!(told.contains("DescribeZones"), "{told}");
    let told = with_key(&["sign", "cvm"]).run().failed(2);
    assert!(told.contains("ACTION"), "{told}");
    let words = ["sign", "cvm", "DescribeZones", "--body", "[]"];
    let told = with_key(&words).run().failed(2);
    assert!(told.contains("a JSON object"), "{told}");
}
