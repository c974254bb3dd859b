//! A call as code: a module a language.

mod body;
mod curl;
pub(crate) mod go;
mod java;
pub(crate) mod node;
mod python;
pub(crate) mod rust;
mod tools;

pub(crate) use body::JSON_STRING;

use crate::language::Language;
use crate::snippet::Snippet;

impl Snippet {
    /// Returns the call in `language`: a complete program, script or command, which takes the
    /// credential from `TENCENTCLOUD_SECRET_ID` and `TENCENTCLOUD_SECRET_KEY`, and from
    /// `TENCENTCLOUD_TOKEN` if that is set, and prints the response.
    pub fn write(&self, language: Language) -> String {
        match language {
            Language::Rust => rust::program(self),
            Language::Tcloud => tools::tcloud(self),
            Language::Tccli => tools::tccli(self),
            Language::Curl => curl::script(self),
            Language::Python => python::program(self),
            Language::Go => go::program(self),
            Language::Node => node::program(self),
            Language::Java => java::program(self),
        }
    }
}

/// The name by which Python's SDK and tccli know `service`.
fn vendor_folder(service: &str) -> &str {
    tencentcloud_calls::alias(service).unwrap_or(service)
}

/// `word` with a capital first.
fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// True for a name that every language takes for one of its own.
fn is_plain(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}
