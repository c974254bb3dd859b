//! Pages as a browser saves them: HTML, with the menus and scripts around the text.
//!
//! A tokenizer that follows the HTML standard reads the tags; what a page means needs no tree. Lines
//! end at blocks and line breaks, a table is read cell by cell, and what a browser does not show,
//! or shows beside the text, is left out.

mod table;

use std::borrow::Cow;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{EndTag, StartTag, Token, Tokenizer};

use self::table::Grid;
use super::{Block, Fault, Heading, Line, Section, title};

/// Elements whose content is no text of the page.
const SKIPPED: [&[u8]; 15] = [
    b"aside",
    b"button",
    b"canvas",
    b"footer",
    b"iframe",
    b"nav",
    b"noscript",
    b"object",
    b"script",
    b"select",
    b"style",
    b"svg",
    b"template",
    b"textarea",
    b"title",
];

/// Elements that stand on lines of their own.
const BLOCKS: [&[u8]; 30] = [
    b"address",
    b"article",
    b"blockquote",
    b"body",
    b"br",
    b"caption",
    b"center",
    b"dd",
    b"details",
    b"div",
    b"dl",
    b"dt",
    b"fieldset",
    b"figure",
    b"form",
    b"header",
    b"hr",
    b"li",
    b"main",
    b"ol",
    b"p",
    b"pre",
    b"section",
    b"summary",
    b"tbody",
    b"tfoot",
    b"thead",
    b"tr",
    b"ul",
    b"video",
];

/// True for a text that is HTML.
pub(super) fn is_html(text: &str) -> bool {
    text.trim_start().starts_with('<') && {
        let text = text.to_ascii_lowercase();
        ["<html", "<!doctype html", "<body", "<table"]
            .iter()
            .any(|tag| text.contains(tag))
    }
}

