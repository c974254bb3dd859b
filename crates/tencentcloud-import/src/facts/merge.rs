//! Facts of a file, put into a description.

use std::fmt::Debug;

use tencentcloud_schema::{Action, Description};

use super::pages::{Fact, Page, Pages};
use super::{ActionFacts, Facts};
use crate::merge::Difference;

/// What came of a file's facts about one service version.
#[derive(Debug, Default)]
pub struct Merged {
    /// How many actions got error codes, a Region or a rate that they did not have.
    pub actions: usize,
    /// Codes that no source had listed for the service version.
    pub codes: Vec<String>,
    /// Actions that the schema does not have.
    pub unknown: Vec<String>,
    /// Facts that the schema states otherwise.
    pub differences: Vec<Difference>,
}

impl Facts {
    /// Puts what the file says of a service version into its description, and records in `pages`
    /// where it comes from. `date` is the day of facts that name no page; `None` is older than any.
    ///
    /// If the schema states otherwise, the later of the two stands, and the schema where neither
    /// is; each such fact is among the differences.
    pub fn merge(
        &self,
        description: &mut Description,
        pages: &mut Pages,
        date: Option<&str>,
    ) -> Merged {
        let mut merged = Merged::default();
        let key = (description.service.clone(), description.version.clone());
        for (name, found) in self.0.get(&key).into_iter().flatten() {
            let Some(action) = description.actions.get_mut(name) else {
                merged.unknown.push(name.clone());
                continue;
            };
            for code in &found.errors {
                if description.errors.insert(code.clone()) {
                    merged.codes.push(code.clone());
                }
            }
            let before = action.clone();
            let mut one = One {
                place: [&key.0, &key.1, name],
                found,
                date,
                pages,
                differences: &mut merged.differences,
            };
            one.merge(action);
            merged.actions += usize::from(*action != before);
        }
        merged
    }
}

/// The facts of one action.
struct One<'a> {
    /// Service, version and action.
    place: [&'a str; 3],
    found: &'a ActionFacts,
    date: Option<&'a str>,
    pages: &'a mut Pages,
    differences: &'a mut Vec<Difference>,
}

