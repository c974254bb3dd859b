//! Hosts that do not respond: the breaker and the twins.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tencentcloud_runtime::transport::{Sending, Transport};
use tencentcloud_runtime::{Breaker, Bytes, Client};

use crate::script::{Act, Script, play};
use crate::{Bake, DescribeLoaves, config};

const HOSTS: [&str; 3] = [
    "bakery.tencentcloudapi.com",
    "bakery.tencentcloudapi.cn",
    "bakery.tencentcloudapi.com.cn",
];

/// Responds by host, and keeps hosts and signatures.
#[derive(Clone, Debug)]
struct Cloud {
    by_host: fn(&str) -> Act,
    seen: Arc<Mutex<Vec<(String, String)>>>,
}

impl Cloud {
    fn new(by_host: fn(&str) -> Act) -> Self {
        let seen = Arc::default();
        Self { by_host, seen }
    }

    fn hosts(&self) -> Vec<String> {
        let mut seen = self.seen.lock().unwrap();
        seen.drain(..).map(|(host, _)| host).collect()
    }
}

impl Transport for Cloud {
    fn send(&self, request: http::Request<Bytes>) -> Sending<'_> {
        let header = |name: &str| request.headers()[name].to_str().unwrap().to_owned();
        let host = header("host");
        assert_eq!(request.uri().host(), Some(host.as_str()));
        let act = (self.by_host)(&host);
        self.seen
            .lock()
            .unwrap()
            .push((host, header("authorization")));
        play(act)
    }
}

fn only(host: &str, act: Act) -> Act {
    if host.ends_with(".com") {
        act
    } else {
        Act::Good
    }
}

#[tokio::test(start_paused = true)]
async fn the_next_attempt_goes_to_a_twin_and_is_signed_for_it() {
    let cloud = Cloud::new(|host| {
        if host.ends_with(".com.cn") {
            Act::Good
        } else {
            Act::Page(502)
        }
    });
    let time = std::time::SystemTime::UNIX_EPOCH + Duration::from_secs(1_600_000_000);
    let config = config().transport(cloud.clone()).clock(move || time);
    let client = Client::new(&config.clone().twin_hosts(true));
    let answer = client.call(DescribeLoaves::new()).answer().await.unwrap();
    assert_eq!(answer.attempts, 3);
    let seen = cloud.seen.lock().unwrap().clone();
    let signatures: std::collections::BTreeSet<_> = seen.iter().map(|(_, own)| own).collect();
    assert_eq!(signatures.len(), 3);
    assert_eq!(cloud.hosts(), HOSTS);

    let client = Client::new(&config);
    client.call(DescribeLoaves::new()).await.unwrap_err();
    assert_eq!(cloud.hosts(), [HOSTS[0]; 3], "off by default");
}

#[tokio::test(start_paused = true)]
async fn a_write_goes_to_a_twin_only_if_nothing_was_sent() {
    let cloud = Cloud::new(|host| only(host, Act::Broken));
    let client = Client::new(&config().transport(cloud.clone()).twin_hosts(true));
    client.call(Bake::new()).await.unwrap_err();
    assert_eq!(cloud.hosts(), [HOSTS[0]]);

    let cloud = Cloud::new(|host| only(host, Act::Unsent));
    let client = Client::new(&config().transport(cloud.clone()).twin_hosts(true));
    assert_eq!(client.call(Bake::new()).answer().await.unwrap().attempts, 1);
    assert_eq!(cloud.hosts(), [HOSTS[0], HOSTS[1]]);
}

#[tokio::test(start_paused = true)]
async fn who_responds_is_stayed_with() {
    let cloud = Cloud::new(|_| Act::Code("RequestLimitExceeded"));
    let client = Client::new(&config().transport(cloud.clone()).twin_hosts(true));
    client.call(Bake::new()).await.unwrap_err();
    assert_eq!(cloud.hosts(), [HOSTS[0]; 3]);

    let cloud = Cloud::new(|_| Act::Page(502));
    let client = Client::new(&config().transport(cloud.clone()).twin_hosts(true));
    let call = client
        .call(DescribeLoaves::new())
        .endpoint("http://bakery.test");
    call.await.unwrap_err();
    assert_eq!(
        cloud.hosts(),
        ["bakery.test"; 3],
        "a host of one's own has no twins"
    );
}

#[tokio::test(start_paused = true)]
async fn a_host_that_does_not_respond_is_left_alone_and_then_tried_by_one() {
    let script = Script::new(&[Act::Broken, Act::Page(502), Act::Unsent, Act::Good]);
    let config = config().transport(script.clone());
    let breaker = Breaker::new().failures(3).pause(Duration::from_secs(30));
    let client = Client::new(&config.breaker(breaker));
    client.call(DescribeLoaves::new()).await.unwrap_err();
    assert_eq!(script.count(), 3);
    for _ in 0..10 {
        let error = client.call(DescribeLoaves::new()).await.unwrap_err();
        assert!(error.is_unsent() && error.is_network());
        assert_eq!(error.attempts(), 0);
        assert!(
            error.to_string().contains("is left alone for 30s"),
            "{error}"
        );
    }
    assert_eq!(script.count(), 3);
    tokio::time::sleep(Duration::from_secs(30)).await;
    client.call(DescribeLoaves::new()).await.unwrap();
    client.call(DescribeLoaves::new()).await.unwrap();
    assert_eq!(script.count(), 5);
}

/// Responses end the count, errors of the API among them: the counter of a client of the vendor's
/// takes successes for failures.
#[tokio::test(start_paused = true)]
async fn success_is_no_failure() {
    let acts = [
        Act::Good,
        Act::Code("InternalError"),
        Act::Code("RequestLimitExceeded"),
        Act::Page(404),
    ];
    for act in acts {
        let script = Script::new(&[act]);
        let client = Client::new(
            &config()
                .transport(script.clone())
                .breaker(Breaker::new().failures(1)),
        );
        for _ in 0..20 {
            let _ = client.call(Bake::new()).await;
        }
        assert!(script.count() >= 20, "{act:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_host_that_is_left_alone_is_passed_over() {
    let cloud = Cloud::new(|host| only(host, Act::Unsent));
    let config = config().transport(cloud.clone()).twin_hosts(true);
    let client = Client::new(&config.breaker(Breaker::new().failures(1)));
    for _ in 0..3 {
        client.call(Bake::new()).await.unwrap();
    }
    assert_eq!(cloud.hosts(), [HOSTS[0], HOSTS[1], HOSTS[1], HOSTS[1]]);
}
