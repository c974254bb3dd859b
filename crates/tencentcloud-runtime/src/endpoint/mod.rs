//! Where a call is sent, and the host that its signature names.

mod host;
mod place;
mod root;

use http::uri::{Authority, PathAndQuery, Scheme, Uri};

use crate::action::Described;
use crate::config::Options;
use crate::{Error, Result};
use place::Place;

pub(crate) use root::ROOTS;

/// Where to connect, and the host of the request. What is signed is what is sent: both are written
/// here once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Endpoint {
    scheme: Scheme,
    authority: Authority,
    path: String,
    host: String,
}

impl Endpoint {
    /// The endpoint that is set, else the action's own host, else the service's; all of it by way
    /// of the gateway, if one is set.
    ///
    /// # Errors
    /// Says what is wrong with the endpoint, the root domain or the gateway.
    pub(crate) fn of(action: &Described, options: &Options) -> Result<Self> {
        let place = match options.endpoint.as_deref() {
            Some(set) => Place::parse(set, "endpoint")?,
            None => Place::parse(&host::of(action, options)?, "endpoint")?,
        };
        let host = place.authority();
        match options.network.gateway.as_deref() {
            Some(gateway) => Self::new(Place::parse(gateway, "gateway")?, host),
            None => Self::new(place, host),
        }
    }

    fn new(place: Place, host: String) -> Result<Self> {
        let authority = place.authority();
        Ok(Self {
            authority: authority.parse().map_err(|error| {
                Error::request(format!("{authority:?} is not a host")).because(error)
            })?,
            scheme: place.scheme,
            path: place.path,
            host,
        })
    }

    /// The host as it is sent in `Host` and signed: in lower case, with a port that is not the
    /// scheme's own.
    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    /// The URI with that query.
    pub(crate) fn uri(&self, query: &str) -> Result<Uri> {
        let path = match query.is_empty() {
            true => self.path.clone(),
            false => format!("{}?{query}", self.path),
        };
        let path = PathAndQuery::from_maybe_shared(path).map_err(|error| {
            Error::request("the query is too long for a URL: use POST").because(error)
        })?;
        Uri::builder()
            .scheme(self.scheme.clone())
            .authority(self.authority.clone())
            .path_and_query(path)
            .build()
            .map_err(|error| Error::request("the endpoint makes no URL").because(error))
    }

    /// The same host below the root domain `root`, e.g. for a twin of a host that does not respond;
    /// `None` if it is not a host of the vendor's, or if a gateway is in between.
    pub(crate) fn with_root(&self, root: &str) -> Option<Self> {
        if self.authority.as_str() != self.host {
            return None;
        }
        let name = ROOTS.iter().find_map(|known| {
            let name = self.host.strip_suffix(known)?;
            name.strip_suffix('.')
        })?;
        let host = format!("{name}.{root}");
        Some(Self {
            authority: host.parse().ok()?,
            host,
            ..self.clone()
        })
    }
}

#[cfg(test)]
mod tests;
