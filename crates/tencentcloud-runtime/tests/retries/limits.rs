//! How many requests are sent, and how fast, in paused time.

use std::future::IntoFuture as _;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use tencentcloud_runtime::{Client, Defaults, Retries};
use tokio::time::Instant;

use crate::script::{Act, Script};
use crate::{Bake, DescribeLoaves, DescribeSmell, config};

const fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

#[tokio::test(start_paused = true)]
async fn the_requests_of_an_action_keep_to_its_rate() {
    let script = Script::new(&[Act::Good]);
    let config = config()
        .transport(script.clone())
        .rate("bakery", "Bake", 10);
    let client = Client::new(&config);
    let start = Instant::now();
    let calls = (0..40).map(|_| client.call(Bake::new()).into_future());
    assert!(join_all(calls).await.iter().all(Result::is_ok));
    // 10 at once, then one each tenth of a second.
    let taken = start.elapsed();
    assert!(
        (seconds(3)..Duration::from_millis(3_100)).contains(&taken),
        "{taken:?}"
    );
    assert_eq!(script.count(), 40);

    let start = Instant::now();
    let others = (0..40).map(|_| client.call(DescribeLoaves::new()).into_future());
    assert!(join_all(others).await.iter().all(Result::is_ok));
    assert_eq!(start.elapsed(), Duration::ZERO);
    let free = Client::new(&config.rate("bakery", "Bake", 0));
    let calls = (0..40).map(|_| free.call(Bake::new()).into_future());
    assert!(join_all(calls).await.iter().all(Result::is_ok));
    assert_eq!(start.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn whose_turn_comes_too_late_is_not_sent() {
    let script = Script::new(&[Act::Good]);
    let config = config().transport(script.clone()).rate("bakery", "Bake", 1);
    let client = Client::new(&config.timeout(Duration::from_millis(1_500)));
    let calls = join_all((0..4).map(|_| client.call(Bake::new()).into_future())).await;
    let failed: Vec<_> = calls.into_iter().filter_map(Result::err).collect();
    assert_eq!((failed.len(), script.count()), (2, 2));
    for error in failed {
        assert!(error.is_timeout());
        assert_eq!(error.attempts(), 0);
    }
}

#[tokio::test(start_paused = true)]
async fn no_more_requests_are_under_way_than_the_cap() {
    let script = Script::new(&[Act::Silence]);
    let config = config().transport(script.clone()).in_flight(3);
    let client = Arc::new(Client::new(&config.timeout(seconds(10))));
    let tasks: Vec<_> = (0..8)
        .map(|_| {
            let client = Arc::clone(&client);
            tokio::spawn(async move { client.call(Bake::new()).await.unwrap_err() })
        })
        .collect();
    tokio::time::sleep(seconds(5)).await;
    assert_eq!(script.count(), 3);
    // Who turns away makes room.
    tasks[0].abort();
    tokio::time::sleep(seconds(1)).await;
    assert_eq!(script.count(), 4);
    let mut attempts = Vec::new();
    for task in tasks {
        attempts.extend(task.await.map(|error| error.attempts()));
    }
    assert_eq!(attempts.iter().sum::<u32>(), 3, "{attempts:?}");
    assert_eq!(attempts.len(), 7);
}

/// Until it ends or is dropped, however long nobody asks it for more.
#[tokio::test(start_paused = true)]
async fn a_stream_of_events_holds_its_place() {
    let script = Script::new(&[Act::Events, Act::Good]);
    let config = config().transport(script.clone()).in_flight(1);
    let client = Client::new(&config.clone().timeout(seconds(10)));
    let mut stream = client.call(DescribeSmell::new()).events();
    assert_eq!(stream.next().await.unwrap().unwrap().loaves, 3);
    for _ in 0..2 {
        let error = client.call(DescribeLoaves::new()).await.unwrap_err();
        assert!(error.is_timeout(), "{error:?}");
        assert_eq!((error.attempts(), script.count()), (0, 1));
    }
    drop(stream);
    assert_eq!(client.call(DescribeLoaves::new()).await.unwrap().loaves, 3);

    let script = Script::new(&[Act::Events, Act::Good]);
    let client = Client::new(&config.transport(script.clone()));
    let mut stream = client.call(DescribeSmell::new()).events();
    assert!(stream.next().await.unwrap().is_ok());
    // Its next event does not come in time: that is its end.
    assert!(stream.next().await.unwrap().unwrap_err().is_timeout());
    assert_eq!(client.call(DescribeLoaves::new()).await.unwrap().loaves, 3);
    assert_eq!(script.count(), 2);
}

/// A place is that of a request, not of a call: who waits for the next attempt holds none.
#[tokio::test(start_paused = true)]
async fn a_call_that_waits_for_its_next_attempt_makes_room() {
    const CALLS: usize = 20;
    let script = Script::new(&[&[Act::Broken; CALLS][..], &[Act::Good]].concat());
    let wait = Retries::new().base(seconds(1), seconds(1));
    let config = config()
        .transport(script.clone())
        .in_flight(1)
        .retries(wait);
    let client = Client::new(&config);
    let start = Instant::now();
    let calls = (0..CALLS).map(|_| client.call(DescribeLoaves::new()).into_future());
    for call in join_all(calls).await {
        assert_eq!(call.unwrap().loaves, 3);
    }
    assert_eq!(script.count(), 2 * CALLS);
    // One after the other they would wait for half a second each.
    assert!(start.elapsed() < seconds(2), "{:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn defaults_are_those_of_a_time() {
    for (defaults, count) in [
        (Defaults::V2026_08, 1),
        (Defaults::V2026_11, 3),
        (Defaults::latest(), 3),
    ] {
        let script = Script::new(&[Act::Page(502)]);
        let config =
            tencentcloud_runtime::Config::new(tencentcloud_runtime::Credential::new("i", "k"));
        let config = config.transport(script.clone()).defaults(defaults);
        let call = Client::new(&config).call(DescribeLoaves::new()).await;
        assert_eq!(
            (call.unwrap_err().attempts(), script.count()),
            (count, count as usize)
        );
    }
}
