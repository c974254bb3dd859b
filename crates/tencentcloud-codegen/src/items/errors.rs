//! Error codes as constants.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::scope::Scope;
use super::types::ident;
use crate::docs;
use crate::names;

impl Scope<'_> {
    /// A constant for each code that a source lists for this version, and for every code above
    /// one: `InvalidParameterValue.NotInOptions` brings `InvalidParameterValue`.
    pub(crate) fn errors(&self) -> TokenStream {
        let description = self.description;
        let listed = description.errors.iter().chain(
            description
                .actions
                .values()
                .flat_map(|action| &action.errors),
        );
        let mut codes = BTreeSet::new();
        for code in listed {
            let ends = code
                .match_indices('.')
                .map(|(end, _)| end)
                .chain([code.len()]);
            codes.extend(ends.map(|end| &code[..end]));
        }
        let classes: BTreeSet<&str> = codes
            .iter()
            .filter_map(|code| Some(code.rsplit_once('.')?.0))
            .collect();
        let mut constants: BTreeMap<String, &str> = BTreeMap::new();
        for code in codes {
            // Two codes may differ by case or punctuation alone: the first keeps the name.
            constants.entry(names::constant(code)).or_insert(code);
        }
        let constants = constants.into_iter().map(|(name, code)| {
            let name = ident(&name);
            let mut docs = format!("The error code {}, one of an open set", docs::code(code));
            docs.push_str(match classes.contains(code) {
                true => ", and the class of all codes below it.",
                false => ".",
            });
            quote! {
                #[doc = #docs]
                pub const #name: &str = #code;
            }
        });
        quote!(#(#constants)*)
    }
}
