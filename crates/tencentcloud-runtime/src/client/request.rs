//! What a call sends: a typed request, or a raw one.
#![allow(
    private_interfaces,
    reason = "sealed: its methods are for this crate alone"
)]

use crate::action::{ActionClass, Described, Name};
use crate::answer::FromResponse;
use crate::model::{Tree, clone, flatten, path, to_json};
use crate::redact::{Redaction, redact_into};
use crate::request::{Parameters, client_token};
use crate::{Action, Result};

/// A request that a [`Call`](crate::Call) sends: one of an [`Action`], or a
/// [`RawRequest`](crate::RawRequest). Not for implementing.
pub trait Request: Send + Sync + 'static {
    /// What the response is read into.
    type Response: FromResponse;

    /// The action's name, version and rules.
    #[doc(hidden)]
    fn described(&self) -> Described;

    /// The action's name.
    #[doc(hidden)]
    fn name(&self) -> Name;

    /// The parameters.
    #[doc(hidden)]
    fn parameters(&self) -> Parameters<'_>;

    /// The request, to look parameters up in.
    #[doc(hidden)]
    fn tree(&self) -> Tree<'_>;

    /// Sets the parameter at that path from text.
    #[doc(hidden)]
    fn set(&mut self, path: &str, text: &str);

    /// This request with a ClientToken of its own, if the action takes one and it has none.
    #[doc(hidden)]
    fn with_client_token(&self) -> Result<Option<Self>>
    where
        Self: Sized;

    /// What takes secrets out of this request and its response.
    #[doc(hidden)]
    fn redaction(&self) -> Redaction;

    /// The parameters without their secrets.
    #[doc(hidden)]
    fn masked(&self) -> Masked;
}

/// The parameters of a request, its secrets masked.
#[derive(Debug)]
pub struct Masked {
    /// As JSON.
    pub(crate) json: Vec<u8>,
    /// As names and plain values; empty if they have no such form.
    pub(crate) flat: Vec<(String, String)>,
    /// The same with the secrets.
    pub(crate) secret: Vec<(String, String)>,
}

impl<A: Action> Request for A {
    type Response = A::Response;

    fn described(&self) -> Described {
        A::INFO.into()
    }

    fn name(&self) -> Name {
        A::INFO.name.into()
    }

    fn parameters(&self) -> Parameters<'_> {
        Parameters::Model(self)
    }

    fn tree(&self) -> Tree<'_> {
        Tree::Model(self)
    }

    fn set(&mut self, path: &str, text: &str) {
        path::set(self, path, text);
    }

    fn with_client_token(&self) -> Result<Option<Self>> {
        let class = ActionClass::with_client_token(A::INFO.api.service, A::INFO.name);
        if class != ActionClass::Idempotent || !client_token::is_missing(self) {
            return Ok(None);
        }
        let mut request = clone(self);
        path::set(&mut request, client_token::NAME, &client_token::fresh()?);
        Ok(Some(request))
    }

    fn redaction(&self) -> Redaction {
        Redaction::of::<A>()
    }

    fn masked(&self) -> Masked {
        let mut shown = A::empty();
        Masked {
            json: redact_into(&to_json(self), &mut shown),
            flat: flatten(&shown).unwrap_or_default(),
            secret: flatten(self).unwrap_or_default(),
        }
    }
}
