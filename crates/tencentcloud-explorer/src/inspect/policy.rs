//! The least that CAM must allow for calls that were made: by their actions alone.

use std::collections::BTreeSet;

use serde_json::{Value, json};

/// The services whose name in policies is another one.
const NAMES: [(&str, &str); 1] = [("apigateway", "apigw")];

/// Returns a policy that allows each action of `calls`, service and action, on every resource.
pub(super) fn policy<'c>(calls: impl IntoIterator<Item = (&'c str, &'c str)>) -> Value {
    let actions: BTreeSet<String> = calls
        .into_iter()
        .map(|(service, action)| {
            let named = NAMES.iter().find(|(wire, _)| *wire == service);
            let service = named.map_or(service, |(_, name)| name);
            format!("{service}:{action}")
        })
        .collect();
    json!({
        "version": "2.0",
        "statement": [{"effect": "allow", "action": actions, "resource": "*"}],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_action_is_allowed_once_and_nothing_else() {
        let made = policy([
            ("cvm", "RunInstances"),
            ("cvm", "RunInstances"),
            ("apigateway", "CreateUpstream"),
        ]);
        let allowed = &made["statement"][0];
        assert_eq!(
            allowed["action"],
            json!(["apigw:CreateUpstream", "cvm:RunInstances"])
        );
        assert_eq!(allowed["resource"], "*");
        assert_eq!(made["statement"].as_array().map(Vec::len), Some(1));
    }
}
