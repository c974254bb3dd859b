//! Through the endpoint as an HTTP proxy, with the hosts that the clients have built in.

use serde_json::json;

use crate::client::{Client, NODE_SIGNINGS, Order, Sdk, Signing, python_signings};
use crate::endpoint::Endpoint;

fn passes(client: &mut dyn Client, signings: impl IntoIterator<Item = Signing>) {
    // With the real hosts nothing has to be borne but what the clients do everywhere.
    let endpoint = Endpoint::start(&[
        "--refuse",
        "host-without-port",
        "--refuse",
        "scope-of-no-service",
    ]);
    let proxy = format!("http://{}", endpoint.address);
    for signing in signings {
        let order = Order::new("DescribeUpstreams", json!({"Limit": 1, "Offset": 0}))
            .signed(signing)
            .with("proxy", proxy.as_str());
        let answer = client.call(&order);
        let answer = answer.unwrap_or_else(|refusal| panic!("{signing:?}: {refusal}"));
        assert_eq!(answer["Result"]["TotalCount"], 0, "{signing:?}: {answer}");
    }
}

/// It sends requests whose target is a whole URL.
#[test]
fn of_the_python_sdk() {
    if let Some(mut python) = Sdk::python() {
        passes(&mut python, python_signings());
    }
}

/// It asks for a tunnel.
#[test]
fn of_the_node_sdk() {
    if let Some(mut node) = Sdk::node() {
        passes(&mut node, NODE_SIGNINGS);
    }
}
