//! The words of a page: what its sections, columns and remarks are called, in each language.
//!
//! A word that the vendor adds or changes is added here and nowhere else.

use std::sync::LazyLock;

use regex::Regex;
use tencentcloud_schema::Kind;

use crate::pattern::pattern;

/// The languages in which the vendor publishes pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Language {
    #[default]
    Chinese,
    English,
}

impl Language {
    const ALL: [Self; 2] = [Self::Chinese, Self::English];
}

/// The sections that pages have under the same names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Section {
    Description,
    Input,
    Output,
    Examples,
    Resources,
    Errors,
    Types,
}

/// Names in each language; the first of each is the one that messages show.
type Names = [&'static [&'static str]; 2];

impl Section {
    const ALL: [(Self, Names); 7] = [
        (Self::Description, [&["接口描述"], &["API Description"]]),
        (Self::Input, [&["输入参数"], &["Input Parameters"]]),
        (Self::Output, [&["输出参数"], &["Output Parameters"]]),
        (Self::Examples, [&["示例"], &["Example", "Examples"]]),
        (Self::Resources, [&["开发者资源"], &["Developer Resources"]]),
        (Self::Errors, [&["错误码"], &["Error Code", "Error Codes"]]),
        (Self::Types, [&["数据结构"], &["Data Types"]]),
    ];

    /// The section that a heading names, and its language.
    pub(super) fn of(title: &str) -> Option<(Self, Language)> {
        named(&Self::ALL, title)
    }

    /// The section's name.
    pub(super) fn name(self, language: Language) -> &'static str {
        name(&Self::ALL, self, language)
    }
}

/// What a table's column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// The name of a parameter.
    Parameter,
    /// The name of an object type's member.
    Member,
    /// An error code.
    Code,
    Required,
    Type,
    Description,
}

impl Column {
    const ALL: [(Self, Names); 6] = [
        (Self::Parameter, [&["参数名称"], &["Parameter Name"]]),
        (Self::Member, [&["名称"], &["Name"]]),
        (Self::Code, [&["错误码"], &["Error Code"]]),
        (Self::Required, [&["必选"], &["Required"]]),
        (Self::Type, [&["类型"], &["Type"]]),
        (Self::Description, [&["描述"], &["Description"]]),
    ];

    /// The column that a header's cell names, and its language.
    pub(super) fn of(title: &str) -> Option<(Self, Language)> {
        named(&Self::ALL, title)
    }

    /// The column's name.
    pub(super) fn name(self, language: Language) -> &'static str {
        name(&Self::ALL, self, language)
    }

    /// True for a column that says what a table's rows are about.
    pub(super) fn is_key(self) -> bool {
        matches!(self, Self::Parameter | Self::Member | Self::Code)
    }
}

fn named<T: Copy>(all: &[(T, Names)], title: &str) -> Option<(T, Language)> {
    all.iter().find_map(|(item, names)| {
        let at = names
            .iter()
            .position(|names| names.iter().any(|name| name.eq_ignore_ascii_case(title)))?;
        Some((*item, Language::ALL[at]))
    })
}

fn name<T: PartialEq>(all: &[(T, Names)], item: T, language: Language) -> &'static str {
    let found = all.iter().find(|(other, _)| *other == item);
    found.map_or("", |(_, names)| names[language as usize][0])
}

/// The header of a section's table; that of an object type without a section.
pub(super) fn header(section: Option<Section>, language: Language) -> String {
    use Column::{Code, Description, Member, Parameter, Required, Type};
    let columns: &[Column] = match section {
        Some(Section::Input) => &[Parameter, Required, Type, Description],
        Some(Section::Output) => &[Parameter, Type, Description],
        Some(Section::Errors) => &[Code, Description],
        _ => &[Member, Type, Required, Description],
    };
    let names: Vec<_> = columns.iter().map(|c| c.name(language)).collect();
    names.join(" | ")
}

/// The words for yes and no.
pub(super) fn yes_or_no(cell: &str) -> Option<bool> {
    match cell {
        "是" => Some(true),
        "否" => Some(false),
        _ if cell.eq_ignore_ascii_case("yes") => Some(true),
        _ if cell.eq_ignore_ascii_case("no") => Some(false),
        _ => None,
    }
}

