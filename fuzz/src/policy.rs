//! Policies of the broker.

use tencentcloud_broker::{Decision, Effect, Policy, Subject};

/// Forbids everything.
const DENY: &str = "\n[[rule]]\ndecision = \"deny\"\n";

/// A text is wrong in a line that it has, or it is a policy in which a rule that forbids everything does, wherever the
/// others stand, and whatever they permit.
pub fn policy(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let policy = match Policy::read(&text, "policy.toml") {
        Ok(policy) => policy,
        Err(wrong) => {
            let lines = text.matches('\n').count() + 1;
            assert!((1..=lines).contains(&wrong.line), "{wrong}");
            assert!(!wrong.message.is_empty());
            return;
        }
    };
    let stricter = Policy::read(&format!("{text}{DENY}"), "policy.toml").ok();
    for (service, action) in [
        ("cvm", "DescribeInstances"),
        ("cvm", "TerminateInstances"),
        ("", ""),
    ] {
        for region in [None, Some("ap-guangzhou")] {
            let subject = Subject {
                account: "dev",
                account_id: None,
                service,
                action,
                region,
                class: Effect::of(service, action),
                local: false,
            };
            let ruling = policy.decide(&subject);
            assert_eq!(ruling, policy.decide(&subject));
            assert!(!ruling.because.contains('\n'), "{ruling:?}");
            if let Some(stricter) = &stricter {
                assert_eq!(stricter.decide(&subject).decision, Decision::Deny);
            }
        }
    }
}
