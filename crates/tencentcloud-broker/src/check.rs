//! What a request must be before anything else is asked of it.

use tencentcloud_runtime::Config;

use crate::answer::Refusal;
use crate::members::named_twice;
use crate::request::Request;

/// The largest body that the service takes, in bytes.
const LARGEST: usize = 10 << 20;

/// The domains in which every service has a host of its own name.
const ROOTS: [&str; 3] = [
    "tencentcloudapi.com",
    "tencentcloudapi.cn",
    "tencentcloudapi.com.cn",
];

/// What a body may be.
const MEDIA: [&str; 3] = [
    "application/json",
    "application/octet-stream",
    "multipart/form-data",
];

/// Checks that `request` says what it calls, and goes where a request of its service goes by `config`.
///
/// # Errors
/// What is wrong with it.
pub(crate) fn check(request: &Request, config: &Config) -> Result<(), Refusal> {
    let refuse = |told: String| Err(Refusal::new("unusable", told));
    let is_name = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric());
    if !is_name(request.action()) {
        return refuse("X-TC-Action must name an action, e.g. DescribeInstances".to_owned());
    }
    let service = &request.service;
    let is_label = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if service.is_empty() || !service.chars().all(is_label) {
        return refuse(format!(
            "{service:?} is no service: give a name such as cvm"
        ));
    }
    let is_version = |c: char| c.is_ascii_digit() || c == '-';
    if request.version().is_empty() || !request.version().chars().all(is_version) {
        return refuse("X-TC-Version must be an API version, e.g. 2017-03-12".to_owned());
    }
    let twice = request
        .headers
        .keys()
        .find(|name| request.headers.get_all(*name).iter().count() > 1);
    if let Some(name) = twice {
        return refuse(format!(
            "the header {name} comes twice: which one counts is not for a broker to say"
        ));
    }
    if request
        .headers
        .values()
        .any(|value| value.to_str().is_err())
    {
        return refuse("a header has characters that are not ASCII".to_owned());
    }
    let media = request.header("content-type").unwrap_or_default();
    let media = media.split(';').next().unwrap_or_default().trim();
    if !MEDIA.iter().any(|known| known.eq_ignore_ascii_case(media)) {
        return refuse(format!(
            "Content-Type is {media:?}: a POST with {} can be signed here",
            MEDIA.join(", ")
        ));
    }
    if media.eq_ignore_ascii_case(MEDIA[0]) && request.parameters().is_none() {
        return refuse("the body is no JSON object".to_owned());
    }
    if request.body.len() > LARGEST {
        return refuse(format!("the body is larger than {LARGEST} bytes"));
    }
    if let Some(name) = named_twice(&request.body) {
        let name: String = name.chars().take(80).collect();
        return refuse(format!(
            "the body names {name:?} twice in one object: which one counts is not for a broker to say"
        ));
    }
    place(request, config)
}

