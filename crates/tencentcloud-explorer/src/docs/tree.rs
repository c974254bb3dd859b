//! Members as a tree that opens.

use maud::{Markup, html};
use tencentcloud_schema::{Description, Member};

use crate::member::{facts, kind};
use crate::page::{Reader, filter};

/// How deep members are shown.
const DEEPEST: usize = 7;
/// How many members are shown in all: some objects hold each other many times.
const MOST: usize = 1500;
/// From how many members on there is a field to filter by.
const LONG: usize = 8;

/// A tree in the making.
struct Tree<'t> {
    reader: &'t Reader,
    description: &'t Description,
    /// True for parameters, of which some are required.
    is_request: bool,
    left: usize,
}

/// Returns `members` under the head `name`, the required ones first.
pub(super) fn part(
    reader: &Reader,
    id: &str,
    name: &str,
    description: &Description,
    members: &[Member],
    is_request: bool,
) -> Markup {
    let mut tree = Tree {
        reader,
        description,
        is_request,
        left: MOST,
    };
    let items = tree.list(members, &mut Vec::new());
    let count = MOST - tree.left;
    html! {
        section aria-labelledby={ (id) "-head" } {
            h3 id={ (id) "-head" } { (name) " " span class="hint" { (members.len()) } }
            @if members.is_empty() {
                p class="hint" { (match is_request {
                    true => reader.t("It takes none.", "没有参数。"),
                    false => reader.t("Nothing but a request ID.", "仅返回请求 ID。"),
                }) }
            } @else {
                @if count > LONG { (filter(reader, id)) }
                div id=(id) { (items) }
                @if tree.left == 0 {
                    p class="hint" { (reader.t("What is nested deeper is left out.", "更深的嵌套已省略。")) }
                }
            }
        }
    }
}

impl<'t> Tree<'t> {
    fn list(&mut self, members: &'t [Member], above: &mut Vec<&'t str>) -> Markup {
        let (required, optional): (Vec<&Member>, Vec<&Member>) =
            members.iter().partition(|member| member.required);
        let members = required.into_iter().chain(optional);
        let items: Vec<Markup> = members
            .map_while(|member| self.item(member, above))
            .collect();
        html! { ul class="tree" { @for item in items { li { (item) } } } }
    }

    /// A member with what it holds; `None` once enough is shown.
    fn item(&mut self, member: &'t Member, above: &mut Vec<&'t str>) -> Option<Markup> {
        self.left = self.left.checked_sub(1)?;
        let known = facts(self.reader, member);
        let object = member.kind.object();
        let inner = object.and_then(|name| Some((name, self.description.types.get(name)?)));
        let inner = inner.filter(|(name, object)| {
            !object.members.is_empty() && !above.contains(name) && above.len() < DEEPEST
        });
        let Some((name, object)) = inner else {
            return Some(html! { div class="head" { (self.head(member)) } (known) });
        };
        above.push(name);
        let inner = self.list(&object.members, above);
        above.pop();
        let opens = self.is_request && member.required && above.is_empty();
        Some(html! {
            details open[opens] {
                summary { span class="head" { (self.head(member)) } }
                (known)
                (inner)
            }
        })
    }

    fn head(&self, member: &Member) -> Markup {
        let t = |english, chinese| self.reader.t(english, chinese);
        html! {
            code class="name" { (member.name) }
            span class="hint" { (kind(member)) }
            @if self.is_request && member.required { span class="badge must" { (t("required", "必填")) } }
            @if !self.is_request && member.nullable { span class="badge" { (t("may be null", "可能为 null")) } }
            @if member.sensitive { span class="badge bad" { (t("secret", "敏感")) } }
            @if member.deprecated { span class="badge bad" { (t("deprecated", "已废弃")) } }
        }
    }
}
