//! `schema/pages.tsv`: which page each fact of an action comes from, and of which day that is.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use tencentcloud_schema::Description;

use super::is_date;
use crate::error::{Result, bail};

/// What a page says of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fact {
    /// The action's own error codes.
    Errors,
    /// Its parameters and the members of its response.
    Members,
    /// Its rate limit.
    Rate,
    /// Whether it takes Region.
    Region,
}

const FACTS: [(Fact, &str); 4] = [
    (Fact::Errors, "errors"),
    (Fact::Members, "members"),
    (Fact::Rate, "rate"),
    (Fact::Region, "region"),
];

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = FACTS.iter().find(|(fact, _)| fact == self);
        f.write_str(name.map_or("", |(_, name)| name))
    }
}

/// A page, and the day from which its text is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Page {
    /// The page's address, or the name of its file.
    pub name: String,
    /// The day; `None` where it is unknown, which is older than any day.
    pub date: Option<String>,
}

/// Where the facts of actions come from: a page for each fact that a page holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pages(BTreeMap<[String; 3], BTreeMap<Fact, Page>>);

const HEAD: &str =
    "# The page that facts of an action come from: service, version, action, facts, page, date or -.
";

impl Pages {
    /// Parses the list, whose place is `origin` in messages.
    ///
    /// # Errors
    /// A line of another form, or a fact that two pages have.
    pub fn parse(text: &str, origin: &str) -> Result<Self> {
        let mut pages = Self::default();
        for (line, number) in text.lines().zip(1..) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let cells: Vec<_> = line.split('\t').collect();
            let [service, version, action, facts, name, date] = cells[..] else {
                bail!(
                    "{origin}:{number}: expected service, version, action, facts, page and date with tabs between"
                );
            };
            if date != "-" && !is_date(date) {
                bail!("{origin}:{number}: {date:?} is not a date; expected one, or -");
            }
            let page = Page {
                name: name.to_owned(),
                date: (date != "-").then(|| date.to_owned()),
            };
            for word in facts.split(' ') {
                let Some((fact, _)) = FACTS.iter().find(|(_, name)| *name == word) else {
                    bail!("{origin}:{number}: no page has {word:?}");
                };
                if pages.page(service, version, action, *fact).is_some() {
                    bail!("{origin}:{number}: another line has {word} of this action");
                }
                pages.record(service, version, action, *fact, page.clone());
            }
        }
        Ok(pages)
    }

    /// Writes the list in its one form: sorted, with a line for each page of an action.
    pub fn to_canonical(&self) -> String {
        let mut text = HEAD.to_owned();
        for (action, facts) in &self.0 {
            let mut lines: BTreeMap<&Page, Vec<String>> = BTreeMap::new();
            for (fact, page) in facts {
                lines.entry(page).or_default().push(fact.to_string());
            }
            for (page, facts) in lines {
                let (action, facts) = (action.join("\t"), facts.join(" "));
                let date = page.date.as_deref().unwrap_or("-");
                text.push_str(&format!("{action}\t{facts}\t{}\t{date}\n", page.name));
            }
        }
        text
    }

    /// Returns the page that a fact of an action comes from.
    pub fn page(&self, service: &str, version: &str, action: &str, fact: Fact) -> Option<&Page> {
        self.0.get(&key(service, version, action))?.get(&fact)
    }

    /// Records the page that a fact of an action comes from.
    pub fn record(&mut self, service: &str, version: &str, action: &str, fact: Fact, page: Page) {
        let facts = self.0.entry(key(service, version, action)).or_default();
        facts.insert(fact, page);
    }

    /// Returns the actions of a version whose members a page holds: the packages take nothing of
    /// them away.
    pub fn actions(&self, service: &str, version: &str) -> BTreeSet<String> {
        let held = self.0.iter().filter(|([s, v, _], facts)| {
            s == service && v == version && facts.contains_key(&Fact::Members)
        });
        held.map(|([_, _, action], _)| action.clone()).collect()
    }

    /// Takes out of an update what a later page said already, and records the rest as that of the
    /// action's `page`; the facts that were taken out come back, a line each.
    pub fn take(
        &mut self,
        update: &mut Description,
        page: impl Fn(&str) -> Option<Page>,
    ) -> Vec<String> {
        let (service, version) = (update.service.clone(), update.version.clone());
        let mut older = Vec::new();
        for (name, action) in &mut update.actions {
            let Some(page) = page(name) else { continue };
            let facts = [
                (Fact::Members, true),
                (Fact::Region, action.region.is_some()),
                (Fact::Rate, action.rate.is_some()),
                (Fact::Errors, !action.errors.is_empty()),
            ];
            for (fact, _) in facts.into_iter().filter(|(_, is_there)| *is_there) {
                let known = self.page(&service, &version, name, fact);
                if let Some(later) = known.filter(|known| known.date > page.date) {
                    older.push(format!(
                        "actions.{name}: {fact} of {} is older than that of {}; kept the later",
                        page.name, later.name
                    ));
                    match fact {
                        Fact::Region => action.region = None,
                        Fact::Rate => action.rate = None,
                        Fact::Errors => action.errors.clear(),
                        // What a page knows of members is merged, not replaced.
                        Fact::Members => {}
                    }
                } else {
                    self.record(&service, &version, name, fact, page.clone());
                }
            }
        }
        older
    }

    /// Forgets the actions of a version that it no longer has.
    pub fn retain(&mut self, description: &Description) {
        self.0.retain(|[service, version, action], _| {
            let same = *service == description.service && *version == description.version;
            !same || description.actions.contains_key(action)
        });
    }

    /// Lists the facts that the list names and a description of that version does not hold.
    pub fn missing(&self, description: &Description) -> Vec<String> {
        let of = self.0.iter().filter(|([service, version, _], _)| {
            *service == description.service && *version == description.version
        });
        let mut missing = Vec::new();
        for ([service, version, name], facts) in of {
            for fact in facts.keys() {
                let holds = description
                    .actions
                    .get(name)
                    .is_some_and(|action| match fact {
                        Fact::Errors => !action.errors.is_empty(),
                        Fact::Members => true,
                        Fact::Rate => action.rate.is_some(),
                        Fact::Region => action.region.is_some(),
                    });
                if !holds {
                    missing.push(format!("{service} {version} {name} {fact}"));
                }
            }
        }
        missing
    }

    /// Lists the versions that the list names, as service and version.
    pub fn versions(&self) -> BTreeSet<(&str, &str)> {
        let keys = self.0.keys();
        keys.map(|[service, version, _]| (&service[..], &version[..]))
            .collect()
    }
}

