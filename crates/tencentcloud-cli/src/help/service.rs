//! The pages of a service and of all services.

use std::collections::BTreeMap;

use tencentcloud_calls::Language;
use tencentcloud_catalogue::search::index;
use tencentcloud_catalogue::{Outline, Service, Version};
use tencentcloud_schema::Status;

use super::parameters;
use crate::error::Failure;
use crate::page::Page;
use unicode_width::UnicodeWidthStr;

/// Returns the page of the service `name` in `width` columns: its actions, each in the version that a call means.
pub(crate) fn text(
    name: &str,
    service: &Service,
    language: Language,
    detail: bool,
    width: usize,
) -> String {
    let mut page = Page::new(width);
    let Some(usual) = service.by_preference().next() else {
        return page.finish();
    };
    let titles = service.by_preference().map(Version::head);
    let title = titles
        .filter_map(|head| language.title(head.title.as_deref(), head.title_en.as_deref()))
        .next();
    let shown = title.map_or_else(|| name.to_owned(), |title| format!("{name} · {title}"));
    page.paragraph(0, &shown);
    let actions = actions(service);
    page.paragraph(0, &facts(service, actions.len(), language).join(" · "));
    page.heading(language.pick("Usage", "用法"));
    page.line(
        2,
        &format!("tcloud {name} ACTION [--Parameter VALUE]... [OPTIONS]"),
    );
    page.line(2, &format!("tcloud {name} ACTION --help"));
    page.heading(language.pick("Actions", "接口"));
    let widest = actions
        .keys()
        .map(|action| action.width())
        .max()
        .unwrap_or(0);
    let column = (widest + 4).min(width / 2 + 2);
    for (action, (version, outline)) in &actions {
        let mut told = told(outline, language);
        if version.head().version != usual.head().version {
            told = format!("{told} ({})", version.head().version);
        }
        page.row_at(2, column, action, told.trim());
        if detail && let Some(required) = required(version, action) {
            page.paragraph(6, &required);
        }
    }
    page.finish()
}

/// Returns the names of the actions of the service `name` in the fewest words.
pub(super) fn compact(name: &str, service: &Service) -> String {
    let actions = actions(service);
    let names: Vec<_> = actions.keys().copied().collect();
    format!(
        "{name} · {} actions\n{}\n\n`tcloud search WORDS --service {name}` finds one, `tcloud {name} ACTION help` shows it, `tcloud {name} help --detail` shows titles\n",
        names.len(),
        names.join(" ")
    )
}

/// Returns the names of all services in the fewest words.
///
/// # Errors
/// A blob that is damaged.
pub(super) fn names() -> Result<String, Failure> {
    let index = index()?;
    let names: Vec<_> = index.services().map(|(name, ..)| name).collect();
    Ok(format!(
        "{}\n\n`tcloud search WORDS` finds an action of any of them, `tcloud SERVICE help` lists those of one\n",
        names.join(" ")
    ))
}

/// The actions of a service by name, each in the version that a call means.
fn actions(service: &Service) -> BTreeMap<&str, (&Version, Outline)> {
    let mut actions = BTreeMap::new();
    for version in service.by_preference() {
        for name in version.actions() {
            if !actions.contains_key(name)
                && let Some(outline) = version.outline(name)
            {
                actions.insert(name, (version, outline));
            }
        }
    }
    actions
}

fn facts(service: &Service, actions: usize, language: Language) -> Vec<String> {
    let versions: Vec<_> = service.by_preference().map(Version::head).collect();
    let mut facts = vec![match language {
        Language::English => format!("{actions} actions"),
        Language::Chinese => format!("{actions} 个接口"),
    }];
    facts.extend(versions.iter().map(|head| head.version.clone()));
    facts.extend(versions.first().and_then(|head| head.host.clone()));
    facts
}

/// An action's title with its status.
fn told(outline: &Outline, language: Language) -> String {
    let title = language.title(outline.title.as_deref(), outline.title_en.as_deref());
    let title = title.unwrap_or_default().to_owned();
    match outline.status {
        Status::Online => title,
        Status::Deprecated => format!("{title} [{}]", language.pick("deprecated", "已废弃")),
        Status::Offline => format!("{title} [{}]", language.pick("offline", "已下线")),
    }
}

/// The required parameters of an action with their types, in one line.
fn required(version: &Version, action: &str) -> Option<String> {
    let slice = version.slice(action)?;
    let members = &slice.actions.get(action)?.request;
    let required = members.iter().filter(|member| member.required);
    let required: Vec<_> = required
        .map(|member| format!("--{} {}", member.name, parameters::kind(member)))
        .collect();
    (!required.is_empty()).then(|| required.join("  "))
}

/// Returns the list of all services in `width` columns.
///
/// # Errors
/// A blob that is damaged.
pub(super) fn all(language: Language, width: usize) -> Result<String, Failure> {
    let mut page = Page::new(width);
    for (name, chinese, english) in index()?.services() {
        let title = language.title_of(chinese, english);
        page.row_at(0, 24, name, title.unwrap_or_default());
    }
    Ok(page.finish())
}
