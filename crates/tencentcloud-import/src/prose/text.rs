//! The vendor's texts in one form: no markup, half-width punctuation, a line for each paragraph
//! or list item.

use std::sync::LazyLock;

use regex::Regex;

use crate::pattern::pattern;

/// Tags that end a line. Other tags of the vendor's editor say nothing and are dropped; anything
/// else in angle brackets is text.
static BREAK: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)</?(?:p|br|li|ul|ol|div|tr|dx-[a-z]+|h[1-6])(?:\s[^<>]*)?/?>"));
static TAG: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)</?(?:a|b|i|u|em|strong|code|font|span|pre|sup|sub|s|small|dd|dt|dl)(?:\s[^<>]*)?/?>",
    )
});
/// A remark that the flags say already, and what follows the word for an example.
static REMARK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"注意[:,\s]*此字段可能返回\s*null[^\n。]*。?|(?:示例值?|举例)\s*:[^\n]*")
});
static BULLET: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?m)^\s*(?:[-*•·●]\s+|[•·●]|\d+[.)]\s+|\d+[.)]([A-Za-z_]))?|[ \t]+$")
});

/// Brings a text into the one form.
pub(super) fn normalize(document: &str) -> String {
    // What a table's cells mean depends on its header.
    let document = document.split("<table").next().unwrap_or_default();
    let text = BREAK.replace_all(document, "\n");
    let text = TAG.replace_all(&text, "");
    let text = text
        .replace("&quot;", "\"")
        .replace("&nbsp;", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
    let text: String = text.chars().filter_map(half_width).collect();
    let text = text
        .replace("**", "")
        .replace("--", "-")
        .replace("\\_", "_");
    let text = REMARK.replace_all(&text, "");
    BULLET.replace_all(&text, "$1").into_owned()
}

/// The half-width twin of a character; none for quotes and marks of emphasis.
fn half_width(c: char) -> Option<char> {
    Some(match c {
        '，' => ',',
        '：' => ':',
        '；' => ';',
        '（' => '(',
        '）' => ')',
        '［' | '【' => '[',
        '］' | '】' => ']',
        '＝' => '=',
        '～' | '∼' | '〜' => '~',
        '－' | '–' | '—' | '―' => '-',
        '｜' => '|',
        '／' => '/',
        '！' => '!',
        '？' => '?',
        '\u{a0}' | '\u{3000}' | '\t' => ' ',
        '\r' | '\u{200b}' | '\u{feff}' => return None,
        '"' | '\'' | '“' | '”' | '‘' | '’' | '`' | '「' | '」' => return None,
        '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
        c => c,
    })
}

/// True for the characters that Chinese prose is made of.
pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}')
}
