//! The manifests of generated crates: a template, filled in by a TOML library.

use tencentcloud_schema::Description;
use toml_edit::{Array, DocumentMut, InlineTable, Item, Value, value};

use super::title;
use crate::text;

const SERVICE: &str = include_str!("../../templates/service.toml");
const UMBRELLA: &str = include_str!("../../templates/umbrella.toml");

/// The edition of generated code.
const EDITION: &str = "2024";

/// The longest keyword that the crate registry takes.
const KEYWORD: usize = 20;

/// The manifest of a service's crate, which takes from its workspace all that is the same for
/// every service.
pub(super) fn service(versions: &[Description], main: &Description, release: &str) -> String {
    let name = &main.service;
    let mut document = template(SERVICE);
    let package = &mut document["package"];
    package["name"] = value(format!("tencentcloud-{}", text::line(name)));
    package["description"] = value(title::line(versions, main));
    package["keywords"] = value(Array::from_iter(keywords(main)));
    package["version"] = value(release);
    if versions.len() > 1
        && let Some(features) = document["features"].as_table_mut()
    {
        if let Some(default) = features["default"].as_array_mut() {
            default.insert(0, main.version.as_str());
        }
        for description in versions {
            let version = &description.version;
            features.insert(version, value(Array::new()));
            if let Some(mut key) = features.key_mut(version) {
                let about = format!("## API version {}.\n", text::line(version));
                key.leaf_decor_mut().set_prefix(about);
            }
        }
    }
    document.to_string()
}

/// A service's manifest without a workspace around it.
pub(super) fn standalone(manifest: &str, runtime: Option<&str>) -> String {
    let mut document = template(manifest);
    let package = &mut document["package"];
    package["edition"] = value(EDITION);
    package["rust-version"] = value(env!("CARGO_PKG_RUST_VERSION"));
    package["license"] = value(env!("CARGO_PKG_LICENSE"));
    document.remove("lints");
    let mut dependency = InlineTable::new();
    if let Some(path) = runtime {
        dependency.insert("path", Value::from(path));
    }
    dependency.insert("version", Value::from(env!("CARGO_PKG_VERSION")));
    dependency.insert("default-features", Value::from(false));
    dependency.insert("features", Array::from_iter(["derive"]).into());
    document["dependencies"]["tencentcloud-runtime"] = Item::Value(dependency.into());
    document.to_string()
}

/// The manifest of the crate of all `services`, each with the release of its crate.
pub(super) fn umbrella(name: &str, services: &[(Description, String)], release: &str) -> String {
    let mut document = template(UMBRELLA);
    let package = &mut document["package"];
    package["name"] = value(name);
    package["description"] =
        value("Clients for the services of Tencent Cloud, each behind a feature");
    package["version"] = value(release);
    for (description, release) in services {
        let service = &description.service;
        let krate = format!("tencentcloud-{service}");
        let feature = Array::from_iter([format!("dep:{krate}")]);
        document["features"][service] = value(feature);
        let mut dependency = InlineTable::new();
        dependency.insert("path", Value::from(format!("../{service}")));
        dependency.insert("version", Value::from(release.as_str()));
        dependency.insert("optional", Value::from(true));
        document["dependencies"][&krate] = Item::Value(dependency.into());
    }
    document.to_string()
}

fn template(text: &str) -> DocumentMut {
    text.parse().unwrap_or_else(|error| {
        // The templates are part of this crate, and every test reads them.
        unreachable!("a template is no TOML: {error}")
    })
}

/// Keywords as the crate registry takes them: at most five, a letter first, 20 characters at most.
fn keywords(description: &Description) -> Vec<String> {
    let english = description.title_en.as_deref().unwrap_or_default();
    let words = english.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    let title = words.join("-").to_ascii_lowercase();
    let mut keywords: Vec<String> = Vec::new();
    for word in [
        "tencent",
        "tencentcloud",
        &description.service,
        &title,
        "cloud",
        "sdk",
    ] {
        let fits = word.len() <= KEYWORD && word.starts_with(|c: char| c.is_ascii_alphabetic());
        if fits && !keywords.iter().any(|other| other == word) {
            keywords.push(word.to_owned());
        }
    }
    keywords.truncate(5);
    keywords
}
