//! The words of a shell command.

use crate::{Error, Result};

/// Takes a `command` apart as a POSIX shell does, with `$'…'` of bash. Nothing is expanded.
///
/// # Errors
/// A quote that does not end.
pub fn shell_words(command: &str) -> Result<Vec<String>> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut rest = command.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\\' => match rest.next() {
                Some('\n') | None => {}
                Some('\r') if rest.next_if_eq(&'\n').is_some() => {}
                Some(c) => word.get_or_insert_default().push(c),
            },
            '\'' => single(&mut rest, word.get_or_insert_default())?,
            '"' => double(&mut rest, word.get_or_insert_default())?,
            '$' if rest.next_if_eq(&'\'').is_some() => {
                escaped(&mut rest, word.get_or_insert_default())?;
            }
            c if c.is_whitespace() => words.extend(word.take()),
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    Ok(words)
}

fn single(rest: &mut impl Iterator<Item = char>, word: &mut String) -> Result<()> {
    loop {
        match rest.next().ok_or_else(open)? {
            '\'' => return Ok(()),
            c => word.push(c),
        }
    }
}

fn double(rest: &mut impl Iterator<Item = char>, word: &mut String) -> Result<()> {
    loop {
        match rest.next().ok_or_else(open)? {
            '"' => return Ok(()),
            '\\' => match rest.next().ok_or_else(open)? {
                '\n' => {}
                c @ ('"' | '\\' | '$' | '`') => word.push(c),
                c => word.extend(['\\', c]),
            },
            c => word.push(c),
        }
    }
}

fn escaped(rest: &mut impl Iterator<Item = char>, word: &mut String) -> Result<()> {
    loop {
        match rest.next().ok_or_else(open)? {
            '\'' => return Ok(()),
            '\\' => match rest.next().ok_or_else(open)? {
                'n' => word.push('\n'),
                'r' => word.push('\r'),
                't' => word.push('\t'),
                'u' => {
                    let digits: String = rest.by_ref().take(4).collect();
                    let code = u32::from_str_radix(&digits, 16).ok();
                    word.push(code.and_then(char::from_u32).unwrap_or('\u{fffd}'));
                }
                c => word.push(c),
            },
            c => word.push(c),
        }
    }
}

fn open() -> Error {
    Error::request("the pasted command has a quote that does not end: paste all of it")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_a_shell() {
        let command =
            "curl  -H 'a: b c' \\\n  -d \"x\\\"y\\n\" $'l1\\nl2\\u4e2d' plain\\ word ''\n";
        let wanted = [
            "curl",
            "-H",
            "a: b c",
            "-d",
            "x\"y\\n",
            "l1\nl2中",
            "plain word",
            "",
        ];
        assert_eq!(shell_words(command).unwrap(), wanted);
        for open in ["curl 'x", "curl \"x", "curl $'x", "curl \"x\\"] {
            assert!(shell_words(open).is_err(), "{open}");
        }
    }
}
