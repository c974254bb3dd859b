//! A broker in another process, over its socket and its port.

use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixListener;

use futures_util::StreamExt;
use http::{Method, StatusCode};
use tencentcloud_broker::{Answer, Asked, Desk, Listen, Remote, Server};
use tencentcloud_emulator::Emulator;

use crate::raw::{Raw, plain};
use crate::stage::{Stage, refusal, response, ticket, with};

#[tokio::test]
async fn what_is_here_and_what_is_elsewhere_answer_alike() {
    let stage = Stage::new().await;
    let port = Server::start(stage.broker.clone(), &Listen::Port(0)).await;
    let port = port.unwrap();
    let desks = [
        Desk::Here(stage.broker.clone()),
        Desk::Remote(stage.remote()),
        Desk::Remote(Remote::connect(port.place().clone()).await.unwrap()),
    ];
    for (at, desk) in desks.into_iter().enumerate() {
        assert_eq!(desk.accounts().await.unwrap().len(), 3);
        let (status, listed) = response(desk.ask(Asked::new(stage.listing())).await).await;
        assert_eq!(
            (status, &listed["Response"]["TotalCount"]),
            (200, &at.into())
        );
        let brief = desk.plan(&stage.deleting("vpc-00000000")).await.unwrap();
        assert_eq!((&*brief.class, &*brief.decision), ("destroy", "confirm"));
        let mut wrong = stage.listing();
        wrong.url = "https://example.com".to_owned();
        assert_eq!(desk.plan(&wrong).await.unwrap_err().code, "unusable");
        assert_eq!(refusal(desk.ask(Asked::new(wrong)).await), "unusable");
        let unknown = "nope".parse().unwrap();
        let unknown = desk.state(&unknown, std::time::Duration::ZERO);
        assert_eq!(unknown.await.unwrap_err().code, "unknown");

        let waiting = ticket(desk.ask(Asked::new(stage.making("a"))).await);
        let person = stage.person();
        person.approve(&waiting.id, &waiting.digest, None).unwrap();
        let made = desk.ask(with(stage.making("a"), &waiting)).await;
        assert_eq!(response(made).await.0, 200);
        assert_eq!(stage.wire.left("CreateVpc").len(), at + 1);
    }
}

#[tokio::test]
async fn events_pass_as_they_come() {
    // A stream that never ends: what arrives of it has not waited for the rest.
    let stage = Stage::of(Emulator::builder().stall_streams(), |builder| builder).await;
    let body = r#"{"Model": "hunyuan-lite", "Stream": true, "Messages": [{"Role": "user", "Content": "a"}]}"#;
    let asked = || Asked::new(stage.request("hunyuan", "2023-09-01", "ChatCompletions", body));
    let remote = stage.remote();
    let waiting = ticket(remote.ask(asked()).await);
    let person = stage.person();
    person.approve(&waiting.id, &waiting.digest, None).unwrap();
    let Answer::Sent(response) = remote.ask(asked()).await else {
        panic!()
    };
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let piece = response.into_body().next().await.unwrap().unwrap();
    assert!(piece.starts_with(b"data:"), "{piece:?}");
}

#[tokio::test]
async fn any_http_client_can_ask() {
    let stage = Stage::new().await;
    let raw = Raw::new(stage.server.place());
    let url = stage.cloud.url();
    let headers = [
        ("x-tcloud-service", "vpc"),
        ("x-tcloud-url", &*url),
        ("x-tcloud-agent", "curl"),
        ("content-type", "application/json"),
        ("x-tc-action", "DescribeVpcs"),
        ("x-tc-version", "2017-03-12"),
        ("x-tc-region", "ap-guangzhou"),
    ];
    let sent = raw.call(Method::POST, "/v1/send", &headers, "{}").await;
    assert_eq!(sent.status(), StatusCode::OK);
    assert_eq!(sent.headers()["x-tcloud-status"], "200");
    assert_eq!(sent.headers()["content-type"], "application/json");
    assert_eq!(sent.body()["Response"]["TotalCount"], 0);

    let mut writing = headers.to_vec();
    writing[4].1 = "CreateVpc";
    let body = r#"{"VpcName": "a", "CidrBlock": "10.0.0.0/16"}"#;
    let waiting = raw.call(Method::POST, "/v1/send", &writing, body).await;
    assert_eq!(waiting.status(), StatusCode::ACCEPTED);
    let id = waiting.body()["approval"].as_str().unwrap();
    let target = format!("/v1/approvals/{id}");
    let state = raw.call(Method::GET, &target, &[], "").await;
    assert_eq!(state.body()["state"], "waiting");

    let refused = raw
        .call(Method::POST, "/v1/send", &headers[1..], "{}")
        .await;
    assert_eq!(refused.status(), StatusCode::FORBIDDEN);
    assert_eq!(refused.body()["code"], "unusable");
    // What comes twice could be read as either.
    for name in [
        "x-tcloud-service",
        "x-tcloud-url",
        "x-tcloud-account",
        "x-tcloud-wait",
    ] {
        let twice = [&headers[..], &[(name, "1"), (name, "1")]].concat();
        let refused = raw.call(Method::POST, "/v1/send", &twice, "{}").await;
        let told = refused.body()["message"].as_str().unwrap();
        assert!(told.contains(name) && told.contains("twice"), "{told}");
    }
    let large = "x".repeat((10 << 20) + 1);
    let refused = raw.call(Method::POST, "/v1/send", &headers, &large).await;
    assert_eq!(refused.body()["code"], "unusable");
}

