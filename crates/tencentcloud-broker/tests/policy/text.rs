//! What is wrong with the text of a policy, and where.

use tencentcloud_broker::Policy;

/// The line and the message of what is wrong.
fn wrong(text: &str) -> (usize, String) {
    let error = Policy::read(text, "night.toml").unwrap_err();
    let told = error.to_string();
    assert!(
        told.starts_with(&format!("night.toml:{}: ", error.line)),
        "{told}"
    );
    (error.line, error.message)
}

#[test]
fn what_is_wrong_is_told_with_its_line() {
    for (text, line, told) in [
        ("[default]\nread = \"alow\"\n", 2, "unknown variant `alow`"),
        ("[default]\nreads = \"allow\"\n", 2, "unknown field `reads`"),
        (
            "\n[[rules]]\ndecision = \"deny\"\n",
            2,
            "unknown field `rules`",
        ),
        (
            "[[rule]]\ndecision = \"deny\"\naction = [\"cvm:*\"]\n",
            3,
            "unknown field `action`",
        ),
        (
            "\n[[rule]]\nactions = [\"cvm:*\"]\n",
            2,
            "missing field `decision`",
        ),
        (
            "[[rule]]\ndecision = \"deny\"\nactions = \"cvm:*\"\n",
            3,
            "expected a sequence",
        ),
        ("[[rule]]\ndecision = deny\n", 2, ""),
        (
            "[[rule]]\ndecision = \"deny\"\ndecision = \"allow\"\n",
            3,
            "duplicate key",
        ),
        (
            "[[rule]]\ndecision = \"deny\"\nactions = []\n",
            1,
            "an empty list matches nothing",
        ),
        (
            "[[rule]]\ndecision = \"deny\"\nclasses = [\"read\",\n\"delete\"]\n",
            4,
            "\"delete\" is no class: read, secret, write and destroy are",
        ),
        (
            "[[rule]]\ndecision = \"deny\"\nregions = [\"ap_beijing\"]\n",
            3,
            "\"ap_beijing\" is no region",
        ),
    ] {
        let (at, message) = wrong(text);
        assert!(message.contains(told), "{text}: {message}");
        assert_eq!(at, line, "{text}: {message}");
    }
}

#[test]
fn a_pattern_that_would_match_nothing_is_wrong() {
    for (pattern, told) in [
        (
            "TerminateInstances",
            "names no service: write service:Action",
        ),
        ("cvm:", "matches nothing"),
        (":Delete*", "matches nothing"),
        ("cvm: Terminate*", "no name has ' '"),
        ("cvm:terminate-instances", "no name has '-'"),
        ("cvm:Terminate:*", "no name has ':'"),
        (
            "cvm:TerminateInstance",
            "cvm has no action TerminateInstance",
        ),
        ("cmv:*", "no service cmv"),
        ("autoscaling:*", "autoscaling is as in requests"),
    ] {
        let text =
            format!("[[rule]]\ndecision = \"deny\"\nactions = [\n\"*:*\",\n\"{pattern}\",\n]\n");
        let (line, message) = wrong(&text);
        assert_eq!(line, 5, "{pattern}: {message}");
        assert!(message.contains(told), "{pattern}: {message}");
    }
    for pattern in [
        "cvm:NewActio?",
        "cm?:*",
        "*:*",
        "as:DescribeAutoScalingGroups",
        "CVM:terminateinstances",
        "*",
    ] {
        let text = format!("[[rule]]\ndecision = \"deny\"\nactions = [\"{pattern}\"]\n");
        assert_eq!(
            Policy::read(&text, "p").is_ok(),
            pattern != "*",
            "{pattern}"
        );
    }
}

#[test]
fn the_example_of_the_readme_is_a_policy() {
    let readme = include_str!("../../README.md");
    let (_, rest) = readme.split_once("```toml\n").unwrap();
    let (text, _) = rest.split_once("```").unwrap();
    let policy = Policy::read(text, "policy.toml").unwrap();
    let decided = |action: &str| {
        let (service, action) = action.split_once(':').unwrap();
        policy
            .decide(&crate::subject(service, action))
            .decision
            .name()
    };
    assert_eq!(decided("vpc:DeleteVpc"), "deny");
    assert_eq!(decided("sts:AssumeRole"), "deny");
    assert_eq!(decided("cvm:DescribeInstances"), "confirm");
}
