//! The page of a service: its actions, by what they do with what.

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::{Path, Query};
use axum::response::Response;
use maud::{Markup, html};
use serde::Deserialize;
use tencentcloud_calls::{Effect, find_service};
use tencentcloud_catalogue::{Outline, Service, Version, resources};
use tencentcloud_schema::Status;
use tencentcloud_schema::resource::{Kinds, Verb};

use crate::call::Call;
use crate::docs::verb;
use crate::page::{Reader, View, filter};

/// Which version is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    version: Option<String>,
}

/// An action of the page.
#[derive(Debug)]
struct Listed<'s> {
    version: &'s str,
    outline: Outline,
}

type Actions<'s> = BTreeMap<&'s str, Listed<'s>>;

/// Shows a service.
pub(super) async fn page(
    reader: Reader,
    Path(name): Path<String>,
    Query(asked): Query<Asked>,
) -> Response {
    let (name, service) = match find_service(&name) {
        Ok(found) => found,
        Err(error) => {
            let next = reader.t("All services are in the list.", "请查看产品列表。");
            return View::sorry(&error.message, next).show(&reader);
        }
    };
    let wanted = asked.version.as_deref();
    let actions = actions(&service, wanted);
    let title = title(&reader, &service);
    let centre = html! {
        section class="service" {
            p class="crumbs" { a href="/services" data-go { (reader.t("Services", "产品")) } " / " code { (name) } }
            h1 { (title.unwrap_or(name)) }
            (versions(&reader, name, &service, wanted))
            (filter(&reader, "action-list"))
            div id="action-list" { (sections(&reader, name, &actions)) }
        }
    };
    let view = View {
        title: name.to_owned(),
        centre,
        side: Markup::default(),
    };
    view.show(&reader)
}

/// The title of the version that is preferred, or else of the next one that has any.
fn title<'s>(reader: &Reader, service: &'s Service) -> Option<&'s str> {
    let language = reader.language;
    let mut heads = service.by_preference().map(Version::head);
    heads.find_map(|head| language.title(head.title.as_deref(), head.title_en.as_deref()))
}

/// The actions, each in the `wanted` version, or else in the one that a call means.
fn actions<'s>(service: &'s Service, wanted: Option<&str>) -> Actions<'s> {
    let versions = service.by_preference();
    let versions = versions.filter(|v| wanted.is_none_or(|wanted| v.head().version == wanted));
    let mut actions = Actions::new();
    for version in versions {
        for name in version.actions() {
            if !actions.contains_key(name)
                && let Some(outline) = version.outline(name)
            {
                let version = &version.head().version;
                actions.insert(name, Listed { version, outline });
            }
        }
    }
    actions
}

/// The versions, the one first that a call means.
fn versions(reader: &Reader, name: &str, service: &Service, wanted: Option<&str>) -> Markup {
    let count = service.versions().len();
    html! {
        nav class="versions" aria-label=(reader.t("Versions", "版本")) {
            @for version in service.by_preference() {
                @let own = &version.head().version;
                @let is_shown = wanted == Some(own) || (wanted.is_none() && count == 1);
                a class="badge" href={ "/service/" (name) "?version=" (own) } data-go
                    aria-current=[is_shown.then_some("true")] {
                    (own) " · " (version.actions().len())
                }
            }
            @if wanted.is_some() && count > 1 {
                a class="badge" href={ "/service/" (name) } data-go { (reader.t("all", "全部")) }
            }
            @if let Some(host) = service.by_preference().find_map(|v| v.head().host.as_deref()) {
                code class="hint" { (host) }
            }
        }
    }
}

/// The actions under the kinds of resources that they are for, and the others by their effect.
fn sections(reader: &Reader, service: &str, actions: &Actions<'_>) -> Markup {
    let known = resources(service).ok().flatten();
    let kinds = known.iter().flat_map(|known| &known.versions);
    let mut used = BTreeSet::new();
    let mut sections: BTreeMap<&str, Vec<(&str, Verb)>> = BTreeMap::new();
    for (version, kinds) in kinds {
        for (kind, action, verb) in uses(kinds) {
            let is_shown = actions.get(action).is_some_and(|a| a.version == version);
            if is_shown && used.insert((kind, action)) {
                sections.entry(kind).or_default().push((action, verb));
            }
        }
    }
    let order = |verb: &Verb| Verb::ALL.iter().position(|known| known == verb);
    for rows in sections.values_mut() {
        rows.sort_by_key(|(action, verb)| (order(verb), *action));
    }
    let used: BTreeSet<&str> = used.into_iter().map(|(_, action)| action).collect();
    let others = |effect| {
        let others = actions.keys().copied().filter(|name| !used.contains(name));
        let others = others.filter(|name| Effect::of(service, name) == effect);
        others.collect::<Vec<_>>()
    };
    let rests = [
        (Effect::Read, reader.t("Look", "查询")),
        (Effect::Secret, reader.t("Look at secrets", "查询敏感信息")),
        (Effect::Write, reader.t("Make and change", "创建与修改")),
        (
            Effect::Destroy,
            reader.t("Delete or take out of use", "删除与停用"),
        ),
    ];
    html! {
        @for (kind, rows) in &sections {
            section class="group" {
                h2 { (kind) }
                ul { @for (action, does) in rows {
                    (row(reader, service, action, &actions[action], verb(reader, *does)))
                } }
            }
        }
        @for (effect, name) in rests {
            @let rows = others(effect);
            @if !rows.is_empty() {
                section class="group" {
                    h2 { @if !used.is_empty() { (reader.t("Other: ", "其他：")) } (name) }
                    ul { @for action in rows { (row(reader, service, action, &actions[action], "")) } }
                }
            }
        }
    }
}

/// What actions do with each kind.
fn uses(kinds: &Kinds) -> impl Iterator<Item = (&str, &str, Verb)> {
    kinds.iter().flat_map(|(kind, resource)| {
        let actions = resource.actions.iter();
        actions.map(move |(action, used)| (&**kind, &**action, used.does))
    })
}

fn row(reader: &Reader, service: &str, action: &str, listed: &Listed<'_>, does: &str) -> Markup {
    let call = Call {
        service: service.to_owned(),
        version: listed.version.to_owned(),
        action: action.to_owned(),
        ..Call::default()
    };
    let outline = &listed.outline;
    let text = |title: &Option<String>| title.clone().unwrap_or_default();
    let (chinese, english) = (text(&outline.title), text(&outline.title_en));
    let status = match outline.status {
        Status::Online => None,
        Status::Deprecated => Some(reader.t("deprecated", "已废弃")),
        Status::Offline => Some(reader.t("offline", "已下线")),
    };
    html! {
        li { a href=(call.link()) data-go {
            span class="name" { (action) }
            span class="title" { (reader.title(&chinese, &english)) }
            span class="badges" {
                @if let Some(status) = status { span class="badge bad" { (status) } }
                @if !does.is_empty() { span class="badge" { (does) } }
            }
        } }
    }
}
