//! What a service's crate is, in one line.

use tencentcloud_schema::Description;

use crate::text;

/// The number of actions of all versions.
pub(super) fn actions(versions: &[Description]) -> usize {
    versions
        .iter()
        .map(|description| description.actions.len())
        .sum()
}

/// The crate in one line of plain text: "Client for Tencent Cloud CVM, Cloud Virtual Machine
/// (云服务器), API 2017-03-12: 106 actions".
pub(super) fn line(versions: &[Description], main: &Description) -> String {
    let name = name(main);
    let title = |title: &Option<String>| {
        let title = text::line(title.as_deref().unwrap_or_default());
        (!title.is_empty() && title != name).then_some(title)
    };
    let english = title(&main.title_en).map(|title| format!(", {title}"));
    let chinese = title(&main.title).map(|title| format!(" ({title})"));
    let count = actions(versions);
    format!(
        "Client for Tencent Cloud {name}{}{}, API {}: {count} {}",
        english.unwrap_or_default(),
        chinese.unwrap_or_default(),
        releases(versions, main),
        if count == 1 { "action" } else { "actions" },
    )
}

/// The versions of the API, the main one first.
fn releases(versions: &[Description], main: &Description) -> String {
    let others = versions
        .iter()
        .filter(|version| version.version != main.version);
    let all = std::iter::once(main).chain(others);
    let all: Vec<_> = all.map(|version| text::line(&version.version)).collect();
    all.join(" and ")
}

/// A service's name, in capitals where it is made of its English title's initials.
fn name(description: &Description) -> String {
    let service = text::line(&description.service);
    let title = description.title_en.as_deref().unwrap_or_default();
    let initials: String = title
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter_map(|word| word.chars().next())
        .collect();
    match initials.eq_ignore_ascii_case(&service) {
        true => service.to_ascii_uppercase(),
        false => service,
    }
}
