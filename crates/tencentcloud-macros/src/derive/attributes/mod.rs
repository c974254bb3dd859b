//! The attributes `#[model(…)]`.

mod container;
mod field;
mod pages;

use proc_macro2::TokenStream;
use syn::meta::ParseNestedMeta;
use syn::{Attribute, Error, Expr, LitStr, Result, Type};

pub(super) use field::Field;
pub(super) use pages::Pages;

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
    /// The path of the runtime crate.
    pub(super) runtime: TokenStream,
    /// Whether the attribute names that path.
    pub(super) names_runtime: bool,
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

/// Reads each part of each `#[model(…)]`.
fn each(
    attributes: &[Attribute],
    mut read: impl FnMut(ParseNestedMeta<'_>) -> Result<()>,
) -> Result<()> {
    attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("model"))
        .try_for_each(|attribute| attribute.parse_nested_meta(&mut read))
}

/// The word before `=` or `(`.
fn word(meta: &ParseNestedMeta<'_>) -> String {
    let word = meta.path.require_ident();
    word.map(ToString::to_string).unwrap_or_default()
}

/// Reads a part that is given once at most.
fn once<T>(
    slot: &mut Option<T>,
    meta: &ParseNestedMeta<'_>,
    read: impl FnOnce(&ParseNestedMeta<'_>) -> Result<T>,
) -> Result<()> {
    if slot.is_some() {
        return Err(meta.error(format!("duplicate attribute `{}`", word(meta))));
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
