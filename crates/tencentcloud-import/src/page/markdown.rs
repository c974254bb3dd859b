//! Markdown as plain text.

/// The plain text of a cell: links by their text, no emphasis, no escapes, no entities.
pub(super) fn plain(cell: &str) -> String {
    let mut text = String::new();
    let mut rest = cell;
    while let Some(c) = rest.chars().next() {
        let taken = if let Some((label, length)) = link(rest) {
            text.push_str(&plain(label));
            length
        } else if let Some((character, length)) = reference(rest) {
            text.push_str(character);
            length
        } else if rest.starts_with("**") {
            2
        } else if c == '`' {
            1
        } else if let Some(escaped) = rest.strip_prefix('\\').and_then(|r| r.chars().next())
            && escaped.is_ascii_punctuation()
        {
            text.push(escaped);
            2
        } else {
            text.push(c);
            c.len_utf8()
        };
        rest = &rest[taken..];
    }
    text.trim().to_owned()
}

/// The text of the link that begins here, and how much of the input the link takes.
fn link(text: &str) -> Option<(&str, usize)> {
    let (label, rest) = text.strip_prefix('[')?.split_once("](")?;
    let target = rest.find(')')?;
    let length = label.len() + target + "[](".len() + 1;
    (!label.contains(['[', ']'])).then_some((label, length))
}

/// The character that the entity or line break beginning here stands for, and how much it takes.
fn reference(text: &str) -> Option<(&'static str, usize)> {
    const REFERENCES: [(&str, &str); 10] = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#124;", "|"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
        ("<br>", "\n"),
        ("<br/>", "\n"),
        ("<br />", "\n"),
    ];
    let (written, character) = REFERENCES.iter().find(|(w, _)| text.starts_with(w))?;
    Some((character, written.len()))
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn marks_are_taken_away_and_text_stays() {
        for (written, text) in [
            ("`ON`, **OFF**", "ON, OFF"),
            ("Array of [Tag](#Tag)", "Array of Tag"),
            ("[`A`](x)[**B**](y)", "AB"),
            ("IP\\_PORT \\| \\\\", "IP_PORT | \\"),
            ("一<br>二<br/>三<br />四", "一\n二\n三\n四"),
            ("&lt;a&gt; &amp;lt; &quot;&#39;&#124;", "<a> &lt; \"'|"),
            ("[1, 2] a*b (c) &x; \\q [", "[1, 2] a*b (c) &x; \\q ["),
        ] {
            assert_eq!(plain(written), text, "{written}");
        }
    }
}
