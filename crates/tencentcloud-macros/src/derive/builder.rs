//! Making a value: `new()`, the stages that ask for what is required, and the setters.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::attributes::Role;
use super::input::{Field, Struct, pascal};

pub(super) fn expand(input: &Struct) -> TokenStream {
    if input.container.role == Role::Response {
        return default(input);
    }
    let name = &input.name;
    let required = input.required();
    let setters = input
        .fields
        .iter()
        .filter(|field| field.kind.optional)
        .map(|field| {
            let attributes = attributes(field);
            let Field { ident, .. } = field;
            let (parameter, value) = parameter(input, field);
            quote! {
                #(#attributes)*
                #[inline]
                #[must_use]
                pub fn #ident(mut self, value: #parameter) -> Self {
                    self.#ident = ::core::option::Option::Some(#value);
                    self
                }
            }
        });
    let rt = input.runtime();
    let (new, stages) = if required.is_empty() {
        let new = quote! {
            /// Creates a value with no field set.
            #[inline]
            #[must_use]
            pub fn new() -> Self {
                <Self as #rt::Model>::empty()
            }
        };
        (new, default(input))
    } else {
        (new(input, &required), stages(input, &required))
    };
    quote! {
        #[automatically_derived]
        #[allow(deprecated)]
        impl #name {
            #new
            #(#setters)*
        }
        #stages
    }
}

fn default(input: &Struct) -> TokenStream {
    let (name, rt) = (&input.name, input.runtime());
    quote! {
        #[automatically_derived]
        impl ::core::default::Default for #name {
            #[inline]
            fn default() -> Self {
                <Self as #rt::Model>::empty()
            }
        }
    }
}

fn new(input: &Struct, required: &[&Field]) -> TokenStream {
    let rt = input.runtime();
    let first = stage(input, required[0]);
    let chain: Vec<_> = required
        .iter()
        .map(|field| format!(".{}(…)", field.ident))
        .collect();
    let docs = format!(
        "Starts with the required fields, in this order: `{}::new(){}`. Optional ones follow.",
        input.name,
        chain.concat()
    );
    quote! {
        #[doc = #docs]
        #[allow(clippy::new_ret_no_self)]
        #[inline]
        pub fn new() -> #first {
            #first(<Self as #rt::Model>::empty())
        }
    }
}

/// One type for each required field, which offers that field's setter and nothing else. Its name
/// is what the compiler shows where a required field was forgotten.
fn stages(input: &Struct, required: &[&Field]) -> TokenStream {
    let (name, visibility) = (&input.name, &input.visibility);
    let stages = required.iter().enumerate().map(|(index, field)| {
        let this = stage(input, field);
        let attributes = attributes(field);
        let Field { ident, wire, .. } = field;
        let (parameter, value) = parameter(input, field);
        let (next, made) = match required.get(index + 1) {
            Some(next) => {
                let next = stage(input, next);
                (quote!(#next), quote!(#next(self.0)))
            }
            None => (quote!(#name), quote!(self.0)),
        };
        let docs = format!("A [`{name}`] that still needs `{}`.", wire.value());
        let unused = format!("incomplete: `.{ident}(…)` is next");
        quote! {
            #[doc = #docs]
            #[doc(hidden)]
            #[allow(missing_debug_implementations, clippy::exhaustive_structs)]
            #[must_use = #unused]
            #visibility struct #this(#name);
            #[automatically_derived]
            impl #this {
                #(#attributes)*
                #[inline]
                #[allow(deprecated)]
                pub fn #ident(mut self, value: #parameter) -> #next {
                    self.0.#ident = #value;
                    #made
                }
            }
        }
    });
    quote!(#(#stages)*)
}

fn stage(input: &Struct, field: &Field) -> Ident {
    let missing = pascal(&field.ident);
    format_ident!("{}Needs{missing}", input.name, span = input.name.span())
}

fn attributes(field: &Field) -> Vec<TokenStream> {
    let kept = field
        .docs
        .iter()
        .chain(&field.deprecated)
        .map(|attribute| quote!(#attribute));
    let mut attributes: Vec<_> = kept.collect();
    if field.docs.is_empty() {
        let docs = format!("Sets `{}`.", field.wire.value());
        attributes.push(quote!(#[doc = #docs]));
    }
    attributes
}

/// A setter's parameter type, and the parameter `value` as the field's content.
fn parameter(input: &Struct, field: &Field) -> (TokenStream, TokenStream) {
    let inner = &field.kind.inner;
    let rt = input.runtime();
    match (field.kind.list, field.kind.text) {
        (true, true) => (
            quote!(impl ::core::iter::IntoIterator<Item = impl ::core::convert::Into<#inner>>),
            quote!(#rt::__private::strings(value)),
        ),
        (true, false) => (
            quote!(impl ::core::iter::IntoIterator<Item = #inner>),
            quote!(::core::iter::FromIterator::from_iter(value)),
        ),
        (false, true) => (
            quote!(impl ::core::convert::Into<#inner>),
            quote!(::core::convert::Into::into(value)),
        ),
        (false, false) if field.kind.boxed => {
            (quote!(#inner), quote!(#rt::__private::Box::new(value)))
        }
        (false, false) => (quote!(#inner), quote!(value)),
    }
}
