//! JSON text in the other forms that clients write it in.

/// The text without white space between its tokens.
pub(super) fn compact(text: &str) -> String {
    spaced(text, ",", ":")
}

/// The text with those separators, and no other white space between its tokens.
pub(super) fn spaced(text: &str, comma: &str, colon: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut quoted, mut escaped) = (false, false);
    for c in text.chars() {
        match c {
            _ if escaped => {
                out.push(c);
                escaped = false;
                continue;
            }
            ',' if !quoted => out.push_str(comma),
            ':' if !quoted => out.push_str(colon),
            c if !quoted && c.is_whitespace() => {}
            c => out.push(c),
        }
        escaped = quoted && c == '\\';
        quoted ^= c == '"';
    }
    out
}

/// The text with everything beyond ASCII as `\u` escapes.
pub(super) fn ascii(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c.is_ascii() {
            true => out.push(c),
            false => {
                let units = &mut [0; 2];
                for unit in c.encode_utf16(units) {
                    out.push_str(&format!("\\u{unit:04x}"));
                }
            }
        }
    }
    out
}

/// The text with its `\u` escapes as characters, as far as they are beyond ASCII.
pub(super) fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("\\u") {
        let unit = |text: &str| {
            let digits = text.strip_prefix("\\u")?.get(..4)?;
            u16::from_str_radix(digits, 16).ok()
        };
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let units = [unit(from), from.get(6..).and_then(unit)];
        let units = units.into_iter().map_while(|unit| unit);
        match char::decode_utf16(units).next() {
            Some(Ok(c)) if !c.is_ascii() => {
                out.push(c);
                rest = &from[6 * c.len_utf16()..];
            }
            _ => {
                out.push_str("\\u");
                rest = &from[2..];
            }
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_inside_quotes_stays_as_it_is() {
        let text = "{ \"a b\" : [1, \"c, \\\"d\\\\\"] }";
        assert_eq!(compact(text), "{\"a b\":[1,\"c, \\\"d\\\\\"]}");
        assert_eq!(spaced(text, ", ", ": "), "{\"a b\": [1, \"c, \\\"d\\\\\"]}");
    }

    #[test]
    fn escapes_and_characters_become_each_other() {
        let (plain, escapes) = ("\"未名 🦀\\n\"", "\"\\u672a\\u540d \\ud83e\\udd80\\n\"");
        assert_eq!(ascii(plain), escapes);
        assert_eq!(unescaped(escapes), plain);
        assert_eq!(unescaped("\\u0041 \\ud83e \\u12"), "\\u0041 \\ud83e \\u12");
    }
}
