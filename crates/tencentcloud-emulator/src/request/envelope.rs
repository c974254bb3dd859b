//! What the head of a request says, before anything is looked up.

use hyper::Method;
use hyper::header;

use super::encoding::{Encoded, no_query, too_large};
use super::form;
use super::raw::Raw;
use super::signature::{Authorization, Tc3, V1};
use crate::fault::Fault;
use crate::rules::{Leeway, Rule};

/// The largest form of a POST that is signed with v1, in bytes.
const FORM_LIMIT: usize = 1 << 20;
/// The largest query of a GET, in bytes.
const QUERY_LIMIT: usize = 32 << 10;

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

/// What a request asks for, with its parameters still encoded.
#[derive(Clone, Debug)]
pub(crate) struct Envelope {
    pub(crate) action: String,
    pub(crate) version: String,
    /// Never empty.
    pub(crate) region: Option<String>,
    pub(crate) token: Option<String>,
    pub(crate) authorization: Authorization,
    pub(crate) encoded: Encoded,
}

impl Envelope {
    /// Reads the head of a request.
    ///
    /// # Errors
    /// The request has none of the protocol's forms.
    pub(crate) fn read(raw: &Raw, leeway: &Leeway<'_>) -> Result<Self, Fault> {
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
        if host.contains("://") && !leeway.allow(Rule::HostWithScheme) {
            return Err(Fault::invalid_request(format!(
                "`Host` must be a host; got the URL {host:?}. The rule {}, which would accept it, is switched off.",
                Rule::HostWithScheme
            )));
        }
        if raw.query().len() > QUERY_LIMIT {
            return Err(too_large("query", QUERY_LIMIT));
        }
        match raw.header(header::AUTHORIZATION.as_str()) {
            Some("SKIP") => Self::from_headers(raw, leeway, Authorization::Skip),
            Some(_) => {
                let signature = Tc3::read(raw)?;
                Self::from_headers(raw, leeway, Authorization::Tc3(signature))
            }
            None => Self::from_parameters(raw),
        }
    }

    fn from_headers(
        raw: &Raw,
        leeway: &Leeway<'_>,
        authorization: Authorization,
    ) -> Result<Self, Fault> {
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
            region: given("x-tc-region").filter(|region| !region.is_empty()),
            token: given("x-tc-token"),
            authorization,
            encoded: Encoded::read(raw, leeway)?,
        })
    }

    fn from_parameters(raw: &Raw) -> Result<Self, Fault> {
        let (media, _) = raw.media();
        let text = if raw.method == Method::GET {
            raw.query()
        } else if media == "application/x-www-form-urlencoded" {
            if raw.body.len() > FORM_LIMIT {
                return Err(too_large("form", FORM_LIMIT));
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
        let region = get("Region").filter(|region| !region.is_empty());
        let token = get("Token");
        let signature = V1::read(&pairs)?;
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
