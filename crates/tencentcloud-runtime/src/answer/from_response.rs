//! What a response is read into: a model, or JSON.
#![allow(
    private_interfaces,
    reason = "sealed: its methods are for this crate alone"
)]

use serde_json::{Map, Value};

use super::Answer;
use super::read::{self, Raw};
use super::unknown::Unknowns;
use super::warning::Mode;
use crate::Result;
use crate::action::Name;
use crate::model::{Lend, Model, Shape, Show, Tree};

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
        let about = read::read(raw, action, mode, &mut response, None)?;
        Ok(Answer::new(response, about))
    }

    fn read_event(data: &[u8], header: &str, action: &Name, mode: Mode) -> Result<Self> {
        let mut response = R::empty();
        read::read_event(data, header, action, mode, &mut response, None)?;
        Ok(response)
    }

    fn tree(&self) -> Tree<'_> {
        Tree::Model(self)
    }
}

/// Errors and request IDs are found as in every response; what else is there is kept as it is.
impl FromResponse for Value {
    fn read(raw: &Raw, action: &Name, mode: Mode) -> Result<Answer<Self>> {
        let all = Unknowns::default();
        let about = read::read(raw, action, mode, &mut Nothing, Some(&all))?;
        let response = members(all, &about.request_id);
        Ok(Answer::new(response, about))
    }

    fn read_event(data: &[u8], header: &str, action: &Name, mode: Mode) -> Result<Self> {
        let all = Unknowns::default();
        let id = read::read_event(data, header, action, mode, &mut Nothing, Some(&all))?;
        Ok(members(all, &id))
    }

    fn tree(&self) -> Tree<'_> {
        Tree::Json(self)
    }
}

/// All members, none of which has a field, with the request ID.
fn members(all: Unknowns, id: &str) -> Value {
    let all = all.into_vec().into_iter();
    let mut members: Map<_, _> = all.map(|member| (member.path, member.value)).collect();
    if !id.is_empty() {
        members.insert("RequestId".to_owned(), id.into());
    }
    Value::Object(members)
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
