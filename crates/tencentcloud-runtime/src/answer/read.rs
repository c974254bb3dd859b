//! A whole response, or one event of a stream, into a model.

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::envelope::{self, Envelope};
use super::id::{self, header_id};
use super::unknown::{Unknown, Unknowns};
use super::warning::{Mode, Warning, WarningKind, Warnings};
use crate::action::Name;
use crate::model::json::text;
use crate::model::{Model, Stop, path};
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
    /// The body without the byte order mark that some servers put before it.
    fn json(&self) -> Bytes {
        match self.body.starts_with(b"\xef\xbb\xbf") {
            true => self.body.slice(3..),
            false => self.body.clone(),
        }
    }
}

/// What [`Answer`](super::Answer) reports beside the response.
pub(crate) struct About {
    pub(super) warnings: Vec<Warning>,
    pub(super) warning_count: usize,
    pub(super) request_id: String,
    pub(super) attempts: u32,
    pub(super) body: Bytes,
}

/// Reads a whole response.
///
/// # Errors
/// The error that the service responded with; a status that is no success; bytes that are no
/// response; in strict mode, the first field that is not as expected.
pub(super) fn read(
    raw: &Raw,
    action: &Name,
    mode: Mode,
    model: &mut dyn Model,
    unknown: Option<&Unknowns>,
) -> Result<About> {
    let (warnings, mut envelope) = (Warnings::with(unknown), Envelope::default());
    let body = raw.json();
    let (text, mended) = text(&body);
    let decoded = envelope::decode(&text, mended, model, &warnings, &mut envelope);
    let mut request_id = request_id(&envelope, model, header_id(&raw.headers));
    if decoded.is_err() && request_id.is_empty() {
        request_id = id::search(&text).unwrap_or_default();
    }
    let checked =
        check(raw, decoded, envelope).and_then(|()| usable(warnings, mode, action, &request_id));
    let (warnings, warning_count) = checked.map_err(|error| {
        error
            .with_request_id(&request_id)
            .during(action, raw.attempts)
    })?;
    path::set(model, "RequestId", &request_id);
    drop(text);
    Ok(About {
        warnings,
        warning_count,
        request_id,
        attempts: raw.attempts,
        body,
    })
}

/// Tells a response from what only looks like one.
fn check(raw: &Raw, decoded: Result<(), Stop>, envelope: Envelope) -> Result<()> {
    let old = match envelope.found {
        true => None,
        false => envelope.old.into_refusal(),
    };
    match (decoded, envelope.error.or(old)) {
        (Err(stop), _) => Err(not_read(raw, &stop)),
        (Ok(()), Some(refusal)) => Err(refusal.into_error()),
        (Ok(()), None) if !raw.status.is_success() => Err(Error::answer(
            raw.status,
            "the HTTP status is no success, and the response has no error",
        )),
        (Ok(()), None) if !envelope.found => Err(Error::answer(
            raw.status,
            "the JSON object has no member Response",
        )),
        (Ok(()), None) => Ok(()),
    }
}

/// Reads one event of a stream, and returns its request ID.
///
/// # Errors
/// The error that the event carries, in any of the forms that products use; data that is no JSON
/// object; in strict mode, the first field that is not as expected.
pub(super) fn read_event(
    data: &[u8],
    header: &str,
    action: &Name,
    mode: Mode,
    model: &mut dyn Model,
    unknown: Option<&Unknowns>,
) -> Result<String> {
    let (warnings, mut envelope) = (Warnings::with(unknown), Envelope::default());
    let (text, mended) = text(data);
    let decoded = envelope::decode_event(&text, mended, model, &warnings, &mut envelope);
    let request_id = request_id(&envelope, model, header);
    let checked = match (decoded, envelope.error) {
        (Err(stop), _) => {
            let what = format!("an event is not a JSON object of this action: {stop}");
            Err(Error::unusable(what))
        }
        (Ok(()), Some(refusal)) => Err(refusal.into_error()),
        (Ok(()), None) => usable(warnings, mode, action, &request_id),
    };
    checked.map_err(|error| error.with_request_id(&request_id).during(action, 1))?;
    path::set(model, "RequestId", &request_id);
    Ok(request_id)
}

