//! The client of one API version: a method for each action.

use proc_macro2::TokenStream;
use quote::quote;
use tencentcloud_schema::Action;

use crate::names;

use super::ident::ident;
use super::scope::Scope;
use crate::docs;
use crate::text;

impl Scope<'_> {
    /// The constant that names the service and version.
    pub(crate) fn api(&self) -> TokenStream {
        let runtime = &self.runtime;
        let (service, version) = (&self.description.service, &self.description.version);
        let usual = format!("{service}.tencentcloudapi.com");
        let host = self
            .description
            .host
            .as_ref()
            .filter(|host| **host != usual)
            .map(|host| quote!(.host(#host)));
        let docs = format!("The API {}, version {version}.", text::code(service));
        quote! {
            #[doc = #docs]
            pub const API: #runtime::Api = #runtime::Api::new(#service, #version) #host;
        }
    }

    /// The client's items.
    pub(crate) fn client(&self) -> Vec<TokenStream> {
        let runtime = &self.runtime;
        let description = self.description;
        let about = format!(
            "The client of {}, API version {}: a method for each action.",
            docs::service(description),
            description.version
        );
        let titles = [&description.title, &description.title_en];
        let titles = titles.into_iter().flatten().map(String::as_str);
        let aliases = text::aliases("Client", titles.chain([description.service.as_str()]));
        let methods = description
            .actions
            .iter()
            .map(|(name, action)| method(name, action));
        vec![
            quote! {
                use #runtime::{Action, Call, Config};
                use super::actions::*;
            },
            quote! {
                #[doc = #about]
                #(#[doc(alias = #aliases)])*
                #[derive(Clone, Debug)]
                pub struct Client(#runtime::Client);
            },
            quote! {
                impl Client {
                    /// Creates a client that shares credentials, region and connections with all
                    /// others of `config`.
                    pub fn new(config: &Config) -> Self {
                        Self(#runtime::Client::new(config))
                    }

                    /// Sends `request`, of any action of any service.
                    #[inline]
                    pub fn call<A: Action>(&self, request: A) -> Call<'_, A> {
                        self.0.call(request)
                    }

                    #(#methods)*
                }
            },
        ]
    }
}

/// The method of one action.
fn method(name: &str, action: &Action) -> TokenStream {
    let (title, english) = (action.title.as_deref(), action.title_en.as_deref());
    let mut docs = vec![docs::title(title, english).unwrap_or_else(|| text::code(name))];
    if let Some(doc) = &action.doc {
        docs.push(String::new());
        docs.extend(text::paragraphs(doc));
    }
    let links = docs::for_rustdoc([format!("Returns [`{name}Response`].")]);
    let method = names::method(name);
    let aliases = text::aliases(&method, title.into_iter().chain(english));
    let method = ident(&method);
    let request = ident(&format!("{name}Request"));
    let deprecated = docs::retired(action).map(|note| quote!(#[deprecated = #note]));
    quote! {
        #(#[doc = #docs])*
        #links
        #(#[doc(alias = #aliases)])*
        #deprecated
        #[inline]
        pub fn #method(&self, request: #request) -> Call<'_, #request> {
            self.0.call(request)
        }
    }
}
