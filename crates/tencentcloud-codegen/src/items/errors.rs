//! Error codes as constants.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;
use tencentcloud_schema::Action;

use crate::names;

use super::ident::ident;
use super::scope::Scope;
use crate::text;

impl Scope<'_> {
    /// The constants of the module `errors`.
    pub(crate) fn errors(&self) -> TokenStream {
        let classes: BTreeSet<&str> = self
            .errors
            .values()
            .filter_map(|code| Some(code.rsplit_once('.')?.0))
            .collect();
        let constants = self.errors.iter().map(|(name, code)| {
            let name = ident(name);
            let mut docs = text::code(code);
            docs.push_str(match classes.contains(code) {
                true => ", and every code below it.",
                false => ".",
            });
            quote! {
                #[doc = #docs]
                pub const #name: &str = #code;
            }
        });
        quote!(#(#constants)*)
    }

    /// The name of the constant of `code`, unless another code has it.
    pub(crate) fn error_constant(&self, code: &str) -> Option<String> {
        let name = names::constant(code);
        (self.errors.get(&name) == Some(&code)).then_some(name)
    }

    /// The line of an action's documentation that links its error codes.
    pub(crate) fn error_links(&self, action: &Action) -> Option<String> {
        let links = action.errors.iter().map(|code| {
            let name = self.error_constant(code);
            name.map_or_else(|| text::code(code), |name| format!("[`errors::{name}`]"))
        });
        let links: Vec<_> = links.collect();
        (!links.is_empty()).then(|| format!("Errors: {}", links.join(", ")))
    }
}

/// The constant `ERRORS` of an action's request. Texts take the compiler less time than paths of
/// the constants.
pub(crate) fn listed(action: &Action) -> Option<TokenStream> {
    let codes = &action.errors;
    (!codes.is_empty()).then(|| {
        quote! {
            /// The error codes that the documentation lists; the service may return others.
            pub const ERRORS: &'static [&'static str] = &[#(#codes),*];
        }
    })
}
