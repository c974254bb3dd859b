//! A request in the hands of the program that decides about it.

use std::fmt;

use bytes::Bytes;
use hyper::header::{CONTENT_LENGTH, HeaderMap, HeaderName, HeaderValue, TRANSFER_ENCODING};
use hyper::{Method, Uri};

use crate::request::Raw;

/// A request as it came, or as it is to go on: with its signature, its token and whatever secrets its
/// parameters have. `Debug` prints names and sizes alone.
#[derive(Clone, PartialEq, Eq)]
pub struct RawRequest {
    /// The method, e.g. `POST`.
    pub method: String,
    /// The path and the query, e.g. `/` or `/?Action=…`.
    pub path_and_query: String,
    /// The headers, in order, each with its value; bytes that are not UTF-8 are replaced by U+FFFD.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Bytes,
}

impl RawRequest {
    pub(crate) fn of(raw: &Raw) -> Self {
        let target = raw.uri.path_and_query();
        let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let headers = raw.headers.iter();
        Self {
            method: raw.method.to_string(),
            path_and_query: target.map_or("/", |target| target.as_str()).to_owned(),
            headers: headers
                .map(|(name, value)| (name.to_string(), text(value)))
                .collect(),
            body: raw.body.clone(),
        }
    }

    /// Returns the value of the first header with `name`, in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let (_, value) = headers.find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some(value)
    }

    /// Sets the header `name` to `value`, in the place of all that have its name.
    pub fn set_header(&mut self, name: &str, value: impl Into<String>) {
        self.headers
            .retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        self.headers.push((name.to_owned(), value.into()));
    }

    /// Returns the request as if it had come so. Its length is that of its body.
    ///
    /// # Errors
    /// It cannot be sent over HTTP; the error names the part, and no value.
    pub(super) fn into_raw(self) -> Result<Raw, String> {
        let method: Method = self
            .method
            .parse()
            .map_err(|_| format!("{:?} is no method, e.g. POST", self.method))?;
        let target: Result<Uri, _> = self.path_and_query.parse();
        let uri = target
            .ok()
            .filter(|uri| uri.authority().is_none() && uri.path().starts_with('/'))
            .ok_or("`path_and_query` is no path that begins with `/`, e.g. `/`")?;
        let mut headers = HeaderMap::with_capacity(self.headers.len());
        for (name, value) in self.headers {
            let known =
                HeaderName::try_from(&name).map_err(|_| format!("{name:?} is no header"))?;
            let value = HeaderValue::from_bytes(value.as_bytes())
                .map_err(|_| format!("the header {name} has a control character"))?;
            headers.append(known, value);
        }
        headers.remove(TRANSFER_ENCODING);
        headers.insert(CONTENT_LENGTH, self.body.len().into());
        Ok(Raw {
            method,
            uri,
            headers,
            body: self.body,
        })
    }
}

impl fmt::Debug for RawRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path_and_query.split('?').next().unwrap_or_default();
        let names = self.headers.iter().map(|(name, _)| name);
        f.debug_struct("RawRequest")
            .field("method", &self.method)
            .field("path", &path)
            .field("headers", &names.collect::<Vec<_>>())
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> RawRequest {
        RawRequest {
            method: "POST".to_owned(),
            path_and_query: "/?Signature=hushed".to_owned(),
            headers: vec![
                ("authorization".to_owned(), "hushed".to_owned()),
                ("Content-Length".to_owned(), "99".to_owned()),
            ],
            body: Bytes::from_static(b"{\"Password\":\"hushed\"}"),
        }
    }

    #[test]
    fn no_value_is_printed() {
        let printed = format!("{:?}", request());
        assert!(printed.contains("authorization") && printed.contains("21"));
        assert!(!printed.contains("hushed"), "{printed}");
    }

    #[test]
    fn a_request_is_one_that_could_have_come() {
        let raw = request().into_raw().unwrap();
        assert_eq!(raw.headers["content-length"], "21");
        let mut changed = request();
        changed.set_header("AUTHORIZATION", "other");
        assert_eq!(changed.header("authorization"), Some("other"));
        assert_eq!(changed.headers.len(), 2);
        let wrong = |change: fn(&mut RawRequest)| {
            let mut request = request();
            change(&mut request);
            let why = request.into_raw().unwrap_err();
            assert!(!why.contains("hushed"), "{why}");
            why
        };
        assert!(wrong(|one| one.method = "G T".to_owned()).contains("method"));
        for target in ["", "x", "*", "http://a/b", "//a b"] {
            let mut request = request();
            target.clone_into(&mut request.path_and_query);
            let why = request.into_raw().unwrap_err();
            assert!(why.contains("`path_and_query`"), "{target}: {why}");
        }
        assert!(wrong(|one| one.headers[0].0 = "a b".to_owned()).contains("\"a b\""));
        assert!(wrong(|one| one.headers[0].1.push('\n')).contains("control"));
    }
}
