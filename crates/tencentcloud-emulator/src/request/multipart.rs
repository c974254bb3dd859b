//! `multipart/form-data` bodies.

use crate::fault::Fault;

/// One part: a parameter.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Part<'a> {
    pub(crate) name: String,
    /// Without its parameters.
    pub(crate) media: Option<String>,
    pub(crate) content: &'a [u8],
}

/// Returns the parts of a body. An empty body has none.
pub(crate) fn parts<'a>(body: &'a [u8], boundary: &str) -> Result<Vec<Part<'a>>, Fault> {
    if body.is_empty() {
        return Ok(Vec::new());
    }
    let invalid = |what: &str| Fault::invalid_request(format!("The multipart body {what}."));
    let first = format!("--{boundary}");
    let between = format!("\r\n{first}");
    let mut rest = body
        .strip_prefix(first.as_bytes())
        .ok_or_else(|| invalid("does not start with the boundary of its Content-Type"))?;
    let mut parts = Vec::new();
    while !rest.starts_with(b"--") {
        let after = rest
            .strip_prefix(b"\r\n")
            .ok_or_else(|| invalid("has no line end after a boundary"))?;
        let end = find(after, between.as_bytes())
            .ok_or_else(|| invalid("ends without its closing boundary"))?;
        let (part, next) = (&after[..end], &after[end + between.len()..]);
        let head = find(part, b"\r\n\r\n").ok_or_else(|| invalid("has a part without a head"))?;
        parts.push(read(&part[..head], &part[head + 4..]).ok_or_else(|| {
            invalid("has a part whose Content-Disposition does not name a parameter")
        })?);
        rest = next;
    }
    Ok(parts)
}

fn read<'a>(head: &[u8], content: &'a [u8]) -> Option<Part<'a>> {
    let head = std::str::from_utf8(head).ok()?;
    let (mut name, mut media) = (None, None);
    for line in head.split("\r\n") {
        let (header, value) = line.split_once(':')?;
        let mut words = value.split(';').map(str::trim);
        if header.eq_ignore_ascii_case("content-type") {
            media = words.next().map(str::to_ascii_lowercase);
        } else if header.eq_ignore_ascii_case("content-disposition") {
            name = words.find_map(|word| word.strip_prefix("name="));
        }
    }
    Some(Part {
        name: name?.trim_matches('"').to_owned(),
        media,
        content,
    })
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_parts_and_keeps_line_ends_inside() {
        let body = b"--b\r\nContent-Disposition: form-data; name=\"File\"; filename=\"a.png\"\r\n\
            Content-Type: image/PNG; x=y\r\n\r\n\r\n--\x00\xff\r\n\r\n--b\r\n\
            content-disposition: form-data; name=Note\r\n\r\n\r\n--b--\r\n";
        let parts = parts(body, "b").unwrap();
        assert_eq!(parts.len(), 2);
        assert_eq!(parts[0].name, "File");
        assert_eq!(parts[0].media.as_deref(), Some("image/png"));
        assert_eq!(parts[0].content, b"\r\n--\x00\xff\r\n");
        assert_eq!(parts[1].name, "Note");
        assert_eq!(parts[1].content, b"");
    }

    #[test]
    fn damaged_bodies_are_errors() {
        for body in [
            "x",
            "--b",
            "--b\r\n",
            "--b\r\nContent-Disposition: form-data; name=\"A\"\r\n\r\nv",
            "--b\r\nContent-Disposition: form-data\r\n\r\nv\r\n--b--",
            "--b\r\nno head\r\n--b--",
        ] {
            assert!(parts(body.as_bytes(), "b").is_err(), "{body:?}");
        }
    }
}
