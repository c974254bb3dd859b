//! What `#[model(…)]` says.

use proc_macro2::{Span, TokenStream};
use syn::meta::ParseNestedMeta;
use syn::spanned::Spanned;
use syn::{Attribute, Error, Expr, LitStr, Path, Result, Type};

/// Which side of the wire a struct is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Request,
    Response,
    Both,
}

/// The attribute on a struct.
pub(super) struct Container {
    pub(super) role: Role,
    pub(super) runtime: TokenStream,
    pub(super) action: Option<Action>,
}

/// What makes a request an action.
pub(super) struct Action {
    pub(super) name: LitStr,
    pub(super) api: Expr,
    pub(super) response: Type,
    pub(super) region: Option<LitStr>,
    pub(super) host: Option<LitStr>,
    pub(super) body: Option<LitStr>,
    pub(super) signing: Option<LitStr>,
    pub(super) streaming: bool,
    pub(super) pages: Option<Pages>,
}

/// How an action's answer is paged.
pub(super) struct Pages {
    pub(super) style: String,
    pub(super) position: LitStr,
    pub(super) size: Option<LitStr>,
    pub(super) items: LitStr,
    pub(super) item: Type,
    pub(super) total: Option<LitStr>,
    pub(super) next: Option<LitStr>,
    pub(super) more: Option<LitStr>,
    pub(super) over: Option<LitStr>,
}

/// The attribute on a field.
#[derive(Default)]
pub(super) struct Field {
    pub(super) name: Option<LitStr>,
    pub(super) sensitive: bool,
    pub(super) header: Option<LitStr>,
}

const ON_STRUCT: &str = "expected `request`, `response`, `both`, `api = …`, `action = \"…\"`, `response = Type`, \
     `region = \"…\"`, `host = \"…\"`, `body = \"…\"`, `signing = \"skip\"`, `streaming`, `pages(…)` or `crate = path`";

