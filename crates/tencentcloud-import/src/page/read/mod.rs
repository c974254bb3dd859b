//! Reads a page's blocks for their facts. Everything is read to the end, so that all faults are
//! reported at once.

mod action;
mod member;
mod types;

use std::collections::BTreeMap;
use std::mem;

use tencentcloud_schema::{Action, Status};

use self::types::Candidate;
use super::example::{self, Example};
use super::facts::{Host, NamedAction, Page};
use super::form::{self, Block, Fault, Heading, Line, Table};
use super::words::{self, Column, Language, Section};

/// A page has at most so many lines before its first section if the first of them is a title.
const PREAMBLE: usize = 4;

/// Reads a page: its facts, and all that is wrong with it.
pub(super) fn read(text: &str) -> (Page, Vec<Fault>) {
    let (blocks, faults) = form::blocks(text);
    let mut reader = Reader {
        faults,
        ..Reader::default()
    };
    for block in &blocks {
        reader.block(block);
    }
    reader.finish()
}

#[derive(Default)]
struct Reader {
    page: Page,
    faults: Vec<Fault>,
    language: Language,
    section: Option<Section>,
    /// Where each section begins.
    sections: BTreeMap<Section, usize>,
    /// The line of each section's table.
    tables: BTreeMap<Section, usize>,
    /// How many lines were seen before the first section, and the title among them.
    preamble: usize,
    title: Option<Title>,
    /// The line of the latest table of this section.
    last_table: Option<usize>,
    action: Action,
    /// The rows of the two common parameters that every action's page has.
    action_row: Option<Row<String>>,
    version_row: Option<Row<()>>,
    /// Lines since the last table that could be a type's name.
    candidates: Vec<Candidate>,
    /// The line that says which actions name the type, before its table.
    used_by: Option<usize>,
    examples: Vec<Example>,
}

/// A row that was found, and what it says unless it is wrong.
struct Row<T> {
    line: usize,
    value: Option<T>,
}

struct Title {
    text: Option<String>,
    heading: bool,
}

impl Reader {
    fn fault(&mut self, line: usize, message: impl ToString) {
        self.faults.push(Fault::new(line, message));
    }

    fn block(&mut self, block: &Block) {
        let examples = self.section == Some(Section::Examples);
        match block {
            Block::Section(heading) => self.section(*heading),
            Block::Line(line) if examples => example::collect(&mut self.examples, line),
            Block::Table(_) | Block::Unknown(_) if examples => {}
            Block::Table(table) => self.table(table),
            Block::Unknown(line) => self.unknown_table(*line),
            Block::Line(line) => self.line(line),
        }
    }

    fn section(&mut self, heading: Heading) {
        let Heading {
            section,
            language,
            line,
            ..
        } = heading;
        self.abandon_type();
        if self.sections.is_empty() {
            self.language = language;
        }
        self.section = Some(section);
        self.last_table = None;
        self.candidates.clear();
        let first = *self.sections.entry(section).or_insert(line);
        let holds_table = matches!(section, Section::Input | Section::Output | Section::Errors);
        if first != line && holds_table {
            let name = section.name(self.language);
            self.fault(
                line,
                format_args!("a second section {name}; the first begins on line {first}, and a file holds one action's page"),
            );
        }
    }

    fn line(&mut self, line: &Line) {
        let number = line.number;
        let text = line.text.as_str();
        if words::HOST_LINE.is_match(text) {
            self.host(number, text);
        } else if words::RATE_LINE.is_match(text) {
            self.rate(number, text);
        } else if words::USED_BY.is_match(text) {
            self.abandon_type();
            self.used_by = Some(number);
        } else if self.may_name_type(line) {
            self.candidates.push(Candidate::new(line));
        } else if self.section == Some(Section::Description) {
            self.status(text);
        } else if let Some(table) = self.last_table.filter(|_| form::is_row(text)) {
            self.fault(
                number,
                format_args!(
                    "this looks like a row of the table on line {table}, which has ended before; \
                     remove what is between"
                ),
            );
        } else if text.contains(['|', '｜']) {
            self.unknown_table(number);
        } else if ![Section::Description, Section::Input, Section::Output]
            .iter()
            .any(|section| self.sections.contains_key(section))
        {
            self.preamble(line);
        }
    }

