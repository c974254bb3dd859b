//! A command line in a profile, cut into words without a shell.

/// The words of `line`: parted by white space; what is in a pair of quotation marks is one word.
///
/// # Errors
/// A mark without its partner, or no word at all. No word is shown: it may be a secret.
pub(super) fn words(line: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    for character in line.chars() {
        match (quote, character) {
            (Some(mark), _) if mark == character => quote = None,
            (Some(_), _) => word.get_or_insert_default().push(character),
            (None, '"' | '\'') => {
                quote = Some(character);
                word.get_or_insert_default();
            }
            (None, _) if character.is_whitespace() => words.extend(word.take()),
            (None, _) => word.get_or_insert_default().push(character),
        }
    }
    if let Some(mark) = quote {
        return Err(format!(
            "has a credential_process with a {mark} that is not closed"
        ));
    }
    words.extend(word);
    match words.first() {
        Some(program) if !program.is_empty() => Ok(words),
        _ => Err("has a credential_process without a program".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_parted_by_space_and_held_by_marks() {
        for (line, expected) in [
            ("tool", &["tool"][..]),
            ("  tool  --a\tb ", &["tool", "--a", "b"]),
            (
                r#"tool "a b" 'c "d"' e"f g"h """#,
                &["tool", "a b", "c \"d\"", "ef gh", ""],
            ),
            (r"C:\tool.exe \x", &[r"C:\tool.exe", r"\x"]),
        ] {
            assert_eq!(words(line).unwrap(), expected);
        }
        assert!(
            words("tool 'hush")
                .unwrap_err()
                .ends_with("a ' that is not closed")
        );
        for empty in ["", " ", "''"] {
            assert!(words(empty).unwrap_err().ends_with("without a program"));
        }
    }
}
