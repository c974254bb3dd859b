//! English texts, in the words that the readers of this module know.
//!
//! What announces a fact is worded alike in both languages ("Valid values:", `取值：`), and what
//! follows it has the same form. So an English text is not read by rules of its own: the few words
//! that matter are put into Chinese, and the rest stays.

use std::sync::LazyLock;

use regex::Regex;

use super::text::is_han;
use crate::pattern::pattern;

/// The words that announce a value list.
const LIST: &str = "取值:";

/// What is put for what, in this order; all regardless of case.
static WORDS: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    let words = [
        // Remarks that say nothing of these facts, or repeat them.
        (
            r"(?:note\s*:\s*)?this (?:field|parameter|attribute) may (?:return|be)[\s·]*null\b[^.\n]*\.?",
            "",
        ),
        (r"\b(?:for example|example|e\.g\.)\s*[:,][^\n]*", ""),
        (r"\bby default\b", "通常"),
        (r"\(default(?: value)?\)", "(默认)"),
        (
            r"(?:this|the) (?:field|parameter|attribute) (?:is|has been|will be)(?: now| soon)? (?:deprecated|disused|discarded|abandoned|obsolete|no longer used)",
            "该字段已废弃",
        ),
        (
            r"(?:the )?\b(?:valid|available|possible|optional|enumerat(?:ed|ion)|supported|allowed) values?(?: (?:are|is|include|includes))?(?: as follows| the following)?\s*:?\s*",
            LIST,
        ),
        (r"(?m)(^|[.;]\s*)values\s*:\s*", "${1}取值:"),
        (
            r"(?:the )?\b(?:value|valid) range\s*(?:is|of)?\s*(?:from|between)?\s*:?\s*",
            "取值范围:",
        ),
        (
            r"(?:the )?\bdefaults?(?: value)?\s*(?:(?:is|to)\b|[:=])\s*",
            "默认值:",
        ),
        (
            r"(?:the )?\bmaximum(?: value)?\s*(?:is\b|[:=])\s*",
            "最大值:",
        ),
        (
            r"(?:the )?\bminimum(?: value)?\s*(?:is\b|[:=])\s*",
            "最小值:",
        ),
        (r"(\d)\s+to\s+(-?\d)", "${1}~${2}"),
        (r"\bbetween\s+(-?\d+)\s+and\s+(-?\d)", "${1}~${2}"),
        (r"\b(?:length|characters?)\b", "长度"),
        (r"\s+(?:indicates?|means?|represents?)\b", "表示"),
        (r"\b(?:if|when)\b", "如果"),
        (r"\b(?:not|empty|blank|unspecified|omitted)\b", "不"),
        (r",?\s+and\s+([最默取])", ",${1}"),
        (r",?\s+(?:and|or)\s+", "、"),
        (r"\.\s+", "。"),
    ];
    let compiled = words.into_iter();
    compiled
        .map(|(words, chinese)| (pattern(&format!("(?i){words}")), chinese))
        .collect()
});

/// True for a text that no reader of Chinese would understand.
pub(super) fn is_english(text: &str) -> bool {
    !text.contains(is_han) && text.contains(|c: char| c.is_ascii_alphabetic())
}

/// Puts the words of a normalized text that announce facts into Chinese.
pub(super) fn translate(text: &str) -> String {
    let mut text = text.to_owned();
    for (words, chinese) in WORDS.iter() {
        if let std::borrow::Cow::Owned(translated) = words.replace_all(&text, *chinese) {
            text = translated;
        }
    }
    text
}

/// The part of a translated text that may list texts: in English prose any word may stand before a
/// colon, so that a list of texts is one only where words announce it.
pub(super) fn announced(text: &str) -> &str {
    let starts = [LIST, "取值范围:"]
        .into_iter()
        .filter_map(|words| text.find(words));
    starts.min().map_or("", |start| &text[start..])
}
