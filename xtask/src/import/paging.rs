//! How lists are paged: a rule proposes, a reviewed list decides.
//!
//! The rule looks for parameters that move through a list and for the one list that they move
//! through. `schema/reviews/paging.tsv` holds a verdict for every action that the rule takes for a
//! candidate: a proposal that stands in it with `yes` becomes the action's paging, and an action
//! that it does not know gets none and is told in the import's report.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use tencentcloud_schema::{Action, Description, Kind, Member, Paging, PagingStyle};

use crate::workspace::{self, SchemaDir};

/// Position and size of pages by the number of items passed over.
const OFFSETS: [(&str, &[&str]); 1] = [("Offset", &["Limit"])];

/// Position and size of pages by number.
const PAGES: [(&str, &[&str]); 8] = [
    ("PageNumber", &["PageSize", "Limit"]),
    ("PageNo", &["PageSize"]),
    ("PageNum", &["PageSize"]),
    ("PageIndex", &["PageSize", "Limit"]),
    ("Page", &["PageSize", "Limit", "PerPage", "Size"]),
    ("CurrentPage", &["PageSize"]),
    ("PageId", &["PageSize"]),
    ("PageNumer", &["PageSize"]),
];

/// Position of pages by token, and the members of an answer that give the next one.
const TOKENS: [(&str, &[&str]); 7] = [
    ("NextToken", &["NextToken"]),
    ("PageToken", &["NextPageToken", "PageToken"]),
    ("Cursor", &["NextCursor", "Cursor"]),
    ("Context", &["Context"]),
    ("Marker", &["NextMarker", "Marker"]),
    ("NextCursor", &["NextCursor"]),
    (
        "PaginationToken",
        &["PaginationToken", "NextPaginationToken"],
    ),
];

const SIZES: [&str; 5] = ["Limit", "MaxResults", "PageSize", "Count", "MaxKeys"];
const TOTALS: [&str; 6] = [
    "TotalCount",
    "Total",
    "TotalNum",
    "TotalNumber",
    "TotalCnt",
    "TotalElements",
];
const MORE: [&str; 3] = ["HasMore", "HasNext", "HasNextPage"];

/// Verbs of actions that only read.
const READS: [&str; 12] = [
    "Describe", "List", "Get", "Query", "Search", "Fetch", "Inquire", "Find", "Show", "Select",
    "Scan", "Lookup",
];

/// What the rule makes of an action.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Proposal {
    /// The paging, where the rule finds one that hangs together.
    pub(super) paging: Option<Paging>,
    /// Why there is none, or what to look at.
    pub(super) note: String,
}

/// The proposal for an action whose parameters look like paging; `None` where they do not. `prose`
/// tells what the source says of a request parameter.
pub(super) fn propose(
    description: &Description,
    name: &str,
    action: &Action,
    prose: &dyn Fn(&str) -> String,
) -> Option<Proposal> {
    let scalar = |name: &str| {
        action
            .request
            .iter()
            .find(|m| m.name == name && !m.list && (m.kind.is_integer() || m.kind == Kind::String))
    };
    let size_of = |sizes: &[&str]| {
        sizes
            .iter()
            .find_map(|size| scalar(size))
            .map(|m| m.name.clone())
    };
    let lists = Lists::of(description, action);
    let (style, position, size, next) = if let Some((position, size)) = OFFSETS
        .iter()
        .find_map(|(position, sizes)| Some((scalar(position)?, size_of(sizes)?)))
    {
        (PagingStyle::Offset, position, Some(size), None)
    } else if let Some((position, size)) = PAGES
        .iter()
        .find_map(|(position, sizes)| Some((scalar(position)?, size_of(sizes)?)))
    {
        (PagingStyle::Page, position, Some(size), None)
    } else {
        let (position, next) = TOKENS.iter().find_map(|(position, nexts)| {
            let next = nexts
                .iter()
                .find_map(|next| lists.scalar(next, &|m| m.kind == Kind::String))?;
            Some((scalar(position)?, next))
        })?;
        (PagingStyle::Token, position, size_of(&SIZES), Some(next))
    };
    let no = |note: &str| {
        Some(Proposal {
            paging: None,
            note: note.to_owned(),
        })
    };
    if !READS.iter().any(|verb| name.starts_with(verb)) {
        return no("not a reading verb");
    }
    let said = prose(&position.name);
    let from_zero = [
        "从0",
        "从 0",
        "0开始",
        "0 开始",
        "from 0",
        "起始值为0",
        "0为第一页",
        "0表示第一页",
    ];
    if style == PagingStyle::Page && from_zero.iter().any(|words| said.contains(words)) {
        return no("pages are numbered from 0");
    }
    if style == PagingStyle::Offset
        && ["页码", "页数", "第几页", "页号"]
            .iter()
            .any(|words| said.contains(words))
    {
        return no("the offset is a page number");
    }
    let items = match lists.items() {
        Ok(items) => items,
        Err(note) => return no(note),
    };
    let number = |m: &Member| m.kind.is_integer() || m.kind == Kind::String;
    Some(Proposal {
        paging: Some(Paging {
            style,
            position: position.name.clone(),
            size,
            total: TOTALS.iter().find_map(|name| lists.scalar(name, &number)),
            more: MORE
                .iter()
                .find_map(|name| lists.scalar(name, &|m| m.kind == Kind::Bool)),
            items,
            next,
        }),
        note: String::new(),
    })
}

