//! The names that filters take: a list whose items say their types, lines behind an announcement,
//! or names in a sentence.
//!
//! A text that can be read in two ways says nothing: two lists, a list of a filter's values among
//! those of the names, or names in two spellings.

use std::sync::LazyLock;

use regex::Regex;

use super::text::is_han;
use crate::pattern::pattern;

/// More names than this are no list of filters.
const MOST: usize = 100;
/// A longer word names no filter.
const LONGEST: usize = 48;

/// A line of a list whose items say their types: `zone - String - …`, `zone String - …`.
static TYPED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x)^(?P<name>[A-Za-z][A-Za-z0-9]*(?:[-_.:][A-Za-z0-9]+)*)(?:\s*-\s*|\s*:\s*|\s+)
        (?i:string|str|integer|int|int64|uint64|uint|bool|boolean|float|number|datetime|timestamp|array|list)
        \b(?:\s*(?:\[\]|of\s+\w+))?\s*(?:[-,:;(]|\p{Han}|$)",
    )
});
/// A line that begins with a name and explains it: `zone: …`, `zone - …`, `zone(…)`.
static ITEM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?P<name>[A-Za-z][A-Za-z0-9]*(?:[-_.][A-Za-z0-9]+)*(?::tag-key)?)(?:\s*:|\s+-|\s*-\s|\s*\(|\s+\p{Han})",
    )
});
/// Such an item in the middle of a line.
static INNER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:^|[^A-Za-z0-9_.:-])(?P<name>[A-Za-z][A-Za-z0-9]*(?:[-_.:][A-Za-z0-9]+)*)\s*-\s*(?:String|Integer|Array of String)\s*-",
    )
});
/// A line that is nothing but a name, which the lines behind it explain.
static ALONE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?P<name>[A-Za-z][A-Za-z0-9]*(?:[-_.:][A-Za-z0-9]+)*)$"));
/// The line of such an explanation that says the type.
static TYPE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^-?\s*(?:类型|Type)\s*:\s*(?i:string|integer|int|bool|array|list)"));
/// Words at the end of a line behind which the names of filters follow.
static LINES_FOLLOW: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x)
        (?:过滤|筛选|搜索|查询)(?:条件|参数|字段|项|键|器)(?:如下|包括|包含|有|为|列表)*[:。.]?$
        | (?:过滤|筛选)[^\n。;]{0,24}:$
        | (?:Name|Key|名称)\s*(?:的)?(?:取值|可取值|可选值|可以为|支持|包括|有以下|为)[^\n。]{0,12}:?$
        | (?i:filter(?:s|ing)?(?:\.|\s)*(?:names?|criteria|criterion|conditions?|fields?|parameters?|keys?)?\b[^\n.]{0,40}[:.]?)$
        | (?i:query\ criteria|search\ criteria)[:.]?$
        ",
    )
});
/// Words in a sentence behind which the names of filters follow.
static NAMES_FOLLOW: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x)
        (?:目前|当前|仅|只|现)?支持(?:的|按照?|根据|通过|如下|以下)*(?:分页)?(?:过滤|筛选|查询|搜索|检索)?的?(?:条件|参数|字段|项|键|类型|属性|\ |Filter\.Name|Filters\.Name|Name|Key|filter)*(?:名称?)?(?:主要)?(?:有|为|包括|包含|如下)?\ *:?\ *\[?\ *
        | (?:过滤|筛选)(?:条件|参数|字段|项|键|名)?(?:有|为|包括|包含|支持|如下|可选)\ *:?\ *\[?\ *
        | (?:Filter\.Name|Filters\.Name|Name|Key|FilterKey)\s*(?:字段)?(?:的)?(?:可取值|可选值|取值范围|取值|可以为|只允许|支持|包括|可选)(?:有|为|包括)?\ *:?\ *\[?\ *
        | (?i:supported\ (?:filter(?:able)?\ |filtering\ )?(?:field\ names?|filter\.names?|fields?|names?|conditions?|keys?|filters?)(?:\ (?:include|are))?)\ *:?\ *\[?\ *
        | (?i:name\.?\ valid\ values)\s*:\s*\[?\s*
        ",
    )
});
/// A filter's remark that its values follow, which are no names.
static VALUES_FOLLOW: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:取值|枚举值?|可选值|可选|值|状态|类型|包括|如下|values?|(?i:valid values))[^:\n]{0,12}:\s*$",
    )
});
static NAME: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[A-Za-z][A-Za-z0-9]*(?:[-_.][A-Za-z0-9]+)*(?::tag-key)?"));

