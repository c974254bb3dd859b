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

/// The line on which a text stands first.
fn line_of(page: &str, text: &str) -> usize {
    let found = page.lines().position(|line| line.contains(text));
    found.unwrap_or_else(|| panic!("{text} is not there")) + 1
}

/// One thing made wrong in every form, where it stands then, and the one fault that follows.
type Wrong = (
    &'static [(&'static str, &'static str)],
    &'static str,
    &'static str,
);

const WRONG: [Wrong; 6] = [
    (
        &[("Integer", "Integr")],
        "Integr",
        "no type Integr is defined; write Integer",
    ),
    (
        &[
            ("取值：ReserveOven", "取值：Reserve Oven"),
            ("this API: ReserveOven", "this API: Reserve Oven"),
        ],
        "Reserve Oven",
        "\"Reserve Oven\" is not an action's name; expected one word",
    ),
    (
        &[
            ("：2020-05-01", "：2020-5-1"),
            ("API: 2020-05-01", "API: 2020-5-1"),
        ],
        "2020-5-1",
        "\"2020-5-1\" is not an API version; expected a date",
    ),
    (
        &[("Float", "Number of")],
        "Number of",
        "Degrees: \"Number of\" is not a type; expected String",
    ),
    (
        &[("FailedOperation.OvenBroken", "FailedOperation.Oven Broken")],
        "Oven Broken",
        "\"FailedOperation.Oven Broken\" is not an error code",
    ),
    (
        &[
            ("20次/秒", "often"),
            ("A maximum of 20 requests", "A maximum of some requests"),
        ],
        "some requests",
        "no rate in this line; expected a number and a unit",
    ),
];

#[test]
fn every_form_reports_the_same_fault_at_its_line() {
    for (changes, place, message) in WRONG {
        for name in FORMS {
            let (file, page) = form("reserve-oven", name);
            let wrong = changes
                .iter()
                .fold(page.clone(), |page, (from, to)| page.replacen(from, to, 1));
            assert_ne!(wrong, page, "{name}: {changes:?}");
            let place = if wrong.contains(place) {
                place
            } else {
                "often"
            };
            let line = line_of(&wrong, place);
            let faults = describe(&[(file.clone(), wrong), form("types", name)]).unwrap_err();
            let [fault] = faults.as_slice() else {
                panic!("{name}: expected {message}\nfound {faults}");
            };
            assert_eq!((&fault.file, fault.line), (&file, line), "{name}: {fault}");
            assert!(fault.message.starts_with(message), "{name}: {fault}");
        }
    }
}

#[test]
fn all_faults_of_all_pages_are_reported_at_once() {
    let (file, page) = form("reserve-oven", "zh.txt");
    let page = page
        .replace("Retries\t否\tInteger", "Re tries\t不\tNo type")
        .replace("2020-05-01。", "2020。")
        .replace("Password\t否\tString", "Password\t否\tStrng");
    let (other, types) = form("types", "en.html");
    let types = types.replace("<td>Yes</td>", "<td>Perhaps</td>");
    let faults = describe(&[(file, page), (other, types)]).unwrap_err();
    let found: Vec<_> = faults.as_slice().iter().map(ToString::to_string).collect();
    let [zh, en] = ["forms/reserve-oven.zh.txt", "forms/types.en.html"];
    let expected = [
        (zh, 13, "\"2020\" is not an API version"),
        (zh, 19, "\"Re tries\" is not a parameter's name"),
        (zh, 19, "\"不\" under 必选"),
        (zh, 19, "Re tries: \"No type\" is not a type"),
        (zh, 27, "no type Strng is defined"),
        (en, 7, "\"Perhaps\" under Required"),
    ];
    assert_eq!(found.len(), expected.len(), "{faults}");
    for (found, (file, line, message)) in found.iter().zip(expected) {
        let expected = format!("{file}:{line}: {message}");
        assert!(found.starts_with(&expected), "{expected}\n{found}");
    }
}

