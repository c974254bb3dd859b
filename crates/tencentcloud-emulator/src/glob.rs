//! Patterns of actions.

use std::fmt;

/// A pattern of actions: `cvm:Describe*`, `cvm:*`, `*`, or `RunInstances` of any service. `*` stands
/// for any text, and case makes no difference.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Glob {
    text: String,
    service: String,
    action: String,
}

impl Glob {
    pub(crate) fn new(text: &str) -> Self {
        let (service, action) = text.split_once(':').unwrap_or(("*", text));
        Self {
            text: text.to_owned(),
            service: service.to_ascii_lowercase(),
            action: action.to_ascii_lowercase(),
        }
    }

    pub(crate) fn takes(&self, service: &str, action: &str) -> bool {
        fits(self.service.as_bytes(), service.as_bytes())
            && fits(self.action.as_bytes(), action.as_bytes())
    }
}

impl fmt::Debug for Glob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Compares without going back further than the last `*`, so in time that grows with both lengths'
/// product at most.
fn fits(pattern: &[u8], text: &[u8]) -> bool {
    let (mut at, mut star) = (0, None);
    let mut here = 0;
    while here < text.len() {
        if pattern.get(at) == Some(&b'*') {
            star = Some((at, here));
            at += 1;
        } else if pattern.get(at) == Some(&text[here].to_ascii_lowercase()) {
            at += 1;
            here += 1;
        } else if let Some((after, from)) = star {
            star = Some((after, from + 1));
            (at, here) = (after + 1, from + 1);
        } else {
            return false;
        }
    }
    pattern[at..].iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_take_services_and_actions() {
        let takes = |pattern: &str| Glob::new(pattern).takes("cvm", "DescribeInstances");
        for pattern in [
            "*",
            "*:*",
            "cvm:*",
            "cvm:Describe*",
            "CVM:describeinstances",
            "DescribeInstances",
            "cvm:*Inst*ces",
            "c*:D*s*s",
        ] {
            assert!(takes(pattern), "{pattern}");
        }
        for pattern in [
            "",
            "cvm",
            "cvm:",
            "vpc:*",
            "cvm:Describe",
            "cvm:Instances",
            "cvm:*Instance",
            "cvm:DescribeInstancesX*",
        ] {
            assert!(!takes(pattern), "{pattern}");
        }
    }
}
