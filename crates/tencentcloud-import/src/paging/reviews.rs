//! The reviewed list: a verdict on every candidate of the rule.

use std::collections::{BTreeMap, BTreeSet};

use tencentcloud_schema::{Description, Paging, PagingStyle};

use super::rule::{Proposal, propose};
use crate::error::{Context, Error, Result, bail};

/// What a reviewer says of a candidate.
#[derive(Clone, Debug, PartialEq)]
enum Verdict {
    /// The rule's paging is right.
    Yes(Paging),
    /// This paging is right, and not the rule's.
    Own(Paging),
    /// It is not paged, for that reason.
    No(String),
}

/// The reviewed verdicts by service, version and action.
#[derive(Debug, Default)]
pub struct Reviews {
    origin: String,
    verdicts: BTreeMap<[String; 3], Verdict>,
    used: BTreeSet<[String; 3]>,
}

impl Reviews {
    /// Parses the list: the text of `reviews/paging.tsv`, whose place is `origin` in messages.
    ///
    /// # Errors
    /// A line has another form, or an action has two verdicts.
    pub fn parse(text: &str, origin: &str) -> Result<Self> {
        let mut verdicts = BTreeMap::new();
        for (index, line) in text.lines().enumerate() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let at = || format!("{origin}:{}", index + 1);
            let (slot, verdict) = read_line(line).context(at)?;
            if verdicts.insert(slot, verdict).is_some() {
                bail!("{}: this action has a verdict already", at());
            }
        }
        Ok(Self {
            origin: origin.to_owned(),
            verdicts,
            used: BTreeSet::new(),
        })
    }

    /// Gives every action of a description the paging that its verdict says; the lines that the
    /// list lacks come back, as the rule proposes them.
    ///
    /// # Errors
    /// A `yes` to what the rule does not propose by now, and an `own` paging that it does: both
    /// must be looked at again.
    pub fn decide(
        &mut self,
        description: &mut Description,
        prose: &BTreeMap<String, String>,
    ) -> Result<Vec<String>> {
        let mut unknown = Vec::new();
        let mut decided = Vec::new();
        for (name, action) in &description.actions {
            let said = |parameter: &str| {
                prose
                    .get(&format!("actions.{name}.request.{parameter}"))
                    .cloned()
                    .unwrap_or_default()
            };
            let Some(proposal) = propose(description, name, action, &said) else {
                continue;
            };
            let slot = [
                description.service.clone(),
                description.version.clone(),
                name.clone(),
            ];
            let paging = match self.verdicts.get(&slot) {
                None => {
                    unknown.push(format!("{}\t{}", slot.join("\t"), text(&proposal)));
                    None
                }
                Some(Verdict::Yes(paging)) if proposal.as_ref() == Ok(paging) => Some(paging),
                Some(Verdict::Own(paging)) if proposal.as_ref() != Ok(paging) => Some(paging),
                Some(Verdict::No(_)) => None,
                Some(Verdict::Yes(_) | Verdict::Own(_)) => bail!(
                    "{}: the verdict on {} no longer stands beside the rule, which says {:?} by now: look at it again",
                    self.origin,
                    slot.join(" "),
                    text(&proposal)
                ),
            };
            decided.push((name.clone(), paging.cloned()));
            self.used.insert(slot);
        }
        for (name, paging) in decided {
            if let Some(action) = description.actions.get_mut(&name) {
                action.paging = paging;
            }
        }
        Ok(unknown)
    }

    /// The verdicts of those services that no action asked for.
    pub fn unused(&self, services: &BTreeSet<&str>) -> Vec<String> {
        let known = self
            .verdicts
            .keys()
            .filter(|slot| services.contains(slot[0].as_str()));
        known
            .filter(|slot| !self.used.contains(*slot))
            .map(|slot| slot.join(" "))
            .collect()
    }
}

/// Reads `service, version, action, yes|own|no, paging or reason`, with tabs between.
fn read_line(line: &str) -> Result<([String; 3], Verdict)> {
    let cells: Vec<&str> = line.split('\t').collect();
    let [service, version, action, word, rest] = cells[..] else {
        bail!(
            "expected service, version, action, verdict and paging or reason, with tabs between; found {line:?}"
        );
    };
    let verdict = match word {
        "yes" => Verdict::Yes(read_paging(rest)?),
        "own" => Verdict::Own(read_paging(rest)?),
        "no" => Verdict::No(rest.to_owned()),
        _ => bail!("expected yes, own or no; found {word:?}"),
    };
    Ok(([service, version, action].map(str::to_owned), verdict))
}

