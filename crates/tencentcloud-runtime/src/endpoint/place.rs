//! A host or URL, as a user wrote it, in the one form in which it is signed and sent.

use std::net::{Ipv4Addr, Ipv6Addr};

use http::uri::{PathAndQuery, Scheme};

use super::root::ROOTS;
use crate::{Error, Result};

/// A place to connect to: the host in lower case, an IPv6 address in its shortest form, no port
/// that the scheme has anyway.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) scheme: Scheme,
    pub(super) host: String,
    pub(super) port: Option<u16>,
    pub(super) path: String,
}

impl Place {
    /// Reads `text`; `what` names it in errors.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub(super) fn parse(text: &str, what: &str) -> Result<Self> {
        if text.contains('@') {
            return Err(Error::request(format!(
                "the {what} holds a user name: credentials do not belong there"
            )));
        }
        Self::read(text.trim()).map_err(|why| {
            Error::request(format!(
                "the {what} {text:?} {why}: give a host such as cvm.{}, or a URL such as http://127.0.0.1:8080",
                ROOTS[0]
            ))
        })
    }

    fn read(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Err("is empty".to_owned());
        }
        if text.contains(|c: char| c.is_whitespace() || c.is_control()) {
            return Err("holds a space or a control character".to_owned());
        }
        let (scheme, rest) = match text.split_once("://") {
            None => (Scheme::HTTPS, text),
            Some((name, rest)) => (scheme(name)?, rest),
        };
        for (mark, name) in [('?', "query"), ('#', "fragment")] {
            if rest.contains(mark) {
                return Err(format!("has a {name}"));
            }
        }
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let (host, port) = split(authority)?;
        let path = if path.is_empty() { "/" } else { path };
        path.parse::<PathAndQuery>()
            .map_err(|_| format!("has the path {path:?}, which a URL cannot hold"))?;
        let port = port.map(number).transpose()?;
        let own = if scheme == Scheme::HTTPS { 443 } else { 80 };
        Ok(Self {
            host: normal(host)?,
            port: port.filter(|port| *port != own),
            path: path.to_owned(),
            scheme,
        })
    }

    /// The host, with the port if there is one.
    pub(super) fn authority(&self) -> String {
        match self.port {
            Some(port) => format!("{}:{port}", self.host),
            None => self.host.clone(),
        }
    }

    /// True if `text`, which this was read from, is a host and nothing else.
    pub(super) fn is_bare_host(&self, text: &str) -> bool {
        text.trim()
            .trim_end_matches('.')
            .eq_ignore_ascii_case(&self.host)
    }
}

fn scheme(name: &str) -> Result<Scheme, String> {
    match name.to_ascii_lowercase().as_str() {
        "https" => Ok(Scheme::HTTPS),
        "http" => Ok(Scheme::HTTP),
        other => Err(format!(
            "has the scheme {other:?}, which is neither http nor https"
        )),
    }
}

/// The host and the port of an authority, as they are written.
fn split(authority: &str) -> Result<(&str, Option<&str>), String> {
    if let Some(address) = authority.strip_prefix('[') {
        let Some((inner, rest)) = address.split_once(']') else {
            return Err("has an IPv6 address without its closing bracket".to_owned());
        };
        let host = &authority[..inner.len() + 2];
        return match (rest.is_empty(), rest.strip_prefix(':')) {
            (true, _) => Ok((host, None)),
            (false, Some(port)) => Ok((host, Some(port))),
            (false, None) => Err(format!("has {rest:?} behind its IPv6 address")),
        };
    }
    match authority.split_once(':') {
        None => Ok((authority, None)),
        Some((_, port)) if port.contains(':') => Err(
            "has more than one colon: an IPv6 address stands in brackets, as in http://[::1]:8080"
                .to_owned(),
        ),
        Some((host, port)) => Ok((host, Some(port))),
    }
}

fn number(port: &str) -> Result<u16, String> {
    let digits = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    match port.parse() {
        Ok(number) if digits && number != 0 => Ok(number),
        _ => Err(format!(
            "has the port {port:?}, which is not a number from 1 to 65535"
        )),
    }
}

/// The host in the form in which it is signed and sent.
fn normal(host: &str) -> Result<String, String> {
    if let Some(address) = host.strip_prefix('[') {
        let address = address.trim_end_matches(']');
        let address: Ipv6Addr = address
            .parse()
            .map_err(|_| format!("has {address:?} in brackets, which is not an IPv6 address"))?;
        return Ok(format!("[{address}]"));
    }
    let host = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    if host.is_empty() {
        return Err("has no host".to_owned());
    }
    if !host.is_ascii() {
        return Err("has a host outside ASCII: write its name in Punycode (xn--…)".to_owned());
    }
    let last = host.rsplit('.').next().unwrap_or_default();
    if last.bytes().all(|byte| byte.is_ascii_digit()) {
        return match host.parse::<Ipv4Addr>() {
            Ok(address) => Ok(address.to_string()),
            Err(_) => Err(format!(
                "has the host {host:?}, which is not an IPv4 address"
            )),
        };
    }
    match host.len() <= 253 && host.split('.').all(is_label) {
        true => Ok(host),
        false => Err(format!("has the host {host:?}, which is not a host name")),
    }
}

/// True for a label of a host name. Names of containers have underscores.
fn is_label(label: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    (1..=63).contains(&label.len())
        && label.bytes().all(allowed)
        && !label.starts_with('-')
        && !label.ends_with('-')
}
