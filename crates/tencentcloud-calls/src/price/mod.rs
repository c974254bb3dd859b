//! The action that prices another one.

use serde_json::{Map, Value};
use tencentcloud_schema::Member;

use crate::error::Error;
use crate::given::Given;
use crate::known::{find_service, plain};
use crate::parameters::{Parameters, Sources};
use crate::target::{Target, Wanted};

/// What the name of an action that prices another one begins with.
const VERBS: [&str; 3] = ["InquiryPrice", "InquirePrice", "DescribePrice"];

/// The reviewed actions that price another one by another name: a copy of `schema/reviews/prices.tsv`.
const REVIEWED: &str = include_str!("prices.tsv");

/// The action that prices another one, which takes the parameters of the order.
#[derive(Debug)]
pub struct Inquiry {
    /// The action that tells the price, which is called in place of the other.
    pub target: Target,
    /// The parameters that have another name in it, with that name.
    renamed: Vec<(&'static str, &'static str)>,
}

impl Inquiry {
    /// Finds the action that prices `priced`.
    ///
    /// # Errors
    /// There is none.
    pub fn find(priced: &Target) -> Result<Self, Error> {
        let wanted = Wanted {
            version: Some(priced.version.clone()),
            ..Wanted::default()
        };
        let find = |action: &str| Target::find(&priced.service, action, &wanted);
        if let Some(reviewed) = reviewed().find(|line| line.prices(priced)) {
            return Ok(Self {
                target: find(reviewed.inquiry)?,
                renamed: reviewed.renamed(),
            });
        }
        let found = by_name(priced).ok_or_else(|| {
            Error::usage(format!(
                "no action of {} is known to price {}",
                priced.service, priced.name
            ))
        })?;
        Ok(Self {
            target: find(&found)?,
            renamed: Vec::new(),
        })
    }

    /// Parts what was `given` into the parameters of the priced action and those that only the inquiry
    /// has.
    pub fn part(&self, priced: &Target, given: Vec<Given>) -> (Vec<Given>, Vec<Given>) {
        given.into_iter().partition(|given| {
            let name = given.name.split('.').next().unwrap_or_default();
            has(members(priced), name) || !has(members(&self.target), name)
        })
    }

    /// Returns the parameters of the inquiry: those of the `priced` action that it shares, and its
    /// `own`; `force` and `sources` are those of [`Parameters::read`].
    ///
    /// # Errors
    /// Parameters that the inquiry needs and the priced action lacks.
    pub fn parameters(
        &self,
        priced: &Parameters,
        own: &[Given],
        force: bool,
        sources: &mut dyn Sources,
    ) -> Result<Parameters, Error> {
        let carried = self.carried(&priced.members);
        Parameters::read(&self.target, carried, own, force, sources)
    }

    /// The parameters that both actions have, as the inquiry takes them.
    fn carried(&self, priced: &Map<String, Value>) -> Map<String, Value> {
        let mut carried = Map::new();
        for (name, value) in priced {
            let renamed = self.renamed.iter().find(|(from, _)| from == name);
            let name = renamed.map_or(&**name, |(_, to)| to);
            if let Some(member) = members(&self.target).iter().find(|m| m.name == name) {
                carried.insert(name.to_owned(), shaped(member, value));
            }
        }
        carried
    }
}

/// A value for a member that takes a list where the other takes one, or the other way round.
fn shaped(member: &Member, value: &Value) -> Value {
    match value {
        Value::Array(items) if !member.list => match &items[..] {
            [item] => item.clone(),
            _ => value.clone(),
        },
        Value::Array(_) => value.clone(),
        value if member.list => Value::Array(vec![value.clone()]),
        value => value.clone(),
    }
}

fn members(target: &Target) -> &[Member] {
    let known = target.known.as_ref();
    known.map_or(&[], |known| &known.action().request)
}

fn has(members: &[Member], name: &str) -> bool {
    let wanted = plain(name);
    members.iter().any(|member| plain(&member.name) == wanted)
}

