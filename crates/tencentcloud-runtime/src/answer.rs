//! From the bytes of an answer to a model.

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::model::{self, Context, Mode, Model, Warning};
use crate::{Error, Result};

/// An answer's bytes as they came.
#[derive(Debug)]
pub(crate) struct Raw {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    pub(crate) attempts: u32,
}

/// An answer with all that stands around it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Answer<R> {
    /// The answer itself.
    pub response: R,
    /// The members that could not be read and were left empty.
    pub warnings: Vec<Warning>,
    /// The request id, from the answer or else from its head; empty where neither has one.
    pub request_id: String,
    /// How often the request was sent.
    pub attempts: u32,
}

/// What [`Answer`] says beside the response.
pub(crate) struct About {
    warnings: Vec<Warning>,
    request_id: String,
    attempts: u32,
}

impl<R> Answer<R> {
    pub(crate) fn new(response: R, about: About) -> Self {
        Self {
            response,
            warnings: about.warnings,
            request_id: about.request_id,
            attempts: about.attempts,
        }
    }
}

/// Reads an answer into a model.
///
/// # Errors
/// The error that the service answered; bytes that are no answer; in strict mode, the first member
/// that cannot be converted.
pub(crate) fn read(
    raw: Raw,
    action: &'static str,
    mode: Mode,
    model: &mut dyn Model,
) -> Result<About> {
    let header = raw
        .headers
        .get("x-tc-requestid")
        .and_then(|id| id.to_str().ok())
        .unwrap_or_default();
    let context = Context::new(mode);
    let body = raw.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&raw.body);
    let fail = |error: Error, id: &str| error.with_request_id(id).during(action, raw.attempts);
    let envelope = match model::decode_envelope(body, model, &context) {
        Ok(envelope) => envelope,
        Err(error) => {
            // JSON of the right form whose content does not fit is what strict mode refuses.
            let unfit = error.is_data() && body.trim_ascii_start().starts_with(b"{");
            let told = match unfit {
                true => Error::unusable(error.to_string()),
                false => Error::answer(raw.status, not_an_answer(&raw, &error)),
            };
            return Err(fail(told.because(error), header));
        }
    };
    let request_id = [
        envelope.request_id.as_deref(),
        model::path::text(model, "RequestId").as_deref(),
        Some(header),
    ]
    .into_iter()
    .flatten()
    .find(|id| !id.is_empty())
    .unwrap_or_default()
    .to_owned();
    if let Some((code, message)) = envelope.error {
        return Err(fail(refusal(code, message), &request_id));
    }
    if !envelope.found {
        let what = "the JSON object has no member Response";
        return Err(fail(Error::answer(raw.status, what), &request_id));
    }
    model::path::set(model, "RequestId", &request_id);
    let warnings = context.into_warnings();
    warn(action, &warnings);
    Ok(About {
        warnings,
        request_id,
        attempts: raw.attempts,
    })
}

/// Reads one event of a stream into a model.
///
/// # Errors
/// The error that the event tells, in any of the shapes that products use; data that is no JSON
/// object; in strict mode, the first member that cannot be converted.
pub(crate) fn read_event(
    data: &[u8],
    header: &str,
    action: &'static str,
    mode: Mode,
    model: &mut dyn Model,
) -> Result<()> {
    let context = Context::new(mode);
    let envelope = model::decode_event(data, model, &context).map_err(|error| {
        let what = format!("an event is not a JSON object of this action: {error}");
        Error::unusable(what)
            .because(error)
            .with_request_id(header)
            .during(action, 1)
    })?;
    let own = envelope
        .request_id
        .or_else(|| model::path::text(model, "RequestId"));
    let request_id = own
        .filter(|id| !id.is_empty())
        .unwrap_or_else(|| header.to_owned());
    if let Some((code, message)) = envelope.error {
        return Err(refusal(code, message)
            .with_request_id(request_id)
            .during(action, 1));
    }
    model::path::set(model, "RequestId", &request_id);
    warn(action, &context.into_warnings());
    Ok(())
}

/// The error that an answer tells. Programs and support go by the code: without one it is none of
/// the API's errors.
fn refusal(code: String, message: String) -> Error {
    match (code.trim(), message.trim()) {
        ("", "") => Error::unusable("it is an error without a code or a message"),
        ("", message) => Error::unusable(format!("it is an error without a code: {message}")),
        _ => Error::service(code, message),
    }
}

fn warn(action: &str, warnings: &[Warning]) {
    for warning in warnings {
        tracing::warn!(action, path = warning.path, "{}", warning.message);
    }
}

/// Says what came instead of an answer, without repeating what may hold secrets.
fn not_an_answer(raw: &Raw, error: &serde_json::Error) -> String {
    let kind = raw
        .headers
        .get(http::header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    let first = raw.body.iter().find(|byte| !byte.is_ascii_whitespace());
    match (first, kind) {
        (None, _) => "the body is empty".to_owned(),
        (Some(b'{'), _) => format!("{error}"),
        (Some(_), Some(kind)) => format!(
            "the body is {kind} of {} bytes, not a JSON object",
            raw.body.len()
        ),
        (Some(_), None) => format!("the body of {} bytes is not a JSON object", raw.body.len()),
    }
}
