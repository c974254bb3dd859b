//! Pasted requests: the text of an HTTP request, or a curl command.

use super::sent::Sent;
use super::shell;
use crate::{Error, Result};

impl Sent {
    /// Reads a pasted request: the text of an HTTP request, or a curl command.
    ///
    /// ```
    /// let sent = tencentcloud_runtime::Sent::parse("curl -H 'X-TC-Action: Bake' https://a.example -d '{}'")?;
    /// assert_eq!(sent.header("x-tc-action"), Some("Bake"));
    /// # Ok::<(), tencentcloud_runtime::Error>(())
    /// ```
    ///
    /// # Errors
    /// Text that is neither form; a body that is in a file.
    pub fn parse(text: &str) -> Result<Self> {
        let text = text.trim_start();
        let command = text.strip_prefix("$ ").unwrap_or(text);
        match command.starts_with("curl") {
            true => curl(command),
            false => http(text),
        }
    }
}

fn http(text: &str) -> Result<Sent> {
    let wrong = || {
        Error::request(
            "the pasted text is neither an HTTP request, which begins like `POST / HTTP/1.1`, nor a curl command",
        )
    };
    let (head, body) = split_head(text);
    let mut lines = head.lines();
    let mut first = lines.next().unwrap_or_default().split_whitespace();
    let mut sent = Sent {
        method: first.next().ok_or_else(wrong)?.to_owned(),
        ..Sent::default()
    };
    let target = first.next().ok_or_else(wrong)?;
    if !first
        .next()
        .is_some_and(|version| version.starts_with("HTTP/"))
    {
        return Err(wrong());
    }
    sent.target(target);
    for line in lines {
        let (name, value) = line.split_once(':').ok_or_else(wrong)?;
        sent.headers
            .push((name.trim().to_owned(), value.trim().to_owned()));
    }
    sent.body = body.as_bytes().to_vec();
    // What follows the body is of the paste, not of the request.
    let length = sent.header("content-length").and_then(|n| n.parse().ok());
    match length {
        Some(length) if length < body.len() => sent.body.truncate(length),
        None if sent.method == "GET" => sent.body.clear(),
        _ => {}
    }
    Ok(sent)
}

/// The head of a request, and its body.
fn split_head(text: &str) -> (&str, &str) {
    let ends = ["\r\n\r\n", "\n\n"];
    let found = ends
        .iter()
        .filter_map(|end| Some((text.find(end)?, end.len())))
        .min();
    match found {
        Some((at, length)) => (&text[..at], &text[at + length..]),
        None => (text, ""),
    }
}

/// The options of curl with a value that says nothing about the request.
const OTHER: &str = "-o --output -w --write-out -m --max-time --connect-timeout -x --proxy --cacert --capath \
    --cert --key --resolve --connect-to --retry -D --dump-header -c --cookie-jar -T --limit-rate --interface --stderr";

/// The options of curl that add to the body.
const DATA: &str = "-d --data --data-ascii --data-raw --data-binary --data-urlencode --json";

/// A curl command while it is read.
#[derive(Default)]
struct Curl {
    sent: Sent,
    data: Vec<String>,
    get: bool,
}

fn curl(command: &str) -> Result<Sent> {
    let mut words = shell::shell_words(command)?.into_iter().skip(1);
    let mut curl = Curl::default();
    while let Some(word) = words.next() {
        let (option, attached) = option(&word);
        let mut value = || match &attached {
            Some(value) => Ok(value.clone()),
            None => words.next().ok_or_else(|| {
                Error::request(format!(
                    "the pasted curl command has {option} without a value"
                ))
            }),
        };
        match option {
            "-X" | "--request" => curl.sent.method = value()?,
            "-H" | "--header" => curl.header(&value()?),
            "-A" | "--user-agent" | "-e" | "--referer" | "-b" | "--cookie" | "-u" | "--user" => {
                value()?;
            }
            "-G" | "--get" => curl.get = true,
            "-I" | "--head" => "HEAD".clone_into(&mut curl.sent.method),
            "--url" => curl.sent.target(&value()?),
            "-F" | "--form" | "--form-string" => {
                return Err(Error::request(
                    "the pasted curl command makes a multipart body, whose boundary is not in it: paste the HTTP request that `curl -v` shows",
                ));
            }
            data if DATA.split_whitespace().any(|known| known == data) => {
                let value = value()?;
                curl.data(data, value)?;
            }
            other if OTHER.split_whitespace().any(|known| known == other) => {
                value()?;
            }
            flag if flag.starts_with('-') => {}
            url => curl.sent.target(url),
        }
    }
    Ok(curl.finish())
}

/// An option, and its value if that is attached to it: `-XPOST`, `--request=POST`.
fn option(word: &str) -> (&str, Option<String>) {
    if let Some((name, value)) = word.split_once('=')
        && word.starts_with("--")
    {
        return (name, Some(value.to_owned()));
    }
    let short = ["-X", "-H", "-d", "-F", "-o"];
    match short.iter().find(|name| word.starts_with(**name)) {
        Some(name) if word.len() > 2 => (name, Some(word[2..].to_owned())),
        _ => (word, None),
    }
}

impl Curl {
    fn header(&mut self, line: &str) {
        // `Name;` is curl's way to say an empty header.
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let name = name.trim().trim_end_matches(';');
        self.sent
            .headers
            .push((name.to_owned(), value.trim().to_owned()));
    }

    fn data(&mut self, option: &str, value: String) -> Result<()> {
        let reads_files = !matches!(option, "--data-raw" | "--data-urlencode");
        if reads_files && value.starts_with('@') {
            return Err(Error::request(format!(
                "the body of the pasted curl command is in the file {:?}: put its text into the command, behind --data-raw",
                &value[1..]
            )));
        }
        if option == "--json" && self.sent.header("content-type").is_none() {
            self.header("Content-Type: application/json");
        }
        self.data.push(value);
        Ok(())
    }

    fn finish(self) -> Sent {
        let Self {
            mut sent,
            data,
            get,
        } = self;
        let text = data.join("&");
        if get {
            let joint = if sent.query.is_empty() || text.is_empty() {
                ""
            } else {
                "&"
            };
            sent.query = format!("{}{joint}{text}", sent.query);
        } else if !data.is_empty() {
            sent.body = text.into_bytes();
            if sent.header("content-type").is_none() {
                let kind = "application/x-www-form-urlencoded";
                sent.headers
                    .push(("Content-Type".to_owned(), kind.to_owned()));
            }
        }
        if sent.method.is_empty() {
            let post = !get && !data.is_empty();
            sent.method = if post { "POST" } else { "GET" }.to_owned();
        }
        sent
    }
}
