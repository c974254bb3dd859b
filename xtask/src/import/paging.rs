//! How lists are paged: a rule proposes, a reviewed list decides.
//!
//! The rule looks for parameters that move through a list and for the one list that they move
//! through. `schema/reviews/paging.tsv` holds a verdict for every action that the rule takes for a
//! candidate: the rule's own paging with `yes`, another one with `own`, none with `no`. An action
//! that the list does not know gets no paging and is told in the import's report.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use tencentcloud_schema::{Action, Description, Kind, Member, Paging, PagingStyle};

use crate::workspace::{self, SchemaDir};

/// Parameters that hold the number of items passed over.
const OFFSETS: [&str; 4] = ["Offset", "OffSet", "Skip", "MgoOffset"];

/// Parameters that hold a page's number.
const PAGES: [&str; 10] = [
    "PageNumber",
    "PageNo",
    "PageNum",
    "PageIndex",
    "Page",
    "CurrentPage",
    "PageId",
    "PageNumer",
    "PageOffset",
    "PageOffSet",
];

/// Parameters that hold a token, and the members of an answer that give the next one.
const TOKENS: [(&str, &[&str]); 14] = [
    ("NextToken", &["NextToken"]),
    ("PageToken", &["NextPageToken", "PageToken"]),
    ("Cursor", &["NextCursor", "Cursor"]),
    ("Context", &["Context"]),
    ("ConText", &["ConText"]),
    ("Marker", &["NextMarker", "Marker"]),
    ("NextCursor", &["NextCursor"]),
    (
        "PaginationToken",
        &["PaginationToken", "NextPaginationToken"],
    ),
    ("ContinueToken", &["ContinueToken"]),
    ("ScrollToken", &["ScrollToken"]),
    ("ScrollId", &["ScrollId"]),
    ("AccessGroupIdMarker", &["NextAccessGroupIdMarker"]),
    ("FileSystemIdMarker", &["NextFileSystemIdMarker"]),
    ("RestoreTaskIdMarker", &["NextRestoreTaskIdMarker"]),
];

/// Parameters that hold the page's size, for each style the likeliest first.
const OFFSET_SIZES: [&str; 4] = ["Limit", "Length", "Count", "MgoLimit"];
const PAGE_SIZES: [&str; 7] = [
    "PageSize",
    "Limit",
    "PerPage",
    "Size",
    "Rp",
    "NumPerPage",
    "Count",
];
const TOKEN_SIZES: [&str; 6] = [
    "Limit",
    "MaxResults",
    "PageSize",
    "Size",
    "MaxKeys",
    "Count",
];

const TOTALS: [&str; 9] = [
    "TotalCount",
    "Total",
    "TotalNum",
    "TotalNumber",
    "TotalCnt",
    "TotalElements",
    "TotalItems",
    "TotalRow",
    "RecordNum",
];
const MORE: [&str; 5] = [
    "HasMore",
    "HaveMore",
    "HasNext",
    "HasNextPage",
    "IsTruncated",
];
const OVER: [&str; 3] = ["ListOver", "Listover", "IsOver"];

/// Verbs of actions that only read.
const READS: [&str; 13] = [
    "Describe",
    "Describle",
    "List",
    "Get",
    "Query",
    "Search",
    "Fetch",
    "Inquire",
    "Find",
    "Show",
    "Select",
    "Scan",
    "Lookup",
];

/// How an offset that is called a page's is explained: it counts items after all.
const FORMULAS: [&str; 2] = ["页码-1", "当前页-1"];
const IS_A_PAGE: [&str; 8] = [
    "页码",
    "页数",
    "页号",
    "页编号",
    "第几页",
    "第多少页",
    "当前页",
    "分页Page",
];
const FROM_ZERO: [&str; 9] = [
    "从0",
    "从 0",
    "从第0页",
    "0开始",
    "第0页",
    "第一页是0",
    "第一页:0",
    "0表示第一页",
    "0，表示第一页",
];

/// What the rule makes of an action: a paging, or why there is none.
type Proposal = Result<Paging, &'static str>;

/// The proposal for an action whose parameters look like paging; `None` where they do not. `prose`
/// tells what the source says of a request parameter.
fn propose(
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
    let answer = Answer::of(description, action);
    let first = |names: &[&str]| names.iter().find_map(|name| scalar(name));
    let number = |m: &Member| m.kind.is_integer() || m.kind == Kind::String;
    let (style, position, size, next) =
        if let (Some(position), Some(size)) = (first(&OFFSETS), first(&OFFSET_SIZES)) {
            (PagingStyle::Offset, position, Some(size), None)
        } else if let Some((position, size)) = first(&PAGES)
            .map(|position| (position, first(&PAGE_SIZES)))
            .filter(|(position, size)| size.is_some() || position.name.len() > "PageId".len())
        {
            (PagingStyle::Page, position, size, None)
        } else {
            let (position, next) = TOKENS.iter().find_map(|(position, nexts)| {
                let next = answer.single("", nexts, &number)?;
                Some((scalar(position)?, next))
            })?;
            (
                PagingStyle::Token,
                position,
                first(&TOKEN_SIZES),
                Some(next),
            )
        };
    Some(
        judge(name, style, &prose(&position.name)).and_then(|style| {
            let flag = |m: &Member| m.kind == Kind::Bool || m.kind.is_integer();
            let items = answer.items()?;
            Ok(Paging {
                style,
                position: position.name.clone(),
                size: size.map(|m| m.name.clone()),
                total: answer.single(&items, &TOTALS, &number),
                next,
                more: answer.single(&items, &MORE, &flag),
                over: answer.single(&items, &OVER, &flag),
                items,
            })
        }),
    )
}

