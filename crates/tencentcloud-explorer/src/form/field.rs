//! The members of a request or of an object as fields.

use maud::{Markup, PreEscaped, html};
use tencentcloud_schema::{Description, Member, Object};

use super::control::{Control, offer};
use super::hint;
use crate::member;
use crate::page::Language;

/// How deep objects are opened that must be given anyway.
const DEEPEST: usize = 4;
/// Names that the member of a filter has that holds the filter's name.
const FILTER_NAMES: [&str; 3] = ["Name", "Key", "Type"];

/// Writes the fields of one action.
#[derive(Clone, Copy)]
pub(super) struct Fields<'d> {
    pub(super) language: Language,
    pub(super) description: &'d Description,
}

/// Where a member is.
#[derive(Clone, Copy)]
struct At<'p> {
    /// The path on the wire of what holds it; empty for the request, and within a template.
    path: &'p str,
    /// The type that has it; empty for the request.
    owner: &'p str,
    /// The types around it.
    above: &'p [&'p str],
}

impl<'d> Fields<'d> {
    /// Returns the fields of the request's `members`, those that must be given first.
    pub(super) fn request(self, members: &[Member]) -> Markup {
        let at = At {
            path: "",
            owner: "",
            above: &[],
        };
        self.members(members, at)
    }

    /// Returns a template of each type that `members` reach, and one of an item of a list.
    pub(super) fn templates(self, members: &'d [Member]) -> Markup {
        html! {
            template data-frame { (self.item("", &Markup::default())) }
            @for (name, object) in self.reached(members) {
                template data-type=(name) {
                    (self.members(&object.members, At { path: "", owner: name, above: &[name] }))
                }
            }
        }
    }

    /// Returns what the fields of `members`, and of the types that they reach, offer to choose from.
    pub(super) fn offers(self, members: &'d [Member]) -> Markup {
        let reached = self.reached(members).into_iter();
        let owners = reached.map(|(name, object)| (name, &object.members[..]));
        html! {
            @for (owner, members) in std::iter::once(("", members)).chain(owners) {
                @for member in members {
                    @for (kind, texts) in [("values", &member.values), ("filters", &member.filters)] {
                        @if !texts.is_empty() {
                            datalist id=(offer(kind, owner, &member.name)) {
                                @for text in texts { option value=(text) {} }
                            }
                        }
                    }
                }
            }
        }
    }

    /// The types that `members` reach, each once.
    fn reached(self, members: &'d [Member]) -> Vec<(&'d str, &'d Object)> {
        let mut found: Vec<(&str, &Object)> = Vec::new();
        let mut open: Vec<&Member> = members.iter().rev().collect();
        while let Some(member) = open.pop() {
            if let Some((name, object)) = self.object(member)
                && found.iter().all(|(known, _)| *known != name)
            {
                found.push((name, object));
                open.extend(object.members.iter().rev());
            }
        }
        found
    }

    /// The object type of `member`, if it has one that is known.
    fn object(self, member: &Member) -> Option<(&'d str, &'d Object)> {
        let name = member.kind.object()?;
        let (name, object) = self.description.types.get_key_value(name)?;
        Some((name.as_str(), object))
    }

    fn members(self, members: &[Member], at: At<'_>) -> Markup {
        let (required, optional): (Vec<&Member>, Vec<&Member>) =
            members.iter().partition(|member| member.required);
        html! {
            @for member in required.into_iter().chain(optional) { (self.member(member, at)) }
        }
    }

    fn member(self, member: &Member, at: At<'_>) -> Markup {
        let path = match at.path {
            "" => member.name.clone(),
            above => format!("{above}.{}", member.name),
        };
        match (self.object(member), member.list) {
            (Some(object), false) => self.one(member, object, &path, at),
            (Some(object), true) => self.objects(member, object, &path, at),
            (None, false) => self.value(member, &path, at),
            (None, true) => self.values(member, &path, at),
        }
    }

    /// The class of what `member` is in.
    fn class(member: &Member, kind: &str) -> String {
        let need = if member.required {
            "needed"
        } else {
            "optional"
        };
        format!("member {kind} {need}")
    }

    /// One value.
    fn value(self, member: &Member, path: &str, at: At<'_>) -> Markup {
        html! {
            div class=(Self::class(member, "value")) data-member=(member.name) {
                label for={ "field:" (path) } { (self.head(member)) }
                div class="entry" {
                    (Control { member, owner: at.owner, path, language: self.language }.show())
                    (self.notes(member, path))
                }
            }
        }
    }

