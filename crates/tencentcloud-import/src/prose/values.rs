//! The value lists in a documentation: `取值：A、B`, `A：…；B：…`, a line for each value.

use std::sync::LazyLock;

use regex::Regex;

use super::text::is_han;
use crate::pattern::pattern;

/// More values than this are a table of data, not a list to choose from.
const LONGEST: usize = 100;

/// The values of a list, and the one that the list itself calls the default.
#[derive(Debug, Default)]
pub(super) struct List {
    pub(super) values: Vec<String>,
    pub(super) default: Option<String>,
}

/// The words that announce a list of values, up to its first value.
static ANNOUNCED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x)
        (?:取值范围|取值列表|取值|可选值|可选项|可选类型|可选模式|可选|可取值|可能值|可能的值|可能取值|有效值|枚举值|枚举项|枚举|合法值|支持的值|值域)
        (?:\s*(?:列表|说明|类型|范围))?
        \s*(?:如下|有|包括|包含|分别为|分别是|可以是|可以为|可为|仅支持|支持|为|是)?(?:如下|以下)?(?:几种|值|类型)?
        \s*:?\s*[\[(]?\s*",
    )
});

/// Reads the list off a normalized text: the longest, if it holds all others.
pub(super) fn read(text: &str, integers: bool) -> List {
    // A text that describes the parts of a structured string names its fields, not its values.
    let structured = [
        "json",
        "JSON",
        "Json",
        "{",
        "://",
        "正则",
        "表达式",
        "元素格式",
        "YYYY",
    ];
    if !integers && structured.iter().any(|word| text.contains(word)) {
        return List::default();
    }
    let reader = Reader { text, integers };
    let mut lists = reader.lists();
    lists.sort_by_key(|list| std::cmp::Reverse(list.values.len()));
    let mut lists = lists.into_iter();
    let Some(longest) = lists.next() else {
        return List::default();
    };
    let whole = lists.all(|other| {
        other
            .values
            .iter()
            .all(|value| longest.values.contains(value))
    });
    if whole && longest.values.len() <= LONGEST {
        longest
    } else {
        List::default()
    }
}

struct Reader<'a> {
    text: &'a str,
    integers: bool,
}

/// How a value is explained; one list keeps to one way.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Style {
    Bare,
    Sign(char),
    Brackets,
    Verb,
    Space,
}

/// What the first entry of a list settles for the others.
struct Run {
    style: Style,
    announced: bool,
    /// The announcement says that a list follows.
    listed: bool,
    /// Each line may hold one more entry.
    lines: bool,
}

struct Entry<'a> {
    value: &'a str,
    style: Style,
    /// Where the value's text ends and its explanation begins.
    end: usize,
    /// It is called the default before its explanation.
    marked: bool,
}

impl<'a> Reader<'a> {
    fn lists(&self) -> Vec<List> {
        let mut lists = Vec::new();
        let mut next = ANNOUNCED.find(self.text);
        let mut at = 0;
        while at < self.text.len() {
            // The next announcement stays the next one until it is passed.
            if next.as_ref().is_some_and(|next| next.start() < at) {
                next = ANNOUNCED.find_at(self.text, at);
            }
            let announced = next.filter(|found| {
                found.start() == at && !self.text[..at].ends_with(['认', '省', '例'])
            });
            let start = announced.map_or(at, |found| found.end());
            let read = (announced.is_some() || self.may_begin(at))
                .then(|| self.list(start, announced.is_some()))
                .flatten();
            at = match read {
                Some((list, end)) => {
                    lists.push(list);
                    end.max(at + 1)
                }
                None => start.max(at + self.width(at)),
            };
            while !self.text.is_char_boundary(at) {
                at += 1;
            }
        }
        lists
    }

    fn width(&self, at: usize) -> usize {
        self.rest(at).chars().next().map_or(1, char::len_utf8)
    }

