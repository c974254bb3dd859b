//! The resources that an action is about, and the other actions of their lives.

use maud::{Markup, html};
use tencentcloud_catalogue::resources;
use tencentcloud_schema::resource::{Resource, Verb};

use crate::call::Call;
use crate::page::Reader;

/// How many actions of a kind are shown before the others are folded.
const SHOWN: usize = 10;

/// Returns what `verb` does with items.
pub(crate) fn verb(reader: &Reader, verb: Verb) -> &'static str {
    match verb {
        Verb::Create => reader.t("creates", "创建"),
        Verb::List => reader.t("lists", "列出"),
        Verb::Get => reader.t("shows one", "查看"),
        Verb::Modify => reader.t("changes", "修改"),
        Verb::State => reader.t("changes the state", "变更状态"),
        Verb::Add => reader.t("adds to", "添加"),
        Verb::Remove => reader.t("removes from", "移除"),
        Verb::Delete => reader.t("deletes", "删除"),
    }
}

/// Returns what the action of `call` does with which kind of resource, and what else can be done with
/// those; nothing if that is not known.
pub(super) fn part(reader: &Reader, call: &Call) -> Markup {
    let known = resources(&call.service).ok().flatten();
    let kinds = known
        .as_ref()
        .and_then(|known| known.versions.get(&call.version));
    let kinds = kinds.into_iter().flatten();
    let kinds = kinds.filter_map(|(name, resource)| {
        let used = resource.actions.get(&call.action)?;
        Some((name, resource, used.does))
    });
    let kinds: Vec<_> = kinds.collect();
    html! {
        @if !kinds.is_empty() {
            section class="related" {
                h3 { (reader.t("Resources", "资源")) }
                @for (name, resource, does) in kinds {
                    p { (verb(reader, does)) " " b { (name) } (parents(reader, resource)) }
                    (others(reader, call, resource))
                }
            }
        }
    }
}

fn parents(reader: &Reader, resource: &Resource) -> Markup {
    let names: Vec<&str> = resource
        .parents
        .iter()
        .map(|parent| &*parent.resource)
        .collect();
    html! {
        @if !names.is_empty() {
            span class="hint" { " " (reader.t("within", "属于")) " " (names.join(", ")) }
        }
    }
}

/// The other actions of the kind, in the order of a life.
fn others(reader: &Reader, call: &Call, resource: &Resource) -> Markup {
    let all = Verb::ALL.into_iter().flat_map(|verb| {
        let actions = resource.that(verb);
        actions.map(move |(action, _)| (verb, action))
    });
    let others: Vec<_> = all.filter(|(_, action)| *action != call.action).collect();
    let (shown, folded) = others.split_at(others.len().min(SHOWN));
    let rows = |rows: &[(Verb, &str)]| {
        html! { ul { @for (does, action) in rows { li {
            span class="badge" { (verb(reader, *does)) } " "
            a href=(link(call, action)) data-go { (action) }
        } } } }
    };
    html! {
        (rows(shown))
        @if !folded.is_empty() { details { summary { "+" (folded.len()) } (rows(folded)) } }
    }
}

/// The form of another action of the same version.
fn link(call: &Call, action: &str) -> String {
    let other = Call {
        service: call.service.clone(),
        version: call.version.clone(),
        action: action.to_owned(),
        region: call.region.clone(),
        target: call.target.clone(),
        ..Call::default()
    };
    other.link()
}
