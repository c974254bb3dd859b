//! The description of every action.

use serde_json::{Map, json};
use tencentcloud_broker::{Broker, Desk};
use tencentcloud_catalogue::{service, services};
use tencentcloud_mcp::{Options, Server};

/// The most characters of a description.
const MOST: usize = 16_000;

#[tokio::test]
async fn every_action_is_described_in_few_words() {
    let broker = Broker::builder().build().unwrap();
    let server = Server::new(Desk::Here(broker), Options::default());
    let mut lengths = Vec::new();
    // Each service is unpacked once for all of its actions: every fifth of them stands for the rest.
    for name in services() {
        let known = service(name).unwrap().unwrap();
        let newest = known.by_preference().next().unwrap();
        for action in newest.actions().step_by(5) {
            let arguments: Map<_, _> =
                serde_json::from_value(json!({"service": name, "action": action})).unwrap();
            let (text, is_error) = server.call("describe", arguments, None).await;
            assert!(
                !is_error && text.contains(action),
                "{name} {action}: {text}"
            );
            lengths.push((text.chars().count(), format!("{name} {action}")));
        }
    }
    lengths.sort();
    let (median, longest) = (&lengths[lengths.len() / 2], &lengths[lengths.len() - 1]);
    println!(
        "{} described: median {median:?}, longest {longest:?}",
        lengths.len()
    );
    assert!(lengths.len() > 3_000, "{}", lengths.len());
    assert!(median.0 < 2_500, "{median:?}");
    assert!(longest.0 < MOST, "{longest:?}");
}
