//! An action: its request and its response.

use proc_macro2::TokenStream;
use quote::quote;
use tencentcloud_schema::{Action, Body, Kind, Member, Paging, PagingStyle, Region, Signing};

use crate::names;

use super::constants::Constants;
use super::errors;
use super::ident::ident;
use super::scope::Scope;
use super::structure::{Structure, constants};
use super::types::Rule;
use crate::docs;

impl Scope<'_> {
    /// The items of one action: its request, its response, and the constants of both.
    pub(crate) fn action(&self, name: &str, action: &Action) -> Vec<TokenStream> {
        let request = self.request(name, action);
        let response = self.response(name, action);
        let [(request, values), (response, listed)] = [request, response];
        [Some(request), Some(response), values, listed]
            .into_iter()
            .flatten()
            .collect()
    }

    fn request(&self, name: &str, action: &Action) -> (TokenStream, Option<TokenStream>) {
        let owner = format!("{name}Request");
        let method = names::method(name);
        let sent = format!(
            "Sent by [`Client::{method}`](super::super::Client::{method}), which returns [`{name}Response`]."
        );
        let values = Constants::new(&owner, &action.request);
        let structure = Structure {
            name: &owner,
            wire: "",
            docs: docs::action(self.description, name, action),
            links: docs::for_rustdoc(std::iter::once(sent).chain(self.error_links(action))),
            attribute: self.action_attribute(name, action),
            members: &action.request,
            rule: Rule::Request,
        };
        (
            self.structure(&structure, &values),
            constants(&owner, &values, errors::listed(action)),
        )
    }

    fn response(&self, name: &str, action: &Action) -> (TokenStream, Option<TokenStream>) {
        let owner = format!("{name}Response");
        let mut members = action.response.clone();
        let mut id = Member::new("RequestId", Kind::String);
        id.always = true;
        members.push(id);
        let values = Constants::new(&owner, &action.response);
        let structure = Structure {
            name: &owner,
            wire: "",
            docs: vec![format!("The response to [`{name}Request`].")],
            links: None,
            attribute: quote!(response),
            members: &members,
            rule: Rule::Response,
        };
        (
            self.structure(&structure, &values),
            constants(&owner, &values, None),
        )
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
            let pages = self.pages_attribute(action, paging);
            quote!(, #pages)
        });
        quote!(request, api = API, action = #name, response = #response #region #host #body #signing #streaming #pages)
    }

    fn pages_attribute(&self, action: &Action, paging: &Paging) -> TokenStream {
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
        quote!(pages(#style = #position #size, items = #items, item = #item #total #next #more #over))
    }
}
