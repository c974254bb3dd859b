//! What a response is read into: a model, or JSON.
#![allow(
    private_interfaces,
    reason = "sealed: its methods are for this crate alone"
)]

use serde_json::Value;

use super::Answer;
use super::read::{self, Raw};
use super::warning::Mode;
use crate::action::Name;
use crate::model::{Lend, Model, Shape, Show, Tree};
use crate::{Error, Result};

/// A type that responses are read into: a [`Model`], or [`serde_json::Value`]. Not for implementing.
pub trait FromResponse: Sized + Send + 'static {
    /// Reads a whole response.
    #[doc(hidden)]
    fn read(raw: &Raw, action: &Name, mode: Mode) -> Result<Answer<Self>>;

    /// Reads one event of a stream.
    #[doc(hidden)]
    fn read_event(data: &[u8], header: &str, action: &Name, mode: Mode) -> Result<Self>;

    /// The response, to look members up in.
    #[doc(hidden)]
    fn tree(&self) -> Tree<'_>;

    /// The request ID that the response holds itself.
    #[doc(hidden)]
    fn request_id(&self) -> Option<String> {
        self.tree().text("RequestId")
    }
}

impl<R: Model> FromResponse for R {
    fn read(raw: &Raw, action: &Name, mode: Mode) -> Result<Answer<Self>> {
        let mut response = R::empty();
        let about = read::read(raw, action, mode, &mut response)?;
        Ok(Answer::new(response, about))
    }

    fn read_event(data: &[u8], header: &str, action: &Name, mode: Mode) -> Result<Self> {
        let mut response = R::empty();
        read::read_event(data, header, action, mode, &mut response)?;
        Ok(response)
    }

    fn tree(&self) -> Tree<'_> {
        Tree::Model(self)
    }
}

/// Errors and request IDs are found as in every response; what else is there is kept as it is.
impl FromResponse for Value {
    fn read(raw: &Raw, action: &Name, mode: Mode) -> Result<Answer<Self>> {
        let (body, attempts) = (raw.body.clone(), raw.attempts);
        let about = read::read(raw, action, mode, &mut Nothing)?;
        let parsed = parse(&body).map(|mut whole| whole["Response"].take());
        let mut response = parsed.map_err(|error| {
            error
                .with_request_id(&about.request_id)
                .during(action, attempts)
        })?;
        name(&mut response, &about.request_id);
        Ok(Answer::new(response, about))
    }

    fn read_event(data: &[u8], header: &str, action: &Name, mode: Mode) -> Result<Self> {
        read::read_event(data, header, action, mode, &mut Nothing)?;
        let mut event =
            parse(data).map_err(|error| error.with_request_id(header).during(action, 1))?;
        if event["Response"].is_object() {
            event = event["Response"].take();
        }
        name(&mut event, header);
        Ok(event)
    }

    fn tree(&self) -> Tree<'_> {
        Tree::Json(self)
    }
}

fn parse(json: &[u8]) -> Result<Value> {
    let json = json.strip_prefix(b"\xef\xbb\xbf").unwrap_or(json);
    serde_json::from_slice(json).map_err(|error| Error::unusable(error.to_string()))
}

/// Puts the request ID into a response that has none.
fn name(response: &mut Value, id: &str) {
    if let Value::Object(members) = response
        && !id.is_empty()
    {
        let own = members.entry("RequestId").or_insert(Value::Null);
        if own.as_str().is_none_or(str::is_empty) {
            *own = id.into();
        }
    }
}

/// A model without fields.
struct Nothing;

impl Model for Nothing {
    fn show(&self, to: &mut dyn Show) {
        to.fields(Shape::NONE, &[]);
    }

    fn lend(&mut self, to: &mut dyn Lend) {
        to.fields(&mut []);
    }

    fn empty() -> Self {
        Self
    }
}
