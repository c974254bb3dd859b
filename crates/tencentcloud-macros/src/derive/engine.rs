//! What the model engine asks of a type, and the standard traits that it serves.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use super::input::{Field, Struct};

pub(super) fn expand(input: &Struct) -> TokenStream {
    let rt = input.runtime();
    let name = &input.name;
    let text = name.to_string();
    let idents: Vec<_> = input.fields.iter().map(|field| &field.ident).collect();
    // A type that is no kind of value is told where it stands.
    let shown = input
        .fields
        .iter()
        .map(|Field { ident, kind, .. }| quote_spanned!(kind.inner.span() => &self.#ident));
    let fields = input.fields.iter().map(|field| {
        let wire = &field.wire;
        let key = format!("\"{}\":", wire.value());
        let rust = field.ident.unraw().to_string();
        let sensitive = field.sensitive.then(|| quote!(.sensitive()));
        let header = field.header.as_ref().map(|header| quote!(.header(#header)));
        quote!(#rt::__private::Field::new(#wire, #key, #rust) #sensitive #header)
    });
    quote! {
        #[automatically_derived]
        #[allow(deprecated)]
        impl #rt::Model for #name {
            #[inline]
            fn shape(&self) -> &'static #rt::__private::Shape {
                const SHAPE: #rt::__private::Shape = #rt::__private::Shape {
                    name: #text,
                    fields: &[#(#fields),*],
                };
                &SHAPE
            }
            #[inline]
            fn visit(&self, visit: &mut dyn ::core::ops::FnMut(&[&dyn #rt::__private::Value])) {
                visit(&[#(#shown),*])
            }
            #[inline]
            fn visit_mut(&mut self, visit: &mut dyn ::core::ops::FnMut(&mut [&mut dyn #rt::__private::Value])) {
                visit(&mut [#(&mut self.#idents),*])
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