fn key(service: &str, version: &str, action: &str) -> [String; 3] {
    [service, version, action].map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::{Fact, HEAD, Page, Pages};
    use tencentcloud_schema::Description;

    const LINES: &str = "a\t2020-01-01\tBake\trate region\thttps://x/1\t2021-04-30
a\t2020-01-01\tBake\terrors members\tbake.txt\t-
b\t2020-01-01\tCut\trate\thttps://x/2\t-
";

    #[test]
    fn the_list_has_one_form() {
        let shuffled: String = LINES
            .lines()
            .rev()
            .map(|line| format!("{line}\n"))
            .collect();
        let pages = Pages::parse(&shuffled, "pages.tsv").unwrap();
        let canonical = pages.to_canonical();
        assert_eq!(Pages::parse(&canonical, "pages.tsv").unwrap(), pages);
        let mut lines: Vec<_> = canonical.strip_prefix(HEAD).unwrap().lines().collect();
        lines.sort_unstable();
        let mut expected: Vec<_> = LINES.lines().collect();
        expected.sort_unstable();
        assert_eq!(lines, expected);
        let page = pages.page("a", "2020-01-01", "Bake", Fact::Rate).unwrap();
        assert_eq!(page.date.as_deref(), Some("2021-04-30"));
        assert!(pages.actions("a", "2020-01-01").contains("Bake"));
        assert!(pages.actions("b", "2020-01-01").is_empty());
    }

    #[test]
    fn a_wrong_line_is_told_with_its_number() {
        for (text, expected) in [
            ("a\tb\tc\trate\tp\n", "pages.tsv:1: expected service"),
            (
                "a\tb\tc\trate\tp\t2021\n",
                "pages.tsv:1: \"2021\" is not a date",
            ),
            (
                "# x\na\tb\tc\tprice\tp\t-\n",
                "pages.tsv:2: no page has \"price\"",
            ),
            (
                "a\tb\tc\trate\tp\t-\na\tb\tc\trate\tq\t-\n",
                "pages.tsv:2: another line has rate",
            ),
        ] {
            let error = Pages::parse(text, "pages.tsv").unwrap_err().to_string();
            assert!(error.starts_with(expected), "{error}");
        }
    }

    #[test]
    fn an_older_page_takes_nothing_from_a_later_one() {
        let mut pages = Pages::parse(LINES, "pages.tsv").unwrap();
        let text = r#"{"format": 1, "service": "a", "version": "2020-01-01", "types": {}, "actions":
            {"Bake": {"region": "none", "rate": 5, "errors": ["A"], "request": [], "response": []}}}"#;
        let page = |date: &'static str| {
            move |_: &str| {
                Some(Page {
                    name: "new.txt".to_owned(),
                    date: Some(date.to_owned()),
                })
            }
        };
        let mut update = Description::parse(text, "a").unwrap();
        let older = pages.take(&mut update, page("2020-12-31"));
        assert_eq!(older.len(), 2, "{older:?}");
        let action = &update.actions["Bake"];
        assert_eq!((action.region, action.rate), (None, None));
        assert_eq!(action.errors.len(), 1, "the undated page is older");

        let mut update = Description::parse(text, "a").unwrap();
        let older = pages.take(&mut update, page("2026-01-01"));
        assert!(older.is_empty(), "{older:?}");
        assert_eq!(update.actions["Bake"].rate, Some(5));
        let known = pages.page("a", "2020-01-01", "Bake", Fact::Region).unwrap();
        assert_eq!(known.name, "new.txt");
    }
}
