//! The metadata service.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use tencentcloud_runtime::{InstanceRole, ProvideCredential};
use tencentcloud_testkit::fault::{Server, Step};

use super::{at, failure, metadata, second, temporary};

const PATH: &str = "/latest/meta-data/cam/security-credentials/";

fn plain(text: &str) -> Step {
    Step::response(200, "text/plain", text)
}

#[tokio::test]
async fn the_service_names_the_role_and_then_gives_its_credential() {
    let expires = second(3600);
    let server = Server::start([plain("my role/中\n"), metadata("cvm", expires)]);
    let source = InstanceRole::new().endpoint(server.url());
    let found = source.credential().await.unwrap();
    assert_eq!(found, temporary("cvm", expires));
    assert_eq!(source.credential().await.unwrap(), found);
    let requests = server.requests();
    let targets: Vec<_> = requests
        .iter()
        .map(|request| request.target.as_str())
        .collect();
    assert_eq!(targets, [PATH, &format!("{PATH}my%20role%2F%E4%B8%AD")]);
    assert!(requests.iter().all(|request| request.method == "GET"));
}

#[tokio::test]
async fn a_role_that_is_named_is_asked_for_at_once() {
    let expires = second(3600);
    let server = Server::start([metadata("cvm", expires)]);
    let source = InstanceRole::new().role("reader").endpoint(server.url());
    assert_eq!(
        source.credential().await.unwrap(),
        temporary("cvm", expires)
    );
    assert_eq!(server.requests().len(), 1);
    assert_eq!(server.requests()[0].target, format!("{PATH}reader"));
}

/// A role of the instance may be exchanged for another one: its name is asked for each time.
#[tokio::test]
async fn the_credential_is_fetched_again_before_it_expires() {
    let (one, two) = (second(7200), second(14_400));
    let server = Server::start([
        plain("a"),
        metadata("one", one),
        plain("b"),
        metadata("two", two),
    ]);
    let now = Arc::new(AtomicI64::new(second(0)));
    let clock = Arc::clone(&now);
    let source = InstanceRole::new()
        .endpoint(server.url())
        .clock(move || at(clock.load(Ordering::SeqCst)));
    assert_eq!(source.credential().await.unwrap(), temporary("one", one));
    now.store(one - 901, Ordering::SeqCst);
    assert_eq!(source.credential().await.unwrap(), temporary("one", one));
    now.store(one - 599, Ordering::SeqCst);
    assert_eq!(source.credential().await.unwrap(), temporary("two", two));
    assert_eq!(server.requests()[3].target, format!("{PATH}b"));
}

/// A server's passing failure is tried again, and the third one is the error.
#[tokio::test]
async fn a_passing_failure_is_tried_three_times() {
    let expires = second(3600);
    let server = Server::start([Step::page(502), Step::close(), metadata("cvm", expires)]);
    let source = InstanceRole::new().role("r").endpoint(server.url());
    assert_eq!(
        source.credential().await.unwrap(),
        temporary("cvm", expires)
    );
    assert_eq!(server.requests().len(), 3);
    let server = Server::start([Step::page(503)]);
    let source = InstanceRole::new().role("r").endpoint(server.url());
    let error = failure(&source).await.to_string();
    let told = format!(
        "no credential: instance role: connection failed: {}{PATH}r answered HTTP 503",
        server.url()
    );
    assert!(error.starts_with(&told), "{error}");
    assert_eq!(server.requests().len(), 3);
}

#[tokio::test]
async fn an_answer_that_is_no_credential_is_named_with_the_reason() {
    for (steps, told) in [
        (
            vec![Step::page(404)],
            "the instance has no role: bind one to it in the console",
        ),
        (
            vec![plain(" \n")],
            "the instance has no role: bind one to it in the console",
        ),
        (
            vec![Step::page(200)],
            "…/ answered a page of HTML instead of a role's name",
        ),
        (vec![Step::page(403)], "…/ answered HTTP 403"),
        (vec![plain("r"), Step::page(404)], "…/r answered HTTP 404"),
        (vec![plain("r"), plain("hush")], "…/r answered no JSON"),
        (
            vec![plain("r"), Step::json(r#"{"Code":"Failed"}"#)],
            "…/r answered Code Failed",
        ),
        (
            vec![
                plain("r"),
                Step::json(r#"{"Code":"Success","TmpSecretId":"hush","TmpSecretKey":"hush"}"#),
            ],
            "…/r answered no Token",
        ),
        (
            vec![
                plain("r"),
                Step::json(r#"{"TmpSecretId":"hush","TmpSecretKey":"hush","Token":"hush"}"#),
            ],
            "…/r answered no ExpiredTime",
        ),
    ] {
        let count = steps.len();
        let server = Server::start(steps);
        let source = InstanceRole::new().endpoint(server.url());
        let error = failure(&source).await.to_string();
        let place = format!("{}{}", server.url(), PATH.trim_end_matches('/'));
        let error = error.replace(&place, "…");
        let error = error.replace(" By Script", "");
        assert!(!error.contains("hush"), "{error}");
        let expected = format!("no credential: instance role: {told}");
        assert!(error.starts_with(&expected), "{error}, not {expected}");
        assert_eq!(server.requests().len(), count, "{told}");
    }
    let source = InstanceRole::new().endpoint("two words");
    let error = failure(&source).await.to_string();
    assert!(
        error.contains("the endpoint \"two words\" is no URL"),
        "{error}"
    );
}
