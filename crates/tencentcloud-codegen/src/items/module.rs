//! The modules of one API version, before they are files or one stream of tokens.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident::ident;

/// A module: its items, and the modules inside it.
#[derive(Debug)]
pub(crate) struct Module {
    pub(crate) name: String,
    pub(crate) public: bool,
    /// The lines of its documentation.
    pub(crate) docs: Vec<String>,
    /// Its items, each stream set apart from the next.
    pub(crate) items: Vec<TokenStream>,
    pub(crate) modules: Vec<Module>,
}

impl Module {
    /// Creates a private module documented by `docs`.
    pub(crate) fn new(name: impl Into<String>, docs: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            public: false,
            docs: vec![docs.into()],
            items: Vec::new(),
            modules: Vec::new(),
        }
    }

    /// Makes it public.
    pub(crate) fn public(mut self) -> Self {
        self.public = true;
        self
    }

    /// Appends `items`.
    pub(crate) fn items(mut self, items: impl IntoIterator<Item = TokenStream>) -> Self {
        self.items.extend(items);
        self
    }

    /// Its declaration in its parent's file.
    #[cfg(feature = "files")]
    pub(crate) fn declaration(&self) -> TokenStream {
        let (visibility, name) = (self.visibility(), ident(&self.name));
        quote!(#visibility mod #name;)
    }

    /// Its content, modules included, as one stream.
    pub(crate) fn inline(&self) -> TokenStream {
        let items = &self.items;
        let modules = self.modules.iter().map(|module| {
            let (visibility, name) = (module.visibility(), ident(&module.name));
            let (docs, inside) = (&module.docs, module.inline());
            quote! {
                #(#[doc = #docs])*
                #visibility mod #name { #inside }
            }
        });
        quote!(#(#modules)* #(#items)*)
    }

    fn visibility(&self) -> Option<TokenStream> {
        self.public.then(|| quote!(pub))
    }
}
