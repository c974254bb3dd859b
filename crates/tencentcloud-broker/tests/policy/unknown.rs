//! What a request does not say, or nobody knows of it.

use tencentcloud_broker::{Decision, Policy, Subject};

use crate::{policy, subject};

fn by(decision: &str, list: &str) -> Policy {
    // What no rule matches shows by a default of its own.
    let other = if decision == "confirm" {
        "allow"
    } else {
        "confirm"
    };
    policy(&format!(
        "[default]\nwrite = \"{other}\"\n[[rule]]\ndecision = \"{decision}\"\n{list}\n"
    ))
}

fn matches(policy: &Policy, subject: &Subject<'_>) -> bool {
    policy.decide(subject).because.contains("by the rule at")
}

#[test]
fn a_request_without_region_is_permitted_by_no_rule_with_regions_and_forbidden_by_each() {
    let run = subject("cvm", "RunInstances");
    for region in [None, Some(""), Some(" ")] {
        let none = Subject { region, ..run };
        for list in ["regions = [\"ap-beijing\"]", "regions = [\"*\"]"] {
            assert!(!matches(&by("allow", list), &none), "{list} {region:?}");
            assert!(matches(&by("confirm", list), &none), "{list} {region:?}");
            assert!(matches(&by("deny", list), &none), "{list} {region:?}");
        }
    }
    let beijing = "regions = [\"ap-beijing\"]";
    for decision in ["allow", "confirm", "deny"] {
        assert!(!matches(&by(decision, beijing), &run));
        let there = Subject {
            region: Some("AP-Beijing "),
            ..run
        };
        assert!(matches(&by(decision, beijing), &there));
    }
}

#[test]
fn an_unknown_number_is_permitted_by_no_rule_with_it_and_forbidden_by_each() {
    let known = subject("cvm", "RunInstances");
    let unknown = Subject {
        account_id: None,
        ..known
    };
    for list in [
        "accounts = [\"100000000009\"]",
        "accounts = [\"1000*9\", \"prod\"]",
    ] {
        assert!(!matches(&by("allow", list), &unknown), "{list}");
        assert!(matches(&by("confirm", list), &unknown), "{list}");
        assert!(matches(&by("deny", list), &unknown), "{list}");
        assert!(!matches(&by("deny", list), &known), "{list}");
    }
    let own = "accounts = [\"100000000001\"]";
    for decision in ["allow", "confirm", "deny"] {
        assert!(matches(&by(decision, own), &known));
    }
}

#[test]
fn the_name_of_an_account_is_always_known() {
    let unknown = Subject {
        account_id: None,
        ..subject("cvm", "RunInstances")
    };
    for decision in ["allow", "confirm", "deny"] {
        assert!(matches(&by(decision, "accounts = [\"dev\"]"), &unknown));
        assert!(!matches(&by(decision, "accounts = [\"prod-*\"]"), &unknown));
    }
}

#[test]
fn an_action_in_another_case_is_forbidden_as_itself() {
    let policy = policy(
        "[default]\nwrite = \"allow\"\n[[rule]]\ndecision = \"deny\"\nclasses = [\"destroy\"]\n",
    );
    for action in [
        "TerminateInstances",
        "terminateinstances",
        "TERMINATEINSTANCES",
    ] {
        let ruling = policy.decide(&subject("cvm", action));
        assert_eq!(ruling.decision, Decision::Deny, "{action}");
    }
}
