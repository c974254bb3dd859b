//! The guide keeps up with the API: its pages are doctests, and this is what no compiler sees.

use std::fs;
use std::path::Path;

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

#[test]
fn every_predicate_of_an_error_has_a_paragraph() {
    let source = read("src/error/mod.rs");
    let names = source.split("pub fn is_").skip(1);
    let names: Vec<_> = names.map(|rest| rest.split('(').next().unwrap()).collect();
    assert!(names.contains(&"throttled"), "{names:?}");
    let page = read("src/guide/errors_and_retries.md");
    for name in names {
        let begins = format!("\n**[`is_{name}`](crate::Error::is_{name})**: ");
        assert!(page.contains(&begins), "is_{name} has no paragraph");
    }
}

#[test]
fn every_page_is_in_the_table() {
    let guide = read("src/guide/mod.rs");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/guide");
    for page in fs::read_dir(folder).unwrap() {
        let name = page.unwrap().file_name().into_string().unwrap();
        if let Some(name) = name.strip_suffix(".md") {
            assert!(guide.contains(&format!("//! | [`{name}`] |")), "{name}");
            assert!(guide.contains(&format!("\n    {name}\n")), "{name}");
        }
    }
}
