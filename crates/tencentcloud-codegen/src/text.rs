//! Text of a description, escaped for the place where it is written.
//!
//! Whoever wrote a title or an example wrote no Markdown, no TOML and no Rust. Each function here
//! returns text that its place reads back as it was: nothing in it opens a code block, a link or
//! a tag, and no character of it is invisible or changes the direction of what follows.

/// Returns `text` on one line: line breaks and other controls are spaces, invisible characters
/// are left out.
pub(crate) fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            '\u{2028}' | '\u{2029}' => out.push(' '),
            c if c.is_control() => out.push(' '),
            c if is_invisible(c) => {}
            c => out.push(c),
        }
    }
    out.trim().to_owned()
}

/// Whether a reader does not see `c`, and may see the characters around it in another order.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Returns `text` as a Markdown code span.
pub(crate) fn code(text: &str) -> String {
    let text = line(text);
    if text.is_empty() {
        return "` `".to_owned();
    }
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    if longest > 0 {
        format!("{fence} {text} {fence}")
    } else {
        format!("{fence}{text}{fence}")
    }
}

/// Returns `text` as a paragraph of Markdown: code spans of one or two backticks are kept, and
/// everything else that Markdown would read as markup is escaped.
pub(crate) fn prose(text: &str) -> String {
    let text = spaced(text);
    let mut out = String::with_capacity(text.len());
    let mut rest = opening(&text, &mut out);
    while let Some(c) = rest.chars().next() {
        let taken = match c {
            '`' => backticks(rest, &mut out),
            _ => {
                if is_markup(c, &out, &rest[c.len_utf8()..]) {
                    out.push('\\');
                }
                out.push(c);
                c.len_utf8()
            }
        };
        rest = &rest[taken..];
    }
    out
}

/// Returns `text` as a cell of a Markdown table.
#[cfg(feature = "files")]
pub(crate) fn cell(text: &str) -> String {
    prose(text).replace('|', "\\|")
}

/// Returns the lines of `text` as Markdown, each a paragraph of its own.
pub(crate) fn paragraphs(text: &str) -> impl Iterator<Item = String> {
    let lines = text.lines().map(prose).filter(|line| !line.is_empty());
    lines.enumerate().flat_map(|(index, line)| {
        let apart = (index > 0).then(String::new);
        apart.into_iter().chain([line])
    })
}

/// Returns `text` as a part of a URL's query.
pub(crate) fn query(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'-' | b'_' | b'.' => out.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => out.push(char::from(byte)),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// Returns `texts` as names by which rustdoc's search finds `item`. Rustdoc refuses quotes, blanks
/// other than a space, and an alias that is the item's own name.
pub(crate) fn aliases<'a>(item: &str, texts: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for text in texts {
        let alias = spaced(
            &text
                .replace(['"', '\''], " ")
                .replace(char::is_whitespace, " "),
        );
        if !alias.is_empty() && alias != item && !found.contains(&alias) {
            found.push(alias);
        }
    }
    found
}

/// One line whose words stand one space apart: four would make a code block.
fn spaced(text: &str) -> String {
    let words = line(text);
    let words = words.split(' ').filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// Escapes what only the beginning of a line makes markup: headings, lists and rules. Returns what
/// follows it.
fn opening<'a>(text: &'a str, out: &mut String) -> &'a str {
    let digits = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let marker = match text.chars().next() {
        Some('#' | '+' | '-' | '=') => text,
        Some(c) if c.is_ascii_digit() && digits.starts_with(['.', ')']) => digits,
        _ => return text,
    };
    out.push_str(&text[..text.len() - marker.len()]);
    out.push('\\');
    out.push_str(&marker[..1]);
    &marker[1..]
}

/// Writes the code span that `text` begins with, or its backticks escaped. Returns the number of
/// bytes that were read.
fn backticks(text: &str, out: &mut String) -> usize {
    let run = |text: &str| text.len() - text.trim_start_matches('`').len();
    let opening = run(text);
    let mut at = opening;
    while opening < 3
        && let Some(next) = text[at..].find('`')
    {
        let closing = run(&text[at + next..]);
        at += next + closing;
        if closing == opening {
            out.push_str(&text[..at]);
            return at;
        }
    }
    out.push_str(&"\\`".repeat(opening));
    opening
}

/// Whether Markdown or rustdoc would read `c` as markup, between `before` and `after`.
fn is_markup(c: char, before: &str, after: &str) -> bool {
    match c {
        '<' | '>' | '[' | ']' | '*' | '\\' | '~' => true,
        '_' => {
            let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            !word(before.chars().next_back()) || !word(after.chars().next())
        }
        '&' => after
            .trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '#')
            .starts_with(';'),
        _ => false,
    }
}
