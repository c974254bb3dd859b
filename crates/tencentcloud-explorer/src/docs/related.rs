//! The resources that an action is about, and the other actions of their lives.

use maud::{Markup, html};
use tencentcloud_catalogue::resources;
use tencentcloud_schema::resource::{Resource, Verb};

use crate::call::Call;
use crate::page::Reader;

/// What is shown at once: how it begins, how it is seen, and how it ends.
const FIRST: [Verb; 4] = [Verb::Create, Verb::List, Verb::Get, Verb::Delete];
/// How many actions of each of those verbs are shown at once.
const SHOWN: usize = 2;

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

/// The other actions of the kind, in the order of a life; those that change items folded.
fn others(reader: &Reader, call: &Call, resource: &Resource) -> Markup {
    let (mut shown, mut folded) = (Vec::new(), Vec::new());
    for verb in Verb::ALL {
        let actions = resource.that(verb).map(|(action, _)| action);
        let others = actions.filter(|action| *action != call.action);
        for (at, action) in others.enumerate() {
            let first = FIRST.contains(&verb) && at < SHOWN;
            let rows = if first { &mut shown } else { &mut folded };
            rows.push((verb, action));
        }
    }
    let rows = |rows: &[(Verb, &str)]| {
        html! { ul { @for (does, action) in rows { li {
            span class="badge" { (verb(reader, *does)) } " "
            a href=(link(call, action)) data-go { (action) }
        } } } }
    };
    html! {
        (rows(&shown))
        @if !folded.is_empty() { details { summary { "+" (folded.len()) } (rows(&folded)) } }
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
