//! The module of each item of an API version.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;
use tencentcloud_schema::Action;

use crate::names;

use super::ident::ident;
use super::module::Module;
use super::scope::Scope;
use crate::docs;
use crate::text;

/// The module of one API version.
pub(crate) fn version(scope: &Scope<'_>) -> Module {
    let description = scope.description;
    let mut actions = Module::new(
        "actions",
        "The actions: a request and a response each, in a file of their own.",
    )
    .public();
    for (name, action) in &description.actions {
        let title = docs::title(action.title.as_deref(), action.title_en.as_deref());
        let title = title.map(|title| format!(": {title}")).unwrap_or_default();
        let about = format!("{}{title}", text::code(name));
        let imports = imports(scope, action);
        let module = Module::new(names::method(name), about)
            .items([imports])
            .items(scope.action(name, action));
        actions.modules.push(module);
    }
    let names = actions.modules.iter().map(|module| ident(&module.name));
    actions.items = vec![quote!(#(pub use #names::*;)*)];

    let client = Module::new("client", "The client.").items(scope.client());
    let errors = scope.errors();
    let errors = (!errors.is_empty()).then(|| {
        let about = "The error codes that the documentation lists; the service may return others. \
                     `Error::is` compares an error with one of them.";
        Module::new("errors", about).public().items([errors])
    });
    let types = (!description.types.is_empty()).then(|| {
        let items = description.types.keys().flat_map(|name| scope.object(name));
        Module::new("types", "The objects inside requests and responses.")
            .public()
            .items(items)
    });
    let types_reexport = types.is_some().then(|| {
        quote!(
            pub use types::*;
        )
    });

    let title = docs::service(description);
    let exports = quote! {
        pub use actions::*;
        pub use client::Client;
        #types_reexport
    };
    let mut version = Module::new(
        names::version_module(&description.version),
        format!("{title}, API version {}.", description.version),
    )
    .public()
    .items([exports, scope.api()]);
    version.modules.extend([actions, client]);
    version.modules.extend(errors.into_iter().chain(types));
    version
}

/// What an action's file takes from its version: the API, the error codes, and the object types
/// that its members and its pages name.
fn imports(scope: &Scope<'_>, action: &Action) -> TokenStream {
    let has_constant = |code: &String| scope.error_constant(code).is_some();
    let errors = action.errors.iter().any(has_constant).then(|| {
        quote! {
            #[cfg(doc)]
            use super::super::errors;
        }
    });
    let item = action
        .paging
        .as_ref()
        .and_then(|paging| scope.response_member(action, &paging.items));
    let members = action.request.iter().chain(&action.response).chain(item);
    let names: BTreeSet<String> = members
        .filter_map(|member| member.kind.object())
        .map(|name| scope.type_ident(name).to_string())
        .collect();
    let names = names.iter().map(|name| ident(name));
    let types = (names.len() > 0).then(|| quote!(use super::super::types::{#(#names),*};));
    quote!(use super::super::API; #errors #types)
}
