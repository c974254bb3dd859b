//! Credentials that are not right.

use serde_json::json;

use crate::client::{
    Arguments, Client, NODE_SIGNINGS, Order, Sdk, Signing, TC3, Tccli, python_signings,
};
use crate::endpoint::Endpoint;

fn refuses(client: &mut dyn Client, signings: impl IntoIterator<Item = Signing>) {
    let endpoint = Endpoint::start(&[]);
    let parameters = json!({"Limit": 1, "Offset": 0});
    for signing in signings {
        let order = Order::new("DescribeUpstreams", parameters.clone())
            .at(&endpoint.address)
            .signed(signing);
        let wrong_key = order.clone().with("key", "AnotherSecretKey");
        let refusal = client.call(&wrong_key).unwrap_err();
        assert_eq!(
            refusal.code, "AuthFailure.SignatureFailure",
            "{signing:?}: {refusal}"
        );
        let unknown_id = order.with("id", "AKIDnobody");
        let refusal = client.call(&unknown_id).unwrap_err();
        assert_eq!(
            refusal.code, "AuthFailure.SecretIdNotFound",
            "{signing:?}: {refusal}"
        );
    }
}

#[test]
fn of_the_python_sdk() {
    if let Some(mut python) = Sdk::python() {
        refuses(&mut python, python_signings());
    }
}

#[test]
fn of_the_node_sdk() {
    if let Some(mut node) = Sdk::node() {
        refuses(&mut node, NODE_SIGNINGS);
    }
}

#[test]
fn of_tccli() {
    if let Some(mut tccli) = Tccli::new(Arguments::Json) {
        refuses(&mut tccli, [TC3]);
    }
}
