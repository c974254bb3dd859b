//! The facts that a page tells.

use std::collections::BTreeMap;
use std::mem;
use std::sync::LazyLock;

use regex::Regex;
use tencentcloud_schema::{Action, Member, Object, Region, Status};

use super::layout::{self, Block, Column, Fault, Row, Section, Table};
use super::member;
use crate::pattern::pattern;

/// One page: of an action, of data types, or of both.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) host: Option<Host>,
    pub(super) version: Option<String>,
    /// The action's name and facts.
    pub(super) action: Option<(String, Action)>,
    /// The object types by name, each with the line of its name.
    pub(super) types: BTreeMap<String, (usize, Object)>,
}

/// The host that a page names.
#[derive(Clone, Debug)]
pub(super) struct Host {
    /// The service: the host's first label.
    pub(super) service: String,
    /// The host itself.
    pub(super) name: String,
}

impl Host {
    /// True for the host that all of the service's actions have unless their page says otherwise.
    pub(super) fn is_usual(&self) -> bool {
        self.name == format!("{}.tencentcloudapi.com", self.service)
    }
}

/// Reads a page.
pub(super) fn read(text: &str) -> Result<Page, Vec<Fault>> {
    let (blocks, faults) = layout::blocks(text);
    let mut reader = Reader {
        faults,
        ..Reader::default()
    };
    for block in blocks {
        match block {
            Block::Section(section, line) => reader.section(section, line),
            Block::Table(table) => reader.table(&table),
            Block::Line(number, line) => reader.line(number, line),
        }
    }
    reader.finish()
}

static HOST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"接口请求域名\s*[:：][\s`\[*]*(([a-z][a-z0-9-]*)(?:\.[a-z0-9-]+)*\.tencentcloudapi\.(?:com\.cn|com|cn))",
    )
});
static RATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"频率限制\s*[:：][\s*]*([0-9]+)\s*次\s*[/／每]\s*(秒|分|小?时|天|日)")
});
static RETIRED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[>*\s(（【]*[该本此]接口(?:已经|已)?(即将)?(废弃|弃用|下线)"));
static ACTION: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"本接口取值\s*[:：]\s*([A-Za-z][A-Za-z0-9_]*)"));
static VERSION: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"本接口取值\s*[:：]\s*([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[^0-9-]|$)"));
static UNTAKEN: LazyLock<Regex> = LazyLock::new(|| pattern("不需要|无需"));

const OBJECT_HEADER: &str = "名称 | 类型 | 必选 | 描述";

#[derive(Default)]
struct Reader {
    page: Page,
    faults: Vec<Fault>,
    section: Option<Section>,
    /// Where each section begins.
    sections: BTreeMap<Section, usize>,
    /// The line of each section's table.
    tables: BTreeMap<Section, usize>,
    /// Whether a line was seen.
    begun: bool,
    /// The line of the latest table of this section.
    last_table: Option<usize>,
    /// The action's name and facts, where the page is of one.
    name: Option<String>,
    action: Action,
    /// Lines since the last table that could be a type's name; marked ones are Markdown headings.
    candidates: Vec<Candidate>,
    /// The line that says which actions name the type, before its table.
    referenced: Option<usize>,
}

struct Candidate {
    line: usize,
    name: String,
    marked: bool,
}

impl Reader {
    fn say(&mut self, line: usize, message: impl std::fmt::Display) {
        self.faults.push(Fault::new(line, message));
    }

    /// Tells of a type whose table never came.
    fn abandon(&mut self) {
        if let Some(line) = self.referenced.take() {
            self.say(
                line,
                format_args!(
                    "no table of the type's members follows; expected the header {}",
                    OBJECT_HEADER
                ),
            );
        }
    }

    fn section(&mut self, section: Section, line: usize) {
        self.abandon();
        self.section = Some(section);
        self.last_table = None;
        self.candidates.clear();
        if let Some(first) = self.sections.insert(section, line) {
            self.say(
                line,
                format_args!("a second section {section}; the first begins on line {first}, and a file holds one action's page"),
            );
        }
    }