/// Whether the action is paged at all, and in which style, by what the source says of the position.
fn judge(action: &str, style: PagingStyle, said: &str) -> Result<PagingStyle, &'static str> {
    let says = |words: &[&str]| words.iter().any(|words| said.contains(words));
    if !READS.iter().any(|verb| action.starts_with(verb)) {
        return Err("not a reading verb");
    }
    match style {
        PagingStyle::Page if says(&FROM_ZERO) => Ok(PagingStyle::Index),
        PagingStyle::Offset if !says(&IS_A_PAGE) || says(&FORMULAS) => Ok(PagingStyle::Offset),
        PagingStyle::Offset if says(&FROM_ZERO) => Ok(PagingStyle::Index),
        PagingStyle::Offset => Err("the offset is a page number"),
        style => Ok(style),
    }
}

/// The members of an answer, and of the objects one level down, by path.
struct Answer<'a>(Vec<(String, &'a Member)>);

impl<'a> Answer<'a> {
    fn of(description: &'a Description, action: &'a Action) -> Self {
        let mut members: Vec<(String, &Member)> = Vec::new();
        for member in &action.response {
            members.push((member.name.clone(), member));
        }
        for member in action.response.iter().filter(|member| !member.list) {
            let inner = member
                .kind
                .object()
                .and_then(|name| description.types.get(name));
            for below in inner.into_iter().flat_map(|object| &object.members) {
                members.push((format!("{}.{}", member.name, below.name), below));
            }
        }
        Self(members)
    }

