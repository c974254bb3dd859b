//! From text to meaning. Chinese punctuation serves as well as ASCII's.

use std::ops::Range;

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::field::{Field, Name, Number};
use super::tree::{Op, Query, Since, Term};
use super::wrong::{What, Wrong};

/// How deep brackets may be within brackets.
const DEEPEST: usize = 32;

/// Reads a filter. An empty text takes every call.
///
/// # Errors
/// What is wrong first, and where.
pub(crate) fn parse(text: &str) -> Result<Query, Wrong> {
    let mut reader = Reader::new(text);
    let query = reader.any(0)?;
    match reader.peek() {
        Some(_) => Err(reader.wrong(reader.here(), What::Closed, Vec::new())),
        None => Ok(query),
    }
}

/// What is typed at the end of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// The beginning of a condition, from that byte on.
    Condition(usize),
    /// A value of the field, from that byte on.
    Value(Field, usize),
    /// A text in quotation marks.
    Text,
}

/// Returns what is typed at the end of `text`.
pub(crate) fn place(text: &str) -> Place {
    let mut reader = Reader::new(text);
    // What is wrong before the end does not matter to what is typed there.
    let _ = reader.any(0);
    reader.place
}

/// Returns the ASCII mark that `c` stands for.
fn plain(c: char) -> char {
    match c {
        '：' => ':',
        '（' => '(',
        '）' => ')',
        '“' | '”' | '＂' | '「' | '」' => '"',
        '＞' => '>',
        '＜' => '<',
        '＝' => '=',
        '！' => '!',
        '，' | '、' => ',',
        '－' | '−' | '—' => '-',
        '｜' => '|',
        '＊' => '*',
        '．' => '.',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

/// Returns the marks that close what the quotation mark `opening` opens.
fn closing(opening: &str) -> &'static str {
    match opening {
        "“" | "”" => "“”",
        "「" | "」" => "」",
        "＂" => "＂",
        _ => "\"",
    }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    place: Place,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            place: Place::Condition(text.len()),
        }
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Returns the next character, as ASCII has it.
    fn peek(&self) -> Option<char> {
        self.rest().chars().next().map(plain)
    }

    fn skip(&mut self) {
        self.at += self.rest().chars().next().map_or(0, char::len_utf8);
    }

    fn takes(&mut self, mark: char) -> bool {
        let takes = self.peek() == Some(mark);
        if takes {
            self.skip();
        }
        takes
    }

    fn spaces(&mut self) {
        while self.takes(' ') {}
    }

    /// Takes all up to a mark that `ends` takes, or to the end.
    fn until(&mut self, ends: impl Fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        let end = rest.find(|c| ends(plain(c))).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    /// The next character's place.
    fn here(&self) -> Range<usize> {
        let length = self.rest().chars().next().map_or(0, char::len_utf8);
        self.at..self.at + length
    }

    fn wrong(&self, at: Range<usize>, what: What, possible: Vec<&'static str>) -> Wrong {
        Wrong { at, what, possible }
    }

    /// Takes `word` if it stands alone.
    fn word(&mut self, words: &[&str]) -> bool {
        let before = self.at;
        let word = self.until(|c| !c.is_alphanumeric());
        let is_alone = matches!(self.peek(), None | Some(' ' | '(' | ')'));
        let takes = is_alone && words.iter().any(|own| own.eq_ignore_ascii_case(word));
        if !takes {
            self.at = before;
        }
        takes
    }

    fn any(&mut self, depth: usize) -> Result<Query, Wrong> {
        let mut queries = vec![self.all(depth)?];
        loop {
            self.spaces();
            let before = self.at;
            if !self.or() {
                break;
            }
            if queries == [Query::All(Vec::new())] {
                return Err(self.missing(before..before));
            }
            queries.push(self.all(depth)?);
            if queries.last() == Some(&Query::All(Vec::new())) {
                return Err(self.missing(self.here()));
            }
        }
        Ok(Query::any(queries))
    }

    fn or(&mut self) -> bool {
        if self.takes('|') {
            // As programmers write it.
            self.takes('|');
            return true;
        }
        self.word(&["or", "或"])
    }

    fn missing(&self, at: Range<usize>) -> Wrong {
        self.wrong(at, What::Condition, Field::words())
    }

    fn all(&mut self, depth: usize) -> Result<Query, Wrong> {
        let mut queries = Vec::new();
        loop {
            self.spaces();
            let before = self.at;
            if matches!(self.peek(), None | Some(')' | '|')) {
                break;
            }
            if self.word(&["or", "或"]) {
                self.at = before;
                break;
            }
            if !queries.is_empty() && self.word(&["and", "且"]) {
                self.spaces();
            }
            queries.push(self.one(depth)?);
        }
        Ok(Query::all(queries))
    }

    fn one(&mut self, depth: usize) -> Result<Query, Wrong> {
        if depth >= DEEPEST {
            return Err(self.wrong(self.here(), What::Deep, Vec::new()));
        }
        if self.takes('-') || self.takes('!') || self.word(&["not", "非"]) {
            self.spaces();
            return Ok(self.one(depth + 1)?.negated());
        }
        let opened = self.here();
        if self.takes('(') {
            let query = self.any(depth + 1)?;
            if query == Query::All(Vec::new()) {
                return Err(self.missing(self.here()));
            }
            return match self.takes(')') {
                true => Ok(query),
                false => Err(self.wrong(opened, What::Open('('), vec![")"])),
            };
        }
        match self.peek() {
            Some('"') => Ok(Query::Term(Term::Text(self.quoted()?))),
            _ => self.condition(),
        }
    }

    /// Takes a text in quotation marks, without them.
    fn quoted(&mut self) -> Result<String, Wrong> {
        let opened = self.here();
        let closing = closing(&self.text[opened.clone()]);
        self.skip();
        let mut text = String::new();
        let mut rest = self.rest().char_indices();
        while let Some((index, c)) = rest.next() {
            match c {
                '\\' => text.extend(rest.next().map(|(_, c)| c)),
                c if closing.contains(c) => {
                    self.at += index + c.len_utf8();
                    return Ok(text);
                }
                _ => text.push(c),
            }
        }
        self.at = self.text.len();
        self.place = Place::Text;
        Err(self.wrong(opened, What::Open('"'), vec!["\""]))
    }

    /// Takes a condition, or a word that is searched for.
    fn condition(&mut self) -> Result<Query, Wrong> {
        let from = self.at;
        let raw = self.until(|c| " ()\":=<>|".contains(c));
        let at = from..self.at;
        let word: String = raw.chars().map(plain).collect();
        let negated = word.ends_with('!') && self.peek() == Some('=');
        let name = word.strip_suffix('!').filter(|_| negated).unwrap_or(&word);
        let mark = self.here();
        let Some(op) = self.op() else {
            if self.at == self.text.len() {
                self.place = Place::Condition(from);
            }
            return match raw {
                "" => Err(self.missing(self.here())),
                raw if raw.eq_ignore_ascii_case("marked") => Ok(Query::Term(Term::Marked)),
                raw => Ok(Query::Term(Term::Text(raw.to_owned()))),
            };
        };
        let Some(field) = Field::named(name) else {
            let possible = Field::words();
            return Err(self.wrong(at, What::Field(name.to_owned()), possible));
        };
        let term = Query::Term(self.compared(&field, op, mark)?);
        Ok(if negated { term.negated() } else { term })
    }

    fn op(&mut self) -> Option<Op> {
        let op = match self.peek()? {
            ':' => Op::Has,
            '=' => Op::Is,
            '>' => Op::More,
            '<' => Op::Less,
            _ => return None,
        };
        self.skip();
        Some(match op {
            Op::More if self.takes('=') => Op::AtLeast,
            Op::Less if self.takes('=') => Op::AtMost,
            // As programmers write it.
            Op::Is if self.takes('=') => Op::Is,
            op => op,
        })
    }

    fn compared(&mut self, field: &Field, op: Op, mark: Range<usize>) -> Result<Term, Wrong> {
        let from = self.at;
        match field {
            Field::Name(name) => match op {
                Op::Has | Op::Is => Ok(Term::Name(*name, self.values(field, *name)?)),
                _ => Err(self.wrong(mark, What::Comparison(field.word()), vec![":", "!="])),
            },
            Field::Number(number) => {
                let value = self.value(field, false)?;
                let op = if op == Op::Has { Op::Is } else { op };
                let read = value.parse().ok().filter(|value: &f64| value.is_finite());
                let read = read.map(|value| Term::Number(*number, op, value));
                read.ok_or_else(|| self.wrong(from..self.at, What::Number(value), numbers(*number)))
            }
            Field::Since => {
                let value = self.value(field, false)?;
                let read = since(&value).map(Term::Since);
                let possible = vec!["10m", "2h", "1d"];
                read.ok_or_else(|| self.wrong(from..self.at, What::Time(value), possible))
            }
            Field::Member(side, path) => {
                let value = self.value(field, false)?;
                Ok(Term::Member(*side, path.clone(), op, value))
            }
        }
    }

    /// Takes the values of a field, with commas between.
    fn values(&mut self, field: &Field, name: Name) -> Result<Vec<String>, Wrong> {
        let mut values = Vec::new();
        loop {
            let from = self.at;
            let value = self.value(field, true)?;
            let is_known = |class: &str| class.eq_ignore_ascii_case(&value);
            if name == Name::Class && !["read", "write"].into_iter().any(is_known) {
                let what = What::Unknown(field.word(), value);
                return Err(self.wrong(from..self.at, what, vec!["read", "write"]));
            }
            values.push(value);
            if !self.takes(',') {
                return Ok(values);
            }
        }
    }

    /// Takes one value.
    fn value(&mut self, field: &Field, ends_at_comma: bool) -> Result<String, Wrong> {
        let from = self.at;
        if self.peek() == Some('"') {
            return self.quoted();
        }
        let value = self.until(|c| " )|\"".contains(c) || (ends_at_comma && c == ','));
        if self.at == self.text.len() {
            self.place = Place::Value(field.clone(), from);
        }
        match value {
            "" => Err(self.wrong(self.here(), What::Value(field.word()), possible(field))),
            value => Ok(value.replace('＊', "*")),
        }
    }
}

/// Returns values that a field may have whatever was called.
fn possible(field: &Field) -> Vec<&'static str> {
    match field {
        Field::Name(Name::Class) => vec!["read", "write"],
        Field::Name(Name::Code) => vec!["*", "none"],
        Field::Name(Name::Source) => vec!["local", "proxy", "program", "explorer"],
        Field::Number(number) => numbers(*number),
        Field::Since => vec!["10m", "2h", "1d"],
        _ => Vec::new(),
    }
}

fn numbers(number: Number) -> Vec<&'static str> {
    match number {
        Number::Ms => vec!["100", "1000"],
        Number::Attempt | Number::Id => vec!["1"],
    }
}

/// Reads `90s`, `10m`, `2h`, `1d`, or an RFC 3339 time.
fn since(value: &str) -> Option<Since> {
    let unit = match value.chars().last()? {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        'd' => 86400,
        _ => return at(value),
    };
    let count: u64 = value[..value.len() - 1].parse().ok()?;
    count.checked_mul(unit).map(Since::Ago)
}

/// Reads an RFC 3339 time, e.g. `2026-01-02T15:04:05Z`.
fn at(value: &str) -> Option<Since> {
    let read = OffsetDateTime::parse(value, &Rfc3339).ok();
    read.map(|_| Since::At(value.to_owned()))
}