    /// A list of values; the last field of it is empty, and what is typed there makes the list longer.
    fn values(self, member: &Member, path: &str, at: At<'_>) -> Markup {
        let first = format!("{path}.0");
        let control = Control {
            member,
            owner: at.owner,
            path: &first,
            language: self.language,
        };
        html! {
            div class=(Self::class(member, "values")) data-member=(member.name) data-list role="group" aria-label=(path) {
                div class="label" { (self.head(member)) }
                div class="entry" {
                    div class="items" {
                        div class="item blank" { (control.show()) (self.tools(&first)) }
                    }
                    (self.notes(member, path))
                }
            }
        }
    }

    /// An object. Its fields are there if it must be given, and else once it is opened.
    fn one(self, member: &Member, object: (&str, &Object), path: &str, at: At<'_>) -> Markup {
        let inner = self.inner(member, object, path, at);
        html! {
            details class=(Self::class(member, "object")) data-member=(member.name) data-type=(object.0)
                open[inner.is_some()] {
                summary { (self.head(member)) (self.notes(member, path)) }
                div class="members" role="group" aria-label=(path) { (inner.unwrap_or_default()) }
            }
        }
    }

    /// A list of objects. A list that must be given shows its first item.
    fn objects(self, member: &Member, object: (&str, &Object), path: &str, at: At<'_>) -> Markup {
        let first = format!("{path}.0");
        let inner = self.inner(member, object, &first, at);
        let filters =
            (!member.filters.is_empty()).then(|| offer("filters", at.owner, &member.name));
        let named = object
            .1
            .members
            .iter()
            .filter(|it| !it.list && it.kind.is_text());
        let named = named
            .map(|it| it.name.as_str())
            .find(|name| FILTER_NAMES.contains(name));
        let title = format!(
            "+ {}, {}",
            object.0,
            self.language.pick("added to", "添加到")
        );
        html! {
            div class=(Self::class(member, "objects")) data-member=(member.name) data-list data-type=(object.0)
                data-offer=[filters.as_ref()] data-offered=[filters.as_ref().and(named)]
                role="group" aria-label=(path) {
                div class="label" { (self.head(member)) (self.notes(member, path)) }
                div class="items" {
                    @if let Some(inner) = inner { (self.item(&first, &inner)) }
                }
                button type="button" class="button small" data-do="add" title=(title) aria-label={ (title) " " (path) } {
                    "+ " (object.0)
                }
            }
        }
    }

    /// The fields of an object that must be given; `None` for any other, and for one within itself.
    fn inner(
        self,
        member: &Member,
        (name, object): (&str, &Object),
        path: &str,
        at: At<'_>,
    ) -> Option<Markup> {
        if !member.required || at.above.contains(&name) || at.above.len() > DEEPEST {
            return None;
        }
        let above = [at.above, &[name]].concat();
        let at = At {
            path,
            owner: name,
            above: &above,
        };
        Some(self.members(&object.members, at))
    }

    /// An item of a list of objects, with its fields.
    fn item(self, path: &str, inner: &Markup) -> Markup {
        html! {
            div class="item" role="group" aria-label=(path) {
                div class="head" { span class="place mono" { (path) } (self.tools(path)) }
                div class="members" { (inner) }
            }
        }
    }

    /// What moves and removes an item.
    fn tools(self, path: &str) -> Markup {
        let t = |english, chinese| self.language.pick(english, chinese);
        let tools = [
            ("up", "↑", t("Move up", "上移")),
            ("down", "↓", t("Move down", "下移")),
            ("remove", "✕", t("Remove", "删除")),
        ];
        html! {
            span class="tools" {
                @for (what, sign, word) in tools {
                    button type="button" class="button quiet small" data-do=(what)
                        aria-label={ (word) " " (path) } title=(word) { (sign) }
                }
            }
        }
    }

    /// The name and kind of `member`.
    fn head(self, member: &Member) -> Markup {
        let t = |english, chinese| self.language.pick(english, chinese);
        html! {
            span class="name mono" { (member.name) }
            span class="kind" {
                (member::kind(member))
                @if member.required { " · " b { (t("required", "必填")) } }
                @if member.deprecated { " · " span class="old" { (t("deprecated", "已弃用")) } }
            }
        }
    }

    /// What the documentation says of `member`, and what is doubted of its value.
    fn notes(self, member: &Member, path: &str) -> Markup {
        let facts = hint::facts(self.language, member);
        let breakable =
            |fact: &str| PreEscaped(maud::html! { (fact) }.into_string().replace('_', "_<wbr>"));
        html! {
            span class="notes" id={ "notes:" (path) } {
                @for fact in &facts { span class="hint" { (breakable(fact)) } }
                span class="doubt" hidden {}
            }
        }
    }
}
