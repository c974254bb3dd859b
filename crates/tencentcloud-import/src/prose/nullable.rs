//! Whether a member's documentation says that a response may hold null for it.

use std::sync::LazyLock;

use regex::Regex;

use crate::pattern::pattern;

/// The standard sentence of the vendor's documentation, in both languages.
static SENTENCE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x)
        此字段可能返回\s*`?null
        | (?i:this\ (?:field|parameter)\ (?:may|might)\ (?:return|be)\ `?null)
        | (?i:returned\ value\ of\ this\ field\ may\ be\ `?null)
        ",
    )
});

/// Reads the sentence off a documentation as it stands.
pub(super) fn read(document: &str) -> bool {
    SENTENCE.is_match(document)
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn the_standard_sentence_alone_says_so() {
        for (document, expected) in [
            ("名字\n注意：此字段可能返回 null，表示没有。", true),
            ("名字。注意：此字段可能返回null", true),
            (
                "Name.\nNote: This field may return null, indicating none.",
                true,
            ),
            ("Name. Note: this field may return `null`.", true),
            (
                "Name. Note: The returned value of this field may be null.",
                true,
            ),
            ("名字，传 null 表示不改", false),
            ("Pass null to keep the name", false),
        ] {
            assert_eq!(read(document), expected, "{document}");
        }
    }
}
