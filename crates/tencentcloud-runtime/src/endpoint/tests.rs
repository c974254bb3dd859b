use super::*;
use crate::config::HostKind;
use crate::{ActionInfo, Api};

const ACTION: ActionInfo = ActionInfo::new(Api::new("cvm", "2017-03-12"), "DescribeInstances");

const CHAT: ActionInfo = ActionInfo::new(Api::new("cls", "2020-10-16"), "ChatCompletions");

fn set(endpoint: &str) -> Result<Endpoint> {
    let options = Options {
        endpoint: Some(endpoint.to_owned()),
        ..Options::default()
    };
    Endpoint::of(&ACTION.into(), &options, &Known::default())
}

/// The host where these are set.
fn host(action: ActionInfo, region: &str, kind: HostKind, root: Option<&str>) -> String {
    let mut options = Options {
        region: Some(region.to_owned()).filter(|region| !region.is_empty()),
        ..Options::default()
    };
    options.network.host_kind = Some(kind);
    options.network.root_domain = root.map(str::to_owned);
    match Endpoint::of(&action.into(), &options, &Known::default()) {
        Ok(endpoint) => endpoint.host().to_owned(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn a_host_follows_from_service_region_and_kind() {
    use HostKind::{Ai, Internal, International, Nearest, Regional};
    for (region, kind, root, expected) in [
        ("", Nearest, None, "cvm.tencentcloudapi.com"),
        ("ap-guangzhou", Nearest, None, "cvm.tencentcloudapi.com"),
        (
            "ap-guangzhou",
            Regional,
            None,
            "cvm.ap-guangzhou.tencentcloudapi.com",
        ),
        (
            "ap-shanghai-fsi",
            Nearest,
            None,
            "cvm.ap-shanghai-fsi.tencentcloudapi.com",
        ),
        (
            "ap-guangzhou",
            Internal,
            None,
            "cvm.internal.tencentcloudapi.com",
        ),
        ("", International, None, "cvm.intl.tencentcloudapi.com"),
        ("", Ai, None, "cvm.ai.tencentcloudapi.com"),
        (
            "",
            Nearest,
            Some("TencentCloudAPI.cn."),
            "cvm.tencentcloudapi.cn",
        ),
        (
            "",
            Internal,
            Some("example.org"),
            "cvm.internal.example.org",
        ),
    ] {
        assert_eq!(host(ACTION, region, kind, root), expected);
    }
    let told = host(ACTION, "", Regional, None);
    assert!(told.contains("a regional host needs a region"), "{told}");
    for root in ["http://example.org", "example.org:80", "example.org/x"] {
        let told = host(ACTION, "", Nearest, Some(root));
        assert!(told.contains("is more than a domain"), "{root}: {told}");
    }
    let told = host(ACTION, "ap guangzhou", Regional, None);
    assert!(told.contains("holds a space"), "{told}");
}

#[test]
fn an_actions_own_host_keeps_its_name_below_another_root() {
    let es = ACTION.host("es.ai.tencentcloudapi.com");
    let twin = Some("tencentcloudapi.cn");
    assert_eq!(
        host(es, "", HostKind::Regional, twin),
        "es.ai.tencentcloudapi.cn"
    );
    let other = ACTION.host("api.example.org");
    assert_eq!(host(other, "", HostKind::Internal, twin), "api.example.org");
}

#[test]
fn an_action_may_have_another_host_while_it_streams() {
    let mut options = Options::default();
    let known = Known::default();
    let host = |options: &Options| {
        let endpoint = Endpoint::of(&CHAT.into(), options, &known).unwrap();
        endpoint.host().to_owned()
    };
    assert_eq!(host(&options), "cls.tencentcloudapi.com");
    options.network.events = true;
    assert_eq!(host(&options), "cls.ai.tencentcloudapi.com");
    options.endpoint = Some("localhost:80".to_owned());
    assert_eq!(host(&options), "localhost:80");
}

#[test]
fn what_is_signed_is_what_is_sent() {
    for (text, host, uri) in [
        (
            "CVM.TencentCloudAPI.com",
            "cvm.tencentcloudapi.com",
            "https://cvm.tencentcloudapi.com/",
        ),
        ("http://127.0.0.1:80/", "127.0.0.1", "http://127.0.0.1/"),
        ("https://h.example:443", "h.example", "https://h.example/"),
        (
            "http://h.example:443",
            "h.example:443",
            "http://h.example:443/",
        ),
        (
            "HTTP://LocalHost:08080",
            "localhost:8080",
            "http://localhost:8080/",
        ),
        ("http://[0:0:0::0001]:80", "[::1]", "http://[::1]/"),
        (
            "http://[2001:DB8::A]:81",
            "[2001:db8::a]:81",
            "http://[2001:db8::a]:81/",
        ),
        (" h.example. ", "h.example", "https://h.example/"),
        ("http://my_api:80", "my_api", "http://my_api/"),
        ("http://h.example/a/b", "h.example", "http://h.example/a/b"),
        (
            "http://h.example/a%20b/",
            "h.example",
            "http://h.example/a%20b/",
        ),
    ] {
        let endpoint = set(text).unwrap();
        assert_eq!(endpoint.host(), host, "{text}");
        assert_eq!(endpoint.uri("").unwrap(), uri, "{text}");
        assert_eq!(
            endpoint.uri("a=b").unwrap().to_string(),
            format!("{uri}?a=b"),
            "{text}"
        );
    }
}

#[test]
fn what_is_no_endpoint_is_refused_with_what_is_wrong() {
    for (text, why) in [
        ("", "is empty"),
        ("two words", "holds a space"),
        ("ftp://host", "has the scheme \"ftp\""),
        ("https://", "has no host"),
        ("//host", "has no host"),
        (":80", "has no host"),
        ("http://host:99999", "has the port \"99999\""),
        ("http://host:0", "has the port \"0\""),
        ("http://host:+80", "has the port \"+80\""),
        ("http://host:", "has the port \"\""),
        ("http://::1:80", "in brackets, as in http://[::1]:8080"),
        ("http://[::1", "without its closing bracket"),
        ("http://[::1]80", "has \"80\" behind"),
        ("http://[::g]", "\"::g\" in brackets"),
        (
            "http://[fe80::1%eth0]",
            "in brackets, which is not an IPv6 address",
        ),
        ("http://256.1.1.1", "which is not an IPv4 address"),
        ("http://127.1", "which is not an IPv4 address"),
        ("http://host?x=1", "has a query"),
        ("http://host/#x", "has a fragment"),
        ("http://a..b", "which is not a host name"),
        ("http://-a.example", "which is not a host name"),
        ("http://a,b", "which is not a host name"),
        ("http://müller.example", "Punycode"),
        (
            "http://host/a\\b\u{7f}",
            "holds a space or a control character",
        ),
    ] {
        let told = set(text).unwrap_err().to_string();
        assert!(told.contains(why), "{text}: {told}");
        assert!(told.contains(&format!("the endpoint {text:?} ")), "{told}");
    }
    let told = set("http://user:hunter2@host").unwrap_err().to_string();
    assert!(
        told.contains("user name") && !told.contains("hunter2"),
        "{told}"
    );
}

#[test]
fn a_gateway_is_connected_to_and_the_original_host_signed() {
    let mut options = Options::default();
    options.network.gateway = Some("http://10.0.0.5:8080/tencent".to_owned());
    let endpoint = Endpoint::of(&ACTION.into(), &options, &Known::default()).unwrap();
    assert_eq!(endpoint.host(), "cvm.tencentcloudapi.com");
    assert_eq!(endpoint.uri("").unwrap(), "http://10.0.0.5:8080/tencent");
    assert_eq!(endpoint.with_root(ROOTS[1]), None);
    options.network.gateway = Some("http://host:99999".to_owned());
    let told = Endpoint::of(&ACTION.into(), &options, &Known::default()).unwrap_err();
    assert!(
        told.to_string()
            .contains("the gateway \"http://host:99999\" has the port")
    );
}

#[test]
fn a_twin_keeps_the_name_and_changes_the_root() {
    let twin = |text: &str, root: &str| Some(set(text).unwrap().with_root(root)?.host().to_owned());
    let expected = Some("cvm.ap-guangzhou.tencentcloudapi.cn".to_owned());
    for root in ROOTS {
        assert_eq!(
            twin(&format!("cvm.ap-guangzhou.{root}"), ROOTS[1]),
            expected
        );
    }
    for other in [
        "127.0.0.1:80",
        "example.org",
        "nottencentcloudapi.com",
        "tencentcloudapi.com",
    ] {
        assert_eq!(twin(other, ROOTS[1]), None, "{other}");
    }
}
