//! The constants of a struct: the values that the documentation lists for its text members.

use std::collections::HashMap;

use proc_macro2::TokenStream;
use quote::quote;
use tencentcloud_schema::Member;

use crate::names;

use super::ident::ident;
use crate::text;

/// The constants of one struct.
pub(crate) struct Constants<'a> {
    owner: &'a str,
    /// Names in the order of the members and their values.
    names: Vec<String>,
    /// The member and the value that have a name.
    values: HashMap<String, (&'a str, &'a str)>,
}

impl<'a> Constants<'a> {
    /// Names the values of `members`, of the struct `owner`.
    pub(crate) fn new(owner: &'a str, members: &'a [Member]) -> Self {
        let mut constants = Self {
            owner,
            names: Vec::new(),
            values: HashMap::new(),
        };
        for member in members.iter().filter(|member| member.kind.is_text()) {
            for value in &member.values {
                constants.add(&member.name, value);
            }
        }
        constants
    }

    fn add(&mut self, member: &'a str, value: &'a str) {
        // Two values may differ by punctuation alone: the first keeps the name.
        if let Some(name) = name(member, value)
            && !self.values.contains_key(&name)
        {
            self.names.push(name.clone());
            self.values.insert(name, (member, value));
        }
    }

    /// Writes a value of `member` as a link to its constant, or as code where it has none.
    pub(crate) fn link(&self, member: &str, value: &str) -> String {
        let shown = text::code(value);
        match name(member, value) {
            Some(name) if self.values.get(&name) == Some(&(member, value)) => {
                format!("[{shown}]({}::{name})", self.owner)
            }
            _ => shown,
        }
    }

    /// The constants' items.
    pub(crate) fn items(&self) -> impl Iterator<Item = TokenStream> {
        self.names.iter().filter_map(|name| {
            let (member, value) = self.values.get(name)?;
            let name = ident(name);
            let docs = format!("A value of {}.", text::code(member));
            Some(quote! {
                #[doc = #docs]
                pub const #name: &'static str = #value;
            })
        })
    }
}

/// The name of a value's constant. A value of punctuation alone has none.
fn name(member: &str, value: &str) -> Option<String> {
    value.contains(char::is_alphanumeric).then(|| {
        let value = names::constant(value);
        let member = names::constant(member);
        format!("{member}_{}", value.trim_start_matches('_'))
    })
}
