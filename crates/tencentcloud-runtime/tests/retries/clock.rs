//! A machine whose clock is off.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tencentcloud_runtime::Client;
use tencentcloud_testkit::fault::{Server, Step};

use crate::{Bake, DescribeLoaves, GOOD, config};

/// 784,111,777 seconds after 1970.
const DATE: &str = "Sun, 06 Nov 1994 08:49:37 GMT";

fn client(server: &Server, seconds: u64) -> Client {
    let time: SystemTime = UNIX_EPOCH + Duration::from_secs(seconds);
    Client::new(&config().endpoint(server.url()).clock(move || time))
}

fn stamps(server: &Server) -> Vec<String> {
    let requests = server.requests();
    let stamp = |request: &tencentcloud_testkit::fault::Request| {
        request.header("x-tc-timestamp").to_owned()
    };
    requests.iter().map(stamp).collect()
}

#[tokio::test]
async fn a_clock_that_is_off_is_corrected_by_the_response_that_says_so() {
    for (here, class) in [
        (784_111_777 - 3_600, "slow"),
        (784_111_777 + 90_000, "fast"),
    ] {
        let server = Server::start([Step::clock_off(DATE), Step::ok(GOOD)]);
        let client = client(&server, here);
        assert_eq!(
            client.call(Bake::new()).answer().await.unwrap().attempts,
            2,
            "{class}"
        );
        // The next call is signed right at once, and so is one that is only prepared.
        client.call(DescribeLoaves::new()).await.unwrap();
        let prepared = client.call(Bake::new()).prepare().await.unwrap();
        assert_eq!(prepared.headers()["x-tc-timestamp"], "784111777");
        let wanted = [
            here.to_string(),
            "784111777".to_owned(),
            "784111777".to_owned(),
        ];
        assert_eq!(stamps(&server), wanted, "{class}");
    }
}

#[tokio::test]
async fn a_signature_that_expires_for_another_reason_is_told() {
    for step in [
        Step::clock_off(DATE),
        Step::error("AuthFailure.SignatureExpire"),
        Step::clock_off("some day"),
    ] {
        let server = Server::start([step]);
        let error = client(&server, 784_111_777)
            .call(Bake::new())
            .await
            .unwrap_err();
        assert!(error.is_expired() && error.is_auth());
        assert_eq!((error.attempts(), server.count()), (1, 1));
    }
}

#[tokio::test]
async fn a_clock_is_corrected_once_in_a_call() {
    let server = Server::start([
        Step::clock_off(DATE),
        Step::clock_off("Sun, 06 Nov 1994 10:49:37 GMT"),
        Step::ok(GOOD),
    ]);
    let error = client(&server, 0)
        .call(DescribeLoaves::new())
        .await
        .unwrap_err();
    assert!(error.is_expired());
    assert_eq!((error.attempts(), server.count()), (2, 2));
}
