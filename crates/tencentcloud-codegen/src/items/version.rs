//! Which module each item of an API version stands in.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;
use tencentcloud_schema::{Action, Member};

use super::module::Module;
use super::scope::Scope;
use super::types::ident;
use crate::docs;
use crate::names;

/// The module of one API version.
pub(crate) fn version(scope: &Scope<'_>) -> Module {
    let description = scope.description;
    let mut actions = Module::new(
        "actions",
        "The actions: a request and an answer each, in a file of their own.",
    )
    .public();
    for (name, action) in &description.actions {
        let title = action.title.as_deref().map(docs::prose);
        let title = title.map(|title| format!(": {title}")).unwrap_or_default();
        let about = format!("{}{title}", docs::code(name));
        let imports = imports(scope, action);
        let module = Module::new(names::field(name), about)
            .items([quote!(use super::super::API; #imports)])
            .items(scope.action(name, action));
        actions.modules.push(module);
    }
    let names = actions.modules.iter().map(|module| ident(&module.name));
    actions.items = vec![quote!(#(pub use #names::*;)*)];

    let client = Module::new("client", "The client.").items(scope.client());
    let errors = scope.errors();
    let errors = (!errors.is_empty()).then(|| {
        let about = "The error codes that the sources list: an open set, for `Error::is`.";
        Module::new("errors", about).public().items([errors])
    });
    let types = (!description.types.is_empty()).then(|| {
        let items = description.types.keys().flat_map(|name| scope.object(name));
        Module::new("types", "The objects inside requests and answers.")
            .public()
            .items(items)
    });
    let types_reexport = types.is_some().then(|| {
        quote!(
            pub use types::*;
        )
    });

    let title = description
        .title
        .as_deref()
        .map_or_else(|| docs::code(&description.service), docs::prose);
    let exports = quote! {
        pub use actions::*;
        pub use client::Client;
        #types_reexport
    };
    let mut version = Module::new(
        names::version_module(&description.version),
        format!("{title}, version {}.", description.version),
    )
    .public()
    .items([exports, scope.api()]);
    version.modules.extend([actions, client]);
    version.modules.extend(errors.into_iter().chain(types));
    version
}

/// The object types that an action's members name, and the items of its pages.
fn imports(scope: &Scope<'_>, action: &Action) -> TokenStream {
    let objects = |members: &[Member]| -> Vec<String> {
        members
            .iter()
            .filter_map(|m| m.kind.object())
            .map(|name| scope.type_ident(name).to_string())
            .collect()
    };
    let item = action
        .paging
        .as_ref()
        .and_then(|paging| scope.answer_member(action, &paging.items));
    let names: BTreeSet<String> = objects(&action.request)
        .into_iter()
        .chain(objects(&action.response))
        .chain(
            item.map(std::slice::from_ref)
                .map(objects)
                .unwrap_or_default(),
        )
        .collect();
    let names = names.iter().map(|name| ident(name));
    if names.len() == 0 {
        return quote!();
    }
    quote!(use super::super::types::{#(#names),*};)
}
