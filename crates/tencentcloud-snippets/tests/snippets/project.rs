//! Projects and archives.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use serde_json::json;
use tencentcloud_snippets::Language;

use crate::snippet;

#[test]
fn each_project_has_its_program_its_manifest_and_a_readme() {
    let snippet = snippet(
        "cvm",
        "RunInstances",
        json!({"LoginSettings": {"Password": "a"}}),
    );
    let files = |language| {
        let files = snippet.project(language).into_iter();
        files.map(|(path, _)| path).collect::<BTreeSet<_>>()
    };
    let expected = [
        (Language::Rust, "Cargo.toml README.md src/main.rs"),
        (Language::Python, "README.md main.py requirements.txt"),
        (Language::Go, "README.md go.mod main.go"),
        (Language::Node, "README.md index.mjs package.json"),
        (Language::Java, "README.md pom.xml src/main/java/Main.java"),
        (Language::Curl, "README.md run.sh"),
        (Language::Tcloud, "README.md run.sh"),
        (Language::Tccli, "README.md run.sh"),
    ];
    for (language, expected) in expected {
        let expected: BTreeSet<String> = expected.split(' ').map(str::to_owned).collect();
        assert_eq!(files(language), expected);
        let readme = snippet.project(language).pop().unwrap().1;
        assert!(
            readme.contains("export LOGIN_SETTINGS_PASSWORD="),
            "{readme}"
        );
    }
    let node = snippet.project(Language::Node);
    let package: serde_json::Value = serde_json::from_str(&node[0].1).unwrap();
    assert_eq!(package["name"], "run-instances");
}

#[test]
fn an_archive_has_the_files_of_the_project_and_is_the_same_each_time() {
    let snippet = snippet("cvm", "DescribeZones", json!({}));
    for language in Language::ALL {
        let bytes = snippet.zip(language).unwrap();
        assert_eq!(bytes, snippet.zip(language).unwrap());
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut read = Vec::new();
        for index in 0..archive.len() {
            let mut file = archive.by_index(index).unwrap();
            let mode = file.unix_mode().unwrap() & 0o777;
            let runs = file.name().unwrap().ends_with(".sh");
            assert_eq!(mode, if runs { 0o755 } else { 0o644 });
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            let name = file.name().unwrap();
            let path = name.strip_prefix("describe-zones/").unwrap().to_owned();
            read.push((path, text));
        }
        assert_eq!(read, snippet.project(language));
    }
}

#[test]
fn a_site_of_its_own_has_packages_of_its_own() {
    let description = r#"{"format": 1, "service": "bakery", "version": "2020-01-01",
        "actions": {"Bake": {"sites": ["international"], "request": [], "response": []}}, "types": {}}"#;
    let description = tencentcloud_schema::Description::parse(description, "bakery").unwrap();
    let snippet = tencentcloud_snippets::Snippet::new(&description, "Bake", &Default::default());
    for (language, package) in [
        (Language::Python, "tencentcloud-sdk-python-intl-en"),
        (Language::Node, "tencentcloud-sdk-nodejs-intl-en"),
        (Language::Java, "tencentcloud-sdk-java-intl-en"),
        (
            Language::Go,
            "tencentcloud-sdk-go-intl-en/tencentcloud/bakery/v20200101",
        ),
        (Language::Curl, "bakery.intl.tencentcloudapi.com"),
        (Language::Rust, "bakery.intl.tencentcloudapi.com"),
        (Language::Tcloud, "bakery.intl.tencentcloudapi.com"),
    ] {
        let files = snippet.project(language);
        assert!(
            files.iter().any(|(_, text)| text.contains(package)),
            "{files:?}"
        );
    }
}
