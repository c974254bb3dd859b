//! Calls as code, and what that code sends.

mod curl;
mod golden;
mod parses;
mod paste;
mod program;
mod project;
mod runs;
mod rust;
mod secrets;

use serde_json::{Map, Value};
use tencentcloud_schema::Description;
use tencentcloud_snippets::Snippet;

/// The description of `action` in that version of `service`, or in its newest.
fn described(service: &str, version: Option<&str>, action: &str) -> Description {
    let service = tencentcloud_catalogue::service(service).unwrap().unwrap();
    let mut versions = service.versions().iter().rev();
    let wanted = |found: &str| version.is_none_or(|version| version == found);
    let found = versions.find(|found| wanted(&found.head().version));
    found.unwrap().slice(action).unwrap()
}

fn object(value: Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}

fn snippet(service: &str, action: &str, parameters: Value) -> Snippet {
    let description = described(service, None, action);
    Snippet::new(&description, action, &object(parameters)).region("ap-guangzhou")
}
