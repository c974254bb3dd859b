//! What the server does with one request.

use std::time::Duration;

/// What the server does with one request: a response and how it goes wrong, if it does.
#[derive(Clone, Debug)]
pub struct Step {
    pub(super) first: bool,
    pub(super) pace: Option<(usize, Duration)>,
    pub(super) gate: Option<usize>,
    pub(super) end: End,
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    framing: Framing,
    sent: Sent,
}

/// What becomes of the connection after a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// It takes the next request.
    Keep,
    /// It is closed.
    Close,
    /// It is reset: the client gets no further byte, not even one that is on its way.
    Reset,
    /// Nothing comes any more until the client turns away.
    Stall,
}

/// How a response says where its body ends.
#[derive(Clone, Copy, Debug)]
enum Framing {
    Length,
    Chunks(usize),
    Close,
}

/// How much of a response is sent.
#[derive(Clone, Copy, Debug)]
enum Sent {
    Nothing,
    Head(usize),
    Body(usize),
    All,
}

/// Steps without a response.
impl Step {
    fn nothing(first: bool, end: End) -> Self {
        Self {
            first,
            end,
            sent: Sent::Nothing,
            ..Self::response(200, "text/plain", "")
        }
    }

    /// Closes the connection before a request is read from it: the one that is open and idle, or
    /// else the next. Counts no request.
    pub fn close_first() -> Self {
        Self::nothing(true, End::Close)
    }

    /// Resets the connection before a request is read from it. Counts no request.
    pub fn reset_first() -> Self {
        Self::nothing(true, End::Reset)
    }

    /// Reads the request and closes the connection.
    pub fn close() -> Self {
        Self::nothing(false, End::Close)
    }

    /// Reads the request and resets the connection.
    pub fn reset() -> Self {
        Self::nothing(false, End::Reset)
    }

    /// Reads the request and sends nothing until the client turns away.
    pub fn silence() -> Self {
        Self::nothing(false, End::Stall)
    }
}

/// Steps with a response.
impl Step {
    /// Responds with `body`.
    pub fn response(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let step = Self {
            first: false,
            pace: None,
            gate: None,
            end: End::Keep,
            status,
            headers: Vec::new(),
            body: body.into(),
            framing: Framing::Length,
            sent: Sent::All,
        };
        step.header("content-type", content_type)
    }

    /// Responds with that JSON, as it is.
    pub fn json(whole: impl Into<Vec<u8>>) -> Self {
        Self::response(200, "application/json", whole)
    }

    /// Responds with `members` in a `Response`, with the request ID `id-ok`.
    pub fn ok(members: &str) -> Self {
        let comma = if members.is_empty() { "" } else { "," };
        Self::json(format!(
            r#"{{"Response":{{{members}{comma}"RequestId":"id-ok"}}}}"#
        ))
    }

    /// Responds with an error of the API, with the request ID `id-error`.
    pub fn error(code: &str) -> Self {
        Self::json(format!(
            r#"{{"Response":{{"Error":{{"Code":"{code}","Message":"by the script"}},"RequestId":"id-error"}}}}"#
        ))
    }

    /// Responds with a gateway's page.
    pub fn page(status: u16) -> Self {
        let text = format!("<html><body><h1>{status}</h1></body></html>");
        Self::response(status, "text/html", text)
    }

    /// Responds with an ID whose signature has expired, and says what time it is: `date` as in HTTP,
    /// `Tue, 15 Nov 1994 08:12:31 GMT`.
    pub fn clock_off(date: &str) -> Self {
        Self::error("AuthFailure.SignatureExpire").header("date", date)
    }

