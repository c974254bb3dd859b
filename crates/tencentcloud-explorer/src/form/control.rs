//! The element that takes a value.

use maud::{Markup, html};
use tencentcloud_schema::{Kind, Member};

use super::hint;
use crate::page::Language;

/// The longest text that is written in one line, in characters.
const LINE: usize = 80;
/// Ends of names of texts that often have several lines.
const LONG: [&str; 8] = [
    "Certificate",
    "Content",
    "Document",
    "Json",
    "Policy",
    "PrivateKey",
    "Script",
    "Sql",
];

/// The element that takes a value of `member`.
#[derive(Clone, Copy)]
pub(super) struct Control<'m> {
    pub(super) member: &'m Member,
    /// The type that has the member; empty for the request.
    pub(super) owner: &'m str,
    pub(super) path: &'m str,
    pub(super) language: Language,
}

/// Returns the name of what a field offers to choose from: `values`, or names of `filters`, of the
/// member `name` of the type `owner`.
pub(super) fn offer(kind: &str, owner: &str, name: &str) -> String {
    format!("{kind}:{owner}:{name}")
}

impl Control<'_> {
    /// Returns the element. Its name is the path on the wire, which is its accessible name, too.
    pub(super) fn show(self) -> Markup {
        let Self { member, path, .. } = self;
        let id = format!("field:{path}");
        let notes = format!(
            "notes:{}",
            path.strip_suffix(".0")
                .filter(|_| member.list)
                .unwrap_or(path)
        );
        let kind = self.kind();
        let placeholder = hint::placeholder(member);
        let required = member.required.then_some("true");
        let values = (!member.values.is_empty()).then(|| offer("values", self.owner, &member.name));
        let least = member.min.as_ref().map(ToString::to_string);
        let most = member.max.as_ref().map(ToString::to_string);
        if member.kind == Kind::Bool {
            return html! {
                select id=(id) name=(path) aria-label=(path) aria-describedby=(notes) data-kind=(kind)
                    aria-required=[required] {
                    option value="" { (self.language.pick("not set", "不设置")) }
                    option { "true" }
                    option { "false" }
                }
            };
        }
        if self.is_long() {
            return html! {
                textarea id=(id) name=(path) aria-label=(path) aria-describedby=(notes) data-kind=(kind)
                    aria-required=[required] data-secret[member.sensitive] placeholder=[placeholder]
                    rows="1" autocomplete="off" spellcheck="false" {}
            };
        }
        let is_number = member.kind.is_integer() || member.kind == Kind::Float;
        html! {
            input id=(id) name=(path) aria-label=(path) aria-describedby=(notes) data-kind=(kind)
                aria-required=[required] type=(self.input()) data-secret[member.sensitive || member.kind == Kind::Binary]
                inputmode=[is_number.then_some("decimal")] placeholder=[placeholder] list=[values]
                data-least=[least] data-most=[most]
                autocomplete=(if member.sensitive { "new-password" } else { "off" }) spellcheck="false";
        }
    }

    fn input(self) -> &'static str {
        match &self.member.kind {
            Kind::Binary => "file",
            _ if self.member.sensitive => "password",
            _ => "text",
        }
    }

    /// True for a text that may have several lines.
    fn is_long(self) -> bool {
        let member = self.member;
        let lines = |text: &str| text.contains('\n') || text.chars().count() > LINE;
        let example = member.example.as_ref().and_then(|example| example.as_str());
        let is_free = member.kind.is_text() && member.values.is_empty();
        let unknown = member.kind.object().is_some();
        let named = LONG.iter().any(|end| member.name.ends_with(end));
        unknown || is_free && (named || example.is_some_and(lines)) && (named || !member.sensitive)
    }

    /// What the module checks a value for.
    fn kind(self) -> &'static str {
        match &self.member.kind {
            Kind::Integer | Kind::Int64 => "integer",
            Kind::Uint64 => "unsigned",
            Kind::Float => "float",
            Kind::Bool => "bool",
            Kind::Binary => "file",
            Kind::Object(_) => "json",
            Kind::String | Kind::Date | Kind::DateTime | Kind::DateTimeIso => "text",
        }
    }
}
