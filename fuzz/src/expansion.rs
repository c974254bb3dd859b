//! Input of the derive.

use quote::ToTokens;

use crate::derive;

/// What the derive makes of a struct is Rust, or a message for the compiler.
pub fn derive_input(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    // Deep nesting ends the parser's stack, which the compiler itself would have ended before.
    if text
        .matches(['(', '[', '{', '<', '&', '*', '!', '-'])
        .count()
        > 200
    {
        return;
    }
    let Ok(input) = syn::parse_str::<syn::DeriveInput>(text) else {
        return;
    };
    let expanded = derive::expand(input).unwrap_or_else(syn::Error::into_compile_error);
    if let Err(error) = syn::parse2::<syn::File>(expanded.to_token_stream()) {
        panic!("{error}: {expanded}");
    }
}
