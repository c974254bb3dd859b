//! How long a call waits, in paused time.

use std::future::IntoFuture as _;
use std::time::Duration;

use tencentcloud_runtime::{Client, Config, Credential, Retries};
use tokio::time::{Instant, timeout};

use crate::script::{Act, Script};
use crate::{Bake, DescribeLoaves};

/// A client that waits as it does by default.
fn client(script: &Script) -> Client {
    let config = Config::new(Credential::new("AKIDtest", "the-secret-key"));
    Client::new(&config.transport(script.clone()))
}

const fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

#[tokio::test(start_paused = true)]
async fn waits_are_below_their_bases_doubled() {
    for (fault, longest) in [
        (Act::Page(502), Duration::from_millis(50 + 100)),
        (Act::Code("RequestLimitExceeded"), seconds(1 + 2)),
    ] {
        for _ in 0..20 {
            let script = Script::new(&[fault, fault, Act::Good]);
            let start = Instant::now();
            client(&script).call(DescribeLoaves::new()).await.unwrap();
            // A timer is as exact as a millisecond.
            assert!(
                start.elapsed() <= longest + Duration::from_millis(2),
                "{fault:?}"
            );
            assert_eq!(script.count(), 3);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_response_says_when_to_come_back() {
    let later = Act::Later("RequestLimitExceeded", "3");
    let script = Script::new(&[later, later, Act::Good]);
    let start = Instant::now();
    client(&script).call(Bake::new()).await.unwrap();
    assert_eq!(start.elapsed(), seconds(3 + 3));

    let script = Script::new(&[Act::Later("RequestLimitExceeded", "3600"), Act::Good]);
    let start = Instant::now();
    client(&script).call(Bake::new()).await.unwrap();
    assert!(
        (seconds(5)..seconds(7)).contains(&start.elapsed()),
        "its own wait and 5 seconds"
    );
}

#[tokio::test(start_paused = true)]
async fn nothing_is_waited_for_that_comes_too_late() {
    let script = Script::new(&[Act::Later("RequestLimitExceeded", "3")]);
    let start = Instant::now();
    let call = client(&script).call(Bake::new()).timeout(seconds(2)).await;
    assert!(call.unwrap_err().is_throttled());
    assert_eq!((start.elapsed(), script.count()), (Duration::ZERO, 1));
}

#[tokio::test(start_paused = true)]
async fn an_attempt_has_a_timeout_of_its_own() {
    let script = Script::new(&[Act::Silence, Act::Good]);
    let start = Instant::now();
    let one = client(&script);
    let call = one.call(DescribeLoaves::new()).attempt_timeout(seconds(5));
    let answer = call.answer().await.unwrap();
    assert_eq!((answer.attempts, script.count()), (2, 2));
    assert!((seconds(5)..seconds(6)).contains(&start.elapsed()));

    let script = Script::new(&[Act::Silence, Act::Good]);
    let one = client(&script);
    let call = one.call(Bake::new()).attempt_timeout(seconds(5));
    let error = call.await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!((error.attempts(), script.count()), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn the_timeout_of_a_call_is_that_of_all_its_attempts() {
    let script = Script::new(&[Act::Silence]);
    let start = Instant::now();
    let one = client(&script);
    let call = one.call(DescribeLoaves::new()).timeout(seconds(15));
    let call = call.attempt_timeout(seconds(10));
    let error = call.retries(Retries::new().attempts(9)).await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!((error.attempts(), script.count()), (2, 2));
    assert_eq!(start.elapsed().as_secs(), 15);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_dropped_sends_nothing_more() {
    let script = Script::new(&[Act::Later("RequestLimitExceeded", "3"), Act::Good]);
    let client = client(&script);
    let call = client.call(Bake::new()).into_future();
    assert!(timeout(seconds(1), call).await.is_err());
    tokio::time::sleep(seconds(60)).await;
    assert_eq!(script.count(), 1);
}