/// What a filter consists of, which are no names of filters when nothing else is listed.
const PARTS: [&str; 16] = [
    "Name",
    "Values",
    "Value",
    "Key",
    "Keys",
    "Op",
    "Operator",
    "ExactMatch",
    "OperatorType",
    "Filter",
    "Filters",
    "FilterKey",
    "Filter.Name",
    "Filter.Values",
    "Filters.Name",
    "Filters.Values",
];
/// Words of a sentence that stand where names do.
const WORDS: [&str; 15] = [
    "AND", "OR", "IN", "NOT", "JSON", "String", "Integer", "Int", "Filter", "Filters", "Values",
    "the", "and", "or", "Note",
];

/// Reads the names off a normalized text.
pub(super) fn read(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let typed = list(lines.iter().flat_map(|line| {
        let inner = INNER.captures_iter(line);
        let inner = inner.filter_map(|found| Some(found.name("name")?.as_str()));
        typed(line).into_iter().chain(inner)
    }));
    if typed.iter().any(|name| !PARTS.contains(&name.as_str())) {
        return plausible(with_leading(&lines, typed));
    }
    if let Some(names) = from_paragraphs(&lines) {
        return plausible(names);
    }
    let (lines, sentence) = (from_lines(&lines), from_sentence(text));
    match (lines, sentence) {
        (Some(lines), Some(sentence)) => {
            let same = sentence.iter().all(|name| lines.contains(name));
            if same { plausible(lines) } else { Vec::new() }
        }
        (Some(names), None) | (None, Some(names)) => plausible(names),
        (None, None) => Vec::new(),
    }
}

/// The name that a line explains with its type.
fn typed(line: &str) -> Option<&str> {
    let name = name(&TYPED, line).filter(|_| !TYPE.is_match(line))?;
    // Behind a blank alone, a type is the one if a dash follows.
    let rest = line[name.len()..].trim_start();
    let dashed = rest.starts_with(['-', ':']) || rest.contains('-');
    dashed.then_some(name)
}

/// The names of typed items, behind those of the items without types that an announcement
/// precedes.
fn with_leading(lines: &[&str], typed_names: Vec<String>) -> Vec<String> {
    let leading = lines
        .iter()
        .position(|line| LINES_FOLLOW.is_match(line))
        .map_or(&[][..], |first| &lines[first + 1..])
        .iter()
        .map_while(|line| name(&ITEM, line).filter(|_| typed(line).is_none()));
    let leading: Vec<_> = leading.collect();
    list(
        leading
            .into_iter()
            .chain(typed_names.iter().map(String::as_str)),
    )
}

/// The names that stand on lines of their own, each before a line that says its type.
fn from_paragraphs(lines: &[&str]) -> Option<Vec<String>> {
    let types = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| TYPE.is_match(line));
    let mut names = Vec::new();
    for (at, _) in types {
        let before = lines[at.saturating_sub(3)..at].iter().rev();
        names.push(before.filter_map(|line| name(&ALONE, line)).next()?);
    }
    let names = list(names.into_iter());
    (!names.is_empty()).then_some(names)
}

/// The names of the lines behind an announcement, where no other line looks like theirs.
fn from_lines(lines: &[&str]) -> Option<Vec<String>> {
    let first = lines.iter().position(|line| LINES_FOLLOW.is_match(line))? + 1;
    let run = lines[first..]
        .iter()
        .map_while(|line| Some((name(&ITEM, line)?, *line)));
    let run: Vec<_> = run.collect();
    let rest = lines[..first.saturating_sub(1)]
        .iter()
        .chain(&lines[first + run.len()..]);
    let second = rest.filter(|line| ITEM.is_match(line)).count();
    let values = run.iter().any(|(_, line)| VALUES_FOLLOW.is_match(line));
    let names = list(run.iter().map(|(name, _)| *name));
    let words = names.iter().any(|name| WORDS.contains(&name.as_str()));
    let once = names.len() == run.len();
    (second == 0 && !values && !words && once && !names.is_empty()).then_some(names)
}

