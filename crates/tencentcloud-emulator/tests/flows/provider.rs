//! The program's side: signed calls, and the ways in which it reads.

use serde_json::{Value, json};
use tencentcloud_emulator::{Credential, Emulator};

use crate::client::Request;

pub(crate) const REGION: &str = "ap-guangzhou";
pub(crate) const ZONE: &str = "ap-guangzhou-3";

/// A program before an endpoint of its own.
pub(crate) struct Provider {
    emulator: Emulator,
}

/// A read: the action, its parameters, and where its response has the items.
pub(crate) struct Read<'a> {
    pub(crate) action: &'a str,
    pub(crate) parameters: Value,
    /// Members joined by dots.
    pub(crate) items: &'a str,
}

/// Returns a read of the items that an action lists.
pub(crate) fn read<'a>(action: &'a str, parameters: Value, items: &'a str) -> Read<'a> {
    Read {
        action,
        parameters,
        items,
    }
}

/// Returns the parameters of a list that is filtered, in the form of the services that page by text.
pub(crate) fn filtered<const N: usize>(filters: [(&str, &str); N]) -> Value {
    let filters: Value = filters.into_iter().map(filter).collect();
    json!({"Filters": filters, "Limit": "100", "Offset": "0"})
}

pub(crate) fn filter((name, value): (&str, &str)) -> Value {
    json!({"Name": name, "Values": [value]})
}

impl Provider {
    pub(crate) async fn start() -> Self {
        let emulator = Emulator::builder().seed(11).start().await.unwrap();
        Self { emulator }
    }

    /// Sends a call as the program's SDK does: absolute, with type and host signed.
    fn send(&self, action: &str, parameters: &Value) -> Value {
        let (service, action) = action.split_once('.').unwrap();
        let host = format!("{service}.tencentcloudapi.com");
        let mut request = Request::post(action, version(service), parameters)
            .header("Host", &host)
            .header("X-TC-Region", REGION)
            .header("X-TC-RequestClient", "SDK_GO_1.0.1000")
            .header("X-TC-Language", "en-US");
        request.target = format!("http://{host}/");
        let headers = ["content-type", "host"];
        let headers = headers.map(|name| (name, request.get_header(name).to_owned()));
        let request = request.tc3_over(service, &Credential::test(), &headers);
        let response = request.send(self.emulator.address());
        let answer = response.json()["Response"].take();
        if answer["Error"].is_null() {
            let source = response.header("x-emulator-source");
            assert_eq!(source, Some("stateful"), "{action} is not kept");
            let borne = response.header("x-emulator-borne");
            assert!(
                matches!(borne, None | Some("id-alone")),
                "{action}: {borne:?}"
            );
            assert_eq!(response.header("x-emulator-warning"), None, "{action}");
        }
        answer
    }

    /// Sends a call that succeeds.
    #[track_caller]
    pub(crate) fn call(&self, action: &str, parameters: Value) -> Value {
        self.traced(action, parameters).0
    }

    /// Sends a call that succeeds, and returns its request ID beside the rest.
    #[track_caller]
    pub(crate) fn traced(&self, action: &str, parameters: Value) -> (Value, String) {
        let mut answer = self.send(action, &parameters);
        assert!(answer["Error"].is_null(), "{action}: {answer}");
        let request = answer.as_object_mut().unwrap().remove("RequestId");
        (answer, text(&request.unwrap()))
    }

    /// Sends a call that is refused, and returns the error code.
    #[track_caller]
    pub(crate) fn refused(&self, action: &str, parameters: Value) -> String {
        let answer = self.send(action, &parameters);
        text(&answer["Error"]["Code"])
    }

    /// Reads the items of a list.
    #[track_caller]
    pub(crate) fn list(&self, read: &Read<'_>) -> Vec<Value> {
        let answer = self.call(read.action, read.parameters.clone());
        let pointer = format!("/{}", read.items.replace('.', "/"));
        let items = answer.pointer(&pointer).and_then(Value::as_array);
        items.unwrap_or_else(|| panic!("{answer}")).clone()
    }

    #[track_caller]
    fn single(&self, read: &Read<'_>) -> Value {
        let mut items = self.list(read);
        assert_eq!(items.len(), 1, "{items:?} of {}", read.parameters);
        items.remove(0)
    }