impl Container {
    pub(super) fn read(attributes: &[Attribute], name: Span) -> Result<Self> {
        let mut role = None;
        let mut runtime = None;
        let mut action: Option<LitStr> = None;
        let mut api = None;
        let mut response = None;
        let (mut region, mut host, mut body, mut signing) = (None, None, None, None);
        let mut streaming = None;
        let mut pages = None;
        each(attributes, |meta| {
            let word = meta
                .path
                .require_ident()
                .map(ToString::to_string)
                .unwrap_or_default();
            match word.as_str() {
                "response" if meta.input.peek(syn::Token![=]) => {
                    once(&mut response, &meta, |m| m.value()?.parse())
                }
                "request" => once(&mut role, &meta, |_| Ok(Role::Request)),
                "response" => once(&mut role, &meta, |_| Ok(Role::Response)),
                "both" => once(&mut role, &meta, |_| Ok(Role::Both)),
                "crate" => once(&mut runtime, &meta, |m| m.value()?.parse::<Path>()),
                "action" => once(&mut action, &meta, text),
                "api" => once(&mut api, &meta, |m| m.value()?.parse()),
                "region" => once(&mut region, &meta, |m| {
                    one_of(m, &["required", "optional", "none"])
                }),
                "host" => once(&mut host, &meta, text),
                "body" => once(&mut body, &meta, |m| {
                    one_of(m, &["multipart", "octet-stream"])
                }),
                "signing" => once(&mut signing, &meta, |m| one_of(m, &["skip"])),
                "streaming" => once(&mut streaming, &meta, |m| Ok(m.path.span())),
                "pages" => once(&mut pages, &meta, Pages::read),
                _ => Err(meta.error(ON_STRUCT)),
            }
        })?;
        let Some(role) = role else {
            return Err(Error::new(
                name,
                "say which side of the wire this is for: `#[model(request)]`, `#[model(response)]` or `#[model(both)]`",
            ));
        };
        let runtime = runtime.map_or_else(
            || quote::quote!(::tencentcloud_runtime),
            |path| quote::quote!(#path),
        );
        let action = match action {
            Some(name) => {
                if role != Role::Request {
                    return Err(Error::new(
                        name.span(),
                        "only a request is an action: use `#[model(request, …)]`",
                    ));
                }
                let missing =
                    |what: &str| Error::new(name.span(), format!("an action also needs {what}"));
                Some(Action {
                    api: api.ok_or_else(|| {
                        missing("`api = …`, the service and version that it belongs to")
                    })?,
                    response: response
                        .ok_or_else(|| missing("`response = Type`, the type of its answer"))?,
                    name,
                    region,
                    host,
                    body,
                    signing,
                    streaming: streaming.is_some(),
                    pages,
                })
            }
            None => {
                let spans = [
                    api.map(|v| v.span()),
                    response.map(|v| v.span()),
                    region.map(|v| v.span()),
                    host.map(|v| v.span()),
                    body.map(|v| v.span()),
                    signing.map(|v| v.span()),
                    streaming,
                    pages.map(|v| v.position.span()),
                ];
                if let Some(span) = spans.into_iter().flatten().next() {
                    return Err(Error::new(
                        span,
                        "this belongs to an action: add `action = \"…\"`",
                    ));
                }
                None
            }
        };
        Ok(Self {
            role,
            runtime,
            action,
        })
    }
}

impl Pages {
    fn read(meta: &ParseNestedMeta<'_>) -> Result<Self> {
        let mut style: Option<(String, LitStr)> = None;
        let (mut size, mut items, mut total) = (None, None, None);
        let (mut next, mut more, mut over) = (None, None, None);
        let mut item = None;
        meta.parse_nested_meta(|meta| {
            let word = meta.path.require_ident().map(ToString::to_string).unwrap_or_default();
            match word.as_str() {
                "offset" | "page" | "index" | "token" => {
                    once(&mut style, &meta, |m| Ok((word.clone(), text(m)?)))
                }
                "size" => once(&mut size, &meta, text),
                "items" => once(&mut items, &meta, text),
                "item" => once(&mut item, &meta, |m| m.value()?.parse()),
                "total" => once(&mut total, &meta, text),
                "next" => once(&mut next, &meta, text),
                "more" => once(&mut more, &meta, text),
                "over" => once(&mut over, &meta, text),
                _ => Err(meta.error(
                    "expected one of `offset`, `page`, `index` and `token` (the parameter that moves), `items`, `item`, `size`, `total`, `next`, `more` or `over`",
                )),
            }
        })?;
        let (style, position) = style.ok_or_else(|| {
            meta.error("say what moves: `offset = \"…\"`, `page = \"…\"`, `index = \"…\"` or `token = \"…\"`")
        })?;
        if style == "token" && next.is_none() {
            return Err(
                meta.error("a token needs `next = \"…\"`, where the answer gives the next one")
            );
        }
        Ok(Self {
            style,
            position,
            size,
            items: items.ok_or_else(|| meta.error("say where the list is: `items = \"…\"`"))?,
            item: item.ok_or_else(|| meta.error("say what the list holds: `item = Type`"))?,
            total,
            next,
            more,
            over,
        })
    }
}

impl Field {
    pub(super) fn read(attributes: &[Attribute]) -> Result<Self> {
        let mut name = None;
        let mut sensitive = None;
        let mut header = None;
        each(attributes, |meta| {
            let word = meta
                .path
                .require_ident()
                .map(ToString::to_string)
                .unwrap_or_default();
            match word.as_str() {
                "name" => once(&mut name, &meta, text),
                "sensitive" => once(&mut sensitive, &meta, |_| Ok(())),
                "header" => once(&mut header, &meta, text),
                _ => Err(meta.error("expected `name = \"…\"`, `sensitive` or `header = \"…\"`")),
            }
        })?;
        Ok(Self {
            name,
            sensitive: sensitive.is_some(),
            header,
        })
    }
}

fn each(
    attributes: &[Attribute],
    mut read: impl FnMut(ParseNestedMeta<'_>) -> Result<()>,
) -> Result<()> {
    attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("model"))
        .try_for_each(|attribute| attribute.parse_nested_meta(&mut read))
}

fn once<T>(
    slot: &mut Option<T>,
    meta: &ParseNestedMeta<'_>,
    read: impl FnOnce(&ParseNestedMeta<'_>) -> Result<T>,
) -> Result<()> {
    if slot.is_some() {
        return Err(meta.error("this is said already"));
    }
    *slot = Some(read(meta)?);
    Ok(())
}

fn text(meta: &ParseNestedMeta<'_>) -> Result<LitStr> {
    meta.value()?.parse()
}

fn one_of(meta: &ParseNestedMeta<'_>, words: &[&str]) -> Result<LitStr> {
    let literal = text(meta)?;
    if words.contains(&literal.value().as_str()) {
        return Ok(literal);
    }
    Err(Error::new(
        literal.span(),
        format!("expected \"{}\"", words.join("\" or \"")),
    ))
}
