//! The crate that re-exports every service by feature.

use std::path::PathBuf;

use quote::quote;
use tencentcloud_schema::Description;

use super::{Files, changelog, format, manifest, readme};
use crate::docs;
use crate::items::ident::{ident, is_identifier};
use crate::text;

/// The umbrella crate's name.
pub const UMBRELLA: &str = "tencentcloud-services";

/// Returns the files of the crate that re-exports services, released as `release`: a feature and a
/// module for each, none of them a default. `services` are the newest description of every service
/// and the release of its crate, sorted by name.
pub fn umbrella_crate(services: &[(Description, String)], release: &str) -> Files {
    let exports = services.iter().map(|(description, _)| {
        let feature = &description.service;
        let module = feature.replace('-', "_");
        let krate = ident(&format!("tencentcloud_{module}"));
        let docs = docs::service(description);
        let titles = [&description.title, &description.title_en];
        let titles = titles.into_iter().flatten().map(String::as_str);
        let aliases = text::aliases(&module, titles);
        // `as` is a service and a keyword.
        let module = match is_identifier(&module) {
            true => ident(&module),
            false => ident(&format!("{module}_")),
        };
        quote! {
            #[doc = #docs]
            #(#[doc(alias = #aliases)])*
            #[cfg(feature = #feature)]
            pub use #krate as #module;
        }
    });
    let count = services.len();
    Files::from([
        (
            PathBuf::from("CHANGELOG.md"),
            changelog(release, &format!("{count} services")),
        ),
        (
            PathBuf::from("Cargo.toml"),
            manifest::umbrella(UMBRELLA, services, release),
        ),
        (
            PathBuf::from("README.md"),
            readme::umbrella(UMBRELLA, services),
        ),
        (
            PathBuf::from("src/lib.rs"),
            format::root([quote!(#(#exports)*)]),
        ),
    ])
}
