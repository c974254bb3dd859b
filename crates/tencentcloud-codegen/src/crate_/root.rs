//! The root module of a service's crate.

use proc_macro2::TokenStream;
use quote::quote;
use tencentcloud_schema::Description;

use crate::names;

use super::format;
use crate::items::ident::ident;

/// The root module: a module for each version, the main one re-exported. Its documentation is the
/// README, whose examples are compiled with it.
pub(super) fn root(versions: &[Description], main: &Description) -> String {
    let modules = versions.iter().map(|description| {
        let module = ident(&names::version_module(&description.version));
        let gate = gate(versions, description);
        quote!(#gate #[rustfmt::skip] pub mod #module;)
    });
    let module = ident(&names::version_module(&main.version));
    let gate = gate(versions, main);
    let exports = quote! {
        pub use tencentcloud_runtime as runtime;
        #gate
        #[doc(inline)]
        pub use #module::*;
    };
    format::root([quote!(#(#modules)*), exports])
}

/// A version's feature, where a service has several.
fn gate(versions: &[Description], description: &Description) -> Option<TokenStream> {
    let feature = description.version.as_str();
    (versions.len() > 1).then(|| quote!(#[cfg(feature = #feature)]))
}