/// A line that names the host.
pub(super) static HOST_LINE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"接口请求域名|(?i:domain name for API request)"));
/// The host that such a line names; the second group is the service.
pub(super) static HOST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:接口请求域名|(?i:domain name for API request))\s*[:：][\s`\[*]*(([a-z][a-z0-9-]*)(?:\.[a-z0-9-]+)*\.tencentcloudapi\.(?:com\.cn|com|cn))",
    )
});

/// A line that gives the rate.
pub(super) static RATE_LINE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"默认接口请求频率限制|(?i:^[>*\s]*a maximum of .{0,40}requests? can be initiated)")
});
/// The number and the unit of time of such a line.
pub(super) static RATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x) 频率限制\s*[:：][\s*]*([0-9]+)\s*次\s*[/／每]\s*(秒|分|小?时|天|日)
             | (?i:maximum\ of\s+([0-9][0-9,]*)\s+requests?\ can\ be\ initiated\ (?:per|every)\s+(second|minute|hour|day))",
    )
});

/// True for the unit of a rate per second.
pub(super) fn is_second(unit: &str) -> bool {
    unit == "秒" || unit.eq_ignore_ascii_case("second")
}

/// A sentence that says that the action is given up, and by which word.
pub(super) static RETIRED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x) ^[>*\s(（【\[]*[该本此]接口(?:已经|已)?(?P<soon>即将)?(?P<word>废弃|弃用|下线)
             | ^[>*\s(\[]*(?i:this\ api\ (?:is|has\ been|was|(?P<will>will\ (?:soon\ )?be))\ (?:now\ |already\ |soon\ )?
                 (?P<en>deprecated|disused|obsolete|no\ longer\ (?:maintained|used|recommended)|taken\ offline|discontinued))",
    )
});

/// True for a word of [`RETIRED`] that says that the action no longer answers.
pub(super) fn is_gone(word: &str) -> bool {
    ["下线", "taken offline", "discontinued"]
        .iter()
        .any(|gone| gone.eq_ignore_ascii_case(word))
}

/// The start of the description of a parameter that every action has.
pub(super) static COMMON: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?:公共参数|(?i:common (?:request )?param(?:eter)?s?)\b)"));
/// What the page's action takes for a common parameter.
pub(super) static VALUE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?s)(?:本接口取值|(?i:the value used for this api(?: is)?))\s*[:：]\s*([^。，,;；(（|\n]*)",
    )
});
/// A remark that the action takes no Region.
pub(super) static UNTAKEN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"不需要|无需|(?i:not (?:required|needed)|no need|does not (?:require|need))")
});

/// The line between a type's name and its table, which names the actions that use the type.
pub(super) static USED_BY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"被如下接口引用|(?i:^[>*_\s]*used by (?:the following )?(?:actions?|APIs?)\s*[:：])")
});

/// The greatest number of lines between a type's name and that line, unless the name is a heading.
pub(super) const INTRODUCTION: usize = 12;

/// The remark that a member may be null, whole.
pub(super) static NULL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?x) (?:注意\s*[:：]\s*)?此字段可能(?:返回|为)\s*null(?:\s*[,，]\s*表示取不到有效值)?\s*[。.]?
             | (?i:(?:note\s*[:：]\s*)?(?:the\ returned\ value\ of\ )?this\ (?:field|parameter|attribute)\ may\ (?:return|be)[\s·]*
                 ["'`“]?null["'`”]?(?:\s*[,，]?\s*(?:which\ )?(?:indicat|mean|if\ no)[^.。\n]*)?[.。]?)"#,
    )
});
/// The label before a member's example.
pub(super) static EXAMPLE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"示例值\s*[:：]|(?i:\b(?:example|sample) values?\s*[:：])"));

/// Headings and remarks of examples: what is sent, and what comes back.
pub(super) static SENT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?:输入示例|(?i:input example|request example|sample request))"));
pub(super) static RETURNED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^(?:输出示例|(?i:output example|response example|sample response))")
});

/// The word that a page has for a kind of value.
pub(super) fn kind(kind: &Kind, list: bool) -> String {
    let name = match kind {
        Kind::String => "String",
        Kind::Int64 | Kind::Uint64 | Kind::Integer => "Integer",
        Kind::Float => "Float",
        Kind::Bool => "Boolean",
        Kind::Binary => "Binary",
        Kind::Date => "Date",
        Kind::DateTime => "Timestamp",
        Kind::DateTimeIso => "Timestamp ISO8601",
        Kind::Object(name) => name,
    };
    match list {
        true => format!("Array of {name}"),
        false => name.to_owned(),
    }
}
