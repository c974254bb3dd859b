//! The smallest and the largest number that a documentation allows.

use std::sync::LazyLock;

use regex::{Captures, Regex};
use serde_json::Number;
use tencentcloud_schema::Kind;

use super::text::is_han;
use crate::pattern::pattern;

/// `[1, 100]`, `(0, 1]`, `[1, INF)`.
static INTERVAL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?P<open>[\[(])\s*(?P<min>-?\d+(?:\.\d+)?)\s*[,~-]\s*(?P<max>-?\d+(?:\.\d+)?|\+?(?:INF|inf|∞|无穷|正无穷))\s*(?P<close>[\])])",
    )
});
/// `取值范围：1-100`, `范围 0（低）~100（高）`; the words say that a range follows.
static SPAN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:范围|取值|可选值|可取值|有效值|值域)(?:限制)?(?:为|是|在|支持|可为)?\s*:?\s*[\[(]?\s*(?P<min>-?\d+(?:\.\d+)?)\s*(?:\([^()]{0,20}\))?\s*(?:-|~|至|到)\s*(?P<max>-?\d+(?:\.\d+)?)",
    )
});
static MAX: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:最大值?(?:为|是|不超过|不能超过|支持|可为|可设置为)?|上限值?(?:为|是)|(?P<limit>不能超过|不可超过|不得超过|不能大于))\s*:?\s*(?P<max>-?\d+(?:\.\d+)?)",
    )
});
static MIN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:最小值?(?:为|是)?|下限值?(?:为|是)|(?P<limit>不能小于|不得小于))\s*:?\s*(?P<min>-?\d+(?:\.\d+)?)",
    )
});

static ZERO: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:^|[^\d.])0\s*,?\s*(?:表示|代表|则|时|为|是|:)|(?:设|填|取值|设置|等于)为?\s*0(?:[^\d.]|$)",
    )
});
static MINUS: LazyLock<Regex> = LazyLock::new(|| pattern(r"-1\s*,?\s*(?:表示|代表|则|时|为|是|:)"));

/// What a documentation bounds a number by.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Bounds {
    pub(super) min: Option<Number>,
    pub(super) max: Option<Number>,
}

impl Bounds {
    /// True where numbers that `values` does not list are allowed too.
    pub(super) fn exclude(&self, values: &[String]) -> bool {
        let end = |number: &Option<Number>| number.as_ref().and_then(Number::as_f64);
        match (end(&self.min), end(&self.max)) {
            (Some(min), Some(max)) => max - min + 1.0 != values.len() as f64,
            (None, None) => false,
            _ => true,
        }
    }
}

/// Reads the bounds off a normalized text.
pub(super) fn read(text: &str, kind: &Kind) -> Bounds {
    // A text that speaks of lengths bounds something other than the number itself.
    if ["长度", "字符", "个数", "精度"]
        .iter()
        .any(|word| text.contains(word))
    {
        return Bounds::default();
    }
    let mut spans = found(&INTERVAL, text, kind);
    if spans.is_empty() {
        spans = found(&SPAN, text, kind);
    }
    let bounds = if spans.is_empty() {
        Bounds {
            min: same(found(&MIN, text, kind)).and_then(|bounds| bounds.min),
            max: same(found(&MAX, text, kind)).and_then(|bounds| bounds.max),
        }
    } else {
        same(spans).unwrap_or_default()
    };
    let end = |number: &Option<Number>| number.as_ref().and_then(Number::as_f64);
    match (end(&bounds.min), end(&bounds.max)) {
        (Some(low), Some(high)) if low >= high => Bounds::default(),
        // "0表示不限" is one more number, below the range.
        (Some(low), _)
            if low > 0.0 && ZERO.is_match(text) || low >= 0.0 && MINUS.is_match(text) =>
        {
            Bounds {
                min: None,
                max: bounds.max,
            }
        }
        _ => bounds,
    }
}

/// What all of them say, if they say the same.
fn same(mut all: Vec<Bounds>) -> Option<Bounds> {
    let last = all.pop()?;
    all.iter().all(|other| *other == last).then_some(last)
}

fn found(pattern: &Regex, text: &str, kind: &Kind) -> Vec<Bounds> {
    pattern
        .captures_iter(text)
        .filter(|captures| stands_alone(captures, text))
        .map(|captures| {
            let min = captures.name("min").and_then(|m| number(m.as_str(), kind));
            let max = captures.name("max").and_then(|m| number(m.as_str(), kind));
            let open = captures.name("open").is_some_and(|m| m.as_str() == "(");
            let closed = captures.name("close").is_none_or(|m| m.as_str() == "]");
            Bounds {
                min: min.filter(|_| !open),
                max: max.filter(|_| closed),
            }
        })
        .collect()
}

/// True unless the match is an example, one of several ranges or said of something else; or goes
/// on: as a larger number, a version, a date, a share, a number in another unit.
fn stands_alone(captures: &Captures<'_>, text: &str) -> bool {
    let Some(whole) = captures.get(0) else {
        return false;
    };
    let before = text[..whole.start()].trim_end_matches([' ', ':', '=', '[']);
    if before.ends_with(['如', '和', '或', '与', '及']) {
        return false;
    }
    if captures.name("limit").is_some()
        && before.ends_with(|c: char| is_han(c) || c.is_alphanumeric())
    {
        return false;
    }
    let after = text[whole.end()..].trim_start_matches(' ');
    let mut rest = after.chars();
    let Some(next) = rest.next() else { return true };
    if whole.as_str().ends_with([']', ')']) {
        // Round brackets around a span are brackets, not an open interval.
        let bracketed = whole.as_str().starts_with('(')
            && whole.as_str().ends_with(')')
            && !whole.as_str().contains(',');
        return !bracketed && !after.starts_with(['和', '或', '、']);
    }
    let span = captures.name("min").is_some() && captures.name("max").is_some();
    match next {
        '-' | '~' | '%' | '/' | ':' | '*' | '^' => false,
        '.' | ',' => !rest.next().is_some_and(|c| c.is_ascii_digit()),
        '万' | '亿' | '千' | '百' | '倍' => false,
        // A range is given in the member's unit; a limit often is not: "7天" of milliseconds.
        _ if span => !next.is_ascii_digit(),
        '条' | '个' | '次' | '台' | '页' => true,
        next => !next.is_alphanumeric() || (is_han(next) && text[whole.end()..].starts_with(' ')),
    }
}

fn number(text: &str, kind: &Kind) -> Option<Number> {
    match kind {
        Kind::Float => Number::from_f64(text.parse().ok()?),
        Kind::Uint64 => text.parse::<u64>().ok().map(Number::from),
        _ => text.parse::<i64>().ok().map(Number::from),
    }
}
