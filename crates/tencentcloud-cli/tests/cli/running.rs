//! `tcloud explorer`, running.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;
use tencentcloud_emulator::Emulator;

const OWN: &str = env!("CARGO_BIN_EXE_tcloud");

/// A page that runs, killed when this is dropped.
pub(crate) struct Page {
    pub(crate) child: Child,
    pub(crate) url: String,
    /// The code that opens it.
    pub(crate) code: String,
    /// What else was printed, by name.
    rows: Vec<(String, String)>,
}

impl Page {
    /// Starts it for a user whose home is `home` and whose cloud is `cloud`.
    pub(crate) fn open(cloud: &Emulator, home: &TempDir, words: &[&str]) -> Self {
        Self::open_with(cloud, home, words, &[])
    }

    /// Starts it with more variables.
    pub(crate) fn open_with(
        cloud: &Emulator,
        home: &TempDir,
        words: &[&str],
        variables: &[(&str, &str)],
    ) -> Self {
        let mut child = Command::new(OWN)
            .args(["explorer", "--no-open", "--port", "0"])
            .args(words)
            .env_clear()
            .env("HOME", home.path())
            .env("XDG_DATA_HOME", home.path())
            .env("TENCENTCLOUD_ENDPOINT", cloud.url())
            .envs(variables.iter().copied())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut line = || lines.next().unwrap().unwrap();
        let url = line();
        let mut rows: Vec<(String, String)> = Vec::new();
        // The last of them says where the broker is, or what its code is.
        while !rows.last().is_some_and(|(name, value)| {
            name == "approval code" || (name == "broker" && value.starts_with("none"))
        }) {
            let line = line();
            let (name, value) = line.trim().split_once("  ").unwrap();
            rows.push((name.to_owned(), value.trim().to_owned()));
        }
        let code = rows[0].1.clone();
        Self {
            child,
            url,
            code,
            rows,
        }
    }

    /// Returns what was printed as `name`.
    pub(crate) fn row(&self, name: &str) -> &str {
        let row = self.rows.iter().find(|(own, _)| own == name);
        &row.unwrap_or_else(|| panic!("{:?}", self.rows)).1
    }

    /// Sends a request and returns the response with its head.
    pub(crate) fn send(&self, method: &str, path: &str, cookie: &str, body: &str) -> String {
        let host = self.url.trim_start_matches("http://");
        let mut connection = TcpStream::connect(host).unwrap();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: {}\r\nCookie: {cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            self.url,
            body.len()
        );
        connection.write_all(request.as_bytes()).unwrap();
        let mut response = String::new();
        connection.read_to_string(&mut response).unwrap();
        response
    }

    /// Types the code that opens it, and returns the cookie.
    pub(crate) fn enter(&self) -> String {
        let entered = self.send("POST", "/door", "", &format!("code={}", self.code));
        cookie(&entered)
    }

    /// Returns the list of calls once it has `text`.
    pub(crate) fn rows(&self, text: &str) -> String {
        let cookie = self.enter();
        for _ in 0..1500 {
            let rows = self.send("GET", "/timeline", &cookie, "");
            if rows.contains(text) {
                return rows;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("{text} is not among the rows");
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Returns the cookie that a response sets.
pub(crate) fn cookie(response: &str) -> String {
    let mut lines = response.lines();
    let cookie = lines.find_map(|line| line.strip_prefix("set-cookie: "));
    let cookie = cookie.unwrap_or_else(|| panic!("{response}"));
    cookie.split(';').next().unwrap().to_owned()
}
