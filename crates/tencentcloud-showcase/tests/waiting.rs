//! Waiting for a state, in paused time.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tencentcloud_runtime::{Error, Mock};
use tencentcloud_showcase::{Client, ValuesRequest, ValuesResponse};
use tokio::time::Instant;

/// Answers the states one after the other, the last one for ever; an empty one is "not found".
fn states(states: &'static [&'static str]) -> (Mock, Arc<AtomicUsize>) {
    let (mock, calls) = (Mock::new(), Arc::new(AtomicUsize::new(0)));
    let counter = Arc::clone(&calls);
    mock.on::<ValuesRequest>(move |_| {
        let call = counter.fetch_add(1, Ordering::SeqCst);
        match states[call.min(states.len() - 1)] {
            "" => Err(Error::service("ResourceNotFound", "not yet")),
            "busy" => Err(Error::service("RequestLimitExceeded", "slow down")),
            state => {
                let mut answer = ValuesResponse::default();
                answer.state = state.to_owned();
                Ok(answer)
            }
        }
    });
    (mock, calls)
}

#[tokio::test(start_paused = true)]
async fn intervals_grow_until_the_answer_is_as_wanted() {
    let (mock, calls) = states(&["PENDING", "busy", "PENDING", "RUNNING"]);
    let client = Client::new(&mock.config());
    let start = Instant::now();
    let answer = client
        .values(ValuesRequest::new())
        .wait_until(|answer| answer.state == ValuesResponse::STATE_RUNNING)
        .every(Duration::from_secs(2), Duration::from_secs(4))
        .await
        .unwrap();
    assert_eq!(answer.state, "RUNNING");
    assert_eq!(calls.load(Ordering::SeqCst), 4);
    assert_eq!(start.elapsed().as_secs(), 2 + 3 + 4);
}

#[tokio::test(start_paused = true)]
async fn time_runs_out() {
    let (mock, _) = states(&["PENDING"]);
    let client = Client::new(&mock.config());
    let wait = client
        .values(ValuesRequest::new())
        .wait_until(|_| false)
        .timeout(Duration::from_secs(60));
    let error = wait.await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert!(
        error
            .to_string()
            .starts_with("waited in vain: the answer did not become as wanted within 60s"),
        "{error}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_state_that_is_no_way_there_ends_it_at_once() {
    let (mock, calls) = states(&["PENDING", "FAILED"]);
    let client = Client::new(&mock.config());
    let wait = client
        .values(ValuesRequest::new())
        .wait_until(|answer| answer.state == "RUNNING");
    let error = wait
        .fail_when(|answer| answer.state == "FAILED")
        .await
        .unwrap_err();
    assert!(!error.is_timeout());
    assert_eq!(calls.load(Ordering::SeqCst), 2);
}

#[tokio::test(start_paused = true)]
async fn errors_end_it_unless_they_are_tolerated() {
    let (mock, _) = states(&["", "RUNNING"]);
    let client = Client::new(&mock.config());
    let call = || {
        client
            .values(ValuesRequest::new())
            .wait_until(|answer| answer.state == "RUNNING")
    };
    assert!(call().await.unwrap_err().is_not_found());
    let (mock, _) = states(&["", "RUNNING"]);
    let client = Client::new(&mock.config());
    let call = client
        .values(ValuesRequest::new())
        .wait_until(|answer| answer.state == "RUNNING");
    assert!(call.tolerate(Error::is_not_found).await.is_ok());
}
