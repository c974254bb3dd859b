//! INI as the files of SDKs use it: sections in brackets, `key = value`, comments by `#` and `;`.

/// The keys of a section, in lower case, with their values and lines.
pub(super) type Section<'t> = Vec<(String, &'t str, usize)>;

/// The sections of `text` in order. What is before the first header is in the section `default`.
///
/// # Errors
/// A line that is none of these, and a section or key that stands twice, by line number. No value is
/// shown.
pub(crate) fn sections(text: &str) -> Result<Vec<(&str, Section<'_>)>, String> {
    let mut sections: Vec<(&str, Section<'_>)> = Vec::new();
    for (line, number) in text.lines().map(str::trim).zip(1..) {
        if line.is_empty() || line.starts_with(['#', ';']) {
            continue;
        }
        if let Some(header) = line.strip_prefix('[') {
            let name = header
                .strip_suffix(']')
                .ok_or_else(|| format!("line {number} opens a section and does not close it"))?
                .trim();
            if sections.iter().any(|(other, _)| *other == name) {
                return Err(format!("line {number} opens the section [{name}] again"));
            }
            sections.push((name, Vec::new()));
            continue;
        }
        let (key, value) = line.split_once(['=', ':']).ok_or_else(|| {
            format!("line {number} is no section, no comment and no `key = value`")
        })?;
        let key = key.trim().to_lowercase();
        if key.is_empty() {
            return Err(format!("line {number} has no key before its value"));
        }
        if sections.is_empty() {
            sections.push(("default", Vec::new()));
        }
        let Some((name, section)) = sections.last_mut() else {
            continue;
        };
        if section.iter().any(|(other, ..)| *other == key) {
            return Err(format!("line {number} sets {key} of [{name}] again"));
        }
        section.push((key, unquoted(value.trim()), number));
    }
    Ok(sections)
}

/// The text inside a pair of quotation marks, if it has one.
fn unquoted(text: &str) -> &str {
    let inside = |mark| text.strip_prefix(mark)?.strip_suffix(mark);
    inside('"').or_else(|| inside('\'')).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_comments_and_values_are_told_apart() {
        let text = "early = 1\r\n\n# [not] = this\n; nor = this\n [ prod ] \nSecret_Id= a=b#c;d \nempty =\nquoted: \"x y\"\nhalf = \"x\n";
        let sections = sections(text).unwrap();
        let plain: Vec<_> = sections
            .iter()
            .map(|(name, keys)| {
                let keys: Vec<_> = keys.iter().map(|(k, v, _)| (k.as_str(), *v)).collect();
                (*name, keys)
            })
            .collect();
        assert_eq!(
            plain,
            [
                ("default", vec![("early", "1")]),
                (
                    "prod",
                    vec![
                        ("secret_id", "a=b#c;d"),
                        ("empty", ""),
                        ("quoted", "x y"),
                        ("half", "\"x"),
                    ]
                ),
            ]
        );
        assert_eq!(super::sections("").unwrap(), []);
    }

    #[test]
    fn a_line_that_is_nothing_is_named_by_its_number_alone() {
        for (text, told) in [
            ("[a\nhush", "line 1 opens a section and does not close it"),
            (
                "[a]\nhush",
                "line 2 is no section, no comment and no `key = value`",
            ),
            ("[a]\n\n= hush", "line 3 has no key before its value"),
            ("[a]\nx = hush\nX = hush", "line 3 sets x of [a] again"),
            ("[a]\n[b]\n[a]", "line 3 opens the section [a] again"),
            (
                "x = 1\n[default]",
                "line 2 opens the section [default] again",
            ),
        ] {
            let error = sections(text).unwrap_err();
            assert_eq!(error, told);
        }
    }
}
