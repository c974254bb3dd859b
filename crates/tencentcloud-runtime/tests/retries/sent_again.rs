//! The exact number of requests that a server sees, by fault and by kind of action.

use std::collections::BTreeSet;

use tencentcloud_runtime::{ActionClass, Client, Error, Retries};
use tencentcloud_testkit::fault::{Server, Step};

use crate::script::{Act, Script};
use crate::{Bake, DescribeLoaves, GOOD, OrderOven, client, config};

/// Faults behind which a request may have had its effect.
fn unclear() -> [Step; 8] {
    [
        Step::page(502),
        Step::page(504),
        Step::error("InternalError"),
        Step::error("ServiceUnavailable"),
        Step::close(),
        Step::reset(),
        Step::ok(GOOD).cut_head(20),
        Step::ok(GOOD).cut_body(10),
    ]
}

#[tokio::test]
async fn what_changes_nothing_is_sent_again_after_every_passing_fault() {
    for fault in unclear() {
        let server = Server::start([fault.clone(), Step::ok(GOOD)]);
        let answer = client(&server).call(DescribeLoaves::new()).answer().await;
        assert_eq!(answer.expect("the second attempt").attempts, 2, "{fault:?}");
        assert_eq!(server.count(), 2, "{fault:?}");
    }
}

#[tokio::test]
async fn a_write_that_may_have_arrived_is_never_sent_again() {
    for fault in unclear() {
        let server = Server::start([fault.clone(), Step::ok(GOOD)]);
        let error = client(&server).call(Bake::new()).await.unwrap_err();
        assert_eq!(
            (error.attempts(), server.count()),
            (1, 1),
            "{fault:?}: {error}"
        );
        assert!(error.is_retryable(), "{error}");
    }
}

#[tokio::test]
async fn what_the_service_throttles_is_sent_again_whatever_it_does() {
    for code in [
        "RequestLimitExceeded",
        "RequestLimitExceeded.UinLimitExceeded",
    ] {
        let server = Server::start([Step::error(code), Step::error(code), Step::ok(GOOD)]);
        let answer = client(&server).call(Bake::new()).answer().await.unwrap();
        assert_eq!((answer.attempts, server.count()), (3, 3));
    }
}

#[tokio::test]
async fn what_another_attempt_cannot_mend_is_sent_once() {
    for fault in [
        Step::error("InvalidParameterValue"),
        Step::error("UnauthorizedOperation"),
        Step::error("LimitExceeded"),
        Step::page(404),
        Step::json("[]"),
    ] {
        let server = Server::start([fault.clone(), Step::ok(GOOD)]);
        let error = client(&server)
            .call(DescribeLoaves::new())
            .await
            .unwrap_err();
        assert_eq!((error.attempts(), server.count()), (1, 1), "{fault:?}");
    }
}

#[tokio::test]
async fn the_last_of_three_attempts_is_the_error() {
    let server = Server::start([Step::page(502), Step::page(503), Step::page(504)]);
    let error = client(&server)
        .call(DescribeLoaves::new())
        .await
        .unwrap_err();
    assert_eq!(
        (error.status(), error.attempts(), server.count()),
        (Some(504), 3, 3)
    );
}

#[tokio::test]
async fn what_was_not_sent_is_sent_again_and_is_no_attempt() {
    let script = Script::new(&[Act::Unsent, Act::Unsent, Act::Good]);
    let client = Client::new(&config().transport(script.clone()));
    let answer = client.call(Bake::new()).answer().await.unwrap();
    assert_eq!((answer.attempts, script.count()), (1, 3));

    let script = Script::new(&[Act::Unsent]);
    let client = Client::new(&config().transport(script.clone()));
    let error = client.call(Bake::new()).await.unwrap_err();
    assert_eq!((error.attempts(), script.count()), (0, 3));
    assert!(error.is_unsent() && error.is_network());

    let refusing = Server::refusing([Step::ok(GOOD)]);
    let error = crate::client(&refusing)
        .call(Bake::new())
        .await
        .unwrap_err();
    assert_eq!(
        (error.attempts(), refusing.connections()),
        (0, 0),
        "{error:?}"
    );
}

/// All attempts count of which something may have arrived, not only the last.
#[tokio::test]
async fn attempts_are_those_that_may_have_arrived() {
    let script = Script::new(&[Act::Page(502), Act::Unsent, Act::Code("InvalidParameter")]);
    let client = Client::new(&config().transport(script.clone()));
    let error = client.call(DescribeLoaves::new()).await.unwrap_err();
    assert_eq!((error.attempts(), script.count()), (2, 3));
}