/// The members of an answer, and of the objects one level down, by path.
struct Lists<'a>(Vec<(String, &'a Member, usize)>);

impl<'a> Lists<'a> {
    fn of(description: &'a Description, action: &'a Action) -> Self {
        let mut members: Vec<(String, &Member, usize)> = Vec::new();
        for member in &action.response {
            members.push((member.name.clone(), member, 0));
        }
        for member in action.response.iter().filter(|member| !member.list) {
            let inner = member
                .kind
                .object()
                .and_then(|name| description.types.get(name));
            for below in inner.into_iter().flat_map(|object| &object.members) {
                members.push((format!("{}.{}", member.name, below.name), below, 1));
            }
        }
        Self(members)
    }

    /// The path of the list that pages go through: the only one, or the only one of objects, at
    /// the top or else one object down.
    fn items(&self) -> Result<String, &'static str> {
        for depth in [0, 1] {
            let lists: Vec<_> = self
                .0
                .iter()
                .filter(|(_, member, at)| *at == depth && member.list)
                .collect();
            let objects: Vec<_> = lists
                .iter()
                .filter(|(_, member, _)| member.kind.object().is_some())
                .collect();
            match (&lists[..], &objects[..]) {
                ([(path, ..)], _) | (_, [(path, ..)]) => return Ok(path.clone()),
                ([], _) => {}
                _ => return Err("several lists"),
            }
        }
        Err("no list")
    }

    fn scalar(&self, name: &str, fits: &dyn Fn(&Member) -> bool) -> Option<String> {
        let named = |(path, member, _): &&(String, &Member, usize)| {
            path.rsplit('.').next() == Some(name) && !member.list && fits(member)
        };
        self.0.iter().find(named).map(|(path, ..)| path.clone())
    }
}

/// The reviewed verdicts by service, version and action.
#[derive(Debug, Default)]
pub(super) struct Reviews {
    path: PathBuf,
    verdicts: BTreeMap<[String; 3], String>,
    used: BTreeSet<[String; 3]>,
}

impl Reviews {
    /// Reads the list; an absent one is empty.
    pub(super) fn read(schema: &SchemaDir) -> Result<Self> {
        let path = schema.0.join("reviews/paging.tsv");
        let mut verdicts = BTreeMap::new();
        if path.exists() {
            for (index, line) in workspace::read(&path)?.lines().enumerate() {
                if line.is_empty() || line.starts_with('#') {
                    continue;
                }
                let mut cells = line.splitn(4, '\t').map(str::to_owned);
                let slot =
                    [cells.next(), cells.next(), cells.next()].map(Option::unwrap_or_default);
                let verdict = cells.next().with_context(|| {
                    format!(
                        "{}:{}: expected service, version, action and verdict with tabs between",
                        path.display(),
                        index + 1
                    )
                })?;
                if verdicts.insert(slot, verdict).is_some() {
                    bail!(
                        "{}:{}: this action has a verdict already",
                        path.display(),
                        index + 1
                    );
                }
            }
        }
        Ok(Self {
            path,
            verdicts,
            used: BTreeSet::new(),
        })
    }

