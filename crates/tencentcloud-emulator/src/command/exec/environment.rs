//! The environment of the command.

use std::ffi::{OsStr, OsString};
use std::net::SocketAddr;

use crate::Credential;

use super::trust::Trust;

/// A variable to set, or to take away.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) name: &'static str,
    pub(super) value: Option<OsString>,
}

/// What the command is to meet.
pub(super) struct Surroundings<'a> {
    pub(super) url: String,
    pub(super) address: SocketAddr,
    /// The key of the endpoint; `None` if the command keeps the credential that it has.
    pub(super) credential: Option<&'a Credential>,
    pub(super) trust: &'a Trust,
}

/// Domains that a proxy must not be left out for.
const DOMAINS: [&str; 3] = [
    "tencentcloudapi.com",
    "tencentcloudapi.cn",
    "tencentcloudapi.com.cn",
];

/// This machine's names, which need no proxy.
const LOCAL: [&str; 3] = ["localhost", "127.0.0.1", "::1"];

/// Variables by which clients would find another proxy, and what is no matter of the command: the keys of
/// the endpoint, and what opens its control.
const TAKEN: [&str; 4] = [
    "ALL_PROXY",
    "all_proxy",
    crate::command::keys::VARIABLE,
    crate::command::control::TOKEN,
];

/// Variables by which clients would find another credential.
const CREDENTIALS: [&str; 10] = [
    "TENCENTCLOUD_TOKEN",
    "TENCENTCLOUD_SESSION_TOKEN",
    "TENCENTCLOUD_SECURITY_TOKEN",
    "TENCENTCLOUD_ROLE_ARN",
    "TENCENTCLOUD_ROLE_SESSION_NAME",
    "TCCLI_PROFILE",
    "TKE_REGION",
    "TKE_PROVIDER_ID",
    "TKE_WEB_IDENTITY_TOKEN_FILE",
    "TKE_ROLE_ARN",
];

impl Surroundings<'_> {
    /// Returns the changes to an environment that `given` reads.
    pub(super) fn changes(&self, given: &dyn Fn(&str) -> Option<OsString>) -> Vec<Change> {
        let mut changes = Vec::new();
        let mut set = |name, value: &OsStr| {
            changes.push(Change {
                name,
                value: Some(value.to_owned()),
            });
        };
        for name in ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy"] {
            set(name, self.url.as_ref());
        }
        for name in ["NO_PROXY", "no_proxy"] {
            let old = given("NO_PROXY").or_else(|| given("no_proxy"));
            set(name, no_proxy(old.as_deref()).as_ref());
        }
        // Node's own `fetch` and `https` look at the proxy if this is set.
        set("NODE_USE_ENV_PROXY", "1".as_ref());
        let trust = self.trust;
        for name in ["SSL_CERT_FILE", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE"] {
            set(name, trust.bundle().as_os_str());
        }
        for name in [
            "NODE_EXTRA_CA_CERTS",
            "DENO_CERT",
            "TENCENTCLOUD_EMULATOR_CA",
        ] {
            set(name, trust.authority().as_os_str());
        }
        let python = before(trust.python().as_os_str(), given("PYTHONPATH"));
        set("PYTHONPATH", &python);
        set("JAVA_TOOL_OPTIONS", &self.java(given("JAVA_TOOL_OPTIONS")));
        let mut taken = TAKEN.to_vec();
        if let Some(credential) = self.credential {
            set("TENCENTCLOUD_EMULATOR_URL", self.url.as_ref());
            set("TENCENTCLOUD_SECRET_ID", credential.secret_id.as_ref());
            set("TENCENTCLOUD_SECRET_KEY", credential.secret_key.as_ref());
            set("TENCENTCLOUD_CREDENTIALS_FILE", trust.profile().as_os_str());
            taken.extend(CREDENTIALS);
        }
        let region = given("TENCENTCLOUD_REGION").filter(|region| !region.is_empty());
        if self.credential.is_some() && region.is_none() {
            set("TENCENTCLOUD_REGION", "ap-guangzhou".as_ref());
        }
        let taken = taken.into_iter();
        changes.extend(taken.map(|name| Change { name, value: None }));
        changes
    }

    fn java(&self, old: Option<OsString>) -> OsString {
        let mut options = old.unwrap_or_default();
        if !options.is_empty() {
            options.push(" ");
        }
        let (host, port) = (self.address.ip(), self.address.port());
        for scheme in ["http", "https"] {
            options.push(format!(
                "-D{scheme}.proxyHost={host} -D{scheme}.proxyPort={port} "
            ));
        }
        options.push("-Djavax.net.ssl.trustStore=\"");
        options.push(self.trust.java());
        options.push("\" -Djavax.net.ssl.trustStoreType=JKS");
        options
    }
}

