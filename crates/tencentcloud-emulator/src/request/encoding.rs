//! How the parameters of a request are encoded.

use hyper::Method;

use super::form;
use super::raw::Raw;
use crate::fault::Fault;
use crate::rules::{Leeway, Rule};

/// The largest body of a POST that is signed with TC3, in bytes.
pub(crate) const POST_LIMIT: usize = 10 << 20;

/// How the parameters are encoded. Without a field, they are in the request's body.
#[derive(Clone, Debug)]
pub(crate) enum Encoded {
    Json,
    Form {
        pairs: Vec<(String, String)>,
        /// Common parameters of signature v1: also the action's own where it has one of the name.
        common: Vec<(String, String)>,
    },
    Multipart {
        boundary: String,
    },
    Octets,
}

impl Encoded {
    /// Returns the encoding of a request that is signed in its headers, or not signed.
    ///
    /// # Errors
    /// The protocol does not have that method, content type or size.
    pub(super) fn read(raw: &Raw, leeway: &Leeway<'_>) -> Result<Self, Fault> {
        let (media, parameters) = raw.media();
        if raw.method == Method::GET {
            if media != "application/x-www-form-urlencoded" {
                return Err(Fault::invalid_request(format!(
                    "The Content-Type of a signed GET is application/x-www-form-urlencoded; got {media:?}."
                )));
            }
            return Ok(Self::Form {
                pairs: form::pairs(raw.query())?,
                common: Vec::new(),
            });
        }
        no_query(raw)?;
        if raw.body.len() > POST_LIMIT {
            return Err(too_large("body", POST_LIMIT));
        }
        match media.as_str() {
            "application/json" => Ok(Self::Json),
            "multipart/form-data" => match boundary(parameters) {
                Some(boundary) => Ok(Self::Multipart { boundary }),
                None => Err(Fault::invalid_request(
                    "The Content-Type multipart/form-data lacks its boundary.",
                )),
            },
            "application/octet-stream"
                if !parameters.is_empty() && !leeway.allow(Rule::OctetStreamParameter) =>
            {
                Err(Fault::invalid_request(format!(
                    "application/octet-stream takes no parameter; got {parameters:?}. The rule {}, which would accept it, is switched off.",
                    Rule::OctetStreamParameter
                )))
            }
            "application/octet-stream" => Ok(Self::Octets),
            "application/x-www-form-urlencoded" => Err(Fault::invalid_request(
                "A form body takes signature v1 (HmacSHA1, HmacSHA256); with TC3-HMAC-SHA256 a POST is application/json.",
            )),
            _ => Err(Fault::invalid_request(format!(
                "The Content-Type of a POST is application/json, multipart/form-data or application/octet-stream; got {media:?}."
            ))),
        }
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

pub(super) fn no_query(raw: &Raw) -> Result<(), Fault> {
    if raw.query().is_empty() {
        Ok(())
    } else {
        Err(Fault::invalid_request(
            "The parameters of a POST are in its body; it has a query string.",
        ))
    }
}

pub(super) fn too_large(part: &str, limit: usize) -> Fault {
    Fault::new(
        "RequestSizeLimitExceeded",
        format!("The {part} is larger than the {limit} bytes that are accepted."),
    )
}
