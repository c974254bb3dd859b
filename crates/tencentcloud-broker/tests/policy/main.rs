//! Policies as their owner writes them, and what they say of requests.

mod order;
mod text;
mod unknown;

use tencentcloud_broker::{Decision, Effect, Policy, Subject};

/// Reads a policy that is right.
fn policy(text: &str) -> Policy {
    Policy::read(text, "policy.toml").unwrap()
}

/// A request of the account `dev` in Guangzhou.
fn subject<'a>(service: &'a str, action: &'a str) -> Subject<'a> {
    Subject {
        account: "dev",
        account_id: Some("100000000001"),
        service,
        action,
        region: Some("ap-guangzhou"),
        class: Effect::of(service, action),
        local: false,
    }
}

fn decide(policy: &Policy, service: &str, action: &str) -> Decision {
    policy.decide(&subject(service, action)).decision
}

#[test]
fn by_default_what_reads_goes_and_a_person_is_asked_about_the_rest() {
    let policy = Policy::default();
    for (action, decision) in [
        ("cvm:DescribeInstances", Decision::Allow),
        ("ssm:GetSecretValue", Decision::Confirm),
        ("sts:GetFederationToken", Decision::Confirm),
        ("cvm:RunInstances", Decision::Confirm),
        ("cvm:TerminateInstances", Decision::Confirm),
        ("cvm:DescribeWhatever", Decision::Confirm),
        ("nowhere:Frobnicate", Decision::Confirm),
    ] {
        let (service, action) = action.split_once(':').unwrap();
        assert_eq!(decide(&policy, service, action), decision, "{action}");
    }
    let ruling = policy.decide(&subject("ssm", "GetSecretValue"));
    assert_eq!(ruling.because, "the class secret needs a person by default");
}

#[test]
fn no_documented_action_but_reads_goes_by_default() {
    let policy = Policy::default();
    let mut counts = [0; 2];
    for name in tencentcloud_catalogue::services() {
        let service = tencentcloud_catalogue::service(name).unwrap().unwrap();
        for version in service.versions() {
            for action in version.actions() {
                let reads = Effect::of(name, action) == Effect::Read;
                let allowed = decide(&policy, name, action) == Decision::Allow;
                assert_eq!(allowed, reads, "{name}:{action}");
                counts[usize::from(allowed)] += 1;
            }
        }
    }
    assert_eq!(counts[0] + counts[1], 17_064);
    assert!(counts[0] > 9_000, "{counts:?}");
}

#[test]
fn an_empty_file_is_the_default() {
    for action in ["DescribeInstances", "RunInstances", "TerminateInstances"] {
        let by_default = Policy::default().decide(&subject("cvm", action));
        assert_eq!(policy("").decide(&subject("cvm", action)), by_default);
    }
}

#[test]
fn a_rule_matches_if_each_of_its_lists_does() {
    let policy = policy(
        r#"
[[rule]]
decision = "allow"
actions = ["cvm:Run*", "CBS:create?isks"]
classes = ["write"]
regions = ["ap-guang*"]
accounts = ["dev", "test"]
"#,
    );
    assert_eq!(decide(&policy, "cvm", "RunInstances"), Decision::Allow);
    // Case makes no difference, and ? is one character.
    assert_eq!(decide(&policy, "cbs", "CreateDisks"), Decision::Allow);
    assert_eq!(decide(&policy, "cvm", "StopInstances"), Decision::Confirm);
    let run = subject("cvm", "RunInstances");
    for other in [
        Subject {
            account: "prod",
            ..run
        },
        Subject {
            region: Some("ap-beijing"),
            ..run
        },
        Subject {
            class: Effect::Destroy,
            ..run
        },
        Subject {
            service: "ecm",
            ..run
        },
        Subject {
            action: "XRunInstances",
            ..run
        },
    ] {
        assert_eq!(
            policy.decide(&other).decision,
            Decision::Confirm,
            "{other:?}"
        );
    }
}

#[test]
fn the_strictest_rule_counts_and_says_why() {
    let policy = policy(
        r#"
[[rule]]
decision = "allow"
actions = ["cvm:*"]

[[rule]]
decision = "deny"
actions = ["cvm:Terminate*"]
reason = "the night shift\nhas no say in this"

[[rule]]
decision = "confirm"
actions = ["cvm:RunInstances"]
"#,
    );
    let because = |action: &str| policy.decide(&subject("cvm", action)).because;
    assert_eq!(
        because("StartInstances"),
        "allow by the rule at policy.toml:2"
    );
    assert_eq!(
        because("TerminateInstances"),
        "deny by the rule at policy.toml:6: the night shift has no say in this"
    );
    assert_eq!(
        because("RunInstances"),
        "confirm by the rule at policy.toml:11"
    );
}

#[test]
fn defaults_by_class_are_the_owners() {
    let policy = policy("[default]\nread = \"confirm\"\ndestroy = \"deny\"\n");
    assert_eq!(
        decide(&policy, "cvm", "DescribeInstances"),
        Decision::Confirm
    );
    assert_eq!(decide(&policy, "cvm", "RunInstances"), Decision::Confirm);
    let ruling = policy.decide(&subject("cvm", "TerminateInstances"));
    assert_eq!(ruling.decision, Decision::Deny);
    assert_eq!(ruling.because, "the class destroy is denied by default");
}

#[test]
fn the_local_endpoint_is_free_but_for_rules() {
    let policy = policy(
        "[default]\nwrite = \"deny\"\n[[rule]]\ndecision = \"deny\"\nactions = [\"cam:*\"]\n",
    );
    let at = |service, action| {
        let subject = Subject {
            local: true,
            ..subject(service, action)
        };
        policy.decide(&subject).decision
    };
    assert_eq!(at("cvm", "TerminateInstances"), Decision::Allow);
    assert_eq!(at("cam", "ListUsers"), Decision::Deny);
}
