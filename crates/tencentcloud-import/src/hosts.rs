//! Hosts are held to the vendor's domains: signed requests go where a description says.

use tencentcloud_schema::Description;

/// The domains that every host of the vendor is in.
const DOMAINS: [&str; 3] = [
    ".tencentcloudapi.com",
    ".tencentcloudapi.cn",
    ".tencentcloudapi.com.cn",
];

/// A host that a source names outside the vendor's domains.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Foreign {
    /// The place of the fact, e.g. `host` or `actions.Chat.host`.
    pub(crate) place: String,
    pub(crate) host: String,
}

/// Takes hosts outside the vendor's domains out of a description.
pub(crate) fn take_foreign(description: &mut Description) -> Vec<Foreign> {
    let mut hosts = vec![("host".to_owned(), &mut description.host)];
    for (name, action) in &mut description.actions {
        hosts.push((format!("actions.{name}.host"), &mut action.host));
    }
    let taken = hosts.into_iter().filter_map(|(place, host)| {
        let host = host.take_if(|host| !is_vendors(host))?;
        Some(Foreign { place, host })
    });
    taken.collect()
}

fn is_vendors(host: &str) -> bool {
    DOMAINS.iter().any(|domain| host.ends_with(domain))
}

#[cfg(test)]
mod tests {
    use super::is_vendors;

    #[test]
    fn hosts_are_held_to_whole_labels_of_the_vendors_domains() {
        for host in [
            "cvm.tencentcloudapi.com",
            "cvm.ap-guangzhou.tencentcloudapi.com",
            "es.ai.tencentcloudapi.com",
            "cvm.tencentcloudapi.cn",
            "cvm.tencentcloudapi.com.cn",
        ] {
            assert!(is_vendors(host), "{host}");
        }
        for host in [
            "attacker.example",
            "tencentcloudapi.com",
            "cvm.tencentcloudapi.com.attacker.example",
            "xtencentcloudapi.com",
            "cvm.tencentcloudapi.com.",
            "cvm.tencentcloudapi.com:1",
        ] {
            assert!(!is_vendors(host), "{host}");
        }
    }
}