/// Puts a folder before those of a search path.
fn before(folder: &OsStr, path: Option<OsString>) -> OsString {
    let path = path.filter(|path| !path.is_empty());
    let old: Vec<_> = path.iter().flat_map(std::env::split_paths).collect();
    let all = std::iter::once(folder.into()).chain(old);
    std::env::join_paths(all).unwrap_or_else(|_| folder.to_owned())
}

/// Returns the hosts without a proxy: this machine, and those of `old` that are not the vendor's.
fn no_proxy(old: Option<&OsStr>) -> String {
    let old = old.and_then(OsStr::to_str).unwrap_or_default();
    let old = old.split(|c: char| c == ',' || c.is_whitespace());
    let old = old.filter(|entry| !entry.is_empty() && !covers(entry));
    let mut entries: Vec<&str> = old.collect();
    entries.extend(LOCAL);
    entries.join(",")
}

/// Returns true if an entry of `NO_PROXY` is about a host of the vendor, perhaps among others.
fn covers(entry: &str) -> bool {
    let name = entry.trim_start_matches('*').trim_start_matches('.');
    let name = name.split(':').next().unwrap_or_default();
    let name = name.to_ascii_lowercase();
    let below = |name: &str, domain: &str| {
        name.strip_suffix(domain)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    entry.starts_with('*') && name.is_empty()
        || DOMAINS
            .iter()
            .any(|domain| !name.is_empty() && (below(&name, domain) || below(domain, &name)))
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn the_vendors_hosts_are_taken_out_of_no_proxy() {
        let local = LOCAL.join(",");
        for (old, expected) in [
            ("", ""),
            ("*", ""),
            ("*.com, .cn tencentcloudapi.com", ""),
            ("cvm.tencentcloudapi.com:443,.TencentCloudAPI.cn", ""),
            ("a.example,10.0.0.0/8", "a.example,10.0.0.0/8,"),
            (
                "nottencentcloudapi.com,oud.com",
                "nottencentcloudapi.com,oud.com,",
            ),
        ] {
            let expected = format!("{expected}{local}");
            assert_eq!(no_proxy(Some(old.as_ref())), expected, "{old}");
        }
    }

    #[test]
    fn no_credential_of_the_user_reaches_the_command() {
        let test = Credential::test();
        let trust = Trust::write("", Some(&test)).unwrap();
        let surroundings = Surroundings {
            url: "http://127.0.0.1:1".to_owned(),
            address: "127.0.0.1:1".parse().unwrap(),
            credential: Some(&test),
            trust: &trust,
        };
        let all = |name: &str| Some(OsString::from(format!("hushhush-{name}")));
        let changes: HashMap<_, _> = surroundings
            .changes(&all)
            .into_iter()
            .map(|change| (change.name, change.value))
            .collect();
        for name in [
            "TENCENTCLOUD_SECRET_ID",
            "TENCENTCLOUD_SECRET_KEY",
            "TENCENTCLOUD_TOKEN",
            "TENCENTCLOUD_SECURITY_TOKEN",
            "TENCENTCLOUD_CREDENTIALS_FILE",
            "TKE_WEB_IDENTITY_TOKEN_FILE",
            "HTTPS_PROXY",
            "ALL_PROXY",
            crate::command::keys::VARIABLE,
            crate::command::control::TOKEN,
        ] {
            let value = format!("{:?}", changes[name]);
            assert!(!value.contains("hushhush"), "{name}: {value}");
        }
        // What the user has set of other matters stays.
        assert!(!changes.contains_key("TENCENTCLOUD_REGION"));
        for name in ["PYTHONPATH", "JAVA_TOOL_OPTIONS"] {
            let value = changes[name].as_ref().unwrap().to_str().unwrap();
            assert!(value.contains(&format!("hushhush-{name}")), "{value}");
        }
        assert_eq!(changes["HTTPS_PROXY"], Some("http://127.0.0.1:1".into()));
    }
}
