//! Markdown as plain text.

/// A longer target of a link is none: its end is looked for no further.
const LONGEST_TARGET: usize = 2048;

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

/// The text of the link that begins here, and how much of the input the link takes. Neither part
/// is searched past the next bracket, so that a cell full of brackets is read once.
fn link(text: &str) -> Option<(&str, usize)> {
    let inside = text.strip_prefix('[')?;
    let (label, _) = inside.split_at(inside.find(['[', ']'])?);
    let target = inside[label.len()..].strip_prefix("](")?;
    let end = target
        .bytes()
        .take(LONGEST_TARGET)
        .position(|byte| byte == b')')?;
    Some((label, label.len() + end + "[](".len() + 1))
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
            ("[[A](x)]", "[A]"),
            ("IP\\_PORT \\| \\\\", "IP_PORT | \\"),
            ("一<br>二<br/>三<br />四", "一\n二\n三\n四"),
            ("&lt;a&gt; &amp;lt; &quot;&#39;&#124;", "<a> &lt; \"'|"),
            ("[1, 2] a*b (c) &x; \\q [", "[1, 2] a*b (c) &x; \\q ["),
        ] {
            assert_eq!(plain(written), text, "{written}");
        }
    }

    #[test]
    fn a_cell_of_brackets_is_read_once() {
        for piece in ["[", "](", "[](", "[a](", "[a]", "![a]("] {
            let cell = piece.repeat(20_000);
            assert!(plain(&cell).len() <= cell.len());
        }
    }
}
