//! The reviewed list of kinds: what the rule doubts and is right, and what it does not and is wrong.

use std::collections::{BTreeMap, BTreeSet};

use tencentcloud_schema::Description;
use tencentcloud_schema::resource::{Kinds, Resource};

use super::rule::propose;
use crate::error::{Context, Result, bail};

/// The reviewed verdicts by service, version and kind.
#[derive(Debug, Default)]
pub struct ResourceReviews {
    origin: String,
    verdicts: BTreeMap<[String; 3], bool>,
    used: BTreeSet<[String; 3]>,
}

/// The kinds of one description after review, and what became of the others.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resourced {
    /// The kinds that are in.
    pub kinds: Kinds,
    /// Kinds that are left out, each with the reason.
    pub left: Vec<(String, String)>,
    /// Lines that `resources.tsv` lacks: kinds that the rule doubts and nobody has looked at.
    pub doubted: Vec<String>,
}

impl ResourceReviews {
    /// Parses the list: the text of `reviews/resources.tsv`, whose place is `origin` in messages.
    ///
    /// # Errors
    /// A line has another form, or a kind has two verdicts.
    pub fn parse(text: &str, origin: &str) -> Result<Self> {
        let mut verdicts = BTreeMap::new();
        for (index, line) in text.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let at = || format!("{origin}:{}", index + 1);
            let (slot, verdict) = read_line(line).context(at)?;
            if verdicts.insert(slot, verdict).is_some() {
                bail!("{}: this kind has a verdict already", at());
            }
        }
        Ok(Self {
            origin: origin.to_owned(),
            verdicts,
            used: BTreeSet::new(),
        })
    }

    /// Proposes the kinds of a description and decides on each.
    ///
    /// # Errors
    /// A `yes` to a kind that the rule does not doubt: remove the line.
    pub fn decide(&mut self, description: &Description) -> Result<Resourced> {
        let mut decided = Resourced::default();
        for proposal in propose(description) {
            let resource = match proposal.resource {
                Ok(resource) => resource,
                Err(why) => {
                    decided.left.push((proposal.kind, why));
                    continue;
                }
            };
            let slot =
                [&description.service, &description.version, &proposal.kind].map(Clone::clone);
            let verdict = self.verdicts.get(&slot).copied();
            let line = slot.join("\t");
            if verdict.is_some() {
                self.used.insert(slot);
            }
            match (verdict, proposal.doubt) {
                (None | Some(true), None) if verdict.is_some() => bail!(
                    "{}: the rule does not doubt {} by now: remove the line",
                    self.origin,
                    line.replace('\t', " ")
                ),
                (None, None) | (Some(true), Some(_)) => {
                    decided.kinds.insert(proposal.kind, resource);
                }
                (Some(false), _) => decided
                    .left
                    .push((proposal.kind, "a review says no".to_owned())),
                (_, doubt) => {
                    let doubt = doubt.unwrap_or_default();
                    decided.doubted.push(format!("{line}\tno\t{doubt}"));
                    decided
                        .left
                        .push((proposal.kind, format!("doubted: {doubt}")));
                }
            }
        }
        orphans(&mut decided.kinds);
        Ok(decided)
    }

    /// The verdicts of those services that no kind asked for.
    pub fn unused(&self, services: &BTreeSet<&str>) -> Vec<String> {
        let known = self
            .verdicts
            .keys()
            .filter(|slot| services.contains(slot[0].as_str()));
        let unused = known.filter(|slot| !self.used.contains(*slot));
        unused.map(|slot| slot.join(" ")).collect()
    }
}

/// Drops parents that are no kinds: what has no life cannot be asked for.
fn orphans(kinds: &mut Kinds) {
    let names: BTreeSet<String> = kinds.keys().cloned().collect();
    let known = |resource: &mut Resource| {
        resource
            .parents
            .retain(|parent| names.contains(&parent.resource))
    };
    kinds.values_mut().for_each(known);
}

/// Reads `service, version, kind, yes|no, reason`, with tabs between.
fn read_line(line: &str) -> Result<([String; 3], bool)> {
    let cells: Vec<&str> = line.split('\t').collect();
    let [service, version, kind, word, reason] = cells[..] else {
        bail!(
            "expected service, version, kind, verdict and reason, with tabs between; found {line:?}"
        );
    };
    if reason.trim().is_empty() {
        bail!("expected a reason behind {word}");
    }
    let verdict = match word {
        "yes" => true,
        "no" => false,
        _ => bail!("expected yes or no; found {word:?}"),
    };
    Ok(([service, version, kind].map(str::to_owned), verdict))
}
