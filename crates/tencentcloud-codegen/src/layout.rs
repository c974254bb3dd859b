//! Which file each item stands in.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use quote::quote;
use tencentcloud_schema::{Action, Description, Member, names};

use crate::docs;
use crate::scope::{Fault, Scope};
use crate::text;
use crate::types::ident;

/// The files of a crate by their path inside it.
pub type Files = BTreeMap<PathBuf, String>;

/// The crate of a service: every version a module, the newest re-exported at the root.
///
/// # Errors
/// A version that cannot become Rust, and a service without versions.
pub fn service_crate(versions: &[Description]) -> Result<Files, Fault> {
    let Some(newest) = versions.last() else {
        return Err(Fault {
            api: "a service".to_owned(),
            message: "there is no version of it".to_owned(),
        });
    };
    let mut files = Files::new();
    for description in versions {
        let scope = Scope::new(description, quote!(tencentcloud_runtime))?;
        version(&scope, &mut files);
    }
    files.insert("src/lib.rs".into(), root(versions, newest));
    files.insert("Cargo.toml".into(), manifest(versions, newest));
    Ok(files)
}

fn version(scope: &Scope<'_>, files: &mut Files) {
    let description = scope.description;
    let folder = PathBuf::from("src").join(names::version_module(&description.version));
    let mut put = |path: &str, text: String| files.insert(folder.join(path), text);

    let mut modules = Vec::new();
    for (name, action) in &description.actions {
        let module = names::field(name);
        let docs = vec![format!(
            "{}: {}",
            docs::code(name),
            docs::title(name, action)
        )];
        let imports = imports(scope, action);
        let items = [quote!(use super::super::API; #imports)]
            .into_iter()
            .chain(scope.action(name, action));
        put(&format!("actions/{module}.rs"), text::file(&docs, items));
        modules.push(ident(&module));
    }
    let about =
        vec!["The actions: a request and an answer each, in a file of their own.".to_owned()];
    put(
        "actions/mod.rs",
        text::file(
            &about,
            [quote!(#(mod #modules;)*), quote!(#(pub use #modules::*;)*)],
        ),
    );

    let mut sections = Vec::new();
    if !description.types.is_empty() {
        let about = vec!["The objects inside requests and answers.".to_owned()];
        let items = description.types.keys().flat_map(|name| scope.object(name));
        put("types.rs", text::file(&about, items));
        sections.push(ident("types"));
    }
    let errors = scope.errors();
    if !errors.is_empty() {
        let about =
            vec!["The error codes that the sources list: an open set, for `Error::is`.".to_owned()];
        put("errors.rs", text::file(&about, [errors]));
    }
    let about = vec!["The client.".to_owned()];
    put("client.rs", text::file(&about, scope.client()));

    let title = description
        .title
        .as_deref()
        .map_or_else(|| docs::code(&description.service), docs::prose);
    let about = vec![format!("{title}, version {}.", description.version)];
    let has_errors = files.contains_key(&folder.join("errors.rs"));
    let errors = has_errors.then(|| {
        quote!(
            pub mod errors;
        )
    });
    let modules = quote! {
        pub mod actions;
        mod client;
        #errors
        #(pub mod #sections;)*
    };
    let exports = quote! {
        pub use actions::*;
        pub use client::Client;
        #(pub use #sections::*;)*
    };
    files.insert(
        folder.join("mod.rs"),
        text::file(&about, [modules, exports, scope.api()]),
    );
}

/// The object types that an action's members name, and the items of its pages.
fn imports(scope: &Scope<'_>, action: &Action) -> proc_macro2::TokenStream {
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

fn root(versions: &[Description], newest: &Description) -> String {
    let title = newest
        .title
        .as_deref()
        .map_or_else(|| docs::code(&newest.service), docs::prose);
    let actions: usize = versions.iter().map(|d| d.actions.len()).sum();
    let mut about = vec![
        format!(
            "{title} (`{}`) of Tencent Cloud: {actions} actions, typed.",
            newest.service
        ),
        String::new(),
        "A [`Client`] has a method for each action; requests are built step by step from what they"
            .to_owned(),
        "require. Configuration, credentials and errors are in [`runtime`].".to_owned(),
    ];
    if versions.len() > 1 {
        about.extend([
            String::new(),
            "Each version of the API is a module and a feature; the newest is the default."
                .to_owned(),
        ]);
    }
    let modules = versions.iter().map(|description| {
        let module = ident(&names::version_module(&description.version));
        let feature = description.version.as_str();
        let gate = (versions.len() > 1).then(|| quote!(#[cfg(feature = #feature)]));
        quote!(#gate #[rustfmt::skip] pub mod #module;)
    });
    let module = ident(&names::version_module(&newest.version));
    let feature = newest.version.as_str();
    let gate = (versions.len() > 1).then(|| quote!(#[cfg(feature = #feature)]));
    text::file(
        &about,
        [
            quote!(#(#modules)*),
            quote!(pub use tencentcloud_runtime as runtime; #gate pub use #module::*;),
        ],
    )
}

fn manifest(versions: &[Description], newest: &Description) -> String {
    let service = &newest.service;
    let title = newest.title.as_deref().unwrap_or(service);
    let title = title.replace(['"', '\\'], "");
    let newest_feature = if versions.len() > 1 {
        format!("\"{}\", ", newest.version)
    } else {
        String::new()
    };
    let mut out = format!(
        "# @generated by `cargo xtask codegen`. Do not edit.\n\n\
         [package]\n\
         name = \"tencentcloud-{service}\"\n\
         description = \"Tencent Cloud {service} ({title}): typed requests, answers and client\"\n\
         version.workspace = true\n\
         edition.workspace = true\n\
         rust-version.workspace = true\n\
         license.workspace = true\n\n\
         [lints]\n\
         workspace = true\n\n\
         [features]\n\
         default = [{newest_feature}\"reqwest\", \"rustls\"]\n\
         ## The default transport.\n\
         reqwest = [\"tencentcloud-runtime/reqwest\"]\n\
         ## TLS by rustls.\n\
         rustls = [\"tencentcloud-runtime/rustls\"]\n\
         ## TLS by the platform's own library.\n\
         native-tls = [\"tencentcloud-runtime/native-tls\"]\n"
    );
    if versions.len() > 1 {
        for description in versions {
            out.push_str(&format!(
                "## API version {0}.\n\"{0}\" = []\n",
                description.version
            ));
        }
    }
    out.push_str("\n[dependencies]\ntencentcloud-runtime.workspace = true\n");
    out
}
