//! Identifiers of generated code.

use proc_macro2::{Ident, Span};

use crate::names;

/// Returns an identifier of the generated code. A name that is none is refused before, when a
/// description is checked.
pub(crate) fn ident(name: &str) -> Ident {
    match is_identifier(name) {
        true => Ident::new(name, Span::call_site()),
        false => Ident::new("_unnamed", Span::call_site()),
    }
}

/// Returns true if generated code can call something `name`.
pub(crate) fn is_identifier(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && name != "_"
        && !names::is_keyword(name)
}
