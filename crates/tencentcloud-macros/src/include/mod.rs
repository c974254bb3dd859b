//! `include_api!`: files with pages or descriptions become the items of their API.

mod input;
mod source;

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Result;

pub(crate) use self::input::Input;
use self::source::{Described, Sources};

/// The items of the API that the files describe.
pub(crate) fn expand(input: &Input) -> Result<TokenStream> {
    let sources = Sources::read(&input.files)?;
    let Described {
        description,
        warnings,
    } = sources.describe()?;
    let items = tencentcloud_codegen::items(&description, input.runtime.clone())
        .map_err(|fault| sources.first().error(fault.message))?;
    // The compiler takes the files for some of the crate's own, and cargo builds again when they change.
    let files = sources.origins().map(|origin| {
        quote! { const _: &[u8] = ::core::include_bytes!(#origin); }
    });
    // What is deprecated is the only warning that a macro can make the compiler give.
    let warnings = warnings.iter().map(|(literal, message)| {
        quote_spanned! { literal.span() =>
            const _: () = {
                #[deprecated(note = #message)]
                #[allow(non_upper_case_globals)]
                const page: () = ();
                page
            };
        }
    });
    Ok(quote! {
        #(#files)*
        #(#warnings)*
        #items
    })
}