/// The action whose name says that it prices `priced`.
fn by_name(priced: &Target) -> Option<String> {
    let (_, service) = find_service(&priced.service).ok()?;
    let mut versions = service.versions().iter();
    let version = versions.find(|version| version.head().version == priced.version)?;
    let mut names = VERBS.iter().map(|verb| format!("{verb}{}", priced.name));
    names.find(|name| version.actions().any(|action| action == name))
}

/// A reviewed line.
struct Reviewed {
    service: &'static str,
    inquiry: &'static str,
    /// The actions that it prices; none if its parameters are not those of an order.
    priced: &'static str,
    renamed: &'static str,
}

impl Reviewed {
    fn prices(&self, action: &Target) -> bool {
        let mut priced = self.priced.split(',');
        self.service == action.service && priced.any(|name| name == action.name)
    }

    fn renamed(&self) -> Vec<(&'static str, &'static str)> {
        let pairs = self.renamed.split(',');
        pairs.filter_map(|pair| pair.split_once('=')).collect()
    }
}

fn reviewed() -> impl Iterator<Item = Reviewed> {
    let lines = REVIEWED.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| {
        let mut fields = line.split('\t');
        Some(Reviewed {
            service: fields.next()?,
            inquiry: fields.next()?,
            priced: fields.next()?,
            renamed: fields.next()?,
        })
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use tencentcloud_catalogue::{service, services};

    use super::*;

    /// True for a name that speaks of prices to come, not of bills.
    fn prices(name: &str) -> bool {
        name.contains("Price") || name.starts_with("Inquir")
    }

    #[test]
    fn every_action_that_tells_a_price_is_paired_or_reviewed() {
        let reviewed: Vec<_> = reviewed().collect();
        let mut needed = BTreeSet::new();
        let mut by_name = 0;
        for name in services() {
            let service = service(name).unwrap().unwrap();
            for version in service.versions() {
                let actions: BTreeSet<_> = version.actions().collect();
                for action in actions.iter().filter(|action| prices(action)) {
                    let mut rests = VERBS.iter().filter_map(|verb| action.strip_prefix(verb));
                    if rests.any(|rest| actions.contains(rest)) {
                        by_name += 1;
                        continue;
                    }
                    let line = reviewed
                        .iter()
                        .find(|line| (line.service, line.inquiry) == (name, *action));
                    let line = line.unwrap_or_else(|| {
                        panic!("{name} {action}: add a line to schema/reviews/prices.tsv")
                    });
                    needed.insert((name, line.inquiry));
                }
            }
        }
        assert_eq!(by_name, 49);
        for line in &reviewed {
            assert!(
                needed.contains(&(line.service, line.inquiry)),
                "{} {}: nothing needs the line",
                line.service,
                line.inquiry
            );
        }
    }

    #[test]
    fn what_is_reviewed_is_there_and_shares_parameters() {
        for line in reviewed().filter(|line| line.priced != "-") {
            for priced in line.priced.split(',') {
                let find = |action| Target::find(line.service, action, &Wanted::default()).unwrap();
                let priced = find(priced);
                let inquiry = Inquiry::find(&priced).unwrap();
                assert_eq!(inquiry.target.name, line.inquiry);
                for (from, to) in &inquiry.renamed {
                    assert!(has(members(&priced), from), "{} {from}", priced.name);
                    assert!(has(members(&inquiry.target), to), "{} {to}", line.inquiry);
                }
                let given = members(&priced)
                    .iter()
                    .map(|member| (member.name.clone(), Value::Null));
                let carried = inquiry.carried(&given.collect());
                assert!(!carried.is_empty(), "{} shares nothing", priced.name);
            }
        }
    }

    #[test]
    fn the_list_is_that_of_the_schema() {
        let schema = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../../schema/reviews/prices.tsv"
        );
        // A packaged crate is alone.
        if let Ok(text) = std::fs::read_to_string(schema) {
            assert!(text == REVIEWED, "run `cargo xtask codegen`");
        }
    }
}
