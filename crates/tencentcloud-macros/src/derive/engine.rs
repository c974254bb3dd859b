//! What the model engine asks of a type, and the standard traits that it serves.

use proc_macro2::{Literal, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use super::input::{Field, Struct};

pub(super) fn expand(input: &Struct) -> TokenStream {
    let rt = input.runtime();
    let name = &input.name;
    let text = name.to_string();
    let idents: Vec<_> = input.fields.iter().map(|field| &field.ident).collect();
    // A type that is no kind of value is an error at the field.
    let shown = input
        .fields
        .iter()
        .map(|Field { ident, kind, .. }| quote_spanned!(kind.inner.span() => &self.#ident));
    let row: Vec<u8> = input.fields.iter().flat_map(row).collect();
    let row = Literal::byte_string(&row);
    let serde = serde(input);
    quote! {
        #[automatically_derived]
        #[allow(deprecated)]
        impl #rt::Model for #name {
            #[inline]
            fn show(&self, to: &mut dyn #rt::__private::Show) {
                to.fields(#rt::__private::Shape { name: #text, fields: #row }, &[#(#shown),*])
            }
            #[inline]
            fn lend(&mut self, to: &mut dyn #rt::__private::Lend) {
                to.fields(&mut [#(&mut self.#idents),*])
            }
            #[inline]
            fn empty() -> Self {
                Self { #(#idents: #rt::__private::Value::empty()),* }
            }
        }
        #[automatically_derived]
        impl ::core::fmt::Debug for #name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                #rt::__private::debug(self, f)
            }
        }
        #[automatically_derived]
        impl ::core::clone::Clone for #name {
            #[inline]
            fn clone(&self) -> Self {
                #rt::__private::clone(self)
            }
        }
        #[automatically_derived]
        impl ::core::cmp::PartialEq for #name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                #rt::__private::equal(self, other)
            }
        }
        #serde
    }
}

/// Serde's own traits, for who asks for the feature: they cost the compiler a sixth of a crate.
#[cfg(feature = "serde")]
fn serde(input: &Struct) -> TokenStream {
    let (rt, name) = (input.runtime(), &input.name);
    quote! {
        #[automatically_derived]
        impl #rt::__private::Serialize for #name {
            #[inline]
            fn serialize<S: #rt::__private::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                #rt::__private::serialize(self, serializer)
            }
        }
        #[automatically_derived]
        impl<'de> #rt::__private::Deserialize<'de> for #name {
            #[inline]
            fn deserialize<D: #rt::__private::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                #rt::__private::deserialize(deserializer)
            }
        }
    }
}

#[cfg(not(feature = "serde"))]
fn serde(_: &Struct) -> TokenStream {
    TokenStream::new()
}

/// What the engine must know of a field, as its `Shape` has it. No name is longer than a byte can
/// hold: the input was checked for that.
fn row(field: &Field) -> Vec<u8> {
    let key = format!("\"{}\":", field.wire.value());
    let rust = field.ident.unraw().to_string();
    let header = field.header.as_ref().map(syn::LitStr::value);
    let header = header.unwrap_or_default();
    let length = |name: &str| u8::try_from(name.len()).unwrap_or(u8::MAX);
    let mut row = vec![
        length(&key),
        length(&rust),
        length(&header),
        u8::from(field.sensitive),
    ];
    row.extend_from_slice((key + &rust + &header).as_bytes());
    row
}
