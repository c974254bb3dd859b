//! A whole response, or one event of a stream, into a model.

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::envelope::{self, Envelope};
use super::warning::{Mode, Warning, Warnings};
use crate::action::Name;
use crate::model::{Model, path};
use crate::{Error, Result};

/// A response's bytes as they came.
#[derive(Debug)]
pub(crate) struct Raw {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) attempts: u32,
}

impl Raw {
    fn header_id(&self) -> &str {
        self.headers
            .get("x-tc-requestid")
            .and_then(|id| id.to_str().ok())
            .unwrap_or_default()
    }
}

/// What [`Answer`](super::Answer) reports beside the response.
pub(crate) struct About {
    pub(super) warnings: Vec<Warning>,
    pub(super) request_id: String,
    pub(super) attempts: u32,
}

/// Reads a whole response.
///
/// # Errors
/// The error that the service responded with; bytes that are no response; in strict mode, the first
/// field that cannot be converted.
pub(crate) fn read(raw: &Raw, action: &Name, mode: Mode, model: &mut dyn Model) -> Result<About> {
    let (warnings, mut envelope) = (Warnings::default(), Envelope::default());
    let body = raw.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&raw.body);
    let decoded = envelope::decode(body, model, &warnings, &mut envelope);
    let request_id = request_id(&envelope, model, raw.header_id());
    let checked = match decoded {
        Err(error) => Err(not_read(raw, body, &error)),
        Ok(()) => match envelope.error {
            Some((code, message)) => Err(refusal(code, message)),
            None if !envelope.found => Err(Error::answer(
                raw.status,
                "the JSON object has no member Response",
            )),
            None => usable(warnings.into_vec(), mode, action),
        },
    };
    let warnings = checked.map_err(|error| {
        error
            .with_request_id(&request_id)
            .during(action, raw.attempts)
    })?;
    path::set(model, "RequestId", &request_id);
    Ok(About {
        warnings,
        request_id,
        attempts: raw.attempts,
    })
}

/// Reads one event of a stream.
///
/// # Errors
/// The error that the event carries, in any of the forms that products use; data that is no JSON
/// object; in strict mode, the first field that cannot be converted.
pub(crate) fn read_event(
    data: &[u8],
    header: &str,
    action: &Name,
    mode: Mode,
    model: &mut dyn Model,
) -> Result<()> {
    let (warnings, mut envelope) = (Warnings::default(), Envelope::default());
    let decoded = envelope::decode_event(data, model, &warnings, &mut envelope);
    let request_id = request_id(&envelope, model, header);
    let checked = match (decoded, envelope.error) {
        (Err(error), _) => {
            let what = format!("an event is not a JSON object of this action: {error}");
            Err(Error::unusable(what))
        }
        (Ok(()), Some((code, message))) => Err(refusal(code, message)),
        (Ok(()), None) => usable(warnings.into_vec(), mode, action),
    };
    checked.map_err(|error| error.with_request_id(&request_id).during(action, 1))?;
    path::set(model, "RequestId", &request_id);
    Ok(())
}

/// The request ID, wherever it is.
fn request_id(envelope: &Envelope, model: &dyn Model, header: &str) -> String {
    let own = super::request_id(model);
    [envelope.request_id.as_deref(), own.as_deref(), Some(header)]
        .into_iter()
        .flatten()
        .find(|id| !id.is_empty())
        .unwrap_or_default()
        .to_owned()
}

/// The warnings, if the mode permits any.
fn usable(warnings: Vec<Warning>, mode: Mode, action: &Name) -> Result<Vec<Warning>> {
    if let (Mode::Strict, Some(first)) = (mode, warnings.first()) {
        return Err(Error::unusable(first.to_string()));
    }
    for warning in &warnings {
        tracing::warn!(
            action = action.as_str(),
            path = warning.path,
            "{}",
            warning.message
        );
    }
    Ok(warnings)
}

/// The error that a response carries. Programs and support go by the code: without one it is none
/// of the API's errors.
fn refusal(code: String, message: String) -> Error {
    match (code.trim(), message.trim()) {
        ("", "") => Error::unusable("it is an error without a code or a message"),
        ("", message) => Error::unusable(format!("it is an error without a code: {message}")),
        _ => Error::service(code, message),
    }
}

/// The error of bytes that could not be read.
fn not_read(raw: &Raw, body: &[u8], error: &serde_json::Error) -> Error {
    // JSON of the right form whose content does not fit is a response all the same.
    let unfit = error.is_data() && body.trim_ascii_start().starts_with(b"{");
    match unfit {
        true => Error::unusable(error.to_string()),
        false => Error::answer(raw.status, no_response(raw, error)),
    }
}

/// Says what came instead of a response, without repeating what may hold secrets.
fn no_response(raw: &Raw, error: &serde_json::Error) -> String {
    let kind = raw
        .headers
        .get(http::header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    let first = raw.body.iter().find(|byte| !byte.is_ascii_whitespace());
    let size = raw.body.len();
    match (first, kind) {
        (None, _) => "the body is empty".to_owned(),
        (Some(b'{'), _) => format!("{error}"),
        (Some(_), Some(kind)) => {
            format!("the body is {kind} of {size} bytes, not a JSON object")
        }
        (Some(_), None) => format!("the body of {size} bytes is not a JSON object"),
    }
}