    /// Gives every action of a description the paging that its verdict says; the lines that the
    /// list lacks come back, as the rule proposes them.
    ///
    /// # Errors
    /// A verdict that is not what the rule proposes by now: it must be looked at again.
    pub(super) fn decide(
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
            let proposed = proposal.to_string();
            match self.verdicts.get(&slot) {
                None => unknown.push(format!("{}\t{proposed}", slot.join("\t"))),
                Some(verdict) if *verdict == proposed => {
                    decided.push((name.clone(), proposal.paging))
                }
                Some(verdict) if verdict.starts_with("no\t") => decided.push((name.clone(), None)),
                Some(verdict) => bail!(
                    "{}: {} was reviewed as {verdict:?}, and the sources give {proposed:?} by now: look at it again",
                    self.path.display(),
                    slot.join(" ")
                ),
            }
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
    pub(super) fn unused(&self, services: &BTreeSet<&str>) -> Vec<String> {
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

impl fmt::Display for Proposal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(paging) = &self.paging else {
            return write!(f, "no\t{}", self.note);
        };
        let style = match paging.style {
            PagingStyle::Offset => "offset",
            PagingStyle::Page => "page",
            PagingStyle::Token => "token",
        };
        write!(f, "yes\t{style}={} items={}", paging.position, paging.items)?;
        for (name, value) in [
            ("size", &paging.size),
            ("total", &paging.total),
            ("next", &paging.next),
            ("more", &paging.more),
        ] {
            if let Some(value) = value {
                write!(f, " {name}={value}")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proposal(request: &str, response: &str, said: &str) -> Option<String> {
        let text = format!(
            r#"{{"format":1,"service":"x","version":"2020-01-01","types":{{
                "Page":{{"members":[{{"name":"Set","type":"string","list":true}},{{"name":"TotalCount","type":"uint64"}}]}},
                "Item":{{"members":[]}}}},
                "actions":{{"DescribeThings":{{"request":[{request}],"response":[{response}]}}}}}}"#
        );
        let description = Description::parse(&text, "test").unwrap();
        let action = &description.actions["DescribeThings"];
        propose(&description, "DescribeThings", action, &|_| said.to_owned()).map(|p| p.to_string())
    }

    const OFFSET: &str = r#"{"name":"Offset","type":"string"},{"name":"Limit","type":"uint64"}"#;

    #[test]
    fn one_list_at_the_top_or_one_object_down() {
        let top = r#"{"name":"Total","type":"int64"},{"name":"Items","type":"Item","list":true},{"name":"Names","type":"string","list":true}"#;
        assert_eq!(
            proposal(OFFSET, top, "").unwrap(),
            "yes\toffset=Offset items=Items size=Limit total=Total"
        );
        let below = r#"{"name":"Result","type":"Page"}"#;
        assert_eq!(
            proposal(OFFSET, below, "").unwrap(),
            "yes\toffset=Offset items=Result.Set size=Limit total=Result.TotalCount"
        );
    }

    #[test]
    fn what_does_not_hang_together_is_no_paging() {
        let several =
            r#"{"name":"A","type":"Item","list":true},{"name":"B","type":"Item","list":true}"#;
        assert_eq!(proposal(OFFSET, several, "").unwrap(), "no\tseveral lists");
        assert_eq!(proposal(OFFSET, "", "").unwrap(), "no\tno list");
        let one = r#"{"name":"A","type":"Item","list":true}"#;
        assert_eq!(
            proposal(OFFSET, one, "页码").unwrap(),
            "no\tthe offset is a page number"
        );
        let pages = r#"{"name":"PageNumber","type":"int64"},{"name":"PageSize","type":"int64"}"#;
        assert_eq!(
            proposal(pages, one, "从0开始").unwrap(),
            "no\tpages are numbered from 0"
        );
        assert_eq!(
            proposal(r#"{"name":"Limit","type":"int64"}"#, one, ""),
            None
        );
        let list =
            r#"{"name":"Offset","type":"int64"},{"name":"Limit","type":"int64","list":true}"#;
        assert_eq!(proposal(list, one, ""), None, "a list is no size");
    }

    #[test]
    fn tokens_need_an_answer_that_gives_the_next() {
        let request =
            r#"{"name":"NextToken","type":"string"},{"name":"MaxResults","type":"int64"}"#;
        let answer = r#"{"name":"A","type":"Item","list":true},{"name":"NextToken","type":"string"},{"name":"HasMore","type":"bool"}"#;
        assert_eq!(
            proposal(request, answer, "").unwrap(),
            "yes\ttoken=NextToken items=A size=MaxResults next=NextToken more=HasMore"
        );
        assert_eq!(
            proposal(request, r#"{"name":"A","type":"Item","list":true}"#, ""),
            None
        );
    }
}