/// Cuts a page into its blocks.
pub(super) fn blocks(text: &str) -> (Vec<Block>, Vec<Fault>) {
    // One kind of line end, so that offsets and lines are those of the tokens.
    let text = match text.contains('\r') {
        true => Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")),
        false => Cow::Borrowed(text),
    };
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let mut page = Page::new(&text);
    for Ok(token) in Tokenizer::new_with_emitter(&*text, emitter) {
        match token {
            Token::StartTag(tag) => page.start(&tag),
            Token::EndTag(tag) => page.end(&tag),
            Token::String(text) => page.text(&String::from_utf8_lossy(&text), text.span.start),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    page.finish()
}

struct Page<'a> {
    lines: Lines<'a>,
    blocks: Vec<Block>,
    faults: Vec<Fault>,
    /// The line that is being read, and where it begins.
    text: String,
    began: usize,
    heading: bool,
    /// How many elements are open that keep their line breaks.
    pre: usize,
    /// The element that is being skipped, and how many of its name are open.
    skipped: Option<(Vec<u8>, usize)>,
    table: Option<Grid>,
    /// How many tables are open inside a cell.
    nested: usize,
    examples: bool,
}

impl<'a> Page<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            lines: Lines::new(text),
            blocks: Vec::new(),
            faults: Vec::new(),
            text: String::new(),
            began: 1,
            heading: false,
            pre: 0,
            skipped: None,
            table: None,
            nested: 0,
            examples: false,
        }
    }

    fn start(&mut self, tag: &StartTag<usize>) {
        let name: &[u8] = &tag.name;
        if let Some((skipped, open)) = &mut self.skipped {
            *open += usize::from(skipped == name && !tag.self_closing);
            return;
        }
        if SKIPPED.contains(&name) {
            let closed = tag.self_closing && name == b"svg";
            self.skipped = (!closed).then(|| (name.to_owned(), 1));
            return;
        }
        if name == b"table" {
            return self.start_table(tag.span.start);
        }
        if self.nested > 0 {
            return;
        }
        if let Some(grid) = &mut self.table {
            let line = self.lines.at(tag.span.start);
            match name {
                b"tr" => grid.start_row(line),
                b"td" | b"th" => grid.start_cell(line, tag),
                _ => {}
            }
        }
        if name == b"pre" {
            self.pre += 1;
        }
        if is_heading(name) {
            self.end_line();
            self.heading = self.table.as_mut().and_then(Grid::cell).is_none();
        } else if BLOCKS.contains(&name) {
            self.end_line();
        }
    }

    fn end(&mut self, tag: &EndTag<usize>) {
        let name: &[u8] = &tag.name;
        if let Some((skipped, open)) = &mut self.skipped {
            *open -= usize::from(skipped == name);
            if *open == 0 {
                self.skipped = None;
            }
            return;
        }
        if name == b"table" {
            match self.nested {
                0 => self.end_table(),
                _ => self.nested -= 1,
            }
            return;
        }
        if self.nested > 0 {
            return;
        }
        if let Some(grid) = &mut self.table {
            match name {
                b"tr" | b"thead" | b"tbody" | b"tfoot" => grid.end_row(),
                b"td" | b"th" => grid.end_cell(),
                _ => {}
            }
        }
        if name == b"pre" {
            self.pre = self.pre.saturating_sub(1);
        }
        if is_heading(name) || BLOCKS.contains(&name) {
            self.end_line();
        }
        self.heading &= !is_heading(name);
    }

    /// A table in a cell is not read: what it says depends on its own header.
    fn start_table(&mut self, offset: usize) {
        let line = self.lines.at(offset);
        if self.nested > 0 {
            self.nested += 1;
        } else if let Some(cell) = self.table.as_mut().and_then(Grid::cell) {
            cell.push_str("<table>");
            self.nested = 1;
        } else {
            self.end_table();
            self.end_line();
            self.table = Some(Grid::new(line));
        }
    }

    fn end_table(&mut self) {
        if let Some(grid) = self.table.take() {
            let (block, faults) = grid.finish();
            self.blocks.push(block);
            if !self.examples {
                self.faults.extend(faults);
            }
        }
    }

    fn text(&mut self, text: &str, offset: usize) {
        if self.skipped.is_some() || self.nested > 0 {
            return;
        }
        let mut line = self.lines.at(offset);
        for c in text.chars() {
            if c == '\n' && self.pre > 0 {
                self.end_line();
            } else {
                self.push(c, line);
            }
            line += usize::from(c == '\n');
        }
    }

    /// Adds a character to the cell or the line that is open; spaces are one.
    fn push(&mut self, c: char, line: usize) {
        let cell = self.table.as_mut().and_then(Grid::cell);
        let into = cell.unwrap_or(&mut self.text);
        if into.is_empty() {
            self.began = line;
        }
        match c {
            '\u{feff}' | '\u{200b}' => {}
            c if c.is_whitespace() || c.is_control() => {
                if !into.is_empty() && !into.ends_with([' ', '\n']) {
                    into.push(' ');
                }
            }
            c => into.push(c),
        }
    }

    /// Ends the line that is open, in a cell or outside.
    fn end_line(&mut self) {
        if let Some(cell) = self.table.as_mut().and_then(Grid::cell) {
            cell.truncate(cell.trim_end().len());
            if !cell.is_empty() {
                cell.push('\n');
            }
            return;
        }
        let heading = self.heading;
        let text = std::mem::take(&mut self.text);
        // Headings carry a sign that links to them.
        let text = text.trim().trim_end_matches(['#', '¶', ' ']).to_owned();
        let number = self.began;
        if text.is_empty() {
            return;
        }
        let block = match Section::of(title(&text)) {
            Some((section, language)) => {
                if heading {
                    self.examples = section == Section::Examples;
                }
                Block::Section(Heading {
                    section,
                    language,
                    line: number,
                    marked: heading,
                })
            }
            None => Block::Line(Line {
                number,
                text,
                heading,
            }),
        };
        self.blocks.push(block);
    }

    fn finish(mut self) -> (Vec<Block>, Vec<Fault>) {
        if let Some(grid) = &self.table {
            self.faults.push(Fault::new(
                grid.line(),
                "a table is opened here and never closed; expected </table> after it",
            ));
        }
        self.end_table();
        self.end_line();
        (self.blocks, self.faults)
    }
}

fn is_heading(name: &[u8]) -> bool {
    matches!(name, [b'h', b'1'..=b'6'])
}

/// The lines of a text by offset, asked for in rising order.
struct Lines<'a> {
    text: &'a [u8],
    counted: usize,
    line: usize,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text: text.as_bytes(),
            counted: 0,
            line: 1,
        }
    }

    fn at(&mut self, offset: usize) -> usize {
        if let Some(passed) = self.text.get(self.counted..offset) {
            self.line += passed.iter().filter(|byte| **byte == b'\n').count();
            self.counted = offset;
        }
        self.line
    }
}
