//! Where a call is sent, and the host that its signature names.

mod host;
mod place;
mod root;

use std::borrow::Cow;
use std::sync::{Arc, Mutex, PoisonError};

use http::uri::{Authority, PathAndQuery, Uri};

use crate::action::Described;
use crate::config::Options;
use crate::{Error, Result};
use place::Place;

pub(crate) use root::ROOTS;

/// Where to connect, and the host of the request. What is signed is what is sent: both are written
/// here once. Clones share it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Endpoint(Arc<Parts>);

#[derive(Debug, PartialEq, Eq)]
struct Parts {
    /// Without a query.
    uri: Uri,
    host: String,
}

impl Endpoint {
    /// The endpoint that is set, else the action's own host, else the service's; all of it by way
    /// of the gateway, if one is set.
    ///
    /// # Errors
    /// Says what is wrong with the endpoint, the root domain or the gateway.
    pub(crate) fn of(action: &Described, options: &Options, known: &Known) -> Result<Self> {
        let own = match options.endpoint.as_deref() {
            Some(set) => Cow::from(set),
            None => host::of(action, options)?.into(),
        };
        let Some(gateway) = options.network.gateway.as_deref() else {
            return known.endpoint(&own);
        };
        let host = Place::parse(&own, "endpoint")?.authority();
        Self::new(Place::parse(gateway, "gateway")?, host)
    }

    fn new(place: Place, host: String) -> Result<Self> {
        let authority = place.authority();
        let authority: Authority = authority.parse().map_err(|error| {
            Error::request(format!("{authority:?} is not a host")).because(error)
        })?;
        let uri = Uri::builder()
            .scheme(place.scheme)
            .authority(authority)
            .path_and_query(place.path)
            .build();
        let uri =
            uri.map_err(|error| Error::request("the endpoint makes no URL").because(error))?;
        Ok(Self(Arc::new(Parts { uri, host })))
    }

    /// The host as it is sent in `Host` and signed: in lower case, with a port that is not the
    /// scheme's own.
    pub(crate) fn host(&self) -> &str {
        &self.0.host
    }

    /// The URI with that query.
    pub(crate) fn uri(&self, query: &str) -> Result<Uri> {
        let uri = self.0.uri.clone();
        if query.is_empty() {
            return Ok(uri);
        }
        let mut parts = uri.into_parts();
        let path = format!("{}?{query}", self.0.uri.path());
        let path = PathAndQuery::from_maybe_shared(path).map_err(|error| {
            Error::request("the query is too long for a URL: use POST").because(error)
        })?;
        parts.path_and_query = Some(path);
        Uri::from_parts(parts)
            .map_err(|error| Error::request("the endpoint makes no URL").because(error))
    }

    /// The same host below the root domain `root`, e.g. for a twin of a host that does not respond;
    /// `None` if it is not a host of the vendor's, or if a gateway is in between.
    pub(crate) fn with_root(&self, root: &str) -> Option<Self> {
        let Parts { uri, host } = &*self.0;
        if uri.authority()?.as_str() != host {
            return None;
        }
        let name = ROOTS.iter().find_map(|known| {
            let name = host.strip_suffix(known)?;
            name.strip_suffix('.')
        })?;
        let host = format!("{name}.{root}");
        let mut parts = uri.clone().into_parts();
        parts.authority = Some(host.parse().ok()?);
        let uri = Uri::from_parts(parts).ok()?;
        Some(Self(Arc::new(Parts { uri, host })))
    }
}

/// The number of endpoints that are kept: a program calls few hosts.
const KEPT: usize = 64;

/// Endpoints by the text that they were read from.
#[derive(Debug, Default)]
pub(crate) struct Known(Mutex<Vec<(String, Endpoint)>>);

impl Known {
    /// The endpoint that `text` names, read once.
    fn endpoint(&self, text: &str) -> Result<Endpoint> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, endpoint)) = known.iter().find(|(own, _)| own == text) {
            return Ok(endpoint.clone());
        }
        let place = Place::parse(text, "endpoint")?;
        let host = place.authority();
        let endpoint = Endpoint::new(place, host)?;
        if known.len() >= KEPT {
            known.clear();
        }
        known.push((text.to_owned(), endpoint.clone()));
        Ok(endpoint)
    }
}

#[cfg(test)]
mod tests;
