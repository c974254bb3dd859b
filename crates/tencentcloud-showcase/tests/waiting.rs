//! Waiting for a state, in paused time.

use std::error::Error as _;
use std::time::Duration;

use tencentcloud_runtime::{Error, Mock, Retries};
use tencentcloud_showcase::{Client, ValuesRequest, ValuesResponse};
use tokio::time::Instant;

/// Answers the states one after the other, the last one for ever. Two of them are errors.
fn states(states: &'static [&'static str]) -> Mock {
    let mock = Mock::new();
    let own = mock.clone();
    mock.on::<ValuesRequest>(move |_| {
        let call = asked(&own) - 1;
        match states[call.min(states.len() - 1)] {
            "missing" => Err(Error::service("ResourceNotFound", "not yet")),
            "busy" => Err(Error::service("RequestLimitExceeded", "slow down")),
            state => {
                let mut answer = ValuesResponse::default();
                answer.state = state.to_owned();
                answer.request_id = format!("r-{call}");
                Ok(answer)
            }
        }
    });
    mock
}

fn asked(mock: &Mock) -> usize {
    mock.requests::<ValuesRequest>().unwrap().len()
}

fn running(answer: &ValuesResponse) -> bool {
    answer.state == ValuesResponse::STATE_RUNNING
}

const fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

#[tokio::test(start_paused = true)]
async fn intervals_grow_until_the_answer_is_as_wanted() {
    let mock = states(&["PENDING", "busy", "PENDING", "PENDING", "RUNNING"]);
    let client = Client::new(&mock.config().retries(Retries::none()));
    let start = Instant::now();
    let answer = client
        .values(ValuesRequest::new())
        .wait_until(running)
        .every(seconds(2), seconds(4))
        .await
        .unwrap();
    assert_eq!(answer.state, "RUNNING");
    assert_eq!(asked(&mock), 5);
    assert_eq!(start.elapsed().as_secs(), 2 + 3 + 4 + 4);
}

#[tokio::test(start_paused = true)]
async fn what_is_there_is_not_waited_for() {
    let mock = states(&["RUNNING"]);
    let client = Client::new(&mock.config());
    let start = Instant::now();
    let call = client.values(ValuesRequest::new());
    call.wait_until(running)
        .timeout(Duration::ZERO)
        .await
        .unwrap();
    assert_eq!((asked(&mock), start.elapsed().as_secs()), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn time_runs_out_after_a_last_look() {
    let mock = states(&["PENDING"]);
    let client = Client::new(&mock.config());
    let start = Instant::now();
    let call = client.values(ValuesRequest::new());
    let error = call
        .wait_until(running)
        .every(seconds(10), seconds(10))
        .timeout(seconds(25))
        .await
        .unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(
        error.to_string(),
        "condition not met: no response fulfilled it within 25s, in 4 calls (Values)"
    );
    assert_eq!(error.attempts(), 4);
    // At 0, 10, 20 and 25 seconds.
    assert_eq!((asked(&mock), start.elapsed().as_secs()), (4, 25));
}

#[tokio::test(start_paused = true)]
async fn the_longest_of_times_are_times() {
    let mock = states(&["PENDING", "PENDING", "RUNNING"]);
    let client = Client::new(&mock.config());
    let call = client.values(ValuesRequest::new());
    let wait = call
        .wait_until(running)
        .every(Duration::MAX, Duration::MAX)
        .timeout(seconds(3));
    assert!(wait.await.unwrap_err().is_timeout());
    let call = client.values(ValuesRequest::new());
    let wait = call.wait_until(running).timeout(Duration::MAX);
    assert!(running(&wait.await.unwrap()));
}

#[tokio::test(start_paused = true)]
async fn a_state_that_is_no_way_there_ends_it_at_once() {
    let mock = states(&["PENDING", "FAILED"]);
    let client = Client::new(&mock.config());
    let call = client.values(ValuesRequest::new());
    let error = call
        .wait_until(running)
        .fail_when(|answer| answer.state == "FAILED")
        .await
        .unwrap_err();
    assert!(!error.is_timeout());
    assert_eq!(
        error.to_string(),
        "condition not met: the response is in a state that fail_when rules out (Values, \
         request ID r-1)"
    );
    assert_eq!(asked(&mock), 2);
}

#[tokio::test(start_paused = true)]
async fn errors_end_it_unless_they_are_tolerated() {
    let mock = states(&["missing", "RUNNING"]);
    let client = Client::new(&mock.config());
    let call = client.values(ValuesRequest::new());
    let wait = call
        .wait_until(running)
        // Another error than the one that comes.
        .tolerate(Error::is_internal);
    assert!(wait.await.unwrap_err().is_not_found());
    assert_eq!(asked(&mock), 1);

    let mock = states(&["missing", "missing", "RUNNING"]);
    let client = Client::new(&mock.config());
    let call = client.values(ValuesRequest::new());
    let wait = call.wait_until(running).tolerate(Error::is_not_found);
    assert!(wait.await.is_ok());
    assert_eq!(asked(&mock), 3);
}

#[tokio::test(start_paused = true)]
async fn the_error_that_was_waited_over_last_is_told() {
    let mock = states(&["busy"]);
    let client = Client::new(&mock.config());
    let call = client.values(ValuesRequest::new());
    let error = call
        .wait_until(running)
        .timeout(seconds(5))
        .await
        .unwrap_err();
    assert!(error.is_timeout());
    let last = error.source().unwrap().to_string();
    assert_eq!(last, "RequestLimitExceeded: slow down (Values)");
}

#[tokio::test(start_paused = true)]
async fn an_interval_has_a_floor() {
    let mock = states(&["PENDING"]);
    let client = Client::new(&mock.config().retries(Retries::none()));
    let start = Instant::now();
    let error = client
        .values(ValuesRequest::new())
        .wait_until(running)
        .every(Duration::ZERO, Duration::ZERO)
        .timeout(seconds(1))
        .await
        .unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert_eq!(start.elapsed(), seconds(1));
    assert_eq!(mock.requests::<ValuesRequest>().unwrap().len(), 11);
}
