//! Which hosts the endpoint answers for.

use std::net::IpAddr;

/// The domains that every host of the vendor is in, those of some actions (`es.ai.…`) and of private
/// networks (`cvm.internal.…`) too.
pub(crate) const DOMAINS: [&str; 3] = [
    "tencentcloudapi.com",
    "tencentcloudapi.cn",
    "tencentcloudapi.com.cn",
];

/// Returns the name in `Host`, in an authority or in a URL: without scheme, path, port and brackets.
pub(crate) fn name(text: &str) -> &str {
    let text = text.split_once("://").map_or(text, |(_, rest)| rest);
    let text = text.split(['/', '?']).next().unwrap_or_default();
    if let Some(rest) = text.strip_prefix('[') {
        return rest.split(']').next().unwrap_or_default();
    }
    match text.rsplit_once(':') {
        Some((name, port)) if !name.contains(':') && port.bytes().all(|b| b.is_ascii_digit()) => {
            name
        }
        _ => text,
    }
}

/// Returns true if `name` is a host of the vendor.
pub(crate) fn is_vendors(name: &str) -> bool {
    DOMAINS.iter().any(|domain| is_below(name, domain))
}

/// Returns true if `name` stands for this machine and nothing else can answer for it.
pub(crate) fn is_local(name: &str) -> bool {
    match name.parse::<IpAddr>() {
        Ok(address) => address.is_loopback(),
        Err(_) => is_localhost(name),
    }
}

/// Returns true for `localhost` and the names below it, which never leave the machine.
pub(crate) fn is_localhost(name: &str) -> bool {
    name.eq_ignore_ascii_case("localhost") || is_below(name, "localhost")
}

/// Returns true if `name` is labels and a dot before `domain`, each of them one that a host may have.
fn is_below(name: &str, domain: &str) -> bool {
    let Some(split) = name.len().checked_sub(domain.len()) else {
        return false;
    };
    let (Some(labels), Some(end)) = (name.get(..split), name.get(split..)) else {
        return false;
    };
    let is_label = |label: &str| {
        !label.is_empty()
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
    };
    end.eq_ignore_ascii_case(domain)
        && labels
            .strip_suffix('.')
            .is_some_and(|labels| labels.split('.').all(is_label))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_out_of_every_form_of_host() {
        for (text, expected) in [
            ("cvm.localhost:8080", "cvm.localhost"),
            ("127.0.0.1", "127.0.0.1"),
            ("[::1]:80", "::1"),
            ("::1", "::1"),
            ("http://127.0.0.1:18099", "127.0.0.1"),
            ("https://localhost/a?b", "localhost"),
            ("a@b:1", "a@b"),
            ("", ""),
        ] {
            assert_eq!(name(text), expected, "{text}");
        }
    }

    #[test]
    fn hosts_are_held_to_whole_labels() {
        for host in [
            "cvm.tencentcloudapi.com",
            "CVM.ap-guangzhou.TencentCloudAPI.com",
            "es.ai.tencentcloudapi.com",
            "cvm.internal.tencentcloudapi.com",
            "cvm.tencentcloudapi.cn",
            "cvm.tencentcloudapi.com.cn",
        ] {
            assert!(is_vendors(host), "{host}");
        }
        for host in [
            "attacker.example",
            "tencentcloudapi.com",
            ".tencentcloudapi.com",
            "a..tencentcloudapi.com",
            "cvm.tencentcloudapi.com.attacker.example",
            "xtencentcloudapi.com",
            "cvm.tencentcloudapi.com.",
            "a@b.tencentcloudapi.com",
            "é.tencentcloudapi.com",
        ] {
            assert!(!is_vendors(host), "{host}");
        }
        for host in ["localhost", "cvm.LOCALHOST", "127.1.2.3", "::1"] {
            assert!(is_local(host), "{host}");
        }
        for host in [
            "notlocalhost",
            "localhost.attacker.example",
            "10.0.0.1",
            "::",
            "",
        ] {
            assert!(!is_local(host), "{host}");
        }
    }
}
