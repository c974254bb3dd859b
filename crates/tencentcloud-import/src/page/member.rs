//! What the cells of one parameter's row say.

use std::sync::LazyLock;

use regex::Regex;
use tencentcloud_schema::{Kind, Member};

use super::layout;
use crate::pattern::pattern;
use crate::{prose, sensitive};

static NULL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:注意\s*[:：]\s*)?此字段可能(?:返回|为)\s*null(?:\s*[,，]\s*表示取不到有效值)?\s*[。.]?",
    )
});
static EXAMPLE: LazyLock<Regex> = LazyLock::new(|| pattern(r"示例值\s*[:：]"));

/// The kind that a type's cell names, and whether it is a list of it.
pub(super) fn kind(written: &str) -> Result<(Kind, bool), String> {
    let words: Vec<_> = written.split_whitespace().collect();
    let (list, item) = match words.as_slice() {
        ["Array" | "array", "of", item @ ..] => (true, item),
        item => (false, item),
    };
    let kind = match item {
        ["String" | "string"] => Kind::String,
        ["Integer" | "integer"] => Kind::Integer,
        ["Float" | "float"] => Kind::Float,
        ["Boolean" | "boolean" | "Bool"] => Kind::Bool,
        ["Binary" | "binary"] => Kind::Binary,
        ["Date"] => Kind::Date,
        ["Timestamp"] => Kind::DateTime,
        ["Timestamp", "ISO8601"] => Kind::DateTimeIso,
        [name] if layout::is_name(name) && Kind::from_name(name).object().is_some() => {
            Kind::Object((*name).to_owned())
        }
        _ => {
            return Err(format!(
                "{written:?} is not a type; expected String, Integer, Float, Boolean, Binary, Date, \
                 Timestamp, Timestamp ISO8601, an object's name, or Array of one of these"
            ));
        }
    };
    Ok((kind, list))
}

/// Puts what a description tells into the member: the remarks that every page words alike here,
/// the rest by the rules that all sources share.
pub(super) fn describe(member: &mut Member, text: &str) {
    member.nullable = NULL.is_match(text);
    let text = NULL.replace_all(text, " ");
    let (documented, example) = match EXAMPLE.find_iter(&text).last() {
        Some(remark) => (&text[..remark.start()], Some(&text[remark.end()..])),
        None => (&*text, None),
    };
    prose::document(member, documented.trim());
    member.sensitive = sensitive::is_sensitive(member);
    member.example = example.and_then(|example| prose::example(member, example.trim()));
}
