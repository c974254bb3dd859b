//! Credentials that are not right.

use serde_json::json;

use crate::client::{Arguments, Client, NODE_WAYS, Order, Sdk, TC3, Tccli, Way, python_ways};
use crate::endpoint::Endpoint;

fn refuses(client: &mut dyn Client, ways: impl IntoIterator<Item = Way>) {
    let endpoint = Endpoint::start(&[]);
    let parameters = json!({"Limit": 1, "Offset": 0});
    for way in ways {
        let order = Order::new("DescribeUpstreams", parameters.clone())
            .at(&endpoint.address)
            .by(way);
        let wrong_key = order.clone().with("key", "AnotherSecretKey");
        let refusal = client.call(&wrong_key).unwrap_err();
        assert_eq!(
            refusal.code, "AuthFailure.SignatureFailure",
            "{way:?}: {refusal}"
        );
        let unknown_id = order.with("id", "AKIDnobody");
        let refusal = client.call(&unknown_id).unwrap_err();
        assert_eq!(
            refusal.code, "AuthFailure.SecretIdNotFound",
            "{way:?}: {refusal}"
        );
    }
}

#[test]
fn of_the_python_sdk() {
    if let Some(mut python) = Sdk::python() {
        refuses(&mut python, python_ways());
    }
}

#[test]
fn of_the_node_sdk() {
    if let Some(mut node) = Sdk::node() {
        refuses(&mut node, NODE_WAYS);
    }
}

#[test]
fn of_tccli() {
    if let Some(mut tccli) = Tccli::new(Arguments::Json) {
        refuses(&mut tccli, [TC3]);
    }
}