    /// The path of the list that pages go through: the only one, or the only one of objects, at
    /// the top or else one object down.
    fn items(&self) -> Result<String, &'static str> {
        for below in [false, true] {
            let lists = self
                .0
                .iter()
                .filter(|(path, member)| path.contains('.') == below && member.list);
            let (objects, others): (Vec<_>, Vec<_>) =
                lists.partition(|(_, member)| member.kind.object().is_some());
            match (&objects[..], &others[..]) {
                ([(path, _)], _) | ([], [(path, _)]) => return Ok(path.clone()),
                ([], []) => {}
                _ => return Err("several lists"),
            }
        }
        Err("no list")
    }

    /// The path of the single value that has the first of those names: beside the list, else at
    /// the top, else anywhere.
    fn single(
        &self,
        items: &str,
        names: &[&str],
        fits: &dyn Fn(&Member) -> bool,
    ) -> Option<String> {
        let beside = items.rsplit_once('.').map_or("", |(parent, _)| parent);
        let places = [Some(beside), Some(""), None];
        let named = |name: &&str, place: Option<&str>| {
            self.0.iter().find(|(path, member)| {
                let (parent, last) = path.rsplit_once('.').unwrap_or(("", path));
                last == *name
                    && place.is_none_or(|place| place == parent)
                    && !member.list
                    && fits(member)
            })
        };
        names
            .iter()
            .find_map(|name| places.iter().find_map(|place| named(name, *place)))
            .map(|(path, _)| path.clone())
    }
}

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
pub(super) struct Reviews {
    path: PathBuf,
    verdicts: BTreeMap<[String; 3], Verdict>,
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
                let at = || format!("{}:{}", path.display(), index + 1);
                let (slot, verdict) = read_line(line).with_context(at)?;
                if verdicts.insert(slot, verdict).is_some() {
                    bail!("{}: this action has a verdict already", at());
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
    /// A `yes` to what the rule does not propose by now, and an `own` paging that it does: both
    /// must be looked at again.
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
                    self.path.display(),
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
            .with_context(|| format!("expected name=value; found {word:?}"))?;
        fields.insert(name, value.to_owned());
    }
    let (style, position) = STYLES
        .iter()
        .find_map(|(name, style)| Some((*style, fields.remove(name)?)))
        .context("expected one of offset, page, index and token")?;
    let paging = Paging {
        style,
        position,
        size: fields.remove("size"),
        items: fields
            .remove("items")
            .context("expected items, the path of the list")?,
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
fn text(proposal: &Proposal) -> String {
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
    use super::*;

    const OFFSET: &str = r#"{"name":"Offset","type":"string"},{"name":"Limit","type":"uint64"}"#;
    const PAGE: &str = r#"{"name":"PageNumber","type":"int64"},{"name":"PageSize","type":"int64"}"#;
    const ONE_LIST: &str = r#"{"name":"A","type":"Item","list":true}"#;

    fn description(request: &str, response: &str) -> Description {
        let text = format!(
            r#"{{"format":1,"service":"x","version":"2020-01-01","types":{{
                "Page":{{"members":[{{"name":"Set","type":"string","list":true}},{{"name":"TotalCount","type":"uint64"}}]}},
                "Item":{{"members":[]}}}},
                "actions":{{"DescribeThings":{{"request":[{request}],"response":[{response}]}}}}}}"#
        );
        Description::parse(&text, "test").unwrap()
    }

    fn proposal(request: &str, response: &str, said: &str) -> Option<String> {
        let description = description(request, response);
        let action = &description.actions["DescribeThings"];
        propose(&description, "DescribeThings", action, &|_| said.to_owned())
            .map(|proposal| text(&proposal))
    }

    #[test]
    fn one_list_at_the_top_or_one_object_down() {
        let top = r#"{"name":"Total","type":"int64"},{"name":"Names","type":"string","list":true},{"name":"Items","type":"Item","list":true}"#;
        assert_eq!(
            proposal(OFFSET, top, "").unwrap(),
            "yes\toffset=Offset items=Items size=Limit total=Total"
        );
        let below = r#"{"name":"Total","type":"int64"},{"name":"Result","type":"Page"}"#;
        assert_eq!(
            proposal(OFFSET, below, "").unwrap(),
            "yes\toffset=Offset items=Result.Set size=Limit total=Result.TotalCount",
            "the total beside the list"
        );
    }

    #[test]
    fn what_does_not_hang_together_is_no_paging() {
        let several =
            r#"{"name":"A","type":"Item","list":true},{"name":"B","type":"Item","list":true}"#;
        assert_eq!(proposal(OFFSET, several, "").unwrap(), "no\tseveral lists");
        assert_eq!(proposal(OFFSET, "", "").unwrap(), "no\tno list");
        assert_eq!(
            proposal(r#"{"name":"Limit","type":"int64"}"#, ONE_LIST, ""),
            None
        );
        let list =
            r#"{"name":"Offset","type":"int64"},{"name":"Limit","type":"int64","list":true}"#;
        assert_eq!(proposal(list, ONE_LIST, ""), None, "a list is no size");
    }

    #[test]
    fn prose_tells_items_passed_over_from_pages_and_where_pages_begin() {
        let index = "yes\tindex=Offset items=A size=Limit";
        for (said, expected) in [
            ("偏移量", "yes\toffset=Offset items=A size=Limit"),
            ("每页*(页码-1)", "yes\toffset=Offset items=A size=Limit"),
            ("页码", "no\tthe offset is a page number"),
            ("页编号，从第0页", index),
            ("第几页，0表示第一页", index),
        ] {
            assert_eq!(
                proposal(OFFSET, ONE_LIST, said).unwrap(),
                expected,
                "{said}"
            );
        }
        for (said, expected) in [
            ("", "yes\tpage=PageNumber items=A size=PageSize"),
            ("从 0 开始", "yes\tindex=PageNumber items=A size=PageSize"),
        ] {
            assert_eq!(proposal(PAGE, ONE_LIST, said).unwrap(), expected, "{said}");
        }
    }

    #[test]
    fn tokens_need_an_answer_that_gives_the_next() {
        let request =
            r#"{"name":"NextToken","type":"string"},{"name":"MaxResults","type":"int64"}"#;
        let flags = r#"{"name":"HasMore","type":"bool"},{"name":"ListOver","type":"bool"}"#;
        let answer = format!(r#"{ONE_LIST},{{"name":"NextToken","type":"string"}},{flags}"#);
        assert_eq!(
            proposal(request, &answer, "").unwrap(),
            "yes\ttoken=NextToken items=A size=MaxResults next=NextToken more=HasMore over=ListOver"
        );
        assert_eq!(proposal(request, ONE_LIST, ""), None);
    }

    /// What the import makes of one candidate and a list with these lines.
    fn decide(lines: &str) -> Result<(Option<Paging>, Vec<String>)> {
        let folder = tempfile::tempdir()?;
        std::fs::create_dir(folder.path().join("reviews"))?;
        std::fs::write(folder.path().join("reviews/paging.tsv"), lines)?;
        let mut reviews = Reviews::read(&SchemaDir(folder.path().to_owned()))?;
        let mut description = description(OFFSET, ONE_LIST);
        let unknown = reviews.decide(&mut description, &BTreeMap::new())?;
        let unused = reviews.unused(&BTreeSet::from(["x"]));
        anyhow::ensure!(unused.is_empty(), "unused: {unused:?}");
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
            let error = format!("{:#}", decide(&lines).unwrap_err());
            assert!(error.contains(expected), "{lines}: {error}");
        }
    }
}