    /// Responds with lists in a member `Deep`, that many levels of them.
    pub fn deep(levels: usize) -> Self {
        let (open, close) = ("[".repeat(levels), "]".repeat(levels));
        Self::ok(&format!(r#""Deep":{open}{close}"#))
    }

    /// Responds with bytes that claim to be compressed and are not.
    pub fn bad_gzip() -> Self {
        Self::ok("").header("content-encoding", "gzip")
    }

    /// Responds with `events`, an item of data each, to the end of the connection.
    pub fn events<T: AsRef<str>>(events: impl IntoIterator<Item = T>) -> Self {
        let events = events.into_iter();
        let text: String = events
            .map(|data| format!("data: {}\n\n", data.as_ref()))
            .collect();
        Self::response(200, "text/event-stream", text).until_close()
    }
}

/// How a response is sent.
impl Step {
    /// Sets a header, instead of an earlier one of that name.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers
            .retain(|(other, _)| !other.eq_ignore_ascii_case(name));
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Sends the body in chunks of `size` bytes.
    #[must_use]
    pub fn chunks(mut self, size: usize) -> Self {
        self.framing = Framing::Chunks(size);
        self
    }

    /// Sends the body without its length: it ends with the connection.
    #[must_use]
    pub fn until_close(mut self) -> Self {
        (self.framing, self.end) = (Framing::Close, End::Close);
        self
    }

    /// Sends that many bytes of the head, then closes the connection.
    #[must_use]
    pub fn cut_head(mut self, bytes: usize) -> Self {
        (self.sent, self.end) = (Sent::Head(bytes), End::Close);
        self
    }

    /// Sends the head and that many bytes behind it, then closes the connection. The lines of chunks
    /// count.
    #[must_use]
    pub fn cut_body(mut self, bytes: usize) -> Self {
        (self.sent, self.end) = (Sent::Body(bytes), End::Close);
        self
    }

    /// Closes the connection behind what is sent, without saying so before.
    #[must_use]
    pub fn then_close(mut self) -> Self {
        self.end = End::Close;
        self
    }

    /// Resets the connection behind what is sent.
    #[must_use]
    pub fn then_reset(mut self) -> Self {
        self.end = End::Reset;
        self
    }

    /// Sends nothing behind what is sent, until the client turns away.
    #[must_use]
    pub fn then_stall(mut self) -> Self {
        self.end = End::Stall;
        self
    }

    /// Sends `size` bytes at a time, and one such piece in each `interval`.
    #[must_use]
    pub fn pace(mut self, size: usize, interval: Duration) -> Self {
        self.pace = Some((size.max(1), interval));
        self
    }

    /// Waits for [`Server::open`](super::Server::open) after that many bytes.
    #[must_use]
    pub fn gate(mut self, bytes: usize) -> Self {
        self.gate = Some(bytes);
        self
    }

    /// The bytes to send.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let head = self.head().into_bytes();
        match self.sent {
            Sent::Nothing => Vec::new(),
            Sent::Head(bytes) => head.into_iter().take(bytes).collect(),
            Sent::Body(bytes) => {
                let body = self.body();
                [head.as_slice(), &body[..bytes.min(body.len())]].concat()
            }
            Sent::All => [head, self.body()].concat(),
        }
    }

    fn head(&self) -> String {
        let mut head = format!("HTTP/1.1 {} By Script\r\n", self.status);
        for (name, value) in &self.headers {
            head += &format!("{name}: {value}\r\n");
        }
        match self.framing {
            Framing::Length => head += &format!("content-length: {}\r\n", self.body.len()),
            Framing::Chunks(_) => head += "transfer-encoding: chunked\r\n",
            Framing::Close => {}
        }
        head + "\r\n"
    }

    fn body(&self) -> Vec<u8> {
        let Framing::Chunks(size) = self.framing else {
            return self.body.clone();
        };
        let mut sent = Vec::new();
        for chunk in self.body.chunks(size.max(1)) {
            sent.extend(format!("{:x}\r\n", chunk.len()).bytes());
            sent.extend(chunk);
            sent.extend(b"\r\n");
        }
        sent.extend(b"0\r\n\r\n");
        sent
    }
}
