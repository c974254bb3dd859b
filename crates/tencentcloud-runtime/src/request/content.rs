//! A model's parameters in the form in which they are sent.

use bytes::Bytes;
use http::HeaderMap;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::message::Message;
use super::parameters::Parameters;
use super::{multipart, octet_stream};
use crate::action::{BodyKind, Described};
use crate::config::{Method, Options};
use crate::model::{Model, Strict, decode_object};
use crate::{Error, Result, SignatureMethod};

/// RFC 3986: everything but unreserved characters is encoded.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

const JSON: &str = "application/json";

/// The parameters in the form that their signature signs.
#[derive(Clone)]
pub(super) enum Content {
    /// TC3 signs the query and body as they are.
    Message(Message),
    /// Signature v1 becomes one of the parameters.
    Parameters(Vec<(String, String)>),
}

/// Writes parameters in the form that the action takes and the options ask for.
pub(super) fn content(
    action: &Described,
    parameters: Parameters<'_>,
    options: &Options,
) -> Result<Content> {
    parameters.check()?;
    let v1 = options.signature_method.unwrap_or_default() != SignatureMethod::Tc3HmacSha256;
    let get = options.method.unwrap_or_default() == Method::Get;
    let message = match action.body {
        BodyKind::Json if v1 || get => {
            let parameters = parameters.flat()?;
            if v1 {
                return Ok(Content::Parameters(parameters));
            }
            Message::get(encode(&parameters))
        }
        BodyKind::Json => Message::post(JSON, parameters.json()?),
        _ if v1 || get => {
            return Err(Error::request(format!(
                "{} uploads a body: use POST with TC3-HMAC-SHA256",
                action.name
            )));
        }
        BodyKind::Multipart => multipart::write(parameters)?,
        BodyKind::OctetStream => octet_stream::write(parameters)?,
    };
    Ok(Content::Message(message))
}

/// Reads a model back from the headers and body of a POST that TC3 signed; `None` if they are not
/// in a form that this module writes.
pub(crate) fn read(headers: &HeaderMap, body: &Bytes, model: &mut dyn Model) -> Option<()> {
    let kind = headers.get(http::header::CONTENT_TYPE)?.to_str().ok()?;
    if kind == octet_stream::KIND {
        octet_stream::read(headers, body, model);
        return Some(());
    }
    match kind.split_once(multipart::KIND) {
        Some((_, boundary)) => multipart::read(boundary, body, model),
        None => decode_object(body, model, &Strict).ok(),
    }
}

/// Parameters as a query or form.
pub(super) fn encode(parameters: &[(String, String)]) -> String {
    let mut form = String::new();
    for (name, value) in parameters {
        if !form.is_empty() {
            form.push('&');
        }
        form.extend(utf8_percent_encode(name, ENCODED));
        form.push('=');
        form.extend(utf8_percent_encode(value, ENCODED));
    }
    form
}