#[test]
fn an_example_that_contradicts_its_page_is_a_warning_with_its_line() {
    let cases = [
        (
            "zh.txt",
            "\"Kind\": \"DECK\"",
            "\"Knd\": \"DECK\"",
            "Knd",
            "the example has Knd, which the table of 输入参数 does not list",
        ),
        (
            "en.md",
            "&Kind=DECK",
            "&Knd=DECK",
            "Knd",
            "the example has Knd, which the table of Input Parameters does not list",
        ),
        (
            "en.md",
            "&Kind=DECK",
            "&Kind=DECK\n&Minutes=long",
            "long",
            "the example gives Minutes the value long, and its type is Integer",
        ),
        (
            "zh.html",
            "\"Kind\": \"DECK\"",
            "\"Kind\": \"DECK\", \"Steam\": \"much\"",
            "much",
            "the example gives Steam the value \"much\", and its type is Boolean",
        ),
        (
            "zh.md",
            "\"Degrees\": 230.5",
            "\"Degrees\": {\"C\": 230.5}",
            "\"C\"",
            "the example gives Degrees the value {\"C\":230.5}, and its type is Float",
        ),
        (
            "en.html",
            "\"Slots\": []",
            "\"Slats\": []",
            "Slats",
            "the example has Slats, which the table of Output Parameters does not list",
        ),
        (
            "zh.txt",
            "示例值：25",
            "示例值：一小时",
            "Minutes",
            "Minutes: the example \"一小时\" is no Integer, and is left out",
        ),
        (
            "en.html",
            "Example value: 230.5",
            "Example value: hot",
            "Degrees",
            "Degrees: the example \"hot\" is no Float, and is left out",
        ),
    ];
    for (name, from, to, place, message) in cases {
        let (file, page) = form("reserve-oven", name);
        assert!(page.contains(from), "{name} does not hold {from}");
        let page = page.replacen(from, to, 1);
        let line = line_of(&page, place);
        let facts = describe(&[(file, page), form("types", name)]).unwrap();
        let found = facts
            .warnings
            .iter()
            .find(|w| w.message.starts_with(message));
        let Some(warning) = found else {
            panic!("{name}: expected {message}\nfound {:?}", facts.warnings);
        };
        assert_eq!(warning.line, line, "{name}: {warning}");
        assert!(warning.message.contains("; correct "), "{warning}");
    }

    // A required parameter that is not sent, and a value outside its list, which is a hint alone.
    let (file, page) = form("reserve-oven", "zh.txt");
    let page = page
        .replace("    \"Kind\": \"DECK\",\n", "")
        .replace("示例值：DECK", "示例值：SMALL");
    let facts = describe(&[(file, page), form("types", "zh.txt")]).unwrap();
    let [warning] = &facts.warnings[..] else {
        panic!("{:?}", facts.warnings);
    };
    assert!(
        warning
            .message
            .starts_with("the example does not send Kind, "),
        "{warning}"
    );
}

#[test]
fn types_that_are_known_are_taken_from_there() {
    let known = describe(&[form("reserve-oven", "en.md"), form("types", "en.md")]).unwrap();
    let page = form("reserve-oven", "zh.html");
    let alone = describe(std::slice::from_ref(&page)).unwrap();
    let open: Vec<_> = alone
        .open
        .iter()
        .map(|open| (&open.name[..], open.line))
        .collect();
    let lines = ["Loaf</a></td>", "Slot</a></td>"].map(|text| line_of(&page.1, text));
    assert_eq!(open, [("Loaf", lines[0]), ("Slot", lines[1])]);

    let (file, text) = page;
    let pages = Pages::new().page(file, &text);
    assert_eq!(pages.services().into_iter().collect::<Vec<_>>(), ["bakery"]);
    let facts = pages.describe(&known.descriptions).unwrap();
    assert_eq!(facts.open, []);
    assert_eq!(facts.descriptions, [expected("zh.html")]);
}
