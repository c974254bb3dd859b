//! What makes a request an action.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::LitStr;

use super::attributes::Action;
use super::input::Struct;

pub(super) fn expand(input: &Struct) -> TokenStream {
    let Some(action) = &input.container.action else {
        return TokenStream::new();
    };
    let (name, rt) = (&input.name, input.runtime());
    let Action {
        name: wire,
        api,
        response,
        host,
        ..
    } = action;
    let region = action.region.as_ref().map(|word| {
        let variant = variant(word);
        quote!(.region(#rt::RegionRule::#variant))
    });
    let body = action.body.as_ref().map(|word| {
        let variant = variant(word);
        quote!(.body(#rt::BodyKind::#variant))
    });
    let host = host.as_ref().map(|host| quote!(.host(#host)));
    let unsigned = action.signing.as_ref().map(|_| quote!(.unsigned()));
    let streaming = action.streaming.then(|| quote!(.streaming()));
    let stream = action.streaming.then(|| {
        quote! {
            #[automatically_derived]
            impl #rt::Streaming for #name {}
        }
    });
    let paged = action.pages.as_ref().map(|pages| {
        let style = Ident::new(&pages.style, Span::call_site());
        let (position, items, item) = (&pages.position, &pages.items, &pages.item);
        let size = pages.size.as_ref().map(|v| quote!(.size(#v)));
        let total = pages.total.as_ref().map(|v| quote!(.total(#v)));
        let next = pages.next.as_ref().map(|v| quote!(.next(#v)));
        let more = pages.more.as_ref().map(|v| quote!(.more(#v)));
        let over = pages.over.as_ref().map(|v| quote!(.over(#v)));
        quote! {
            #[automatically_derived]
            impl #rt::Paged for #name {
                type Item = #item;
                const PAGES: #rt::Pages = #rt::Pages::#style(#position, #items) #size #total #next #more #over;
            }
        }
    });
    quote! {
        #[automatically_derived]
        impl #rt::Action for #name {
            type Response = #response;
            const INFO: #rt::ActionInfo = #rt::ActionInfo::new(#api, #wire) #region #host #body #unsigned #streaming;
        }
        #stream
        #paged
    }
}

/// `octet-stream` as the variant `OctetStream`.
fn variant(word: &LitStr) -> Ident {
    let name: String = word
        .value()
        .split('-')
        .filter(|part| !part.is_empty())
        .map(|part| part[..1].to_ascii_uppercase() + &part[1..])
        .collect();
    Ident::new(&name, word.span())
}
