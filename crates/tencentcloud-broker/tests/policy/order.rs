//! What holds for any rules and any request.

use proptest::prelude::*;
use tencentcloud_broker::{Decision, Effect, Policy, Subject};

const DECISIONS: [&str; 3] = ["allow", "confirm", "deny"];

/// One of the values as a list of TOML, or no list.
fn list(name: &'static str, values: &'static [&'static str]) -> impl Strategy<Value = String> {
    let chosen = proptest::sample::subsequence(values, 0..=2);
    chosen.prop_map(move |chosen| match chosen.is_empty() {
        true => String::new(),
        false => format!("{name} = {chosen:?}\n"),
    })
}

/// The lists of a rule.
fn lists() -> impl Strategy<Value = String> {
    let actions = list(
        "actions",
        &[
            "cvm:*",
            "*:Terminate*",
            "cvm:DescribeInstances",
            "ssm:Get?ecretValue",
            "*:*",
        ],
    );
    let classes = list("classes", &["read", "secret", "write", "destroy"]);
    let regions = list("regions", &["ap-guangzhou", "ap-*", "eu-frankfurt"]);
    let accounts = list("accounts", &["dev", "prod", "10000*", "100000000002"]);
    (actions, classes, regions, accounts).prop_map(|lists| {
        let (actions, classes, regions, accounts) = lists;
        [actions, classes, regions, accounts].concat()
    })
}

fn rule() -> impl Strategy<Value = String> {
    let decision = proptest::sample::select(&DECISIONS[..]);
    (decision, lists()).prop_map(|(decision, lists)| written(decision, &lists))
}

fn written(decision: &str, lists: &str) -> String {
    format!("[[rule]]\ndecision = {decision:?}\n{lists}")
}

fn subject() -> impl Strategy<Value = Subject<'static>> {
    let actions = [
        ("cvm", "DescribeInstances"),
        ("cvm", "TerminateInstances"),
        ("cvm", "RunInstances"),
        ("ssm", "GetSecretValue"),
        ("nowhere", "TerminateAll"),
    ];
    let regions = [
        None,
        Some("ap-guangzhou"),
        Some("eu-frankfurt"),
        Some("na-ashburn"),
    ];
    let numbers = [None, Some("100000000001"), Some("100000000002")];
    (
        proptest::sample::select(actions.to_vec()),
        proptest::sample::select(regions.to_vec()),
        proptest::sample::select(vec!["dev", "prod"]),
        proptest::sample::select(numbers.to_vec()),
        any::<bool>(),
    )
        .prop_map(
            |((service, action), region, account, account_id, local)| Subject {
                account,
                account_id,
                service,
                action,
                region,
                class: Effect::of(service, action),
                local,
            },
        )
}

fn policy(rules: &[String]) -> Policy {
    Policy::read(&rules.concat(), "policy.toml").unwrap()
}

/// Returns true if a rule with these lists, alone, is the one that decides.
fn matches(decision: &str, lists: &str, subject: &Subject<'_>) -> bool {
    let alone = policy(&[written(decision, lists)]);
    alone.decide(subject).because.contains("by the rule at")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, max_global_rejects: 50_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_rules_makes_no_difference(
        (rules, shuffled) in proptest::collection::vec(rule(), 0..6)
            .prop_flat_map(|rules| (Just(rules.clone()), Just(rules).prop_shuffle())),
        subject in subject(),
    ) {
        let (one, other) = (policy(&rules).decide(&subject), policy(&shuffled).decide(&subject));
        prop_assert_eq!(one.decision, other.decision);
    }

    #[test]
    fn what_a_rule_denies_no_other_lets_through(
        mut rules in proptest::collection::vec(rule(), 0..6),
        denied in lists(),
        at in any::<proptest::sample::Index>(),
        subject in subject(),
    ) {
        prop_assume!(matches("deny", &denied, &subject));
        let at = at.index(rules.len() + 1);
        rules.insert(at, written("deny", &denied));
        prop_assert_eq!(policy(&rules).decide(&subject).decision, Decision::Deny);
    }

    #[test]
    fn a_rule_more_is_never_less_strict_than_it(
        mut rules in proptest::collection::vec(rule(), 0..6),
        confirmed in lists(),
        subject in subject(),
    ) {
        prop_assume!(matches("confirm", &confirmed, &subject));
        rules.push(written("confirm", &confirmed));
        prop_assert!(policy(&rules).decide(&subject).decision >= Decision::Confirm);
    }

    #[test]
    fn what_permits_also_forbids(lists in lists(), subject in subject()) {
        // What is unknown of a request may only make the difference in this direction.
        if matches("allow", &lists, &subject) {
            prop_assert!(matches("confirm", &lists, &subject));
            prop_assert!(matches("deny", &lists, &subject));
        }
        prop_assert_eq!(
            matches("confirm", &lists, &subject),
            matches("deny", &lists, &subject)
        );
    }

    #[test]
    fn a_decision_is_that_of_a_rule_or_the_default(
        rules in proptest::collection::vec((proptest::sample::select(&DECISIONS[..]), lists()), 0..5),
        subject in subject(),
    ) {
        let texts: Vec<_> = rules.iter().map(|(decision, lists)| written(decision, lists)).collect();
        let decided = policy(&texts).decide(&subject).decision;
        let matching = rules.iter().filter(|(decision, lists)| matches(decision, lists, &subject));
        let expected = matching.map(|(decision, _)| DECISIONS.iter().position(|own| own == decision)).max();
        let expected = match expected {
            Some(position) => DECISIONS[position.unwrap()],
            None => Policy::default().decide(&subject).decision.name(),
        };
        prop_assert_eq!(decided.name(), expected);
    }
}
