//! Server-sent events out of bytes.

use bytes::{Bytes, BytesMut};

/// The lines of a stream as events, as the standard for server-sent events has it: lines end with
/// LF, CR or both; `data:` may have a space behind it or not; several data lines are one text; a
/// last event may lack its empty line; one without data is none.
#[derive(Debug)]
pub(crate) struct Parser {
    buffer: BytesMut,
    /// The largest line and the largest event, in bytes.
    limit: usize,
    /// How far the buffer is known to hold no line end.
    scanned: usize,
    data: Option<Vec<u8>>,
    pub(crate) ended: bool,
}

/// A line or an event that has no end in sight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooLong {
    /// What is too long.
    pub(crate) what: &'static str,
    /// The bytes that it may have.
    pub(crate) limit: usize,
}

impl Parser {
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            buffer: BytesMut::new(),
            limit,
            scanned: 0,
            data: None,
            ended: false,
        }
    }

    pub(crate) fn feed(&mut self, bytes: &Bytes) {
        self.buffer.extend_from_slice(bytes);
    }

    pub(crate) fn end(&mut self) {
        self.ended = true;
    }

    /// The data of the next whole event.
    pub(crate) fn event(&mut self) -> Result<Option<Vec<u8>>, TooLong> {
        while let Some(line) = self.line() {
            if line.is_empty() {
                if let Some(data) = self.take() {
                    return Ok(Some(data));
                }
                continue;
            }
            self.check("a line of the stream", line.len())?;
            let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line);
            let Some(value) = line.strip_prefix(b"data:") else {
                continue;
            };
            let value = value.strip_prefix(b" ").unwrap_or(value);
            match &mut self.data {
                Some(data) => {
                    data.push(b'\n');
                    data.extend_from_slice(value);
                }
                None => self.data = Some(value.to_vec()),
            }
            self.check("an event", self.data.as_ref().map_or(0, Vec::len))?;
        }
        self.check("a line of the stream", self.buffer.len())?;
        Ok(self.ended.then(|| self.take()).flatten())
    }

    fn check(&self, what: &'static str, length: usize) -> Result<(), TooLong> {
        let limit = self.limit;
        match length > limit {
            true => Err(TooLong { what, limit }),
            false => Ok(()),
        }
    }

    /// The data lines so far, as one event.
    fn take(&mut self) -> Option<Vec<u8>> {
        self.data
            .take()
            .filter(|data| !data.trim_ascii().is_empty())
    }

    fn line(&mut self) -> Option<BytesMut> {
        let found = self.buffer[self.scanned..]
            .iter()
            .position(|byte| matches!(byte, b'\n' | b'\r'));
        let Some(end) = found.map(|at| at + self.scanned) else {
            self.scanned = self.buffer.len();
            if self.ended && !self.buffer.is_empty() {
                self.scanned = 0;
                return Some(self.buffer.split());
            }
            return None;
        };
        let next = match (self.buffer[end], self.buffer.get(end + 1)) {
            (b'\r', Some(b'\n')) => end + 2,
            // The other half of the line end may still be on its way.
            (b'\r', None) if !self.ended => {
                self.scanned = end;
                return None;
            }
            _ => end + 1,
        };
        let mut line = self.buffer.split_to(next);
        line.truncate(end);
        self.scanned = 0;
        Some(line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All events of a text that comes in pieces of `size` bytes.
    fn events(text: &str, size: usize) -> Vec<String> {
        let mut parser = Parser::new(1 << 20);
        let mut found = Vec::new();
        let mut drain = |parser: &mut Parser| {
            while let Some(event) = parser.event().unwrap() {
                found.push(String::from_utf8(event).unwrap());
            }
        };
        for piece in text.as_bytes().chunks(size) {
            parser.feed(&Bytes::copy_from_slice(piece));
            drain(&mut parser);
        }
        parser.end();
        drain(&mut parser);
        found
    }

    #[test]
    fn every_way_to_write_a_stream_gives_the_same_events() {
        let long = "x".repeat(100_000);
        let wanted = vec![
            "{\"a\":1}".to_owned(),
            "two\nlines".to_owned(),
            long.clone(),
            "last".to_owned(),
        ];
        for end in ["\n", "\r\n", "\r"] {
            for space in ["", " "] {
                let text = [
                    "\u{feff}: a comment",
                    &format!("data:{space}{{\"a\":1}}"),
                    "",
                    "event: message",
                    &format!("data:{space}two"),
                    &format!("data:{space}lines"),
                    "",
                    "",
                    &format!("data:{space}{long}"),
                    "",
                    &format!("data:{space}last"),
                ]
                .join(end);
                for size in [1, 2, 7, 1000, text.len()] {
                    assert_eq!(events(&text, size), wanted, "{end:?} {space:?} {size}");
                }
            }
        }
    }

    #[test]
    fn a_line_and_an_event_have_a_limit_and_all_events_together_have_none() {
        let told = |text: &str, size: usize| {
            let mut parser = Parser::new(20);
            for piece in text.as_bytes().chunks(size) {
                parser.feed(&Bytes::copy_from_slice(piece));
                loop {
                    match parser.event() {
                        Ok(Some(_)) => {}
                        Ok(None) => break,
                        Err(TooLong { what, limit }) => {
                            assert_eq!(limit, 20);
                            return Some(what);
                        }
                    }
                }
            }
            None
        };
        let line = "a line of the stream";
        for (text, wanted) in [
            ("data: fourteen byte\n\n".repeat(9), None),
            (": comment\n".repeat(9), None),
            ("data: one\ndata: two\ndata: three\n\n".to_owned(), None),
            ("data: one\n".repeat(9), Some("an event")),
            ("data: twenty bytes and one\n\n".to_owned(), Some(line)),
            (format!(": {}", "x".repeat(30)), Some(line)),
            ("x".repeat(21), Some(line)),
        ] {
            for size in [1, 7, text.len()] {
                assert_eq!(told(&text, size), wanted, "{text:?} {size}");
            }
        }
    }
}