/// Reads `offset=Offset items=Result.Set size=Limit`.
fn read_paging(text: &str) -> Result<Paging> {
    let mut fields: BTreeMap<&str, String> = BTreeMap::new();
    for word in text.split(' ') {
        let (name, value) = word
            .split_once('=')
            .ok_or_else(|| Error::new(format_args!("expected name=value; found {word:?}")))?;
        fields.insert(name, value.to_owned());
    }
    let (style, position) = STYLES
        .iter()
        .find_map(|(name, style)| Some((*style, fields.remove(name)?)))
        .ok_or_else(|| Error::new("expected one of offset, page, index and token"))?;
    let paging = Paging {
        style,
        position,
        size: fields.remove("size"),
        items: fields
            .remove("items")
            .ok_or_else(|| Error::new("expected items, the path of the list"))?,
        total: fields.remove("total"),
        next: fields.remove("next"),
        more: fields.remove("more"),
        over: fields.remove("over"),
    };
    match fields.pop_first() {
        Some((name, _)) => bail!("a paging has no {name:?}"),
        None => Ok(paging),
    }
}

const STYLES: [(&str, PagingStyle); 4] = [
    ("offset", PagingStyle::Offset),
    ("page", PagingStyle::Page),
    ("index", PagingStyle::Index),
    ("token", PagingStyle::Token),
];

/// A proposal as its line in the list.
pub(super) fn text(proposal: &Proposal) -> String {
    let paging = match proposal {
        Ok(paging) => paging,
        Err(reason) => return format!("no\t{reason}"),
    };
    let style = STYLES.iter().find(|(_, style)| *style == paging.style);
    let mut line = format!(
        "yes\t{}={} items={}",
        style.map_or("", |(name, _)| name),
        paging.position,
        paging.items
    );
    for (name, value) in [
        ("size", &paging.size),
        ("total", &paging.total),
        ("next", &paging.next),
        ("more", &paging.more),
        ("over", &paging.over),
    ] {
        if let Some(value) = value {
            line.push_str(&format!(" {name}={value}"));
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use std::error::Error as _;

    use super::*;

    const ONE_CANDIDATE: &str = r#"{"format":1,"service":"x","version":"2020-01-01","types":{
        "Item":{"members":[]}},"actions":{"DescribeThings":{
        "request":[{"name":"Offset","type":"string"},{"name":"Limit","type":"uint64"}],
        "response":[{"name":"A","type":"Item","list":true}]}}}"#;

    /// What the import makes of one candidate and a list with these lines.
    fn decide(lines: &str) -> Result<(Option<Paging>, Vec<String>)> {
        let mut reviews = Reviews::parse(lines, "paging.tsv")?;
        let mut description = Description::parse(ONE_CANDIDATE, "test")?;
        let unknown = reviews.decide(&mut description, &BTreeMap::new())?;
        let unused = reviews.unused(&BTreeSet::from(["x"]));
        if !unused.is_empty() {
            bail!("unused: {unused:?}");
        }
        Ok((
            description.actions["DescribeThings"].paging.clone(),
            unknown,
        ))
    }

    #[test]
    fn a_verdict_decides_and_a_stale_one_is_an_error() {
        let rules = "offset=Offset items=A size=Limit";
        let slot = "x\t2020-01-01\tDescribeThings";
        let (paging, unknown) = decide("# none\n").unwrap();
        assert_eq!(paging, None);
        assert_eq!(unknown, [format!("{slot}\tyes\t{rules}")]);

        let (paging, unknown) = decide(&format!("{slot}\tyes\t{rules}")).unwrap();
        assert_eq!(paging, Some(read_paging(rules).unwrap()));
        assert!(unknown.is_empty());
        let own = "index=Offset items=A size=Limit";
        let (paging, _) = decide(&format!("{slot}\town\t{own}")).unwrap();
        assert_eq!(paging, Some(read_paging(own).unwrap()));
        let (paging, unknown) = decide(&format!("{slot}\tno\tnever")).unwrap();
        assert_eq!((paging, unknown), (None, Vec::new()));

        for (lines, expected) in [
            (format!("{slot}\tyes\t{own}"), "look at it again"),
            (format!("{slot}\town\t{rules}"), "look at it again"),
            (format!("{slot}\tmaybe\t{rules}"), "expected yes, own or no"),
            (format!("{slot}\tyes\titems=A"), "expected one of offset"),
            (
                format!("{slot}\tyes\toffset=O items=A last=B"),
                "has no \"last\"",
            ),
            (format!("{slot}\tno\ta\n{slot}\tno\tb"), "paging.tsv:2"),
            (format!("{slot}\tno"), "paging.tsv:1"),
            ("x\t2020-01-01\tListNothing\tno\tgone".to_owned(), "unused"),
        ] {
            let error = decide(&lines).unwrap_err();
            let cause = error.source().map(ToString::to_string).unwrap_or_default();
            let error = format!("{error}: {cause}");
            assert!(error.contains(expected), "{lines}: {error}");
        }
    }
}
