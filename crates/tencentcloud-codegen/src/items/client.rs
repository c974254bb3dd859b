//! The client of one API version: a method for each action.

use proc_macro2::TokenStream;
use quote::quote;

use super::scope::Scope;
use super::types::ident;
use crate::docs;
use crate::names;

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
        let docs = format!("{}, version {version}.", docs::code(service));
        quote! {
            #[doc = #docs]
            pub const API: #runtime::Api = #runtime::Api::new(#service, #version) #host;
        }
    }

    /// The client's items.
    pub(crate) fn client(&self) -> Vec<TokenStream> {
        let runtime = &self.runtime;
        let description = self.description;
        let title = description
            .title
            .as_deref()
            .map_or_else(|| docs::code(&description.service), docs::prose);
        let about = format!(
            "{title}, version {}: a method for each action.",
            description.version
        );
        let methods = description.actions.iter().map(|(name, action)| {
            let mut docs = vec![docs::title(name, action)];
            if let Some(doc) = &action.doc {
                docs.push(String::new());
                docs.extend(docs::sentences(doc));
            }
            let method = ident(&names::field(name));
            let request = ident(&format!("{name}Request"));
            let deprecated = docs::retired(action).map(|note| quote!(#[deprecated = #note]));
            quote! {
                #(#[doc = #docs])*
                #deprecated
                #[inline]
                pub fn #method(&self, request: #request) -> Call<'_, #request> {
                    self.0.call(request)
                }
            }
        });
        vec![
            quote! {
                use #runtime::{Action, Call, Config};
                use super::actions::*;
            },
            quote! {
                #[doc = #about]
                #[derive(Clone, Debug)]
                pub struct Client(#runtime::Client);
            },
            quote! {
                impl Client {
                    /// A client that shares credentials, region and connections with all others
                    /// of that configuration.
                    pub fn new(config: &Config) -> Self {
                        Self(#runtime::Client::new(config))
                    }

                    /// A call of any action, of this service or of another.
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
