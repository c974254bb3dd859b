//! `#[derive(Model)]`: read the struct, then write each part of its expansion.

mod action;
mod attributes;
mod builder;
mod engine;
mod headers;
mod hidden;
mod input;
mod kind;
mod location;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Result};

use input::Struct;

/// The expansion for one struct.
pub(crate) fn expand(input: DeriveInput) -> Result<TokenStream> {
    let input = Struct::read(input)?;
    headers::check(&input.container, &input.fields)?;
    hidden::check(&input.fields, input.container.role)?;
    location::check(&input.container, input.name.span())?;
    let engine = engine::expand(&input);
    let builder = builder::expand(&input);
    let action = action::expand(&input);
    Ok(quote! { #engine #builder #action })
}