/// The names that a sentence lists, where only one does.
fn from_sentence(text: &str) -> Option<Vec<String>> {
    let mut found: Option<Vec<String>> = None;
    for words in NAMES_FOLLOW.find_iter(text) {
        let Some(names) = listed(&text[words.end()..]) else {
            continue;
        };
        match &found {
            Some(known) if *known != names => return None,
            _ => found = Some(names),
        }
    }
    found
}

/// The names that a text begins with: separated by signs, each explained in brackets or behind a
/// colon or not at all, up to the sentence's end.
fn listed(text: &str) -> Option<Vec<String>> {
    let mut names = Vec::new();
    let mut rest = text;
    loop {
        let word = NAME.find(rest)?.as_str();
        let part = word == "Name" && rest[word.len()..].trim_start().starts_with(':');
        if part || WORDS.contains(&word) || names.len() == MOST {
            return None;
        }
        names.push(word.to_owned());
        rest = rest[word.len()..].trim_start_matches(' ');
        if let Some(inside) = rest.strip_prefix('(') {
            rest = inside.split_once(')')?.1.trim_start_matches(' ');
        }
        if let Some(explained) = rest.strip_prefix(':') {
            let end = explained.find([',', ';', '、', '。', '\n', '/']);
            rest = &explained[end.unwrap_or(explained.len())..];
        }
        let tail = rest.trim_start_matches(' ');
        let next = separated(tail);
        if next.len() == tail.len() || next.is_empty() || next.starts_with('\n') {
            // The list is over; a word that goes on with it would make it another one.
            let over = tail.is_empty()
                || tail.starts_with(['\n', '。', ']', ')', ';'])
                || tail
                    .strip_prefix('.')
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\n']));
            let over = over || next.is_empty() || next.starts_with('\n');
            return (over && known(&names)).then(|| list(names.iter().map(String::as_str)));
        }
        if next.starts_with(is_han) {
            // Prose goes on behind a comma.
            let comma = tail.starts_with([',', ';']);
            return (comma && known(&names)).then(|| list(names.iter().map(String::as_str)));
        }
        rest = next;
    }
}

/// What follows the separator that a text begins with; the text itself where there is none.
fn separated(text: &str) -> &str {
    let signs = text.trim_start_matches([',', ';', '、', '/', '|', ' ']);
    let words = ["以及", "和", "及", "与", "或者", "或", "and ", "or "];
    let word = words.iter().find_map(|word| signs.strip_prefix(word));
    word.map_or(signs, |rest| rest.trim_start_matches(' '))
}

/// True for names that are no accident: several of them, or one that is no plain word.
fn known(names: &[String]) -> bool {
    let compound = |name: &String| {
        name.contains(['-', '_', '.'])
            || name.chars().skip(1).any(|c| c.is_ascii_uppercase())
                && name.chars().any(|c| c.is_ascii_lowercase())
    };
    names.len() > 1 || names.iter().any(compound)
}

fn name<'a>(pattern: &Regex, line: &'a str) -> Option<&'a str> {
    Some(pattern.captures(line)?.name("name")?.as_str())
}

/// Each name once, in order.
fn list<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut list: Vec<String> = Vec::new();
    for name in names.take(MOST + 1) {
        if !list.iter().any(|known| known == name) {
            list.push(name.to_owned());
        }
    }
    list
}