#[tokio::test]
async fn no_web_page_and_nobody_without_the_token_calls_a_port() {
    let stage = Stage::new().await;
    let port = Server::start(stage.broker.clone(), &Listen::Port(0)).await;
    let port = port.unwrap();
    let text = port.place().to_text();
    let (token, authority) = text
        .strip_prefix("tcp://")
        .unwrap()
        .split_once('@')
        .unwrap();
    assert!(!port.place().to_string().contains(token));
    assert!(!format!("{port:?}").contains(token));
    let evil = ("origin", "http://evil.example");
    let own = [("host", authority), ("x-tcloud-token", token)];
    for headers in [
        vec![("host", authority)],
        vec![("host", authority), ("x-tcloud-token", "")],
        vec![
            ("host", authority),
            ("x-tcloud-token", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
        ],
        vec![("host", "evil.example"), ("x-tcloud-token", token)],
        vec![("x-tcloud-token", token)],
        vec![own[0], own[1], evil],
        vec![own[0], own[1], ("origin", "null")],
    ] {
        let answer = plain(authority, Method::GET, "/v1/accounts", &headers).await;
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{headers:?}");
    }
    let answer = plain(authority, Method::GET, "/v1/accounts", &own).await;
    assert_eq!(answer.body()[0]["name"], "dev");
}

#[tokio::test]
async fn a_socket_is_for_its_owner_alone_and_goes_away_with_its_broker() {
    let stage = Stage::new().await;
    let folder = stage.folder.path().to_owned();
    let mode = |name: &str| {
        let there = std::fs::symlink_metadata(folder.join(name)).unwrap();
        there.permissions().mode() & 0o777
    };
    assert_eq!((mode("run"), mode("run/broker.sock")), (0o700, 0o600));
    assert_eq!(mode("log.jsonl"), 0o600);
    let names = || {
        let names = std::fs::read_dir(folder.join("run")).unwrap();
        let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.collect::<Vec<_>>()
    };
    assert_eq!(names(), ["broker.sock"]);
    let start = async |name: &str| {
        Server::start(stage.broker.clone(), &Listen::Socket(folder.join(name))).await
    };

    // One at a place, and nothing else is taken for a socket.
    let second = start("run/broker.sock").await.unwrap_err();
    assert_eq!(second.kind(), std::io::ErrorKind::AddrInUse);
    let file = start("log.jsonl").await.unwrap_err();
    assert!(file.to_string().contains("is no socket"), "{file}");
    assert!(folder.join("log.jsonl").exists());

    // A folder into which others write is none for it.
    let open = folder.join("open");
    std::fs::create_dir(&open).unwrap();
    std::fs::set_permissions(&open, std::fs::Permissions::from_mode(0o777)).unwrap();
    let told = start("open/socket").await.unwrap_err().to_string();
    assert!(told.contains("chmod go-w"), "{told}");

    // Not the socket of another broker that has taken its place.
    let gone = start("run/gone").await.unwrap();
    std::fs::remove_file(folder.join("run/gone")).unwrap();
    let other = start("run/gone").await.unwrap();
    drop(gone);
    Remote::connect(other.place().clone()).await.unwrap();
    drop(other);

    let place = stage.server.place().clone();
    drop(stage.server);
    assert!(names().is_empty());
    let told = Remote::connect(place).await.unwrap_err();
    assert_eq!(told.code, "unreachable");
    assert!(told.message.contains("tcloud broker"), "{}", told.message);

    // What a broker that was killed left there is no broker.
    drop(UnixListener::bind(folder.join("run/broker.sock")).unwrap());
    let server = start("run/broker.sock").await.unwrap();
    Remote::connect(server.place().clone()).await.unwrap();
}
