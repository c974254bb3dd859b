//! Every action of some services answers, from every form of request, as its description says.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use tencentcloud_emulator::{Credential, Emulator};
use tencentcloud_schema::{Description, Kind, Member};

use crate::client::{Request, flat};
use crate::{APIGATEWAY, answer, description};

/// Services with actions that keep no state: all, or many.
const SERVICES: [(&str, &str); 2] = [APIGATEWAY, ("ocr", "2018-11-19")];

fn described((service, version): (&str, &str)) -> Description {
    let path = format!("../../schema/services/{service}/{version}.json");
    description(&std::fs::read_to_string(path).unwrap())
}

/// Parameters as a user would fill them in: examples where there are any.
fn parameters(api: &Description, members: &[Member], all: bool, depth: usize) -> Value {
    let members = members.iter().filter(|m| m.required || (all && depth < 4));
    let members = members.map(|member| {
        let value = match (&member.example, &member.kind) {
            (Some(example), _) => return (member.name.clone(), example.clone()),
            (None, Kind::Object(name)) => {
                let members = api.types.get(name).map(|t| &*t.members);
                parameters(api, members.unwrap_or_default(), all, depth + 1)
            }
            (None, Kind::Float) => json!(2.5),
            (None, Kind::Bool) => json!(false),
            (None, kind) if kind.is_integer() => json!(7),
            (None, _) => json!("given"),
        };
        let value = if member.list { json!([value]) } else { value };
        (member.name.clone(), value)
    });
    Value::Object(members.collect())
}

/// All that is wrong with an answer: members that are unknown, mistyped or missing.
fn problems(
    api: &Description,
    members: &[Member],
    given: &Map<String, Value>,
    path: &str,
) -> Vec<String> {
    let mut problems = Vec::new();
    for name in given.keys() {
        if !members.iter().any(|member| member.name == *name) {
            problems.push(format!("{path}.{name} is unknown"));
        }
    }
    for member in members {
        let path = format!("{path}.{}", member.name);
        match given.get(&member.name) {
            None if member.always => problems.push(format!("{path} is missing")),
            None => {}
            Some(value) if !member.accepts(value) => problems.push(format!("{path} is {value}")),
            Some(value) => {
                let object = member.kind.object().and_then(|name| api.types.get(name));
                let items = value
                    .as_array()
                    .map_or(std::slice::from_ref(value), Vec::as_slice);
                for item in items {
                    if let (Some(object), Some(item)) = (object, item.as_object()) {
                        problems.extend(self::problems(api, &object.members, item, &path));
                    }
                }
            }
        }
    }
    problems
}

/// The same call in every form of a request.
fn forms((service, version): (&str, &str), action: &str, parameters: &Value) -> [Request; 4] {
    let credential = Credential::test();
    let host = &format!("{service}.tencentcloudapi.com");
    let tc3 = |request: Request| request.header("Host", host).tc3(service, &credential);
    let v1 = |verb, method| {
        let action = (action, version);
        Request::v1(verb, host, method, action, parameters, &credential)
    };
    [
        tc3(Request::post(action, version, parameters)),
        tc3(Request::get(action, version, parameters)),
        v1("GET", "HmacSHA1"),
        v1("POST", "HmacSHA256"),
    ]
}

#[tokio::test]
async fn every_action_without_state_responds_by_its_description() {
    let emulator = Emulator::start().await.unwrap();
    let (mut problems, mut without_state) = (BTreeMap::new(), 0);
    for service in SERVICES {
        let api = described(service);
        for (name, action) in &api.actions {
            for all in [false, true] {
                let parameters = parameters(&api, &action.request, all, 0);
                let mut answers = Vec::new();
                let mut stateful = false;
                for request in &forms(service, name, &parameters) {
                    let response = request.send(emulator.address());
                    stateful |= response.header("x-emulator-source") == Some("stateful");
                    let json = response.json();
                    let mut answer = json["Response"].as_object().unwrap().clone();
                    let id = answer.remove("RequestId").unwrap();
                    assert_eq!(response.header("X-TC-RequestId"), id.as_str());
                    answers.push(answer);
                }
                if stateful {
                    continue;
                }
                without_state += 1;
                let found = self::problems(&api, &action.response, &answers[0], "");
                if !found.is_empty() {
                    problems.insert(name.clone(), found);
                }
                // An empty object cannot be said in a query, and only these parameters hold one.
                if !holds_empty(&parameters) {
                    for other in &answers[1..] {
                        assert_eq!(other, &answers[0], "{name} {:?}", flat(&parameters));
                    }
                }
            }
        }
    }
    assert_eq!(problems, BTreeMap::new());
    assert!(without_state > 150, "{without_state}");
}

fn holds_empty(value: &Value) -> bool {
    match value {
        Value::Object(map) => map.is_empty() || map.values().any(holds_empty),
        Value::Array(items) => items.is_empty() || items.iter().any(holds_empty),
        _ => false,
    }
}

#[tokio::test]
async fn what_is_given_is_echoed() {
    let emulator = Emulator::start().await.unwrap();
    let send = |action: &str, parameters: Value| {
        let request = Request::post(action, APIGATEWAY.1, &parameters)
            .header("Host", "apigateway.localhost")
            .tc3("apigateway", emulator.credential());
        answer(&request.send(emulator.address()))
    };
    let mine = json!({"InstanceId": "instance-mine"});
    let instance = send("DescribeExclusiveInstanceDetail", mine);
    assert_eq!(instance["Result"]["InstanceId"], "instance-mine");
    let page = json!({"Limit": 10, "Offset": 0});
    let instances = send("DescribeExclusiveInstancesStatus", page);
    let instances = &instances["Result"];
    assert_eq!(instances["TotalCount"], 1);
    assert_eq!(instances["InstanceSet"].as_array().unwrap().len(), 1);
}
