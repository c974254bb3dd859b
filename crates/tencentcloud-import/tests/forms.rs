//! One action and its data types as people have them: every form, in both languages, typed by hand,
//! gives the same description.

use std::fs;
use std::path::Path;

use tencentcloud_import::page::{Facts, Faults, Pages};
use tencentcloud_schema::Description;

/// Text as a browser copies it, Markdown and saved HTML, in Chinese and in English.
const FORMS: [&str; 6] = ["zh.txt", "zh.md", "zh.html", "en.txt", "en.md", "en.html"];

fn text(file: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    fs::read_to_string(folder.join(file)).unwrap()
}

fn form(page: &str, form: &str) -> (String, String) {
    let file = format!("forms/{page}.{form}");
    let text = text(&file);
    (file, text)
}

fn describe<'a>(pages: impl IntoIterator<Item = &'a (String, String)>) -> Result<Facts, Faults> {
    let pages = pages.into_iter();
    let pages = pages.fold(Pages::new(), |pages, (file, text)| pages.page(file, text));
    pages.describe(&[])
}

/// What every form must give; only Chinese pages have a Chinese title.
fn expected(form: &str) -> Description {
    let text = text("expected/reserve-oven.json");
    let mut expected = Description::parse(&text, "expected").unwrap();
    if form.starts_with("en") {
        expected.actions.get_mut("ReserveOven").unwrap().title = None;
    }
    expected
}

#[test]
fn every_form_gives_the_same_facts() {
    for action in FORMS {
        for types in FORMS {
            let pages = [form("reserve-oven", action), form("types", types)];
            let facts = describe(&pages).unwrap_or_else(|faults| panic!("{action}: {faults}"));
            let [found] = &facts.descriptions[..] else {
                panic!("{action}: {facts:?}");
            };
            let expected = expected(action);
            assert_eq!(
                found.to_canonical(),
                expected.to_canonical(),
                "{action} with types of {types}"
            );
            assert_eq!(facts.warnings, [], "{action}");
            assert_eq!(facts.open, []);
        }
    }
}