    fn line(&mut self, number: usize, line: String) {
        let first = !mem::replace(&mut self.begun, true);
        let (marked, heading) = layout::heading(&line);
        if line.contains("接口请求域名") {
            self.host(number, &line);
        } else if line.contains("默认接口请求频率限制") {
            self.rate(number, &line);
        } else if line.contains("被如下接口引用") {
            self.abandon();
            self.referenced = Some(number);
        } else if layout::is_name(heading) && self.referenced.is_none() {
            self.candidates.push(Candidate {
                line: number,
                name: heading.to_owned(),
                marked,
            });
        } else if self.section == Some(Section::Description)
            && let Some(retired) = RETIRED.captures(&line)
        {
            let gone = retired.get(1).is_none() && &retired[2] == "下线";
            self.action.status = if gone {
                Status::Offline
            } else {
                Status::Deprecated
            };
        } else if self.section.is_none() && self.action.title.is_none() && (first || marked) {
            self.action.title = title(heading);
        } else if let Some(table) = self.last_table.filter(|_| layout::is_row(&line)) {
            self.say(
                number,
                format_args!(
                    "this looks like a row of the table on line {table}, which has ended before; \
                     take out what stands between"
                ),
            );
        } else if line.contains(['|', '｜']) && !self.has_table() {
            self.say(
                number,
                format_args!(
                    "this is no row of a table that is known here; expected the header {}",
                    self.expected()
                ),
            );
        }
    }

    /// Whether the section has had its table, or needs none.
    fn has_table(&self) -> bool {
        match self.section {
            Some(section @ (Section::Input | Section::Output | Section::Errors)) => {
                self.tables.contains_key(&section)
            }
            _ => true,
        }
    }