    /// Remembers the title: the first heading, otherwise the first line of a short preamble.
    fn preamble(&mut self, line: &Line) {
        self.preamble += 1;
        let better = self
            .title
            .as_ref()
            .is_none_or(|t| line.heading && !t.heading);
        if better && (line.heading || self.preamble == 1) {
            self.title = Some(Title {
                text: title(line.title()),
                heading: line.heading,
            });
        }
    }

    fn status(&mut self, text: &str) {
        let Some(retired) = words::RETIRED.captures(text) else {
            return;
        };
        let word = retired.name("word").or(retired.name("en"));
        let soon = retired.name("soon").or(retired.name("will")).is_some();
        let gone = !soon && word.is_some_and(|word| words::is_gone(word.as_str()));
        self.action.status = match gone {
            true => Status::Offline,
            false => Status::Deprecated,
        };
    }

    fn host(&mut self, number: usize, text: &str) {
        match words::HOST.captures(text) {
            Some(found) => {
                self.page.host = Some(Host {
                    service: found[2].to_owned(),
                    name: found[1].to_owned(),
                });
            }
            None => self.fault(
                number,
                "no host of the API in this line; expected one such as apigateway.tencentcloudapi.com",
            ),
        }
    }

    fn rate(&mut self, number: usize, text: &str) {
        let found = words::RATE.captures(text);
        let rate = found.as_ref().and_then(|found| {
            let count = found.get(1).or(found.get(3))?.as_str().replace(',', "");
            Some((count.parse().ok()?, found.get(2).or(found.get(4))?.as_str()))
        });
        match rate {
            Some((count, unit)) if words::is_second(unit) => self.action.rate = Some(count),
            // A rate for another span of time says nothing about a second: it stays unknown.
            Some(_) => {}
            None => self.fault(
                number,
                match self.language {
                    Language::Chinese => "no rate in this line; expected a number and a unit such as 20次/秒",
                    Language::English => "no rate in this line; expected a number and a unit such as 20 requests can be initiated per second",
                },
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
            (_, Some(section)) => self.fault(
                table.line,
                format_args!(
                    "section {} has no table of this kind; expected the header {}",
                    section.name(self.language),
                    self.expected()
                ),
            ),
            (_, None) => {
                let [input, output, errors] = [Section::Input, Section::Output, Section::Errors]
                    .map(|section| section.name(self.language));
                self.fault(
                    table.line,
                    format_args!("this table belongs to no section; expected the heading {input}, {output} or {errors} before it"),
                );
            }
        }
        self.candidates.clear();
        self.used_by = None;
    }

    /// A table whose header is not known: a fault unless its section has the table it needs.
    fn unknown_table(&mut self, line: usize) {
        let needs = matches!(
            self.section,
            Some(Section::Input | Section::Output | Section::Errors)
        );
        if needs && self.section.is_some_and(|s| !self.tables.contains_key(&s)) {
            let expected = self.expected();
            self.fault(
                line,
                format_args!(
                    "this is no row of a table that is known here; expected the header {expected}"
                ),
            );
        }
    }

    /// The header that the section's table has.
    fn expected(&self) -> String {
        words::header(self.section, self.language)
    }

    /// True if the table has the columns it needs and is its section's first.
    fn fits(&mut self, table: &Table, needed: &[Column]) -> bool {
        if let Some(missing) = needed.iter().find(|c| !table.columns.contains(c)) {
            let missing = missing.name(self.language);
            let expected = self.expected();
            self.fault(
                table.line,
                format_args!("the table has no column {missing}; expected the header {expected}"),
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
            let name = section.name(self.language);
            self.fault(
                table.line,
                format_args!("a second table in section {name}; the first is on line {first}"),
            );
            return false;
        }
        true
    }

    fn finish(mut self) -> (Page, Vec<Fault>) {
        self.abandon_type();
        let parts = [Section::Input, Section::Output];
        if parts.iter().any(|part| self.sections.contains_key(part)) {
            for part in parts {
                self.check(part);
            }
            self.finish_action();
        } else if self.page.types.is_empty() && self.faults.is_empty() {
            let name = |section: Section| {
                let [zh, en] = [Language::Chinese, Language::English].map(|l| section.name(l));
                format!("{zh} or {en}")
            };
            let (input, output) = (name(Section::Input), name(Section::Output));
            self.fault(
                1,
                format_args!(
                    "this is no page of an action (sections {input}, and {output}) nor of data types \
                     (a name, 被如下接口引用 or Used by actions, a table); a page is saved as its text, \
                     as Markdown or as HTML after it is shown whole"
                ),
            );
        }
        self.faults.sort();
        self.faults.dedup();
        (self.page, self.faults)
    }

    /// Checks that an action's page has that section and the section its table.
    fn check(&mut self, section: Section) {
        let name = section.name(self.language);
        match self.sections.get(&section) {
            None => self.fault(1, format_args!("the page has no section {name}")),
            Some(&line) if !self.tables.contains_key(&section) => {
                let expected = words::header(Some(section), self.language);
                let starts = self.sections.values().copied();
                let end = starts.filter(|start| *start > line).min();
                let inside = line..end.unwrap_or(usize::MAX);
                // A header that is wrong was reported.
                let reported = self.faults.iter().any(|fault| inside.contains(&fault.line));
                if !reported {
                    self.fault(
                        line,
                        format_args!("section {name} has no table; expected the header {expected}"),
                    );
                }
            }
            Some(_) => {}
        }
    }

    fn finish_action(&mut self) {
        match &self.page.host {
            Some(host) if host.is_usual() => {}
            Some(host) => self.action.host = Some(host.name.clone()),
            None => self.fault(
                1,
                match self.language {
                    Language::Chinese => "the page names no host; expected a line 接口请求域名: apigateway.tencentcloudapi.com 。",
                    Language::English => "the page names no host; expected a line Domain name for API request: apigateway.tencentcloudapi.com.",
                },
            ),
        }
        if self.tables.contains_key(&Section::Input) {
            self.check_common_rows();
        }
        let Some(Row {
            line,
            value: Some(name),
        }) = self.action_row.take()
        else {
            return;
        };
        let mut action = mem::take(&mut self.action);
        let preamble = self.title.take();
        let short = self.preamble <= PREAMBLE;
        action.title = preamble.and_then(|t| t.text.filter(|_| t.heading || short));
        let examples = mem::take(&mut self.examples);
        let warnings = example::check(&action, &self.page.types, examples, self.language);
        self.page.warnings.extend(warnings);
        self.page.warnings.sort();
        self.page.action = Some(NamedAction { line, name, action });
    }

    /// Checks that the table of parameters has the rows that every action's page has.
    fn check_common_rows(&mut self) {
        let input = self.sections.get(&Section::Input).copied().unwrap_or(1);
        for (row, found) in [
            ("Action", self.action_row.is_some()),
            ("Version", self.version_row.is_some()),
        ] {
            if !found {
                let example = match self.language {
                    Language::Chinese => "是 | String | 公共参数,本接口取值:…",
                    Language::English => {
                        "Yes | String | Common Params. The value used for this API: …"
                    }
                };
                self.fault(
                    input,
                    format_args!("no row {row} among the parameters; expected {row} | {example}"),
                );
            }
        }
    }
}

/// The action's title, if the heading before the first section is one and no sentence.
fn title(title: &str) -> Option<String> {
    let chinese = title
        .chars()
        .any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    (chinese && !title.contains(['。', '：', ':', '|', '/'])).then(|| title.to_owned())
}
