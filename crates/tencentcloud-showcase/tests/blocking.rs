//! Calls without async. Needs the feature `blocking`.

mod endpoint;

use tencentcloud_showcase::{Client, PingRequest};

#[test]
fn a_call_waits_on_its_thread() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let emulator = runtime.block_on(endpoint::builder().start()).unwrap();
    let client = Client::new(&endpoint::config(&emulator));
    for _ in 0..2 {
        assert!(
            !client
                .ping(PingRequest::new())
                .send()
                .unwrap()
                .request_id
                .is_empty()
        );
    }
    let error = runtime
        .block_on(async { client.ping(PingRequest::new()).send() })
        .unwrap_err();
    assert!(
        error.to_string().contains("await the call instead"),
        "{error}"
    );
}
