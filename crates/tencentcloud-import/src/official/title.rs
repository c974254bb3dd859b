//! Titles as they stand in a package, brought into one form.

use std::sync::LazyLock;

use regex::Regex;

use crate::pattern::pattern;

/// A longer text explains; it names nothing.
const LONGEST: usize = 160;

/// How some English titles begin that name the action behind it.
static OPENING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?i:this (?:api|interface|example)) (?:is used (?:to|for)|can be used to|allows you to|shows you how to) ",
    )
});
/// A sentence that ends before another one begins.
static SENTENCE: LazyLock<Regex> = LazyLock::new(|| pattern(r"[.;!?]\)?\s+\(?[A-Z]"));

/// Returns a Chinese title, without the blanks around it; none for an empty one.
pub(super) fn chinese(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// Returns an English title: one blank between words, no full stop at its end, and the verb first.
/// A text of several sentences is none.
pub(super) fn english(text: &str) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = text.trim_end_matches('.');
    let short = text.chars().count() <= LONGEST;
    if text.is_empty() || !short || SENTENCE.is_match(text) {
        return None;
    }
    let Some(opening) = OPENING.find(text) else {
        return Some(text.to_owned());
    };
    let mut rest = text[opening.end()..].chars();
    let first = rest.next()?;
    Some(first.to_uppercase().chain(rest).collect())
}

#[cfg(test)]
mod tests {
    use super::{chinese, english};

    #[test]
    fn titles_are_trimmed_and_an_empty_one_is_none() {
        assert_eq!(chinese(" 烤面包\n").as_deref(), Some("烤面包"));
        assert_eq!(chinese(" "), None);
        assert_eq!(english("\n"), None);
    }

    #[test]
    fn an_english_title_begins_with_its_verb_and_ends_without_a_full_stop() {
        for (text, title) in [
            ("Bakes bread", "Bakes bread"),
            ("Bakes\u{a0}bread  twice.", "Bakes bread twice"),
            ("This API is used to bake bread.", "Bake bread"),
            ("This interface is used for baking", "Baking"),
            ("Bakes v1.5 bread (i.e. rye)", "Bakes v1.5 bread (i.e. rye)"),
        ] {
            assert_eq!(english(text).as_deref(), Some(title), "{text}");
        }
    }

    #[test]
    fn several_sentences_and_long_texts_are_no_title() {
        for text in [
            "Bakes bread. It takes an hour.",
            "Bakes bread (deprecated. Use `Toast` instead.)",
            &"bread ".repeat(40),
        ] {
            assert_eq!(english(text), None, "{text}");
        }
    }
}