    fn rest(&self, at: usize) -> &'a str {
        self.text.get(at..).unwrap_or_default()
    }

    /// True where a value without announcing words may begin: after a separator, and for a number
    /// after a word.
    fn may_begin(&self, at: usize) -> bool {
        let before = self.text[..at].chars().next_back();
        before.is_none_or(|c| ",;、。:([| \n".contains(c) || (self.integers && is_han(c)))
    }

    /// The list that begins there, and its end.
    fn list(&self, start: usize, announced: bool) -> Option<(List, usize)> {
        let mut list = List::default();
        let mut marked = Vec::new();
        let mut entry = self.entry(start, announced)?;
        let style = entry.style;
        let before = self.text[..start].trim_end_matches(' ');
        let run = Run {
            style,
            announced,
            listed: announced && before.ends_with([':', '[', '(', '\n', '值']),
            // A word in the middle of a line does not begin a list of lines.
            lines: announced || before.is_empty() || before.ends_with(['\n', ':', '。', ';']),
        };
        let end = loop {
            let (explanation, next) = self.explanation(&entry, &run);
            if list.values.iter().any(|known| known == entry.value) {
                // The same value once more: a second list, or a remark on the first.
                break entry.end;
            }
            if !entry.value.eq_ignore_ascii_case("null") {
                list.values.push(entry.value.to_owned());
            }
            let remarks = ["(默认)", "(默认值)", "(缺省)"];
            if entry.marked || remarks.iter().any(|remark| explanation.contains(remark)) {
                marked.push(entry.value.to_owned());
            }
            match next {
                Next::Entry(found) => entry = found,
                Next::End(end) => break end,
                Next::Broken => return None,
            }
        };
        // Two defaults are none.
        list.default = marked.pop().filter(|_| marked.is_empty());
        if let ([only], Style::Bare) = (list.values.as_slice(), style) {
            list.values = alternatives(only);
        }
        self.holds(&list, &run, end).then_some((list, end))
    }

    /// True where what was read, up to `end`, is a list of values indeed.
    fn holds(&self, list: &List, run: &Run, end: usize) -> bool {
        let values = &list.values;
        if let [only] = values.as_slice() {
            return self.stands_alone(only, run, end);
        }
        // Two bare numbers are the ends of a range, and remarks on negative numbers are said of a
        // quantity.
        let bare = run.style == Style::Bare;
        let ends = bare && values.len() == 2 && !values.iter().any(|v| v == "1");
        let verb = run.style == Style::Verb && !run.announced;
        let special = values.iter().all(|value| value.starts_with('-'))
            || (verb && values.iter().any(|value| value.starts_with('-')));
        !values.is_empty() && !(self.integers && (ends || special))
    }

    /// True where a list of one value is no accident: it is announced as a list, ends as one, and
    /// no line further down goes on with it.
    fn stands_alone(&self, value: &str, run: &Run, end: usize) -> bool {
        let rest = self.rest(end);
        match run.style {
            Style::Sign(_) | Style::Brackets => {
                run.listed
                    && !rest.match_indices('\n').any(|(index, line)| {
                        self.entry(end + index + line.len(), false)
                            .is_some_and(|entry| entry.style == run.style)
                    })
            }
            Style::Bare => {
                run.listed
                    && !self.integers
                    && value.contains(|c: char| c.is_ascii_alphabetic())
                    && !rest.starts_with(is_han)
            }
            Style::Verb | Style::Space => false,
        }
    }

    /// The value at that place and the way it is explained.
    fn entry(&self, at: usize, announced: bool) -> Option<Entry<'a>> {
        let value = self.value(at)?;
        let mut after = at + value.len();
        let mut marked = false;
        // "SMS(默认): …": the remark belongs to the explanation.
        if let Some(rest) = self.rest(after).strip_prefix("(默认)")
            && rest.starts_with(':')
        {
            after = self.text.len() - rest.len();
            marked = true;
        }
        let (style, end) = self.style(value, after, announced)?;
        Some(Entry {
            value,
            style,
            end,
            marked,
        })
    }

    /// The value at that place.
    fn value(&self, at: usize) -> Option<&'a str> {
        let rest = self.rest(at);
        let length = rest
            .char_indices()
            .find(|(_, c)| !(c.is_ascii_alphanumeric() || "_-./+".contains(*c)))
            .map_or(rest.len(), |(index, _)| index);
        let mut value = rest.get(..length)?;
        if self.integers {
            // "0-关闭": the hyphen belongs to the explanation.
            value = value.trim_end_matches('-');
            value.parse::<i64>().ok()?;
        } else {
            value = value.trim_end_matches(['-', '.', '/']);
            if !value.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')
                || !value.contains(|c: char| c.is_ascii_alphanumeric())
            {
                return None;
            }
        }
        Some(value)
    }

    /// The way in which `value` is explained by what is `after` it, and where its text ends.
    fn style(&self, value: &str, after: usize, announced: bool) -> Option<(Style, usize)> {
        let spaced = self.rest(after);
        let tail = spaced.trim_start_matches(' ');
        let space = tail.len() < spaced.len();
        let at = after + (spaced.len() - tail.len());
        let follows = |from: &str| from.trim_start_matches([' ', '-']).chars().next();
        let says = |words: &[&str]| words.iter().any(|word| tail.starts_with(word));
        Some(match tail.chars().next() {
            Some(':') => {
                let next = follows(&tail[1..])?;
                (next.is_alphabetic() || next == '(').then_some((Style::Sign(':'), at + 1))?
            }
            Some(c @ ('-' | '=')) => {
                let next = follows(&tail[1..])?;
                let fits = is_han(next) || (self.integers && next.is_alphabetic());
                fits.then_some((Style::Sign(c), at + 1))?
            }
            Some('(') => {
                let inside = &tail[1..tail.find(')')?];
                if inside.is_empty() || inside.contains('\n') {
                    return None;
                }
                (Style::Brackets, at)
            }
            // "1.0代表 …, 1.1代表 …" explains numbers by example.
            _ if says(&["表示", "代表"]) && (announced || !value.contains('.')) => {
                (Style::Verb, at)
            }
            _ if self.integers && !announced && says(&["为", "是", "否"]) => (Style::Verb, at),
            Some(c)
                if announced && space && is_han(c) && !is_unit(c) && !"或和与及等".contains(c) =>
            {
                (Style::Space, at)
            }
            _ if announced => (Style::Bare, after),
            _ => return None,
        })
    }

    /// The explanation of an entry, and what comes behind it.
    fn explanation(&self, entry: &Entry<'a>, run: &Run) -> (&'a str, Next<'a>) {
        let rest = self.rest(entry.end);
        if matches!(run.style, Style::Bare | Style::Brackets) {
            return self.bare(entry, run);
        }
        let mut depth = 0_usize;
        for (index, c) in rest.char_indices() {
            match c {
                '(' | '[' => depth += 1,
                ')' | ']' if depth == 0 => {
                    return (&rest[..index], Next::End(entry.end + index));
                }
                ')' | ']' => {
                    depth -= 1;
                    let at = entry.end + index + 1;
                    if depth == 0
                        && let Some(next) = self.next(at, entry, run)
                    {
                        return (&rest[..=index], Next::Entry(next));
                    }
                }
                '\n' => {
                    // A list whose values have lines of their own ends with the first other line.
                    let blank = rest[index..].len() - rest[index..].trim_start().len();
                    let at = entry.end + index + blank;
                    let next = match self.next(at, entry, run) {
                        Some(_) if !run.lines => Next::Broken,
                        Some(next) => Next::Entry(next),
                        None => Next::End(entry.end + index),
                    };
                    return (&rest[..index], next);
                }
                ',' | ';' | '、' | '。' | ' ' | '|' | '/' if depth == 0 && index > 0 => {
                    let tail =
                        rest[index..].trim_start_matches([',', ';', '、', '。', ' ', '|', '/']);
                    let at = self.text.len() - tail.len();
                    if let Some(next) = self.next(at, entry, run) {
                        return (&rest[..index], Next::Entry(next));
                    }
                }
                _ => {}
            }
        }
        (rest, Next::End(self.text.len()))
    }

    /// The entry there, if it goes on with the list: explained in the same way, or the number
    /// that follows.
    fn next(&self, at: usize, last: &Entry<'a>, run: &Run) -> Option<Entry<'a>> {
        let style = run.style;
        if let Some(next) = self.entry(at, style == Style::Space)
            && next.style == style
        {
            return Some(next);
        }
        let number: i64 = last.value.parse().ok().filter(|_| self.integers)?;
        let value = self.rest(at).get(..(number + 1).to_string().len())?;
        let end = at + value.len();
        let tail = self.rest(end).trim_start_matches([' ', ':', '-', '=']);
        let follows = value.parse() == Ok(number + 1)
            && tail.starts_with(|c| is_han(c) && !is_unit(c) && !"或和与及到至".contains(c));
        follows.then_some(Entry {
            value,
            style,
            end,
            marked: false,
        })
    }

    /// What comes behind a bare value, or one that brackets explain.
    fn bare(&self, entry: &Entry<'a>, run: &Run) -> (&'a str, Next<'a>) {
        let rest = self.rest(entry.end);
        let (explanation, rest) = match rest
            .strip_prefix('(')
            .and_then(|inside| inside.split_once(')'))
        {
            Some((inside, _)) => rest.split_at(inside.len() + 2),
            None => ("", rest),
        };
        let tail = rest.trim_start_matches(' ');
        let at = self.text.len() - tail.len();
        // A full stop ends a line of a list as well as the list.
        let tail = match tail.strip_prefix('。') {
            Some(line) if line.starts_with('\n') => line,
            _ => tail,
        };
        let separator = [
            ",", ";", "、", "|", "/", "\n", "或者", "或", "和", "与", "以及", "及",
        ]
        .into_iter()
        .find(|separator| tail.starts_with(separator));
        let Some(separator) = separator else {
            let ends = tail.is_empty()
                || tail.starts_with([')', ']', '。'])
                || (tail.starts_with('.')
                    && !tail[1..].starts_with(|c: char| c.is_ascii_alphanumeric()));
            let next = if ends { Next::End(at) } else { Next::Broken };
            return (explanation, next);
        };
        let next = tail[separator.len()..].trim_start();
        // "A, 或 B"
        let next = next.strip_prefix('或').unwrap_or(next).trim_start();
        let at = self.text.len() - next.len();
        let next = match self.entry(at, true) {
            Some(next) if next.style == Style::Brackets => Next::Entry(next),
            Some(next) if next.style == Style::Bare && run.announced => Next::Entry(next),
            // The text goes on in prose behind the list.
            _ if separator == "\n" => Next::End(at),
            _ if matches!(separator, "," | ";") && next.starts_with(is_han) => Next::End(at),
            _ => Next::Broken,
        };
        (explanation, next)
    }
}

enum Next<'a> {
    Entry(Entry<'a>),
    End(usize),
    Broken,
}

/// The values of `A/B`, which is one word to a reader of lists, unless it is a media type.
fn alternatives(value: &str) -> Vec<String> {
    let media = ["application/", "text/", "image/", "audio/", "video/"];
    if media.iter().any(|prefix| value.starts_with(prefix)) {
        return vec![value.to_owned()];
    }
    value.split('/').map(str::to_owned).collect()
}

/// True for the words that a number counts.
fn is_unit(c: char) -> bool {
    "个条次台天年月日周时分秒毫微元位种级倍万亿核路份层岁页字张组项号点人".contains(c)
}
