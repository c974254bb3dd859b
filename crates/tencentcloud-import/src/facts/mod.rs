//! Files of facts: what an action's page or another list says of it, for many actions at once.
//!
//! Such a file holds no members and no sentences. [`Facts::parse`] reads it, [`Facts::merge`] puts
//! what it holds into a description, and [`Pages`] keeps which page each fact comes from.

mod merge;
mod pages;

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use tencentcloud_schema::Region;

use crate::error::{Context, Error, Result, bail};

pub use merge::Merged;
pub use pages::{Fact, Page, Pages};

/// The facts of a file, by service, version and action.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts(BTreeMap<(String, String), BTreeMap<String, ActionFacts>>);

/// What a file says of one action.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct ActionFacts {
    #[serde(default)]
    errors: BTreeSet<String>,
    region: Option<Region>,
    rate: Option<u32>,
    page: Option<String>,
    date: Option<String>,
}

/// An action's facts as they are written: an object, or its error codes alone.
#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Codes(BTreeSet<String>),
    Facts(ActionFacts),
}

impl Facts {
    /// Parses a file of facts, whose place is `origin` in messages.
    ///
    /// # Errors
    /// Text that has not the form of such a file, and facts that no description can hold; the error
    /// lists them all.
    pub fn parse(text: &str, origin: &str) -> Result<Self> {
        let reader = &mut serde_json::Deserializer::from_str(text);
        let written: BTreeMap<String, BTreeMap<String, serde_json::Value>> =
            serde_path_to_error::deserialize(reader)
                .context(|| format!("{origin} is not a file of facts"))?;
        let mut facts = Self::default();
        let mut faults = Vec::new();
        for (key, actions) in written {
            let Some((service, version)) = key.split_once('/').filter(|(_, v)| is_date(v)) else {
                faults.push(format!(
                    "{key:?} names no version of a service; expected one such as cvm/2017-03-12"
                ));
                continue;
            };
            // One service's folder has another name than the service.
            let service = match service {
                "autoscaling" => "as",
                service => service,
            };
            let key = (service.to_owned(), version.to_owned());
            for (action, value) in actions {
                match read(value) {
                    Ok(found) => {
                        let known = facts.0.entry(key.clone()).or_default();
                        if known.insert(action.clone(), found).is_some() {
                            faults.push(format!("{service}/{version} {action} stands twice"));
                        }
                    }
                    Err(fault) => faults.push(format!("{service}/{version} {action}: {fault}")),
                }
            }
        }
        match faults.is_empty() {
            true => Ok(facts),
            false => Err(Error::new(format_args!(
                "{origin}:\n  {}",
                faults.join("\n  ")
            ))),
        }
    }

    /// Lists the versions that the file has facts of, as service and version.
    pub fn versions(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .keys()
            .map(|(service, version)| (&service[..], &version[..]))
    }
}

/// One action's facts, or what is wrong with them.
fn read(value: serde_json::Value) -> Result<ActionFacts> {
    let mut facts = match Written::deserialize(&value) {
        Ok(Written::Codes(errors)) => ActionFacts {
            errors,
            ..ActionFacts::default()
        },
        Ok(Written::Facts(facts)) => facts,
        // The one form that it could have says more than that it has neither.
        Err(_) => match ActionFacts::deserialize(value) {
            Err(error) => bail!("{error}"),
            Ok(facts) => facts,
        },
    };
    // A code that ends in a dot is a slip: it is words joined by dots.
    let codes = facts.errors.iter();
    facts.errors = codes
        .map(|code| code.trim_end_matches('.').to_owned())
        .collect();
    if facts.errors.is_empty() && facts.region.is_none() && facts.rate.is_none() {
        bail!("has neither errors nor region nor rate");
    }
    if facts.rate == Some(0) {
        bail!("a rate of 0 requests a second is none");
    }
    if (facts.region.is_some() || facts.rate.is_some()) && facts.page.is_none() {
        bail!("region and rate come from a page: name it");
    }
    for (name, text) in [("page", &facts.page), ("date", &facts.date)] {
        if text
            .as_ref()
            .is_some_and(|text| text.is_empty() || text.contains(char::is_whitespace))
        {
            bail!("the {name} is empty or holds a blank");
        }
    }
    if let Some(date) = facts.date.as_deref().filter(|date| !is_date(date)) {
        bail!("{date:?} is not a date; expected one such as 2021-04-30");
    }
    Ok(facts)
}

/// True for a date such as 2021-04-30.
fn is_date(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

#[cfg(test)]
mod tests {
    use super::Facts;

    fn fault(text: &str) -> String {
        let error = Facts::parse(text, "facts.json").expect_err("an error");
        format!("{error}")
    }

    #[test]
    fn both_forms_of_an_action_are_read() {
        let text = r#"{
            "bakery/2020-01-01": {
                "Bake": ["A.B", "C"],
                "Cut": {"errors": ["A.B"], "region": "none", "rate": 20, "page": "https://x/1", "date": "2021-04-30"}
            },
            "autoscaling/2018-04-19": {"Grow": ["A.B"]}
        }"#;
        let facts = Facts::parse(text, "facts.json").unwrap();
        let versions: Vec<_> = facts.versions().collect();
        assert_eq!(versions, [("as", "2018-04-19"), ("bakery", "2020-01-01")]);
    }

    #[test]
    fn every_fault_is_reported_with_its_place() {
        let faults = fault(
            r#"{
                "bakery": {"Bake": ["A"]},
                "bakery/2020-01-01": {
                    "A": {"region": "maybe", "page": "p"},
                    "B": {"rate": 20},
                    "C": {"rate": 0, "page": "p"},
                    "D": {},
                    "E": {"rate": 1, "page": "p", "date": "2021"},
                    "F": {"rates": 1},
                    "G": {"rate": 1, "page": "two words"}
                }
            }"#,
        );
        for expected in [
            "facts.json:",
            "\"bakery\" names no version of a service",
            "bakery/2020-01-01 A: unknown variant `maybe`",
            "bakery/2020-01-01 B: region and rate come from a page",
            "bakery/2020-01-01 C: a rate of 0",
            "bakery/2020-01-01 D: has neither",
            "bakery/2020-01-01 E: \"2021\" is not a date",
            "bakery/2020-01-01 F: unknown field `rates`",
            "bakery/2020-01-01 G: the page is empty or holds a blank",
        ] {
            assert!(faults.contains(expected), "{expected} is not in:\n{faults}");
        }
        assert!(fault("[]").contains("is not a file of facts"));
        let twice =
            r#"{"as/2018-04-19": {"Grow": ["A"]}, "autoscaling/2018-04-19": {"Grow": ["B"]}}"#;
        assert!(fault(twice).contains("as/2018-04-19 Grow stands twice"));
    }
}
