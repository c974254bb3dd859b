//! The life of an upstream.

use serde_json::{Value, json};

use crate::client::{
    Arguments, Client, NODE_SIGNINGS, Order, Refusal, Sdk, Tccli, python_signings,
};
use crate::endpoint::Endpoint;

#[test]
fn by_the_python_sdk() {
    let Some(mut python) = Sdk::python() else {
        return;
    };
    let endpoint = Endpoint::start(&[]);
    for signing in python_signings() {
        life(
            &mut python,
            &format!("{signing:?}"),
            |action, parameters| {
                Order::new(action, parameters)
                    .at(&endpoint.address)
                    .signed(signing)
            },
        );
    }
}

#[test]
fn by_the_node_sdk() {
    let Some(mut node) = Sdk::node() else { return };
    let endpoint = Endpoint::start(&[]);
    for signing in NODE_SIGNINGS {
        life(&mut node, &format!("{signing:?}"), |action, parameters| {
            Order::new(action, parameters)
                .at(&endpoint.address)
                .signed(signing)
        });
    }
}

/// It signs with TC3 and sends POST, nothing else.
#[test]
fn by_tccli() {
    let Some(mut tccli) = Tccli::new(Arguments::Json) else {
        return;
    };
    let endpoint = Endpoint::start(&[]);
    life(&mut tccli, "tccli", |action, parameters| {
        Order::new(action, parameters).at(&endpoint.address)
    });
}

/// The other forms in which it takes parameters.
#[test]
fn beginning_by_tccli_with_other_arguments() {
    for arguments in [Arguments::Unfolded, Arguments::File] {
        let Some(mut tccli) = Tccli::new(arguments) else {
            return;
        };
        let endpoint = Endpoint::start(&[]);
        let mut life = Life {
            client: &mut tccli,
            label: &format!("{arguments:?}"),
            order: &|action, parameters| Order::new(action, parameters).at(&endpoint.address),
        };
        life.call("CreateUpstream", first("一 1"));
        let (total, page) = life.list("UpstreamName", "一 1", 0);
        assert_eq!((total, page.len()), (1, 1), "{arguments:?}");
        assert_has(&page[0], &first("一 1"), life.label);
    }
}

/// The life of an upstream, through one client that signs in one way.
struct Life<'a> {
    client: &'a mut dyn Client,
    label: &'a str,
    order: &'a dyn Fn(&str, Value) -> Order,
}

impl Life<'_> {
    #[track_caller]
    fn call(&mut self, action: &str, parameters: Value) -> Value {
        let order = (self.order)(action, parameters);
        self.client
            .call(&order)
            .unwrap_or_else(|refusal| panic!("{}: {action}: {refusal}", self.label))
    }

    /// How many upstreams the filter takes, and those on the page of one that starts there.
    #[track_caller]
    fn list(&mut self, filter: &str, value: &str, offset: u32) -> (u64, Vec<Value>) {
        let filters = json!([{"Name": filter, "Values": [value]}]);
        let parameters = json!({"Limit": 1, "Offset": offset, "Filters": filters});
        let mut answer = self.call("DescribeUpstreams", parameters);
        let result = &mut answer["Result"];
        let total = result["TotalCount"].as_u64().unwrap();
        match result["UpstreamSet"].take() {
            Value::Array(page) => (total, page),
            other => panic!("{}: not a list: {other}", self.label),
        }
    }
}

fn life(client: &mut dyn Client, label: &str, order: impl Fn(&str, Value) -> Order) {
    let mut life = Life {
        client,
        label,
        order: &order,
    };
    // It sets the upstreams of this run apart, and has what encodings get wrong.
    let name = format!("a b+c/~*'&=%测试 {label}");
    let first = first(&name);
    // The vendor's own example sends values that its page does not list.
    let second = json!({
        "Scheme": "instance-HTTP",
        "Algorithm": "ROUND_ROBIN",
        "UniqVpcId": "vpc-123456",
        "UpstreamName": name,
    });
    let id = life.call("CreateUpstream", first.clone())["UpstreamId"].take();
    let id = id.as_str().unwrap();
    life.call("CreateUpstream", second.clone());

    let (total, page) = life.list("UpstreamName", &name, 0);
    assert_eq!((total, page.len()), (2, 1), "{label}");
    assert_eq!(page[0]["UpstreamId"], id, "{label}");
    assert_has(&page[0], &first, label);
    let (total, page) = life.list("UpstreamName", &name, 1);
    assert_eq!((total, page.len()), (2, 1), "{label}");
    assert_has(&page[0], &second, label);

    let modified = json!({"UpstreamId": id, "Scheme": "HTTPS", "Retries": 5});
    life.call("ModifyUpstream", modified.clone());
    let (total, page) = life.list("UpstreamId", id, 0);
    assert_eq!((total, page.len()), (1, 1), "{label}");
    assert_has(&page[0], &modified, label);
    assert_has(&page[0], &json!({"Nodes": first["Nodes"]}), label);

    let deleted = life.call("DeleteUpstream", json!({"UpstreamId": id}));
    assert_eq!(deleted["UpstreamId"], id, "{label}");
    assert_eq!(life.list("UpstreamId", id, 0), (0, Vec::new()), "{label}");
    assert_eq!(life.list("UpstreamName", &name, 0).0, 1, "{label}");
    let gone = order("DeleteUpstream", json!({"UpstreamId": id}));
    let refusal = life.client.call(&gone).unwrap_err();
    assert_eq!(kind(&refusal), "ResourceNotFound", "{label}: {refusal}");
}

/// An upstream with something of everything.
fn first(name: &str) -> Value {
    json!({
        "Scheme": "HTTP",
        "Algorithm": "ROUND-ROBIN",
        "UniqVpcId": "vpc-123456",
        "UpstreamName": name,
        "Nodes": [
            {"Host": "127.0.0.1", "Port": 80, "Weight": 100},
            {"Host": "127.0.0.2", "Port": 8080, "Weight": 50},
        ],
        "HealthChecker": {
            "EnableActiveCheck": true,
            "EnablePassiveCheck": false,
            "HealthyHttpStatus": "200",
            "UnhealthyHttpStatus": "500",
            "TcpFailureThreshold": 1,
            "TimeoutThreshold": 2,
            "HttpFailureThreshold": 3,
        },
    })
}

/// What is given stands in the answer, which may have more.
#[track_caller]
fn assert_has(answer: &Value, given: &Value, label: &str) {
    match given {
        Value::Object(members) => {
            for (name, value) in members {
                assert_has(&answer[name], value, label);
            }
        }
        Value::Array(items) => {
            assert_eq!(
                answer.as_array().map(Vec::len),
                Some(items.len()),
                "{label}"
            );
            for (index, value) in items.iter().enumerate() {
                assert_has(&answer[index], value, label);
            }
        }
        scalar => assert_eq!(answer, scalar, "{label}"),
    }
}

/// The first part of a code, which says what kind of error it is.
fn kind(refusal: &Refusal) -> &str {
    refusal.code.split('.').next().unwrap()
}
