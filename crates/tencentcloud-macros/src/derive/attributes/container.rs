//! The attribute on a struct.

use proc_macro2::Span;
use quote::quote;
use syn::meta::ParseNestedMeta;
use syn::spanned::Spanned;
use syn::{Attribute, Error, Expr, LitStr, Path, Result, Token, Type};

use super::{Action, Container, Pages, Role, each, once, one_of, text, word};

const EXPECTED: &str = "expected `request`, `response`, `both`, `api = …`, `action = \"…\"`, `response = Type`, \
     `region = \"…\"`, `host = \"…\"`, `body = \"…\"`, `signing = \"skip\"`, `streaming`, `pages(…)` or `crate = path`";

/// The parts that are given so far.
#[derive(Default)]
struct Parts {
    role: Option<(String, Role)>,
    runtime: Option<Path>,
    name: Option<LitStr>,
    api: Option<Expr>,
    response: Option<Type>,
    region: Option<LitStr>,
    host: Option<LitStr>,
    body: Option<LitStr>,
    signing: Option<LitStr>,
    streaming: Option<Span>,
    pages: Option<Pages>,
}

impl Container {
    pub(in crate::derive) fn read(attributes: &[Attribute], name: Span) -> Result<Self> {
        let mut parts = Parts::default();
        each(attributes, |meta| parts.take(&meta))?;
        parts.complete(name)
    }
}

impl Parts {
    fn take(&mut self, meta: &ParseNestedMeta<'_>) -> Result<()> {
        match word(meta).as_str() {
            "response" if meta.input.peek(Token![=]) => {
                once(&mut self.response, meta, |m| m.value()?.parse())
            }
            "request" => self.role(meta, Role::Request),
            "response" => self.role(meta, Role::Response),
            "both" => self.role(meta, Role::Both),
            "crate" => once(&mut self.runtime, meta, |m| m.value()?.parse()),
            "action" => once(&mut self.name, meta, text),
            "api" => once(&mut self.api, meta, |m| m.value()?.parse()),
            "region" => once(&mut self.region, meta, |m| {
                one_of(m, &["required", "optional", "none"])
            }),
            "host" => once(&mut self.host, meta, text),
            "body" => once(&mut self.body, meta, |m| {
                one_of(m, &["multipart", "octet-stream"])
            }),
            "signing" => once(&mut self.signing, meta, |m| one_of(m, &["skip"])),
            "streaming" => once(&mut self.streaming, meta, |m| Ok(m.path.span())),
            "pages" => once(&mut self.pages, meta, Pages::read),
            _ => Err(meta.error(EXPECTED)),
        }
    }

    fn role(&mut self, meta: &ParseNestedMeta<'_>, role: Role) -> Result<()> {
        match &self.role {
            Some((other, of)) if *of != role => Err(meta.error(format!(
                "conflicting roles `{other}` and `{}`: a struct has one; an object of requests and responses is `both`",
                word(meta)
            ))),
            _ => once(&mut self.role, meta, |meta| Ok((word(meta), role))),
        }
    }

    fn complete(self, name: Span) -> Result<Container> {
        let Some((_, role)) = self.role else {
            return Err(Error::new(
                name,
                "missing role: add `#[model(request)]`, `#[model(response)]` or `#[model(both)]`",
            ));
        };
        let names_runtime = self.runtime.is_some();
        let runtime = match &self.runtime {
            Some(path) => quote!(#path),
            None => quote!(::tencentcloud_runtime),
        };
        Ok(Container {
            role,
            runtime,
            names_runtime,
            action: self.action(role)?,
        })
    }

    fn action(self, role: Role) -> Result<Option<Action>> {
        let Some(name) = self.name else {
            return match self.stray() {
                Some((word, span)) => Err(Error::new(
                    span,
                    format!("`{word}` is an attribute of an action: add `action = \"…\"`"),
                )),
                None => Ok(None),
            };
        };
        if role != Role::Request {
            return Err(Error::new(
                name.span(),
                "an action is a request: use `#[model(request, …)]`",
            ));
        }
        let missing = |what: &str| Error::new(name.span(), format!("missing {what}"));
        Ok(Some(Action {
            api: self
                .api
                .ok_or_else(|| missing("`api = …`: the service and version of the action"))?,
            response: self
                .response
                .ok_or_else(|| missing("`response = Type`: the type of the action's response"))?,
            name,
            region: self.region,
            host: self.host,
            body: self.body,
            signing: self.signing,
            streaming: self.streaming.is_some(),
            pages: self.pages,
        }))
    }

    /// A part that only an action has.
    fn stray(&self) -> Option<(&'static str, Span)> {
        let span = |literal: &Option<LitStr>| literal.as_ref().map(LitStr::span);
        let parts = [
            ("api", self.api.as_ref().map(Spanned::span)),
            ("response", self.response.as_ref().map(Spanned::span)),
            ("region", span(&self.region)),
            ("host", span(&self.host)),
            ("body", span(&self.body)),
            ("signing", span(&self.signing)),
            ("streaming", self.streaming),
            (
                "pages",
                self.pages.as_ref().map(|pages| pages.position.span()),
            ),
        ];
        parts
            .into_iter()
            .find_map(|(word, span)| Some((word, span?)))
    }
}