/// The names, where no constant is among them: those are the values of a filter.
fn plausible(names: Vec<String>) -> Vec<String> {
    let constant = |name: &&String| {
        let longer = name.len() > "CVEID".len();
        longer && !name.chars().any(|c| c.is_ascii_lowercase())
    };
    let alike = names.iter().filter(constant).count() == 0;
    let short = names.iter().all(|name| name.len() <= LONGEST);
    let parts = names.iter().all(|name| PARTS.contains(&name.as_str()));
    if alike && short && !parts && names.len() <= MOST {
        names
    } else {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::super::text::normalize;
    use super::read;

    fn names(document: &str) -> Vec<String> {
        read(&normalize(document))
    }

    #[test]
    fn items_that_tell_their_types() {
        for document in [
            "条件\n<li>oven-id - String - 是否必填：否 - 烤箱</li>\n<li>tag:tag-key - String - 标签</li>",
            "- oven-id - String - Required: No - The oven\n- tag:tag-key - String - The tag",
            "<li> `oven-id` - String - Optional - Its id. </li>\n</li>`tag:tag-key` - String - Optional - Tag.</li>",
            "oven-id - string - （过滤条件）烤箱\ntag:tag-key- String - 标签\n每次最多10个。",
        ] {
            assert_eq!(names(document), ["oven-id", "tag:tag-key"], "{document}");
        }
        assert_eq!(
            names("<li>Heat- int - 温度：0低，1高</li><li>IP - String - 地址</li>"),
            ["Heat", "IP"]
        );
    }

    #[test]
    fn typed_items_behind_untyped_ones_and_names_on_lines_of_their_own() {
        let mixed = "支持的过滤条件如下：\n<li>oven-id：烤箱</li>\n<li>shelf ：层</li>\n说明：可多选。<li>heat - String - 温度</li>";
        assert_eq!(names(mixed), ["oven-id", "shelf", "heat"]);
        let values =
            "过滤条件\noven-id - String - 烤箱\nstate - String - 状态：\nHOT: 热\nCOLD_NOW: 冷";
        assert_eq!(names(values), ["oven-id", "state"]);
        let blank = "<li>oven-id - String - 烤箱</li><li>shelf String - 层</li>";
        assert_eq!(names(blank), ["oven-id", "shelf"]);
        let alone =
            "- ovenId\n按照【烤箱】过滤。\n类型：String\n必选：否\n\n- tag:tagKey\n- 类型：String";
        assert_eq!(names(alone), ["ovenId", "tag:tagKey"]);
        assert_eq!(
            names("- ovenId 按照烤箱过滤\n- Type: String"),
            Vec::<String>::new()
        );
    }

    #[test]
    fn lines_behind_an_announcement() {
        for document in [
            "详细的过滤条件如下：\n<li>oven-id：按照烤箱过滤</li>\n<li>shelf：按照层过滤</li>",
            "过滤条件\n- oven-id 烤箱的编号\n- shelf 第几层",
            "Filter 的 Name 有以下值：\noven-id：烤箱\nshelf：层",
            "Filters\n<li>oven-id - Id of the oven.</li>\n<li>shelf - The shelf.</li>",
            "Query criteria:\noven-id: by oven.\nshelf: by shelf.",
        ] {
            assert_eq!(names(document), ["oven-id", "shelf"], "{document}");
        }
    }

    #[test]
    fn names_in_a_sentence() {
        for (document, expected) in [
            (
                "过滤条件。支持OvenId、OvenName、KeyWord（名字或编号）。",
                vec!["OvenId", "OvenName", "KeyWord"],
            ),
            (
                "支持的 Name：OvenId（精确）、Heat（低 LOW/高 HIGH）。",
                vec!["OvenId", "Heat"],
            ),
            (
                "筛选条件，支持 OvenId：编号、Heat：温度",
                vec!["OvenId", "Heat"],
            ),
            (
                "支持的过滤字段：OvenId / Heat / Shelf",
                vec!["OvenId", "Heat", "Shelf"],
            ),
            (
                "Supported filterable field names include: [\"OvenId\", \"Heat\"]",
                vec!["OvenId", "Heat"],
            ),
            ("按照该参数过滤,支持oven-state", vec!["oven-state"]),
            ("Name 可取值：OvenName,OvenId", vec!["OvenName", "OvenId"]),
        ] {
            assert_eq!(names(document), expected, "{document}");
        }
    }

    #[test]
    fn what_can_be_read_in_two_ways_tells_nothing() {
        for document in [
            "过滤条件",
            "多个条件支持 AND 关系",
            "过滤条件如下：\nHeat：温度，取值：\nLOW：低\nHIGH：高",
            "过滤条件如下：\nHeat：温度\n当 Heat 时取值有：\nCOLD：低",
            "支持模糊查询",
            "Name - String\nValues - Array of String",
            "过滤条件：Keywords: 名字, Shelf层 Heat",
            "Filter.Name: 名字\nFilter.Values: 值",
            "过滤条件\nNote: 没有",
            "类型：\nPREPAID: 预付\nPOSTPAID: 后付",
            "日志过滤，filter.Code=a 表示只看错误",
            "过滤条件如下：\nHeat：温度\nCOLD_OVEN：冷",
        ] {
            assert_eq!(names(document), Vec::<String>::new(), "{document}");
        }
    }
}