    fn expected(&self) -> &'static str {
        match self.section {
            Some(Section::Input) => "参数名称 | 必选 | 类型 | 描述",
            Some(Section::Output) => "参数名称 | 类型 | 描述",
            Some(Section::Errors) => "错误码 | 描述",
            _ => OBJECT_HEADER,
        }
    }

    fn host(&mut self, number: usize, line: &str) {
        match HOST.captures(line) {
            Some(found) => {
                self.page.host = Some(Host {
                    service: found[2].to_owned(),
                    name: found[1].to_owned(),
                });
            }
            None => self.say(
                number,
                "no host of the API after 接口请求域名; expected one such as apigateway.tencentcloudapi.com",
            ),
        }
    }

    fn rate(&mut self, number: usize, line: &str) {
        let found = RATE.captures(line);
        let rate = found
            .as_ref()
            .and_then(|found| Some((found[1].parse().ok()?, &found[2])));
        match rate {
            Some((count, "秒")) => self.action.rate = Some(count),
            // A rate for another span of time says nothing about a second: it stays unknown.
            Some(_) => {}
            None => self.say(
                number,
                "no rate after 接口请求频率限制; expected a number and a unit such as 20次/秒",
            ),
        }
    }

    fn table(&mut self, table: &Table) {
        self.last_table = Some(table.line);
        match (table.columns.first(), self.section) {
            (Some(Column::Parameter), Some(Section::Input)) => self.input(table),
            (Some(Column::Parameter), Some(Section::Output)) => self.output(table),
            (Some(Column::Code), Some(Section::Errors)) => self.errors(table),
            (Some(Column::Member), section)
                if !matches!(section, Some(Section::Input | Section::Output)) =>
            {
                self.object(table);
            }
            (_, Some(section)) => self.say(
                table.line,
                format_args!("section {section} has no table of this kind; expected the header {}", self.expected()),
            ),
            (_, None) => self.say(
                table.line,
                "this table stands in no section; expected the heading 输入参数, 输出参数 or 错误码 before it",
            ),
        }
        self.candidates.clear();
        self.referenced = None;
    }

    /// Whether the table has the columns it needs and is its section's first.
    fn fits(&mut self, table: &Table, needed: &[Column]) -> bool {
        if let Some(missing) = needed.iter().find(|c| !table.columns.contains(c)) {
            self.say(
                table.line,
                format_args!(
                    "the table has no column {missing}; expected the header {}",
                    self.expected()
                ),
            );
            return false;
        }
        let Some(section) = self
            .section
            .filter(|_| table.columns.first() != Some(&Column::Member))
        else {
            return true;
        };
        if let Some(first) = self.tables.insert(section, table.line) {
            self.say(
                table.line,
                format_args!("a second table in section {section}; the first is on line {first}"),
            );
            return false;
        }
        true
    }

    fn input(&mut self, table: &Table) {
        if !self.fits(
            table,
            &[Column::Required, Column::Type, Column::Description],
        ) {
            return;
        }
        let mut members = Vec::new();
        for row in &table.rows {
            if table.cell(row, Column::Description).starts_with("公共参数") {
                self.common(table, row);
            } else {
                members.push(row);
            }
        }
        self.action.request = self.members(table, &members, Column::Parameter);
    }

    /// A row of a common parameter: it tells of the action itself.
    fn common(&mut self, table: &Table, row: &Row) {
        let text = table.cell(row, Column::Description);
        let takes = |value: &Regex| value.captures(text).map(|found| found[1].to_owned());
        match table.cell(row, Column::Parameter) {
            "Action" => match takes(&ACTION) {
                Some(name) => self.name = Some(name),
                None => self.say(
                    row.line,
                    "no action's name; expected 本接口取值:CreateUpstream or the like",
                ),
            },
            "Version" => match takes(&VERSION) {
                Some(version) => self.page.version = Some(version),
                None => self.say(
                    row.line,
                    "no API version; expected 本接口取值:2018-08-08 or the like",
                ),
            },
            "Region" => {
                self.action.region = self.required(table, row).map(|required| match required {
                    _ if UNTAKEN.is_match(text) => Region::None,
                    true => Region::Required,
                    false => Region::Optional,
                });
            }
            _ => {}
        }
    }

    fn output(&mut self, table: &Table) {
        if !self.fits(table, &[Column::Type, Column::Description]) {
            return;
        }
        let rows: Vec<_> = table
            .rows
            .iter()
            .filter(|row| table.cell(row, Column::Parameter) != "RequestId")
            .collect();
        self.action.response = self.members(table, &rows, Column::Parameter);
        for member in &mut self.action.response {
            // Nobody leaves a member of an answer out.
            member.default = None;
        }
    }

    fn errors(&mut self, table: &Table) {
        if !self.fits(table, &[Column::Description]) {
            return;
        }
        for row in &table.rows {
            let code = table.cell(row, Column::Code);
            let part = |part: &str| {
                !part.is_empty()
                    && part
                        .chars()
                        .all(|c| c.is_ascii_alphanumeric() || "_-".contains(c))
            };
            if !code.split('.').all(part) {
                self.say(
                    row.line,
                    format_args!("{code:?} is not an error code; expected words joined by dots, e.g. InvalidParameter.FormatError"),
                );
            } else if !self.action.errors.insert(code.to_owned()) {
                self.say(row.line, format_args!("error code {code} is listed twice"));
            }
        }
    }

    fn object(&mut self, table: &Table) {
        if !self.fits(table, &[Column::Type, Column::Description]) {
            return;
        }
        let rows: Vec<_> = table.rows.iter().collect();
        let members = self.members(table, &rows, Column::Member);
        let Some((line, name)) = self.object_name(table) else {
            return;
        };
        let object = Object { doc: None, members };
        if let Some((first, _)) = self.page.types.insert(name.clone(), (line, object)) {
            self.say(
                line,
                format_args!("type {name} is defined twice; the first is on line {first}"),
            );
        }
    }

    /// The name of the type whose table this is: the one line before it that could be one.
    fn object_name(&mut self, table: &Table) -> Option<(usize, String)> {
        if self.referenced.is_none() {
            self.say(
                table.line,
                "no line 被如下接口引用 stands before this table of a type's members; expected the type's name, then that line, then the table",
            );
            return None;
        }
        let marked: Vec<_> = self.candidates.iter().filter(|c| c.marked).collect();
        let all: Vec<_> = self.candidates.iter().collect();
        let names = if marked.is_empty() { all } else { marked };
        match names.as_slice() {
            [one] => Some((one.line, one.name.clone())),
            [] => {
                self.say(
                    table.line,
                    "this table's type has no name; expected a line with the name alone before it",
                );
                None
            }
            several => {
                let names: Vec<_> = several
                    .iter()
                    .map(|c| format!("{} on line {}", c.name, c.line))
                    .collect();
                self.say(
                    table.line,
                    format_args!(
                        "the table's type may be {}; make the heading of the type a Markdown heading (## Name)",
                        names.join(" or ")
                    ),
                );
                None
            }
        }
    }

    fn members(&mut self, table: &Table, rows: &[&Row], key: Column) -> Vec<Member> {
        let mut lines = BTreeMap::new();
        let mut members = Vec::new();
        for row in rows {
            let Some(member) = self.member(table, row, key) else {
                continue;
            };
            if let Some(first) = lines.insert(member.name.clone(), row.line) {
                self.say(
                    row.line,
                    format_args!(
                        "{} is listed twice; the first is on line {first}",
                        member.name
                    ),
                );
                continue;
            }
            members.push(member);
        }
        members
    }

    fn member(&mut self, table: &Table, row: &Row, key: Column) -> Option<Member> {
        let written = table.cell(row, key);
        let (name, numbered) = match written.strip_suffix(".N") {
            Some(name) => (name, true),
            None => (written, false),
        };
        if !layout::is_name(name) {
            self.say(
                row.line,
                format_args!("{written:?} is not a parameter's name; expected letters, digits and underscores, with .N after a list's"),
            );
            return None;
        }
        let (kind, list) = match member::kind(table.cell(row, Column::Type)) {
            Ok(kind) => kind,
            Err(message) => {
                self.say(row.line, format_args!("{name}: {message}"));
                return None;
            }
        };
        if numbered && !list {
            self.say(
                row.line,
                format_args!(
                    "{written} is numbered and its type is no list; expected Array of {}",
                    table.cell(row, Column::Type)
                ),
            );
        }
        let mut member = Member::new(name, kind);
        member.list = list;
        if table.columns.contains(&Column::Required) {
            member.required = self.required(table, row)?;
        }
        member::describe(&mut member, table.cell(row, Column::Description));
        Some(member)
    }

    fn required(&mut self, table: &Table, row: &Row) -> Option<bool> {
        match table.cell(row, Column::Required) {
            "是" => Some(true),
            "否" => Some(false),
            other => {
                self.say(
                    row.line,
                    format_args!("{other:?} under 必选; expected 是 or 否"),
                );
                None
            }
        }
    }

    fn finish(mut self) -> Result<Page, Vec<Fault>> {
        self.abandon();
        let parts = [Section::Input, Section::Output];
        if parts.iter().any(|part| self.sections.contains_key(part)) {
            for part in parts {
                self.check(part);
            }
            self.finish_action();
        } else if self.page.types.is_empty() && self.faults.is_empty() {
            self.say(
                1,
                "this is no page of an action (sections 输入参数 and 输出参数) nor of data types \
                 (a name, 被如下接口引用, a table)",
            );
        }
        if self.faults.is_empty() {
            return Ok(self.page);
        }
        self.faults.sort_by_key(|fault| fault.line);
        self.faults.dedup();
        Err(self.faults)
    }

    /// Whether an action's page has that section and the section its table.
    fn check(&mut self, section: Section) {
        match self.sections.get(&section) {
            None => self.say(1, format_args!("the page has no section {section}")),
            Some(&line) if !self.tables.contains_key(&section) => {
                self.section = Some(section);
                self.say(
                    line,
                    format_args!(
                        "section {section} has no table; expected the header {}",
                        self.expected()
                    ),
                );
            }
            Some(_) => {}
        }
    }

    fn finish_action(&mut self) {
        match &self.page.host {
            Some(host) if host.is_usual() => {}
            Some(host) => self.action.host = Some(host.name.clone()),
            None => self.say(
                1,
                "the page names no host; expected a line 接口请求域名: apigateway.tencentcloudapi.com 。",
            ),
        }
        let input = self.sections.get(&Section::Input).copied().unwrap_or(1);
        for (row, found) in [
            ("Action", self.name.is_some()),
            ("Version", self.page.version.is_some()),
        ] {
            if !found {
                self.say(
                    input,
                    format_args!(
                        "no row {row} among the parameters; expected \
                         {row} | 是 | String | 公共参数,本接口取值:…"
                    ),
                );
            }
        }
        self.page.action = self
            .name
            .take()
            .map(|name| (name, mem::take(&mut self.action)));
    }
}

/// The action's title, where the heading before the first section is one and no sentence.
fn title(title: &str) -> Option<String> {
    let chinese = title
        .chars()
        .any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    (chinese && !title.contains(['。', '：', ':', '|', '/'])).then(|| title.to_owned())
}
