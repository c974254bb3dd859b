//! Requests that wait for a decision: seen, let go, edited, signed again, refused, left behind.

use std::io::Write;
use std::net::{Shutdown, TcpStream};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use bytes::Bytes;
use serde_json::{Value, json};
use tencentcloud_emulator::{Credential, Decision, Emulator, Held, HoldRule, RawRequest};

use crate::client::{Request, Response};
use crate::https::{call, tunnel};
use crate::{APIGATEWAY, answer, code};

const HOST: &str = "apigateway.tencentcloudapi.com";

fn limited(limit: u64, by: &Credential) -> Request {
    let parameters = json!({"Limit": limit, "Offset": 0});
    Request::post("DescribeUpstreams", APIGATEWAY.1, &parameters)
        .header("Host", HOST)
        .header("User-Agent", "a-test/1.0")
        .tc3("apigateway", by)
}

fn sent(request: Request, emulator: &Emulator) -> JoinHandle<Response> {
    let address = emulator.address();
    thread::spawn(move || request.send(address))
}

/// The test's request as one that takes the place of another.
fn raw(request: &Request) -> RawRequest {
    RawRequest {
        method: request.method.to_owned(),
        path_and_query: request.target.clone(),
        headers: request.headers.clone(),
        body: Bytes::from(request.body.clone()),
    }
}

/// Waits until so many requests are held, and returns them.
async fn held(emulator: &Emulator, count: usize) -> Vec<Held> {
    loop {
        let changes = emulator.holds().changes();
        let list = emulator.holds().list();
        if list.len() == count {
            return list;
        }
        let wait = emulator.holds().wait(changes);
        let due = tokio::time::timeout(Duration::from_secs(60), wait);
        due.await.expect("the list changes");
    }
}

/// An emulator that holds every call of API Gateway, and its one call, which waits.
async fn holding(request: Request) -> (Emulator, Held, JoinHandle<Response>) {
    let emulator = Emulator::start().await.unwrap();
    let rule = HoldRule::new("apigateway:*");
    emulator.holds().add(rule).unwrap();
    let response = sent(request, &emulator);
    let mut list = held(&emulator, 1).await;
    (emulator, list.remove(0), response)
}

fn limit_of(record: &tencentcloud_emulator::Record) -> &Value {
    &record.request["Limit"]
}

#[tokio::test]
async fn a_held_call_is_seen_as_it_came_and_let_go() {
    let request = limited(7, &Credential::test());
    let (emulator, held, response) = holding(request.clone()).await;
    assert_eq!(held.service.as_deref(), Some("apigateway"));
    assert_eq!(held.version.as_deref(), Some(APIGATEWAY.1));
    assert_eq!(held.action, "DescribeUpstreams");
    assert_eq!(held.region.as_deref(), Some("ap-guangzhou"));
    assert_eq!(held.client.as_deref(), Some("a-test/1.0"));
    assert_eq!(held.parameters["Limit"], 7);
    assert!(held.since.ends_with('Z'));
    assert_eq!(held.request.method, "POST");
    assert_eq!(held.request.path_and_query, "/");
    assert_eq!(held.request.body, request.body);
    let signature = request.get_header("Authorization");
    assert_eq!(held.request.header("authorization"), Some(signature));
    let printed = format!("{held:?}");
    assert!(!printed.contains(&signature[signature.len() - 64..]));
    assert_eq!(emulator.calls().count(), 0);
    let waited = Duration::from_millis(300);
    tokio::time::sleep(waited).await;
    let release = |id| emulator.holds().release(id, Decision::Continue);
    assert_eq!(release(held.id), Ok(true));
    assert_eq!(release(held.id), Ok(false));
    answer(&response.join().unwrap());
    assert_eq!(emulator.holds().list(), []);
    let call = &emulator.calls().all()[0];
    let held_ms = call.held_ms.unwrap();
    assert!(held_ms >= 300.0, "{held_ms}");
    assert!(!call.edited && limit_of(call) == 7);
}

#[tokio::test]
async fn what_is_not_held_does_not_wait_and_says_nothing_of_it() {
    let emulator = Emulator::start().await.unwrap();
    emulator.holds().add(HoldRule::new("cvm:*")).unwrap();
    answer(&limited(1, emulator.credential()).send(emulator.address()));
    let call = &emulator.calls().all()[0];
    assert_eq!(call.held_ms, None);
    assert!(!call.to_line().contains("edited"));
}

#[tokio::test]
async fn an_edited_call_that_is_not_signed_again_is_refused() {
    let request = limited(7, &Credential::test());
    let (emulator, held, response) = holding(request).await;
    let mut edited = held.request.clone();
    edited.body = Bytes::from(json!({"Limit": 9, "Offset": 0}).to_string());
    emulator
        .holds()
        .release(held.id, Decision::Replace(edited))
        .unwrap();
    let response = response.join().unwrap();
    assert_eq!(code(&response), "AuthFailure.SignatureFailure");
    let call = &emulator.calls().all()[0];
    assert!(call.edited && call.held_ms.is_some());
    assert_eq!(call.code.as_deref(), Some("AuthFailure.SignatureFailure"));
}

