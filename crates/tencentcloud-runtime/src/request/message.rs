//! A request in the form in which it is sent.

use std::borrow::Cow;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HOST, HeaderMap, HeaderName, HeaderValue};
use http::{Method, Request};

use crate::action::Name;
use crate::endpoint::Endpoint;
use crate::{Error, Result};

/// The content type of parameters in a query or form.
pub(super) const FORM: &str = "application/x-www-form-urlencoded";

/// The largest query of a GET, in bytes, by the vendor's page "Request structure".
const GET_LIMIT: usize = 32 * 1024;

/// The headers of a usual request, so that their table is made once.
const HEADERS: usize = 12;

/// A request's parts.
#[derive(Clone)]
pub(super) struct Message {
    pub(super) method: Method,
    /// The query without `?`.
    pub(super) query: String,
    pub(super) content_type: Cow<'static, str>,
    /// The headers that carry parameters of the action.
    pub(super) headers: Vec<Header>,
    pub(super) body: Bytes,
}

/// A header. A sensitive one is left out by what prints the request.
#[derive(Clone)]
pub(super) struct Header {
    pub(super) name: Name,
    pub(super) value: String,
    pub(super) sensitive: bool,
}

impl Message {
    /// A GET with its parameters in the query.
    pub(super) fn get(query: String) -> Self {
        Self {
            method: Method::GET,
            query,
            content_type: FORM.into(),
            headers: Vec::new(),
            body: Bytes::new(),
        }
    }

    /// A POST with its parameters in the body.
    pub(super) fn post(content_type: impl Into<Cow<'static, str>>, body: impl Into<Bytes>) -> Self {
        Self {
            method: Method::POST,
            query: String::new(),
            content_type: content_type.into(),
            headers: Vec::new(),
            body: body.into(),
        }
    }

    /// Adds a header.
    pub(super) fn header(
        &mut self,
        name: impl Into<Name>,
        value: impl Into<String>,
        sensitive: bool,
    ) {
        self.headers.push(Header {
            name: name.into(),
            value: value.into(),
            sensitive,
        });
    }

    /// Checks the size of the query or body.
    ///
    /// # Errors
    /// Names the size and the limit of what is larger.
    pub(super) fn check_size(&self, post_limit: usize, instead: &str) -> Result<()> {
        let (size, limit, instead) = match self.method {
            Method::GET => (self.query.len(), GET_LIMIT, "; use POST"),
            _ => (self.body.len(), post_limit, instead),
        };
        if size <= limit {
            return Ok(());
        }
        Err(Error::request(format!(
            "the request has {size} bytes, more than the {limit} allowed for a {}{instead}",
            self.method
        )))
    }

    /// The HTTP request to an endpoint.
    ///
    /// # Errors
    /// A value that no header can carry; a query that is too long for a URL.
    pub(super) fn into_request(self, endpoint: &Endpoint) -> Result<Request<Bytes>> {
        let mut request = Request::new(self.body);
        *request.headers_mut() = HeaderMap::with_capacity(HEADERS);
        *request.method_mut() = self.method;
        *request.uri_mut() = endpoint.uri(&self.query)?;
        let headers = request.headers_mut();
        insert(headers, HOST, endpoint.host(), false)?;
        insert(headers, CONTENT_TYPE, &self.content_type, false)?;
        for header in &self.headers {
            let name = HeaderName::from_bytes(header.name.as_bytes()).map_err(|error| {
                let name = &header.name;
                Error::request(format!("{name:?} is not a header's name")).because(error)
            })?;
            let value = header_value(&header.name, &header.value, header.sensitive)?;
            headers.insert(name, value);
        }
        Ok(request)
    }
}

/// Sets a header. What prints the request leaves a sensitive one out.
///
/// # Errors
/// A value that no header can carry.
pub(super) fn insert(
    headers: &mut HeaderMap,
    name: HeaderName,
    value: &str,
    sensitive: bool,
) -> Result<()> {
    let value = header_value(name.as_str(), value, sensitive)?;
    headers.insert(name, value);
    Ok(())
}

fn header_value(name: &str, value: &str, sensitive: bool) -> Result<HeaderValue> {
    let mut value = HeaderValue::from_str(value).map_err(|_| {
        Error::request(format!(
            "the value of {name} holds characters that a header cannot carry"
        ))
    })?;
    value.set_sensitive(sensitive);
    Ok(value)
}
