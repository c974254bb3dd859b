//! TLS by the library that the features choose: `native-tls` before rustls with aws-lc or ring.

#[cfg(all(
    any(feature = "rustls", feature = "aws-lc"),
    not(feature = "native-tls")
))]
#[path = "rustls.rs"]
mod library;
#[cfg(feature = "native-tls")]
#[path = "native.rs"]
mod library;
#[cfg(not(any(feature = "rustls", feature = "aws-lc", feature = "native-tls")))]
#[path = "missing.rs"]
mod library;
mod trust;

pub(super) use library::Tls;
pub(super) use trust::Trust;

/// Said of a handshake with what may be a server without TLS.
#[cfg(any(feature = "rustls", feature = "aws-lc", feature = "native-tls"))]
const PLAIN: &str = "for a server that speaks plain HTTP, begin the endpoint with http://";
