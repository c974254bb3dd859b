//! A request as it came, and what its head says before anything is looked up.

use bytes::Bytes;
use hyper::header::{self, HeaderMap};
use hyper::{Method, Uri};

use crate::decode::Encoded;
use crate::fault::Fault;
use crate::form;
use crate::rules::{Rule, Rules};
use crate::verify::{tc3, v1};

/// The largest body of a POST that is signed with TC3.
pub(crate) const TC3_BODY: usize = 10 << 20;
/// The largest form of a POST that is signed with v1.
const V1_BODY: usize = 1 << 20;
/// The largest query of a GET.
const QUERY: usize = 32 << 10;

/// Parameters that every action takes and that signature v1 mixes with the action's own.
const COMMON: [&str; 11] = [
    "Action",
    "Version",
    "Region",
    "Timestamp",
    "Nonce",
    "SecretId",
    "Signature",
    "SignatureMethod",
    "Token",
    "Language",
    "RequestClient",
];

/// A request as it came: nothing decoded, nothing normalised.
#[derive(Clone, Debug)]
pub(crate) struct Raw {
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Raw {
    /// The header's value, trimmed; `None` where it is missing or is not UTF-8.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let value = std::str::from_utf8(self.headers.get(name)?.as_bytes()).ok()?;
        Some(value.trim())
    }

    /// `Host` as sent, else the authority of an absolute-form target.
    pub(crate) fn host(&self) -> Option<&str> {
        self.header(header::HOST.as_str())
            .or_else(|| self.uri.authority().map(|authority| authority.as_str()))
    }

    pub(crate) fn query(&self) -> &str {
        self.uri.query().unwrap_or_default()
    }

    /// The media type, in lower case, and its parameters.
    fn media(&self) -> (String, &str) {
        let value = self.header(header::CONTENT_TYPE.as_str()).unwrap_or("");
        let (media, parameters) = value.split_once(';').unwrap_or((value, ""));
        (media.trim().to_ascii_lowercase(), parameters.trim())
    }
}

/// Who signed, and how.
#[derive(Clone, Debug)]
pub(crate) enum Authorization {
    Tc3(tc3::Signature),
    V1(v1::Signature),
    Skip,
}

/// What a request asks for, with its parameters still encoded.
#[derive(Clone, Debug)]
pub(crate) struct Envelope {
    pub(crate) action: String,
    pub(crate) version: String,
    pub(crate) region: Option<String>,
    pub(crate) token: Option<String>,
    pub(crate) authorization: Authorization,
    pub(crate) encoded: Encoded,
}

impl Envelope {
    /// Reads the head of a request.
    ///
    /// # Errors
    /// A request that is none of the protocol's forms.
    pub(crate) fn read(raw: &Raw, rules: &Rules) -> Result<Self, Fault> {
        if raw.method != Method::GET && raw.method != Method::POST {
            return Err(Fault::new(
                "UnsupportedProtocol",
                format!("A request is GET or POST; got {}.", raw.method),
            ));
        }
        if !matches!(raw.uri.path(), "/" | "") {
            return Err(Fault::invalid_request(format!(
                "The path of every request is `/`; got `{}`.",
                raw.uri.path()
            )));
        }
        let host = raw
            .host()
            .ok_or_else(|| Fault::invalid_request("The request lacks the header `Host`."))?;
        if host.contains("://") && !rules.allow(Rule::HostWithScheme) {
            return Err(Fault::invalid_request(format!(
                "`Host` must be a host; got the URL {host:?}, which is the switched-off rule {}.",
                Rule::HostWithScheme
            )));
        }
        if raw.query().len() > QUERY {
            return Err(too_large("query", QUERY));
        }
        match raw.header(header::AUTHORIZATION.as_str()) {
            Some("SKIP") => Self::from_headers(raw, rules, Authorization::Skip),
            Some(_) => {
                let signature = tc3::Signature::read(raw)?;
                Self::from_headers(raw, rules, Authorization::Tc3(signature))
            }
            None => Self::from_parameters(raw),
        }
    }

    fn from_headers(raw: &Raw, rules: &Rules, authorization: Authorization) -> Result<Self, Fault> {
        let needed = |header: &str, parameter: &str| {
            raw.header(header)
                .filter(|value| !value.is_empty())
                .map(str::to_owned)
                .ok_or_else(|| Fault::missing(parameter))
        };
        let given = |header: &str| raw.header(header).map(str::to_owned);
        Ok(Self {
            action: needed("x-tc-action", "Action")?,
            version: needed("x-tc-version", "Version")?,
            region: given("x-tc-region"),
            token: given("x-tc-token"),
            authorization,
            encoded: encoded(raw, rules)?,
        })
    }

