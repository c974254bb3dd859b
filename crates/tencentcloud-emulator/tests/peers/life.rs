//! The life of an upstream.

use serde_json::{Value, json};

use crate::client::{Arguments, Client, NODE_WAYS, Order, Refusal, Sdk, Tccli, python_ways};
use crate::endpoint::Endpoint;

#[test]
fn by_the_python_sdk() {
    let Some(mut python) = Sdk::python() else {
        return;
    };
    let endpoint = Endpoint::start(&[]);
    for way in python_ways() {
        life(&mut python, &format!("{way:?}"), |action, parameters| {
            Order::new(action, parameters).at(&endpoint.address).by(way)
        });
    }
}

#[test]
fn by_the_node_sdk() {
    let Some(mut node) = Sdk::node() else { return };
    let endpoint = Endpoint::start(&[]);
    for way in NODE_WAYS {
        life(&mut node, &format!("{way:?}"), |action, parameters| {
            Order::new(action, parameters).at(&endpoint.address).by(way)
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

/// The other ways in which it is given parameters.
#[test]
fn beginning_by_tccli_with_other_arguments() {
    for arguments in [Arguments::Unfolded, Arguments::File] {
        let Some(mut tccli) = Tccli::new(arguments) else {
            return;
        };
        let endpoint = Endpoint::start(&[]);
        let mut life = Life {
            client: &mut tccli,
            way: &format!("{arguments:?}"),
            order: &|action, parameters| Order::new(action, parameters).at(&endpoint.address),
        };
        life.call("CreateUpstream", first("一 1"));
        let (total, page) = life.list("UpstreamName", "一 1", 0);
        assert_eq!((total, page.len()), (1, 1), "{arguments:?}");
        assert_has(&page[0], &first("一 1"), life.way);
    }
}

/// Lives an upstream through one client in one way.
struct Life<'a> {
    client: &'a mut dyn Client,
    way: &'a str,
    order: &'a dyn Fn(&str, Value) -> Order,
}

impl Life<'_> {
    #[track_caller]
    fn call(&mut self, action: &str, parameters: Value) -> Value {
        let order = (self.order)(action, parameters);
        self.client
            .call(&order)
            .unwrap_or_else(|refusal| panic!("{}: {action}: {refusal}", self.way))
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
            other => panic!("{}: not a list: {other}", self.way),
        }
    }
}

fn life(client: &mut dyn Client, way: &str, order: impl Fn(&str, Value) -> Order) {
    let mut life = Life {
        client,
        way,
        order: &order,
    };
    // It tells the upstreams of this way from others, and has what encodings get wrong.
    let name = format!("a b+c/~*'&=%测试 {way}");
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
    assert_eq!((total, page.len()), (2, 1), "{way}");
    assert_eq!(page[0]["UpstreamId"], id, "{way}");
    assert_has(&page[0], &first, way);
    let (total, page) = life.list("UpstreamName", &name, 1);
    assert_eq!((total, page.len()), (2, 1), "{way}");
    assert_has(&page[0], &second, way);

    let modified = json!({"UpstreamId": id, "Scheme": "HTTPS", "Retries": 5});
    life.call("ModifyUpstream", modified.clone());
    let (total, page) = life.list("UpstreamId", id, 0);
    assert_eq!((total, page.len()), (1, 1), "{way}");
    assert_has(&page[0], &modified, way);
    assert_has(&page[0], &json!({"Nodes": first["Nodes"]}), way);

    let deleted = life.call("DeleteUpstream", json!({"UpstreamId": id}));
    assert_eq!(deleted["UpstreamId"], id, "{way}");
    assert_eq!(life.list("UpstreamId", id, 0), (0, Vec::new()), "{way}");
    assert_eq!(life.list("UpstreamName", &name, 0).0, 1, "{way}");
    let gone = order("DeleteUpstream", json!({"UpstreamId": id}));
    let refusal = life.client.call(&gone).unwrap_err();
    assert_eq!(kind(&refusal), "ResourceNotFound", "{way}: {refusal}");
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
fn assert_has(answer: &Value, given: &Value, way: &str) {
    match given {
        Value::Object(members) => {
            for (name, value) in members {
                assert_has(&answer[name], value, way);
            }
        }
        Value::Array(items) => {
            assert_eq!(answer.as_array().map(Vec::len), Some(items.len()), "{way}");
            for (index, value) in items.iter().enumerate() {
                assert_has(&answer[index], value, way);
            }
        }
        scalar => assert_eq!(answer, scalar, "{way}"),
    }
}

/// The first part of a code, which says what kind of error it is.
fn kind(refusal: &Refusal) -> &str {
    refusal.code.split('.').next().unwrap()
}
