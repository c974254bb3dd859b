//! The rule: parameters that move through a list, and the one list that they move through.

use tencentcloud_schema::{Action, Description, Kind, Member, Paging, PagingStyle};

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
const IS_A_PAGE: [&str; 11] = [
    "页码",
    "页数",
    "页号",
    "页编号",
    "第几页",
    "第多少页",
    "当前页",
    "分页Page",
    "page number",
    "Page number",
    "number of pages",
];
const FROM_ZERO: [&str; 10] = [
    "从0",
    "从 0",
    "从第0页",
    "0开始",
    "第0页",
    "第一页是0",
    "第一页:0",
    "0表示第一页",
    "0，表示第一页",
    "from 0",
];

/// What the rule makes of an action: a paging, or why there is none.
pub(super) type Proposal = Result<Paging, &'static str>;

/// The proposal for an action whose parameters look like paging; `None` where they do not. `prose`
/// returns what the source says of a request parameter.
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

#[cfg(test)]
mod tests {
    use tencentcloud_schema::Description;

    use super::propose;
    use crate::paging::reviews::text;

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
}