    fn from_parameters(raw: &Raw) -> Result<Self, Fault> {
        let (media, _) = raw.media();
        let text = if raw.method == Method::GET {
            raw.query()
        } else if media == "application/x-www-form-urlencoded" {
            if raw.body.len() > V1_BODY {
                return Err(too_large("form", V1_BODY));
            }
            no_query(raw)?;
            std::str::from_utf8(&raw.body)
                .map_err(|_| Fault::invalid_request("The form is not UTF-8."))?
        } else {
            ""
        };
        let mut pairs = form::pairs(text)?;
        let get = |name: &str| {
            pairs
                .iter()
                .find(|(n, _)| n == name)
                .map(|(_, v)| v.clone())
        };
        if get("Signature").is_none() {
            return Err(Fault::new(
                "AuthFailure.InvalidAuthorization",
                "The request is not signed: it has neither the header `Authorization` nor the parameter `Signature`.",
            ));
        }
        let needed = |name: &str| get(name).ok_or_else(|| Fault::missing(name));
        let (action, version) = (needed("Action")?, needed("Version")?);
        let (region, token) = (get("Region"), get("Token"));
        let signature = v1::Signature::read(&pairs)?;
        let is_common = |pair: &(String, String)| COMMON.contains(&pair.0.as_str());
        let common = pairs.extract_if(.., |pair| is_common(pair)).collect();
        Ok(Self {
            action,
            version,
            region,
            token,
            authorization: Authorization::V1(signature),
            encoded: Encoded::Form { pairs, common },
        })
    }
}

fn encoded(raw: &Raw, rules: &Rules) -> Result<Encoded, Fault> {
    let (media, parameters) = raw.media();
    if raw.method == Method::GET {
        if media != "application/x-www-form-urlencoded" {
            return Err(Fault::invalid_request(format!(
                "The Content-Type of a signed GET is application/x-www-form-urlencoded; got {media:?}."
            )));
        }
        return Ok(Encoded::Form {
            pairs: form::pairs(raw.query())?,
            common: Vec::new(),
        });
    }
    no_query(raw)?;
    if raw.body.len() > TC3_BODY {
        return Err(too_large("body", TC3_BODY));
    }
    match media.as_str() {
        "application/json" => Ok(Encoded::Json),
        "multipart/form-data" => match boundary(parameters) {
            Some(boundary) => Ok(Encoded::Multipart { boundary }),
            None => Err(Fault::invalid_request(
                "The Content-Type multipart/form-data lacks its boundary.",
            )),
        },
        "application/octet-stream"
            if !parameters.is_empty() && !rules.allow(Rule::OctetStreamParameter) =>
        {
            Err(Fault::invalid_request(format!(
                "application/octet-stream takes no parameter; got {parameters:?}, which is the switched-off rule {}.",
                Rule::OctetStreamParameter
            )))
        }
        "application/octet-stream" => Ok(Encoded::Octets),
        "application/x-www-form-urlencoded" => Err(Fault::invalid_request(
            "A form body takes signature v1 (HmacSHA1, HmacSHA256); with TC3-HMAC-SHA256 a POST is application/json.",
        )),
        _ => Err(Fault::invalid_request(format!(
            "The Content-Type of a POST is application/json, multipart/form-data or application/octet-stream; got {media:?}."
        ))),
    }
}

fn boundary(parameters: &str) -> Option<String> {
    parameters
        .split(';')
        .filter_map(|parameter| parameter.split_once('='))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case("boundary"))
        .map(|(_, value)| value.trim().trim_matches('"').to_owned())
        .filter(|boundary| !boundary.is_empty())
}

fn no_query(raw: &Raw) -> Result<(), Fault> {
    if raw.query().is_empty() {
        Ok(())
    } else {
        Err(Fault::invalid_request(
            "The parameters of a POST are in its body; it has a query string.",
        ))
    }
}

fn too_large(part: &str, limit: usize) -> Fault {
    Fault::new(
        "RequestSizeLimitExceeded",
        format!("The {part} is larger than the {limit} bytes that are taken."),
    )
}
