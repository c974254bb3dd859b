//! Structs: what requests, responses and objects have in common.

use proc_macro2::TokenStream;
use quote::quote;
use tencentcloud_schema::Member;

use crate::names;

use super::constants::Constants;
use super::ident::ident;
use super::scope::Scope;
use super::types::Rule;
use crate::docs;

/// A struct that is to be written.
pub(crate) struct Structure<'a> {
    /// Its name in Rust.
    pub(crate) name: &'a str,
    /// Its name on the wire; empty for requests and responses, which no type contains.
    pub(crate) wire: &'a str,
    /// The lines of its documentation.
    pub(crate) docs: Vec<String>,
    /// The part of its documentation that only rustdoc reads.
    pub(crate) links: Option<TokenStream>,
    /// The content of its attribute, without the runtime's path.
    pub(crate) attribute: TokenStream,
    pub(crate) members: &'a [Member],
    pub(crate) rule: Rule,
}

impl Scope<'_> {
    /// The struct with its fields.
    pub(crate) fn structure(
        &self,
        structure: &Structure<'_>,
        constants: &Constants<'_>,
    ) -> TokenStream {
        let runtime = &self.runtime;
        let path = self.names_runtime.then(|| quote!(, crate = #runtime));
        let name = ident(structure.name);
        let Structure {
            docs,
            links,
            attribute,
            members,
            ..
        } = structure;
        let idents = self.fields(structure.wire, members, structure.rule);
        let fields = members
            .iter()
            .zip(idents)
            .map(|(member, field)| self.field(structure, constants, member, &field));
        quote! {
            #(#[doc = #docs])*
            #links
            #[derive(#runtime::Model)]
            #[model(#attribute #path)]
            #[non_exhaustive]
            pub struct #name {
                #(#fields,)*
            }
        }
    }

    fn field(
        &self,
        structure: &Structure<'_>,
        constants: &Constants<'_>,
        member: &Member,
        field: &str,
    ) -> TokenStream {
        let (owner, rule) = (structure.wire, structure.rule);
        let boxed = self.index.is_boxed(owner, &member.name);
        let docs = docs::member(member, rule, boxed, |value| {
            constants.link(&member.name, value)
        });
        let rust = self.field_type(owner, member, rule);
        let wire = &member.name;
        let renamed = (names::pascal(field) != *wire).then(|| quote!(name = #wire));
        let sensitive = member.sensitive.then(|| quote!(sensitive));
        let header = member
            .header
            .as_ref()
            .map(|header| quote!(header = #header));
        let facts: Vec<_> = [renamed, sensitive, header].into_iter().flatten().collect();
        let attribute = (!facts.is_empty()).then(|| quote!(#[model(#(#facts),*)]));
        let field = ident(field);
        quote! {
            #(#[doc = #docs])*
            #attribute
            pub #field: #rust
        }
    }
}

/// The constants of the struct `owner`, if it has any.
pub(crate) fn constants(
    owner: &str,
    values: &Constants<'_>,
    errors: Option<TokenStream>,
) -> Option<TokenStream> {
    let values: Vec<_> = values.items().collect();
    let docs = (!values.is_empty()).then(
        || quote!(#[doc = "Values that the documentation lists; the service may know others."]),
    );
    let owner = ident(owner);
    (!values.is_empty() || errors.is_some()).then(|| {
        quote! {
            #docs
            impl #owner {
                #(#values)*
                #errors
            }
        }
    })
}