/// Checks where `request` goes.
fn place(request: &Request, config: &Config) -> Result<(), Refusal> {
    let url = request.url.trim_end_matches('/');
    if let Some(own) = config.default_endpoint() {
        let own = own.trim_end_matches('/');
        let with_scheme = format!("https://{own}");
        if url == own || url == with_scheme {
            return Ok(());
        }
    }
    let host = url.strip_prefix("https://").unwrap_or_default();
    let is_vendors = ROOTS.iter().any(|root| {
        let name = host
            .strip_suffix(root)
            .and_then(|name| name.strip_suffix('.'));
        name.is_some_and(|name| {
            let mut labels = name.split('.');
            labels.next() == Some(&*request.service)
                && labels.all(|label| {
                    !label.is_empty()
                        && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
                })
        })
    });
    match is_vendors {
        true => Ok(()),
        false => Err(Refusal::new(
            "unusable",
            format!(
                "{url} is no host of {}: https://{}.tencentcloudapi.com is, or the endpoint that the account is set to",
                request.service, request.service
            ),
        )),
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderName, HeaderValue};
    use tencentcloud_runtime::Credential;

    use super::*;

    fn request(service: &str, url: &str, headers: &[(&'static str, &str)], body: &str) -> Request {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            let value = HeaderValue::from_str(value).unwrap();
            map.append(HeaderName::from_static(name), value);
        }
        Request::new("", service, url, &map, body.to_owned())
    }

    const PLAIN: [(&str, &str); 3] = [
        ("content-type", "application/json; charset=utf-8"),
        ("x-tc-action", "DescribeZones"),
        ("x-tc-version", "2017-03-12"),
    ];

    fn config() -> Config {
        Config::new(Credential::new("AKIDexample", "example"))
    }

    #[test]
    fn a_request_goes_to_hosts_of_its_service_alone() {
        let at = |url: &str| check(&request("cvm", url, &PLAIN, "{}"), &config());
        for url in [
            "https://cvm.tencentcloudapi.com",
            "https://cvm.tencentcloudapi.com/",
            "https://cvm.ap-guangzhou.tencentcloudapi.com",
            "https://cvm.internal.tencentcloudapi.com.cn",
        ] {
            at(url).unwrap();
        }
        for url in [
            "http://cvm.tencentcloudapi.com",
            "https://vpc.tencentcloudapi.com",
            "https://cvm.tencentcloudapi.com.evil.example",
            "https://cvm.evil.example/.tencentcloudapi.com",
            "https://cvm.x@evil.tencentcloudapi.com",
            "https://cvm..tencentcloudapi.com",
            "https://cvmtencentcloudapi.com",
            "https://cvm.tencentcloudapi.com:444",
            "https://cvm.tencentcloudapi.com/other",
            "http://127.0.0.1:9000",
            "",
        ] {
            assert_eq!(at(url).unwrap_err().code, "unusable", "{url}");
        }
    }

    #[test]
    fn the_endpoint_of_the_account_is_a_place_too() {
        let config = config().endpoint("http://127.0.0.1:9000");
        let at = |url: &str| check(&request("cvm", url, &PLAIN, "{}"), &config);
        at("http://127.0.0.1:9000").unwrap();
        at("http://127.0.0.1:9000/").unwrap();
        assert!(at("http://127.0.0.1:9001").is_err());
        assert!(at("http://127.0.0.1:9000.evil.example").is_err());
    }

    #[test]
    fn what_is_called_must_be_said_once_and_plainly() {
        let url = "https://cvm.tencentcloudapi.com";
        let with = |name: &'static str, value: &str| {
            let mut headers = PLAIN.to_vec();
            headers.retain(|(own, _)| *own != name);
            headers.push((name, value));
            check(&request("cvm", url, &headers, "{}"), &config())
        };
        for (name, value) in [
            ("x-tc-action", ""),
            ("x-tc-action", "Describe Zones"),
            ("x-tc-version", "latest"),
            ("content-type", "application/x-www-form-urlencoded"),
            ("content-type", ""),
        ] {
            assert!(with(name, value).is_err(), "{name}: {value}");
        }
        let mut twice = PLAIN.to_vec();
        twice.push(("x-tc-action", "TerminateInstances"));
        assert!(check(&request("cvm", url, &twice, "{}"), &config()).is_err());
        assert!(check(&request("cvm", url, &PLAIN, "[]"), &config()).is_err());
        let body = r#"{"InstanceIds":["ins-shown"],"InstanceIds":["ins-meant"]}"#;
        let told = check(&request("cvm", url, &PLAIN, body), &config()).unwrap_err();
        assert!(told.message.contains("\"InstanceIds\" twice"), "{told:?}");
        for service in ["", "CVM", "cvm/../vpc", "cvm."] {
            assert!(
                check(&request(service, url, &PLAIN, "{}"), &config()).is_err(),
                "{service}"
            );
        }
    }
}
