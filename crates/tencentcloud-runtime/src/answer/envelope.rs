//! The members of a response that belong to the protocol, not to the action.

use super::old::Old;
use super::refusal::Refusal;
use crate::model::json::{Cursor, Json};
use crate::model::{Intercept, Model, Report, Stop, object};

/// What is around the members of a response.
#[derive(Debug, Default)]
pub(super) struct Envelope {
    /// True if the response has a `Response` object.
    pub(super) found: bool,
    /// The error that the response carries.
    pub(super) error: Option<Refusal>,
    /// The request ID, if the model has no field for it.
    pub(super) request_id: Option<String>,
    /// The one that stands beside `Response`.
    pub(super) id_beside: Option<String>,
    /// What stands beside `Response`, or in its place.
    pub(super) old: Old,
    /// True for an event of a stream, which carries its errors in more ways.
    event: bool,
    /// Where the `Response` is that an event's members are wrapped in, if they are.
    wrapped: Option<std::ops::Range<usize>>,
}

/// A member that the protocol knows.
enum Known {
    Error,
    ErrorMsg,
    RequestId,
    Response,
}

impl Known {
    /// Services spell an error in other cases, too.
    fn of(name: &str) -> Option<Self> {
        let is = |known: &str| name.eq_ignore_ascii_case(known);
        match name.len() {
            5 if is("Error") => Some(Self::Error),
            8 if is("ErrorMsg") => Some(Self::ErrorMsg),
            8 if is("Response") => Some(Self::Response),
            9 if is("RequestId") => Some(Self::RequestId),
            _ => None,
        }
    }
}

impl Envelope {
    fn take_error(&mut self, value: Json<'_>) {
        if let Some(error) = Refusal::read(value) {
            self.error = Some(error);
        }
    }

    fn take_id(&mut self, value: Json<'_>) {
        if let Some(id) = value.text() {
            self.request_id = Some(id.into_owned());
        }
    }

    fn take_id_beside(&mut self, value: Json<'_>) {
        self.id_beside = value.text().map(std::borrow::Cow::into_owned);
    }

    /// Takes the error and the request ID out of an event's `Response`.
    fn look_into(&mut self, response: Json<'_>, claimed: bool) -> bool {
        for (name, value) in response.members() {
            match Known::of(&name) {
                Some(Known::RequestId) => self.take_id(value),
                Some(Known::Error) if !claimed || Refusal::is_certain(value) => {
                    self.take_error(value);
                }
                _ => {}
            }
        }
        self.error.is_some()
    }

    /// A member beside `Response`.
    fn take_beside(&mut self, name: &str, value: Json<'_>) {
        match Known::of(name) {
            Some(Known::Error) => self.take_error(value),
            Some(Known::RequestId) => self.take_id_beside(value),
            _ => self.old.take(name, value),
        }
    }
}

impl Intercept for Envelope {
    fn wants(&self, name: &str, claimed: bool) -> bool {
        match Known::of(name) {
            // A field named Error must not hide a real error.
            Some(Known::Error) => true,
            Some(Known::ErrorMsg | Known::Response) => self.event,
            Some(Known::RequestId) => !claimed,
            None => false,
        }
    }

    fn take(&mut self, name: &str, value: Json<'_>, claimed: bool) -> bool {
        match Known::of(name) {
            Some(Known::Error | Known::ErrorMsg) if claimed => {
                let certain = Refusal::is_certain(value);
                if certain {
                    self.take_error(value);
                }
                certain
            }
            Some(Known::Error | Known::ErrorMsg) => {
                self.take_error(value);
                true
            }
            Some(Known::RequestId) => {
                self.take_id(value);
                true
            }
            Some(Known::Response) => {
                let failed = self.look_into(value, claimed);
                if !failed && !claimed && value.is_object() {
                    self.wrapped = Some(value.range());
                }
                failed || !claimed
            }
            None => false,
        }
    }

    /// The headers may have the request ID, and an event carries part of a response.
    fn supplies(&self, name: &str) -> bool {
        self.event || name == "RequestId"
    }
}

/// Reads the JSON text of a whole response, `{"Response": {…}}`: its members into the model, its
/// error and its request ID into the envelope, as far as the text is JSON.
pub(super) fn decode<'a>(
    text: &'a str,
    mended: bool,
    model: &mut dyn Model,
    report: &'a dyn Report,
    envelope: &mut Envelope,
) -> Result<(), Stop> {
    let mut cursor = Cursor::new(text, mended);
    if cursor.peek() != b'{' {
        cursor.skip()?;
        return Err(Stop::Form("expected an object with the member Response"));
    }
    let mut more = cursor.enter(b'}');
    while more {
        let name = cursor.name()?.text;
        if name.eq_ignore_ascii_case("Response") {
            envelope.found = true;
            object(&mut cursor, model, report, Some(envelope))?;
        } else {
            envelope.take_beside(&name, cursor.skip()?);
        }
        more = cursor.more(b'}')?;
    }
    Ok(cursor.end()?)
}

/// Reads the JSON text of one event: the model's own members, with an error in any of the forms
/// that products give it.
pub(super) fn decode_event<'a>(
    text: &'a str,
    mended: bool,
    model: &mut dyn Model,
    report: &'a dyn Report,
    envelope: &mut Envelope,
) -> Result<(), Stop> {
    let mut cursor = Cursor::new(text, mended);
    envelope.event = true;
    object(&mut cursor, model, report, Some(envelope))?;
    cursor.end()?;
    match envelope.wrapped.take() {
        Some(range) => {
            let wrapped = text.get(range).unwrap_or_default();
            object(
                &mut Cursor::new(wrapped, mended),
                model,
                report,
                Some(envelope),
            )
        }
        None => Ok(()),
    }
}