    /// Reads the only item of a list, which is the same when it is read again.
    #[track_caller]
    pub(crate) fn one(&self, read: &Read<'_>) -> Value {
        let item = self.single(read);
        assert_eq!(self.single(read), item, "read again");
        item
    }

    /// Reads the only item until a member has a value, which it keeps.
    #[track_caller]
    pub(crate) fn until(&self, read: &Read<'_>, member: &str, expected: &Value) -> Value {
        let mut seen = Vec::new();
        for _ in 0..4 {
            let item = self.single(read);
            if item[member] == *expected {
                return self.one(read);
            }
            seen.push(item[member].clone());
        }
        panic!("{member} was {seen:?}, and never {expected}");
    }

    /// Reads until nothing is there any more.
    #[track_caller]
    pub(crate) fn until_gone(&self, read: &Read<'_>) {
        let mut left = Vec::new();
        for _ in 0..4 {
            left = self.list(read);
            if left.is_empty() {
                return;
            }
        }
        panic!("still there: {left:?}");
    }

    /// Returns the tags of a resource as the tag service has them.
    #[track_caller]
    pub(crate) fn tags(&self, service: &str, prefix: &str, id: &str) -> Value {
        let parameters = json!({
            "ServiceType": service, "ResourcePrefix": prefix, "ResourceRegion": REGION,
            "ResourceIds": [id], "Limit": 50, "Offset": 0,
        });
        let tags = read("tag.DescribeResourceTagsByResourceIds", parameters, "Tags");
        let pairs = self.list(&tags).into_iter().map(|tag| {
            assert_eq!(tag["ResourceId"], id);
            (text(&tag["TagKey"]), tag["TagValue"].clone())
        });
        pairs.collect()
    }

    /// Changes the tags of a resource as the program does: what differs, by its six-part name.
    #[track_caller]
    pub(crate) fn tag<const N: usize>(
        &self,
        resource: &str,
        replaced: [(&str, &str); N],
        deleted: &[&str],
    ) {
        let mut parameters = json!({"Resource": resource});
        if N > 0 {
            let tags = replaced.into_iter();
            let tags = tags.map(|(key, value)| json!({"TagKey": key, "TagValue": value}));
            parameters["ReplaceTags"] = tags.collect();
        }
        if !deleted.is_empty() {
            let keys: Vec<_> = deleted.iter().map(|key| json!({"TagKey": key})).collect();
            parameters["DeleteTags"] = keys.into();
        }
        self.call("tag.ModifyResourceTags", parameters);
    }
}

/// Returns a six-part name with no account, as the program writes it.
pub(crate) fn named(service: &str, prefix: &str, id: &str) -> String {
    format!("qcs::{service}:{REGION}:uin/:{prefix}/{id}")
}

fn version(service: &str) -> &'static str {
    match service {
        "apigateway" => "2018-08-08",
        "as" => "2018-04-19",
        "cam" => "2019-01-16",
        "clb" => "2018-03-17",
        "cls" => "2020-10-16",
        "dnspod" => "2021-03-23",
        "tag" => "2018-08-13",
        "cvm" | "vpc" | "cbs" => "2017-03-12",
        other => panic!("no version of {other}"),
    }
}

#[track_caller]
pub(crate) fn text(value: &Value) -> String {
    let text = value.as_str();
    text.unwrap_or_else(|| panic!("no text: {value}"))
        .to_owned()
}

/// Asserts that an item has members, each by its path, with these values.
#[track_caller]
pub(crate) fn assert_members<const N: usize>(item: &Value, expected: [(&str, Value); N]) {
    for (path, expected) in expected {
        let pointer = format!("/{}", path.replace('.', "/"));
        let found = item.pointer(&pointer);
        assert_eq!(found, Some(&expected), "{path} of {item}");
    }
}

/// Asserts that members which nobody gave are null, empty or not there.
#[track_caller]
pub(crate) fn assert_unset<const N: usize>(item: &Value, members: [&str; N]) {
    for path in members {
        let found = item.pointer(&format!("/{}", path.replace('.', "/")));
        let unset = found.is_none_or(|value| match value {
            Value::Null => true,
            Value::String(text) => text.is_empty(),
            Value::Array(items) => items.is_empty(),
            _ => false,
        });
        assert!(unset, "{path} of {item}");
    }
}
