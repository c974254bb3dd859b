//! Colours for code: strings, comments, numbers and words of the language.

use maud::{Markup, html};
use tencentcloud_snippets::Language;

/// What a piece of code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece {
    Plain,
    Text,
    Comment,
    Number,
    Word,
}

/// Returns `code` with its pieces marked for the style sheet.
pub(crate) fn paint(language: Language, code: &str) -> Markup {
    let pieces = pieces(language, code);
    html! {
        @for (piece, text) in pieces {
            @match piece {
                Piece::Plain => (text),
                Piece::Text => span class="s" { (text) },
                Piece::Comment => span class="c" { (text) },
                Piece::Number => span class="n" { (text) },
                Piece::Word => span class="k" { (text) },
            }
        }
    }
}

/// The words that the language itself has.
fn words(language: Language) -> &'static [&'static str] {
    match language {
        Language::Rust => &[
            "async", "await", "else", "fn", "for", "if", "impl", "let", "match", "mod", "mut",
            "pub", "return", "struct", "use", "as", "in", "move", "ref", "true", "false",
        ],
        Language::Python => &[
            "as", "def", "elif", "else", "except", "False", "for", "from", "if", "import", "in",
            "None", "not", "print", "return", "True", "try", "with",
        ],
        Language::Go => &[
            "defer", "else", "for", "func", "if", "import", "nil", "package", "range", "return",
            "true", "type", "var", "false",
        ],
        Language::Node => &[
            "async", "await", "const", "else", "export", "for", "from", "function", "if", "import",
            "let", "new", "of", "return", "true", "false", "null",
        ],
        Language::Java => &[
            "class", "else", "final", "for", "if", "import", "new", "null", "package", "public",
            "return", "static", "throws", "try", "void", "true", "false", "catch",
        ],
        _ => &[
            "if", "then", "else", "fi", "set", "export", "printf", "curl", "tcloud", "tccli",
        ],
    }
}

fn pieces(language: Language, code: &str) -> Vec<(Piece, &str)> {
    let words = words(language);
    let mut pieces: Vec<(Piece, &str)> = Vec::new();
    let mut rest = code;
    while let Some(first) = rest.chars().next() {
        let (piece, length) = match first {
            '"' | '\'' | '`' => quoted(language, rest, first),
            _ if begins_comment(language, code, rest) => {
                (Piece::Comment, rest.find('\n').unwrap_or(rest.len()))
            }
            // A word of a shell may hold anything.
            first if first.is_ascii_digit() && !is_shell(language) => (Piece::Number, run(rest)),
            first if first.is_alphabetic() || first == '_' => {
                let length = run(rest);
                let is_word = words.contains(&&rest[..length]);
                (if is_word { Piece::Word } else { Piece::Plain }, length)
            }
            first => (Piece::Plain, first.len_utf8()),
        };
        let (text, after) = rest.split_at(length);
        let start = code.len() - rest.len();
        match pieces.last_mut() {
            // Plain pieces that follow each other are one.
            Some((Piece::Plain, before)) if piece == Piece::Plain => {
                *before = &code[start - before.len()..start + length];
            }
            _ => pieces.push((piece, text)),
        }
        rest = after;
    }
    pieces
}

fn begins_comment(language: Language, code: &str, rest: &str) -> bool {
    match language {
        Language::Python => rest.starts_with('#'),
        Language::Curl | Language::Tcloud | Language::Tccli => {
            let before = code[..code.len() - rest.len()].chars().next_back();
            rest.starts_with('#') && before.is_none_or(char::is_whitespace)
        }
        _ => rest.starts_with("//"),
    }
}

/// How long the word is that `rest` begins with.
fn run(rest: &str) -> usize {
    let ends = |c: char| !(c.is_alphanumeric() || c == '_');
    rest.find(ends).unwrap_or(rest.len())
}

/// A text in quotes, and how long it is; a quote that does not end is no text.
fn quoted(language: Language, rest: &str, quote: char) -> (Piece, usize) {
    let has_escapes = quote != '`' && !(quote == '\'' && is_shell(language));
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        if escaped {
            escaped = false;
        } else if c == '\\' && has_escapes {
            escaped = true;
        } else if c == quote {
            return (Piece::Text, at + 1);
        } else if c == '\n' && quote == '\'' && !is_shell(language) {
            // A lifetime, or an apostrophe.
            break;
        }
    }
    (Piece::Plain, 1)
}

fn is_shell(language: Language) -> bool {
    matches!(
        language,
        Language::Curl | Language::Tcloud | Language::Tccli
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn painting_loses_nothing_of_any_code() {
        for language in Language::ALL {
            for code in [
                "let s = \"a \\\" b\"; // it's\nfoo::<'a>(1)",
                "echo 'it\\' \"x",
                "# 中文 `x\n12ab",
                "",
            ] {
                let all: String = pieces(language, code)
                    .iter()
                    .map(|(_, text)| *text)
                    .collect();
                assert_eq!(all, code, "{language}");
            }
        }
    }

    #[test]
    fn a_number_sign_within_a_word_of_a_shell_is_no_comment() {
        let found = pieces(Language::Curl, "rest=${left#??} # next");
        let comments: Vec<&str> = found
            .iter()
            .filter(|(piece, _)| *piece == Piece::Comment)
            .map(|(_, text)| *text)
            .collect();
        assert_eq!(comments, ["# next"]);
    }

    #[test]
    fn strings_comments_numbers_and_words_are_told_apart() {
        let found = pieces(Language::Rust, "let a = \"x\"; // 1");
        let told: Vec<Piece> = found.iter().map(|(piece, _)| *piece).collect();
        use Piece::{Comment, Plain, Text, Word};
        assert_eq!(told, [Word, Plain, Text, Plain, Comment]);
    }
}