#[tokio::test]
async fn a_client_token_is_made_once_for_all_attempts_and_anew_for_each_call() {
    let faults = [Step::page(502), Step::reset(), Step::ok(GOOD)];
    let server = Server::start([&faults[..], &faults].concat());
    let client = client(&server);
    for _ in 0..2 {
        let answer = client.call(OrderOven::new()).answer().await.unwrap();
        assert_eq!(answer.attempts, 3);
    }
    let bodies: Vec<_> = server
        .requests()
        .iter()
        .map(|request| request.text())
        .collect();
    assert_eq!(bodies.len(), 6);
    assert!(
        bodies[0].starts_with(r#"{"ClientToken":""#) && bodies[0].len() == 54,
        "{}",
        bodies[0]
    );
    assert!(bodies[..3].iter().all(|body| *body == bodies[0]));
    assert!(bodies[3..].iter().all(|body| *body == bodies[3]));
    assert_ne!(bodies[0], bodies[3]);
}

#[tokio::test]
async fn a_client_token_of_the_caller_stays() {
    let server = Server::start([Step::page(502), Step::ok(GOOD)]);
    let request = OrderOven::new().client_token("mine");
    client(&server).call(request).await.unwrap();
    for request in server.requests() {
        assert_eq!(request.text(), r#"{"ClientToken":"mine"}"#);
    }
    let server = Server::start([Step::page(502), Step::ok(GOOD)]);
    let raw = client(&server)
        .raw("bakery", "2020-01-01", "OrderOven")
        .parameters(serde_json::json!({ "ClientToken": "mine" }))
        .answer()
        .await;
    assert_eq!((raw.unwrap().attempts, server.count()), (2, 2));
}

#[tokio::test]
async fn a_dry_run_changes_nothing() {
    for (dry_run, count) in [(true, 2), (false, 1)] {
        let server = Server::start([Step::page(502), Step::ok(GOOD)]);
        let _ = client(&server).call(Bake::new().dry_run(dry_run)).await;
        assert_eq!(server.count(), count, "{dry_run}");
    }
}

#[tokio::test]
async fn a_class_is_set_for_an_action_or_for_a_call() {
    let count = async |config: tencentcloud_runtime::Config, class| {
        let server = Server::start([Step::page(502), Step::ok(GOOD)]);
        let client = Client::new(&config.endpoint(server.url()));
        let call = client.call(Bake::new());
        let _ = match class {
            Some(class) => call.class(class),
            None => call,
        }
        .await;
        server.count()
    };
    let known = || config().class("bakery", "Bake", ActionClass::Idempotent);
    assert_eq!(count(config(), None).await, 1);
    assert_eq!(count(config(), Some(ActionClass::Idempotent)).await, 2);
    assert_eq!(count(known(), None).await, 2);
    assert_eq!(count(known(), Some(ActionClass::Write)).await, 1);
    assert_eq!(
        count(config().class("bakery", "Knead", ActionClass::Read), None).await,
        1
    );
}

#[tokio::test]
async fn retries_are_set_for_all_calls_or_for_one() {
    for (all, one, count) in [
        (Some(Retries::none()), None, 1),
        (Some(Retries::none()), Some(config_retries().attempts(2)), 2),
        (Some(config_retries().attempts(5)), None, 5),
        (None, Some(Retries::none()), 1),
    ] {
        let server = Server::start([Step::page(502)]);
        let mut config = config().endpoint(server.url());
        if let Some(all) = all {
            config = config.retries(all);
        }
        let client = Client::new(&config);
        let mut call = client.call(DescribeLoaves::new());
        if let Some(one) = one {
            call = call.retries(one);
        }
        assert_eq!(call.await.unwrap_err().attempts(), count);
        assert_eq!(server.count(), count as usize);
    }
}

fn config_retries() -> Retries {
    Retries::new().base(std::time::Duration::ZERO, std::time::Duration::ZERO)
}

/// 500 tokens pay for 35 retries after transient failures; what succeeds pays a little back.
#[tokio::test]
async fn while_most_calls_fail_retries_end() {
    let script = Script::new(&[Act::Page(502)]);
    let client = Client::new(&config().transport(script.clone()));
    for _ in 0..100 {
        let call: Result<_, Error> = client.call(DescribeLoaves::new()).await;
        assert!(call.unwrap_err().is_gateway());
    }
    assert_eq!(script.count(), 100 + 35);
}

#[tokio::test]
async fn every_attempt_is_signed_for_its_own_time() {
    let server = Server::start([Step::page(502), Step::page(502), Step::ok(GOOD)]);
    let clock = std::sync::atomic::AtomicU64::new(1_600_000_000);
    let tick = move || {
        let now = clock.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        std::time::UNIX_EPOCH + std::time::Duration::from_secs(now)
    };
    let client = Client::new(&config().endpoint(server.url()).clock(tick));
    client.call(DescribeLoaves::new()).await.unwrap();
    let requests = server.requests();
    let different = |name| {
        requests
            .iter()
            .map(|r| r.header(name))
            .collect::<BTreeSet<_>>()
            .len()
    };
    assert_eq!(different("x-tc-timestamp"), 3);
    assert_eq!(different("authorization"), 3);
}
