//! Signed requests on one connection that is kept.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};

use serde_json::Value;
use tencentcloud_emulator::Credential;

use crate::client::Request;
use crate::watch::Watch;

/// A connection that is opened again where the server has closed it.
pub(crate) struct Connection<'w> {
    address: SocketAddr,
    stream: BufReader<TcpStream>,
    /// Who rehearses each call.
    pub(crate) watch: Option<Watch<'w>>,
}

/// The members of a response, or an error's code and message.
pub(crate) type Answer = Result<Value, (String, String)>;

impl Connection<'_> {
    pub(crate) fn new(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        Self {
            address,
            stream: BufReader::new(stream),
            watch: None,
        }
    }

    /// Sends a call, which must be answered from what is kept.
    pub(crate) fn call(
        &mut self,
        service: &str,
        version: &str,
        action: &str,
        parameters: &Value,
    ) -> Answer {
        let watch = self.watch.as_mut();
        let before = watch.map(|watch| watch.before(service, version, action, parameters));
        let answer = self.answer(service, version, action, parameters);
        if let (Some(watch), Some(before)) = (&mut self.watch, before) {
            watch.after(before, &answer);
        }
        answer
    }

    fn answer(&mut self, service: &str, version: &str, action: &str, parameters: &Value) -> Answer {
        let request = Request::post(action, version, parameters)
            .header("Host", &format!("{service}.tencentcloudapi.com"))
            .tc3(service, &Credential::test());
        let (head, body) = self.send(&request);
        let mut answer: Value = serde_json::from_slice(&body).unwrap();
        let mut response = answer["Response"].take();
        let error = response["Error"].take();
        let text = |member: &str| error[member].as_str().unwrap_or_default().to_owned();
        if !error.is_null() {
            return Err((text("Code"), text("Message")));
        }
        if !head.contains("x-emulator-source: stateful") {
            return Err(("NotStateful".to_owned(), action.to_owned()));
        }
        response.as_object_mut().unwrap().remove("Error");
        Ok(response)
    }

    fn send(&mut self, request: &Request) -> (String, Vec<u8>) {
        let mut bytes = format!("{} {} HTTP/1.1\r\n", request.method, request.target);
        for (name, value) in &request.headers {
            bytes.push_str(&format!("{name}: {value}\r\n"));
        }
        bytes.push_str(&format!("Content-Length: {}\r\n\r\n", request.body.len()));
        let bytes = [bytes.as_bytes(), &request.body].concat();
        for _ in 0..2 {
            if let Some(answer) = self.exchange(&bytes) {
                return answer;
            }
            self.stream = Connection::new(self.address).stream;
        }
        panic!("no answer to {}", String::from_utf8_lossy(&bytes));
    }

    fn exchange(&mut self, bytes: &[u8]) -> Option<(String, Vec<u8>)> {
        self.stream.get_mut().write_all(bytes).ok()?;
        let (mut head, mut length) = (String::new(), 0);
        loop {
            let mut line = String::new();
            if self.stream.read_line(&mut line).ok()? == 0 {
                return None;
            }
            let line = line.trim_end();
            if line.is_empty() {
                break;
            }
            let line = line.to_ascii_lowercase();
            if let Some(text) = line.strip_prefix("content-length: ") {
                length = text.parse().unwrap();
            }
            head.push_str(&line);
            head.push('\n');
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).ok()?;
        Some((head, body))
    }
}