#[tokio::test]
async fn an_edited_call_that_is_signed_again_succeeds_with_its_new_parameters() {
    let guess = Credential::new("AKIDnobody", "guess");
    let (emulator, held, response) = holding(limited(7, &guess)).await;
    let again = raw(&limited(9, emulator.credential()));
    let decision = Decision::Replace(again);
    emulator.holds().release(held.id, decision).unwrap();
    answer(&response.join().unwrap());
    let call = &emulator.calls().all()[0];
    assert!(call.edited && call.code.is_none());
    assert_eq!(limit_of(call), 9);
}

#[tokio::test]
async fn a_request_signed_in_its_query_is_edited_and_signed_again() {
    let v1 = |limit: u64, by: &Credential| {
        let parameters = json!({"Limit": limit, "Offset": 0});
        let action = ("DescribeUpstreams", APIGATEWAY.1);
        Request::v1("GET", HOST, "HmacSHA256", action, &parameters, by)
    };
    let (emulator, held, response) = holding(v1(7, &Credential::test())).await;
    assert_eq!(held.action, "DescribeUpstreams");
    assert_eq!(held.parameters["Limit"], 7);
    assert!(held.request.path_and_query.contains("Signature="));
    assert!(!format!("{held:?}").contains("Signature"));
    let again = raw(&v1(9, emulator.credential()));
    emulator
        .holds()
        .release(held.id, Decision::Replace(again))
        .unwrap();
    answer(&response.join().unwrap());
    assert_eq!(limit_of(&emulator.calls().all()[0]), 9);
}

#[tokio::test]
async fn a_refused_call_gets_the_error_and_calls_nothing() {
    let (emulator, held, response) = holding(limited(7, &Credential::test())).await;
    let refuse = |code: &str| Decision::Refuse {
        code: code.to_owned(),
        message: "not today".to_owned(),
    };
    let release = |decision| emulator.holds().release(held.id, decision);
    assert!(release(refuse("")).unwrap_err().contains("`code`"));
    assert_eq!(release(refuse("UnauthorizedOperation")), Ok(true));
    let response = response.join().unwrap();
    assert_eq!(code(&response), "UnauthorizedOperation");
    assert_eq!(response.json()["Response"]["Error"]["Message"], "not today");
    let call = &emulator.calls().all()[0];
    assert_eq!(call.source.as_deref(), Some("injected"));
    assert_eq!(call.service.as_deref(), Some("apigateway"));
    assert!(call.held_ms.is_some() && limit_of(call) == 7);
}

#[tokio::test]
async fn a_decision_that_cannot_be_carried_out_leaves_the_call_waiting() {
    let emulator = Emulator::start().await.unwrap();
    emulator.holds().add(HoldRule::new("*")).unwrap();
    let (request, address) = (limited(7, emulator.credential()), emulator.address());
    let response = thread::spawn(move || request.send_any(address));
    let held = held(&emulator, 1).await.remove(0);
    let mut broken = held.request.clone();
    "elsewhere".clone_into(&mut broken.path_and_query);
    let release = |request| {
        emulator
            .holds()
            .release(held.id, Decision::Replace(request))
    };
    assert!(release(broken).unwrap_err().contains("`path_and_query`"));
    assert_eq!(emulator.holds().list().len(), 1);
    let mut foreign = held.request.clone();
    foreign.set_header("Host", "www.example.com");
    assert_eq!(release(foreign), Ok(true));
    let (status, response) = response.join().unwrap();
    assert_eq!((status, &*code(&response)), (403, "UnauthorizedOperation"));
}

#[tokio::test]
async fn a_client_that_goes_away_is_taken_from_the_list() {
    let emulator = Emulator::start().await.unwrap();
    emulator.holds().add(HoldRule::new("*")).unwrap();
    let request = limited(7, emulator.credential());
    let connection = request.write(emulator.address());
    held(&emulator, 1).await;
    drop(connection);
    held(&emulator, 0).await;
    // What it has said after its request is not read, and does not hide that it went.
    let mut connection = request.write(emulator.address());
    held(&emulator, 1).await;
    connection.write_all(b"POST / HTTP/1.1\r\n").unwrap();
    connection.shutdown(Shutdown::Both).unwrap();
    held(&emulator, 0).await;
    assert_eq!(emulator.calls().count(), 0);
}

#[test]
fn a_client_of_tls_in_a_tunnel_is_held_and_may_go_away() {
    let wait = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let emulator = wait.block_on(Emulator::start()).unwrap();
    emulator.holds().add(HoldRule::new("*").times(2)).unwrap();
    thread::scope(|scope| {
        let connection = tunnel(&emulator, HOST);
        let response = scope.spawn(|| call(connection, HOST, &emulator));
        let one = wait.block_on(held(&emulator, 1)).remove(0);
        assert_eq!(one.request.header("host"), Some(HOST));
        emulator
            .holds()
            .release(one.id, Decision::Continue)
            .unwrap();
        answer(&response.join().unwrap().unwrap());
        let connection = TcpStream::connect(emulator.address()).unwrap();
        let other = connection.try_clone().unwrap();
        let response = scope.spawn(|| call(connection, HOST, &emulator));
        wait.block_on(held(&emulator, 1));
        other.shutdown(Shutdown::Both).unwrap();
        wait.block_on(held(&emulator, 0));
        assert!(response.join().unwrap().is_err());
    });
    assert_eq!(emulator.calls().count(), 1);
}