impl One<'_> {
    fn merge(&mut self, action: &mut Action) {
        if let Some(region) = self.found.region
            && self.wins(Fact::Region, action.region, region)
        {
            action.region = Some(region);
        }
        if let Some(rate) = self.found.rate
            && self.wins(Fact::Rate, action.rate, rate)
        {
            action.rate = Some(rate);
        }
        if !self.found.errors.is_empty() {
            let known = (!action.errors.is_empty()).then(|| action.errors.clone());
            if self.wins(Fact::Errors, known, self.found.errors.clone()) {
                action.errors = self.found.errors.clone();
            }
        }
    }

    /// True if a fact of the file stands; records its page where it does.
    fn wins<T: PartialEq + Debug>(&mut self, fact: Fact, known: Option<T>, found: T) -> bool {
        let [service, version, action] = self.place;
        let recorded = self.pages.page(service, version, action, fact);
        let date = match &self.found.page {
            Some(_) => self.found.date.clone(),
            None => self.date.map(str::to_owned),
        };
        let differs = known.as_ref().is_some_and(|known| *known != found);
        // Codes that no page named come from an earlier file of this kind.
        let replaces = self.found.page.is_none() && recorded.is_none();
        let later = recorded.is_none_or(|page| date > page.date) && (replaces || date.is_some());
        let wins = known.is_none() || later;
        if let Some(known) = known.filter(|_| differs) {
            self.differences.push(Difference {
                place: format!("actions.{action}.{fact}"),
                before: format!("{known:?}"),
                update: format!("{found:?}"),
                kept: match wins {
                    true => "the update's: it is later".to_owned(),
                    false => "the schema's: the update is not later".to_owned(),
                },
            });
        }
        if wins && let Some(name) = &self.found.page {
            let page = Page {
                name: name.clone(),
                date,
            };
            self.pages.record(service, version, action, fact, page);
        }
        wins
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use tencentcloud_schema::Description;

    use super::super::{Facts, Pages};

    const FILE: &str = r#"{"bakery/2020-01-01": {
        "Bake": {"region": "required", "rate": 20, "page": "https://x/1", "date": "2021-04-30"},
        "Cut": ["InternalError", "New.Code"],
        "Gone": ["InternalError"]
    }}"#;

    fn description(bake: Value) -> Description {
        let mut action = json!({"request": [], "response": []});
        for (name, fact) in bake.as_object().unwrap() {
            action[name] = fact.clone();
        }
        let text = json!({
            "format": 1, "service": "bakery", "version": "2020-01-01",
            "actions": {"Bake": action, "Cut": {"request": [], "response": []}},
            "types": {}, "errors": ["InternalError"],
        });
        Description::parse(&text.to_string(), "test").unwrap()
    }

    /// The facts of Bake after the merge, the list of pages, and the differences.
    fn merged(bake: Value, pages: &str) -> (Value, String, Vec<String>) {
        let mut description = description(bake);
        let mut pages = Pages::parse(pages, "pages.tsv").unwrap();
        let facts = Facts::parse(FILE, "facts.json").unwrap();
        let merged = facts.merge(&mut description, &mut pages, Some("2026-08-21"));
        description.validate("merged").unwrap();
        let mut action = json!(description.actions["Bake"]);
        let fields = action.as_object_mut().unwrap();
        fields.shift_remove("request");
        fields.shift_remove("response");
        let lines = merged.differences.iter().map(ToString::to_string);
        (action, pages.to_canonical(), lines.collect())
    }

    #[test]
    fn what_nothing_told_is_taken_and_its_page_recorded() {
        let mut description = description(json!({}));
        let mut pages = Pages::default();
        let facts = Facts::parse(FILE, "facts.json").unwrap();
        let merged = facts.merge(&mut description, &mut pages, None);
        assert_eq!(merged.actions, 2);
        assert_eq!(merged.codes, ["New.Code"]);
        assert_eq!(merged.unknown, ["Gone"]);
        assert!(merged.differences.is_empty());
        assert!(description.errors.contains("New.Code"));
        assert_eq!(description.actions["Cut"].errors.len(), 2);
        let lines = pages.to_canonical();
        let line = "bakery\t2020-01-01\tBake\trate region\thttps://x/1\t2021-04-30\n";
        assert!(lines.ends_with(line), "{lines}");
        let again = facts.merge(&mut description, &mut pages, None);
        assert_eq!((again.actions, again.codes.len()), (0, 0));
        assert!(again.differences.is_empty());
    }

    #[test]
    fn the_later_page_wins_and_each_difference_is_reported() {
        let known = json!({"rate": 5});
        let line = |date: &str| format!("bakery\t2020-01-01\tBake\trate\told.txt\t{date}\n");
        for (date, rate, kept) in [
            ("2020-01-01", 20, "kept the update's: it is later"),
            ("-", 20, "kept the update's: it is later"),
            (
                "2021-04-30",
                5,
                "kept the schema's: the update is not later",
            ),
            (
                "2022-01-01",
                5,
                "kept the schema's: the update is not later",
            ),
        ] {
            let (action, pages, differences) = merged(known.clone(), &line(date));
            assert_eq!(
                action,
                json!({"region": "required", "rate": rate}),
                "{date}"
            );
            let expected =
                format!("actions.Bake.rate: the schema had 5, the update has 20; {kept}");
            assert_eq!(differences, [expected]);
            assert_eq!(pages.contains("old.txt"), rate == 5, "{pages}");
        }
    }

    #[test]
    fn codes_of_a_page_stand_against_an_older_list_and_yield_to_a_later_one() {
        let mut page = description(json!({}));
        let codes = ["InternalError".to_owned()];
        page.actions.get_mut("Cut").unwrap().errors = codes.into_iter().collect();
        let facts = Facts::parse(FILE, "facts.json").unwrap();
        let line = "bakery\t2020-01-01\tCut\terrors\tcut.txt\t2025-01-01\n";
        for (date, count) in [(Some("2024-01-01"), 1), (None, 1), (Some("2026-08-21"), 2)] {
            let mut description = page.clone();
            let mut pages = Pages::parse(line, "pages.tsv").unwrap();
            let merged = facts.merge(&mut description, &mut pages, date);
            assert_eq!(description.actions["Cut"].errors.len(), count, "{date:?}");
            assert_eq!(merged.differences.len(), 1);
        }
    }
}
