//! A signed request of a program, as a broker takes it: the same bytes without their signature.

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{Method, Request};

/// What keeps a request from being handed on: the setting of the program to change.
const SETTING: &str = "set the program's client to POST with TC3-HMAC-SHA256, the default of the official SDKs \
    (HttpProfile.reqMethod = POST, ClientProfile.signMethod = TC3-HMAC-SHA256)";

/// Returns `came`, a signed request for a host of the vendor, without its signature: for the `account` with that
/// name, to be sent to `endpoint` in place of its host if there is one.
///
/// # Errors
/// It is none that a broker can sign in its place, byte for byte; what to change in the program.
pub(super) fn unsigned(
    came: &Request<Bytes>,
    account: &str,
    endpoint: Option<&str>,
) -> Result<tencentcloud_broker::Request, String> {
    let host = came.uri().host().unwrap_or_default();
    let text = |name| {
        came.headers()
            .get(name)
            .and_then(|value| value.to_str().ok())
    };
    let signature = text(AUTHORIZATION).unwrap_or_default();
    if signature.eq_ignore_ascii_case("SKIP") {
        return Err(
            "the request is not signed (Authorization: SKIP), so that nobody needs to approve it: call it without --broker"
                .to_owned(),
        );
    }
    let Some(scope) = scope(signature) else {
        return Err(format!(
            "the request is not signed by TC3-HMAC-SHA256, whose body a broker signs as it is: {SETTING}"
        ));
    };
    if came.method() != Method::POST {
        return Err(format!(
            "the request is a {}, whose parameters are in the address: {SETTING}",
            came.method()
        ));
    }
    let target = came
        .uri()
        .path_and_query()
        .map_or("/", |target| target.as_str());
    if target != "/" {
        return Err(
            "the request has a path or a query: actions are called by POST at /".to_owned(),
        );
    }
    let media = text(CONTENT_TYPE).unwrap_or_default();
    if media.starts_with("application/x-www-form-urlencoded") {
        return Err(format!(
            "the parameters are a form, which has no types: {SETTING}"
        ));
    }
    let named = host.split('.').next().unwrap_or_default();
    if scope != named {
        return Err(format!(
            "the request is signed for {scope:?} and goes to {host}: the host's first label must be the service that signs"
        ));
    }
    let url = endpoint.map_or_else(|| format!("https://{host}"), str::to_owned);
    let headers = came.headers();
    Ok(tencentcloud_broker::Request::new(
        account,
        scope,
        url,
        headers,
        came.body().clone(),
    ))
}

/// Returns the service that a TC3 signature is for.
fn scope(signature: &str) -> Option<&str> {
    let rest = signature.strip_prefix("TC3-HMAC-SHA256")?;
    let mut parameters = rest.split(',').map(str::trim);
    let credential = parameters.find_map(|part| part.strip_prefix("Credential="))?;
    let mut parts = credential.split('/');
    let (_id, _date, service) = (parts.next()?, parts.next()?, parts.next()?);
    (parts.next() == Some("tc3_request") && parts.next().is_none()).then_some(service)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIGNED: &str = "TC3-HMAC-SHA256 Credential=AKIDexample/2026-01-02/cvm/tc3_request, SignedHeaders=content-type;host, Signature=00ff";
    const HOST: &str = "https://cvm.tencentcloudapi.com/";

    fn request(method: Method, uri: &str, headers: &[(&str, &str)]) -> Request<Bytes> {
        let mut request = Request::builder().method(method).uri(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(Bytes::from_static(b"{\"Limit\": 1}")).unwrap()
    }

    fn json(signature: &str) -> Request<Bytes> {
        let headers = [
            ("Authorization", signature),
            ("Content-Type", "application/json"),
            ("X-TC-Action", "DescribeZones"),
            ("X-TC-Version", "2017-03-12"),
            ("X-TC-Token", "hushed"),
            ("X-TC-Timestamp", "1"),
        ];
        request(Method::POST, HOST, &headers)
    }

    #[test]
    fn bytes_and_headers_go_on_and_the_signature_does_not() {
        let came = json(SIGNED);
        let request = unsigned(&came, "work", None).unwrap();
        assert_eq!((&*request.account, &*request.service), ("work", "cvm"));
        assert_eq!(request.url, "https://cvm.tencentcloudapi.com");
        assert_eq!(
            (request.action(), request.version()),
            ("DescribeZones", "2017-03-12")
        );
        assert_eq!(request.body, came.body());
        for gone in ["authorization", "x-tc-token", "x-tc-timestamp"] {
            assert_eq!(request.header(gone), None, "{gone}");
        }
        let local = unsigned(&came, "", Some("http://127.0.0.1:9000")).unwrap();
        assert_eq!(local.url, "http://127.0.0.1:9000");
    }

    #[test]
    fn what_cannot_be_signed_as_it_is_says_what_to_change() {
        let form = [
            ("Authorization", SIGNED),
            ("Content-Type", "application/x-www-form-urlencoded"),
        ];
        let plain = [
            ("Authorization", SIGNED),
            ("Content-Type", "application/json"),
        ];
        for (came, expected) in [
            (json("SKIP"), "without --broker"),
            (json(""), "signMethod = TC3-HMAC-SHA256"),
            (json("TC3-HMAC-SHA256 Credential=a/b/cvm"), "signMethod"),
            (
                json(&SIGNED.replace("cvm", "vpc")),
                "signed for \"vpc\" and goes to cvm.",
            ),
            (request(Method::GET, HOST, &plain), "reqMethod = POST"),
            (request(Method::POST, HOST, &form), "a form"),
            (
                request(Method::POST, &format!("{HOST}?Action=x"), &plain),
                "a path or a query",
            ),
        ] {
            let told = unsigned(&came, "", None).unwrap_err();
            assert!(told.contains(expected), "{told}");
            assert!(!told.contains("hushed") && !told.contains("00ff"), "{told}");
        }
    }
}