#[tokio::test]
async fn more_than_the_bound_go_on_at_once_and_who_waits_too_long_goes_on() {
    let emulator = Emulator::builder()
        .hold_at_most(1, Duration::from_secs(2))
        .start()
        .await
        .unwrap();
    emulator.holds().add(HoldRule::new("*")).unwrap();
    let begun = Instant::now();
    let first = sent(limited(1, emulator.credential()), &emulator);
    held(&emulator, 1).await;
    answer(&limited(2, emulator.credential()).send(emulator.address()));
    assert_eq!(emulator.holds().list().len(), 1);
    answer(&first.join().unwrap());
    assert!(begun.elapsed() >= Duration::from_secs(2));
    assert_eq!(emulator.holds().list(), []);
    let calls = emulator.calls().all();
    assert_eq!((limit_of(&calls[0]), calls[0].held_ms), (&json!(2), None));
    assert!(calls[1].held_ms.unwrap() >= 2000.0 && calls[1].ms.unwrap() < 2000.0);
    assert_eq!(emulator.holds().rules()[0].held, 1);
}

#[tokio::test]
async fn a_rule_takes_clients_by_a_part_of_their_name_and_so_many_of_them() {
    let emulator = Emulator::start().await.unwrap();
    let rule = HoldRule::new("Describe*").client("A-Test").times(1);
    let id = emulator.holds().add(rule.clone()).unwrap();
    let other = limited(1, emulator.credential()).header("User-Agent", "another/2");
    answer(&other.send(emulator.address()));
    let first = sent(limited(2, emulator.credential()), &emulator);
    held(&emulator, 1).await;
    answer(&limited(3, emulator.credential()).send(emulator.address()));
    let rules = emulator.holds().rules();
    assert_eq!((rules[0].id, &rules[0].rule, rules[0].held), (id, &rule, 1));
    assert!(emulator.holds().remove(id) && !emulator.holds().remove(id));
    assert_eq!(emulator.holds().release_all(), 1);
    answer(&first.join().unwrap());
    let wrong = |rule: HoldRule| emulator.holds().add(rule).unwrap_err();
    assert!(wrong(HoldRule::new("")).contains("`action`"));
    assert!(wrong(HoldRule::new("*").times(0)).contains("`times`"));
}

#[tokio::test]
async fn reset_forgets_the_rules_and_lets_all_go() {
    let emulator = Emulator::start().await.unwrap();
    emulator.holds().add(HoldRule::new("*")).unwrap();
    let waiting: Vec<_> = (1..=3)
        .map(|limit| sent(limited(limit, emulator.credential()), &emulator))
        .collect();
    held(&emulator, 3).await;
    emulator.reset();
    for response in waiting {
        answer(&response.join().unwrap());
    }
    assert_eq!(emulator.holds().rules(), []);
    answer(&limited(1, emulator.credential()).send(emulator.address()));
}

#[tokio::test]
async fn a_large_request_is_held_before_its_head_is_judged() {
    let guess = Credential::new("AKIDnobody", "guess");
    let padded = json!({"Limit": 1, "Offset": 0, "Filters": [{"Name": "x".repeat(200_000)}]});
    let request = Request::post("DescribeUpstreams", APIGATEWAY.1, &padded)
        .header("Host", HOST)
        .tc3("apigateway", &guess);
    let (emulator, held, response) = holding(request.clone()).await;
    assert_eq!(held.request.body.len(), request.body.len());
    emulator
        .holds()
        .release(held.id, Decision::Continue)
        .unwrap();
    assert_eq!(
        code(&response.join().unwrap()),
        "AuthFailure.SecretIdNotFound"
    );
}

/// One endpoint forwards, another one stands for the cloud.
#[tokio::test]
async fn a_call_on_its_way_to_the_cloud_is_held_edited_and_signed_again() {
    let cloud = Emulator::start().await.unwrap();
    let emulator = Emulator::builder()
        .forward(HOST, Some(&cloud.url()))
        .unwrap()
        .start()
        .await
        .unwrap();
    emulator.holds().add(HoldRule::new("apigateway:*")).unwrap();
    let response = sent(limited(7, cloud.credential()), &emulator);
    let one = held(&emulator, 1).await.remove(0);
    assert_eq!(cloud.calls().count(), 0);
    let again = raw(&limited(9, cloud.credential()));
    emulator
        .holds()
        .release(one.id, Decision::Replace(again))
        .unwrap();
    answer(&response.join().unwrap());
    assert_eq!(limit_of(&cloud.calls().all()[0]), 9);
    let call = &emulator.calls().all()[0];
    assert_eq!(call.source.as_deref(), Some("forwarded"));
    assert!(call.edited && limit_of(call) == 9);
}