/// Reads the JSON text of a whole response as a call does, for benchmarks.
///
/// # Errors
/// Fails if the text is not the JSON of a response.
#[doc(hidden)]
pub fn from_json(json: &[u8], model: &mut dyn Model) -> Result<()> {
    let (warnings, mut envelope) = (Warnings::with(None), Envelope::default());
    let (text, mended) = text(json);
    envelope::decode(&text, mended, model, &warnings, &mut envelope)
        .map_err(|stop| Error::unusable(stop.to_string()))
}

/// The members that the model has no field for, from the bytes of a response that was read before.
pub(super) fn unknown(body: &[u8], model: &mut dyn Model) -> Vec<Unknown> {
    let (unknowns, mut envelope) = (Unknowns::default(), Envelope::default());
    let (text, mended) = text(body);
    let warnings = Warnings::with(Some(&unknowns));
    let _ = envelope::decode(&text, mended, model, &warnings, &mut envelope);
    unknowns.into_vec()
}

/// The request ID, wherever it is; that of the response itself before any other.
fn request_id(envelope: &Envelope, model: &dyn Model, header: &str) -> String {
    let own = path::text(model, "RequestId");
    let inside = [own.as_deref(), envelope.request_id.as_deref()];
    let outside = [envelope.id_beside.as_deref(), Some(header)];
    inside
        .into_iter()
        .chain(outside)
        .flatten()
        .find(|id| !id.is_empty())
        .unwrap_or_default()
        .to_owned()
}

/// The first warnings and the number of all, if the mode permits any.
fn usable(
    warnings: Warnings,
    mode: Mode,
    action: &Name,
    request_id: &str,
) -> Result<(Vec<Warning>, usize)> {
    let (warnings, count) = warnings.into_parts();
    if let (Mode::Strict, Some(first)) = (mode, warnings.first()) {
        return Err(Error::unusable(first.to_string()));
    }
    // One line, however many there are. What is only absent is nobody's alarm: services leave out
    // what their own description promises.
    let action = action.as_str();
    let absent = |kind| matches!(kind, WarningKind::Null | WarningKind::Missing);
    let first = warnings.iter().find(|warning| !absent(warning.kind));
    if let Some(Warning { path, message, .. }) = first {
        tracing::warn!(action, request_id, path, warnings = count, "{message}");
    } else if let Some(Warning { path, message, .. }) = warnings.first() {
        tracing::debug!(action, request_id, path, warnings = count, "{message}");
    }
    Ok((warnings, count))
}

/// The error of bytes that could not be read.
fn not_read(raw: &Raw, stop: &Stop) -> Error {
    // JSON of the right form whose content does not fit is a response all the same.
    let json = raw.json();
    let unfit = !matches!(stop, Stop::Syntax(_)) && json.trim_ascii_start().starts_with(b"{");
    match unfit && raw.status.is_success() {
        true => Error::unusable(stop.to_string()),
        false => Error::answer(raw.status, no_response(raw, stop)),
    }
}

/// Says what came instead of a response, without repeating what may hold secrets.
fn no_response(raw: &Raw, stop: &Stop) -> String {
    let kind = raw
        .headers
        .get(http::header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    let first = raw.body.iter().find(|byte| !byte.is_ascii_whitespace());
    let size = raw.body.len();
    match (first, kind) {
        (None, _) => "the body is empty".to_owned(),
        (Some(b'{'), _) => format!("{stop}"),
        (Some(0x1f), _) if raw.body.starts_with(b"\x1f\x8b") => {
            format!("the body of {size} bytes is compressed by gzip, which was not asked for")
        }
        (Some(_), Some(kind)) => {
            format!("the body is {kind} of {size} bytes, not a JSON object")
        }
        (Some(_), None) => format!("the body of {size} bytes is not a JSON object"),
    }
}
