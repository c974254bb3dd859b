//! Structs: requests, answers, and the objects inside them.

use std::collections::{BTreeSet, HashSet};

use proc_macro2::TokenStream;
use quote::quote;
use tencentcloud_schema::{Action, Body, Member, PagingStyle, Region, Role, Signing};

use super::scope::Scope;
use super::types::{Rule, ident};
use crate::docs;
use crate::names;

impl Scope<'_> {
    /// The items of one action: its request, its answer, and the constants of both.
    pub(crate) fn action(&self, name: &str, action: &Action) -> Vec<TokenStream> {
        let request = format!("{name}Request");
        let response = format!("{name}Response");
        let mut answer = action.response.clone();
        let mut id = Member::new("RequestId", tencentcloud_schema::Kind::String);
        id.always = true;
        answer.push(id);
        let docs = docs::action(self.description, name, action);
        let attribute = self.action_attribute(name, action);
        let about_answer = vec![format!("The answer to [`{request}`].")];
        let mut items = vec![
            self.structure(
                &request,
                "",
                &docs,
                &attribute,
                &action.request,
                Rule::Request,
            ),
            self.structure(
                &response,
                "",
                &about_answer,
                &quote!(response),
                &answer,
                Rule::Response,
            ),
        ];
        items.extend(constants(&request, &action.request, &action.errors));
        items.extend(constants(&response, &action.response, &BTreeSet::new()));
        items
    }

    fn action_attribute(&self, name: &str, action: &Action) -> TokenStream {
        let response = ident(&format!("{name}Response"));
        let region = action.region.map(|region| {
            let word = match region {
                Region::Required => "required",
                Region::Optional => "optional",
                Region::None => "none",
            };
            quote!(, region = #word)
        });
        let host = action.host.as_ref().map(|host| quote!(, host = #host));
        let body = match action.body {
            Body::Json => None,
            Body::Multipart => Some("multipart"),
            Body::OctetStream => Some("octet-stream"),
        }
        .map(|word| quote!(, body = #word));
        let signing = (action.signing == Signing::Skip).then(|| quote!(, signing = "skip"));
        let streaming = action.streaming.then(|| quote!(, streaming));
        let pages = action.paging.as_ref().map(|paging| {
            let style = ident(match paging.style {
                PagingStyle::Offset => "offset",
                PagingStyle::Page => "page",
                PagingStyle::Index => "index",
                PagingStyle::Token => "token",
            });
            let (position, items) = (&paging.position, &paging.items);
            let item = self.item_type(action, items);
            let size = paging.size.as_ref().map(|v| quote!(, size = #v));
            let total = paging.total.as_ref().map(|v| quote!(, total = #v));
            let next = paging.next.as_ref().map(|v| quote!(, next = #v));
            let more = paging.more.as_ref().map(|v| quote!(, more = #v));
            let over = paging.over.as_ref().map(|v| quote!(, over = #v));
            quote!(, pages(#style = #position #size, items = #items, item = #item #total #next #more #over))
        });
        quote!(request, api = API, action = #name, response = #response #region #host #body #signing #streaming #pages)
    }

    /// The items of one object type: the struct and its constants.
    pub(crate) fn object(&self, wire: &str) -> Vec<TokenStream> {
        let Some(object) = self.description.types.get(wire) else {
            return Vec::new();
        };
        let role = self.index.role(wire);
        let attribute = match role {
            Role::Request => quote!(request),
            Role::Response => quote!(response),
            Role::Both => quote!(both),
        };
        let name = self.type_ident(wire).to_string();
        let docs = match &object.doc {
            Some(doc) => docs::sentences(doc)
                .chain([String::new(), docs::code(wire)])
                .collect(),
            None => vec![docs::code(wire)],
        };
        let mut items =
            vec![self.structure(&name, wire, &docs, &attribute, &object.members, role.into())];
        items.extend(constants(&name, &object.members, &BTreeSet::new()));
        items
    }

    fn structure(
        &self,
        name: &str,
        owner: &str,
        docs: &[String],
        attribute: &TokenStream,
        members: &[Member],
        rule: Rule,
    ) -> TokenStream {
        let runtime = &self.runtime;
        let path = self.tells_derive.then(|| quote!(, crate = #runtime));
        let name = ident(name);
        let idents = names::fields(members.iter().map(|member| member.name.as_str()));
        let fields = members.iter().zip(idents).map(|(member, field)| {
            let boxed = self.index.is_boxed(owner, &member.name);
            let docs = docs::member(member, rule, boxed);
            let rust = self.field_type(owner, member, rule);
            let wire = &member.name;
            let renamed = (names::pascal(&field) != *wire).then(|| quote!(name = #wire));
            let sensitive = member.sensitive.then(|| quote!(sensitive));
            let header = member
                .header
                .as_ref()
                .map(|header| quote!(header = #header));
            let said: Vec<_> = [renamed, sensitive, header].into_iter().flatten().collect();
            let attribute = (!said.is_empty()).then(|| quote!(#[model(#(#said),*)]));
            let field = ident(&field);
            quote! {
                #(#[doc = #docs])*
                #attribute
                pub #field: #rust
            }
        });
        quote! {
            #(#[doc = #docs])*
            #[derive(#runtime::Model)]
            #[model(#attribute #path)]
            #[non_exhaustive]
            pub struct #name {
                #(#fields,)*
            }
        }
    }
}

/// Constants of a struct: the values that the documentation lists for its text members, and the
/// error codes that the action's own page lists.
fn constants(owner: &str, members: &[Member], errors: &BTreeSet<String>) -> Option<TokenStream> {
    let mut seen = HashSet::new();
    let mut items = Vec::new();
    for member in members.iter().filter(|member| member.kind.is_text()) {
        // A value of punctuation alone has no name.
        let named = |value: &&String| value.contains(char::is_alphanumeric);
        for value in member.values.iter().filter(named) {
            let name = format!(
                "{}_{}",
                names::constant(&member.name),
                names::constant(value).trim_start_matches('_')
            );
            // Two values may differ by punctuation alone: the first keeps the name.
            if seen.insert(name.clone()) {
                let name = ident(&name);
                let docs = format!(
                    "{}: a listed value of {}. There may be others.",
                    docs::code(value),
                    docs::code(&member.name)
                );
                items.push(quote! {
                    #[doc = #docs]
                    pub const #name: &'static str = #value;
                });
            }
        }
    }
    if !errors.is_empty() {
        items.push(quote! {
            /// The error codes that the action's own page lists.
            pub const ERRORS: &'static [&'static str] = &[#(#errors),*];
        });
    }
    let owner = ident(owner);
    (!items.is_empty()).then(|| {
        quote! {
            impl #owner {
                #(#items)*
            }
        }
    })
}
