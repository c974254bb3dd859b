//! Where a broker is.

use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// The environment variable that says where the broker is: `unix:PATH` or `tcp://TOKEN@127.0.0.1:PORT`.
pub const VARIABLE: &str = "TENCENTCLOUD_BROKER";

/// Where a broker is, for programs that ask. Its text form is the value of
/// [`TENCENTCLOUD_BROKER`](VARIABLE).
#[derive(Clone, PartialEq, Eq)]
pub struct Place(pub(crate) At);

#[derive(Clone, PartialEq, Eq)]
pub(crate) enum At {
    /// A socket in the file system.
    Socket(PathBuf),
    /// A port, and the token that lets a program ask.
    Port { address: SocketAddr, token: String },
}

impl Place {
    /// Returns that of the socket at `path`.
    pub fn socket(path: impl Into<PathBuf>) -> Self {
        Self(At::Socket(path.into()))
    }

    pub(crate) fn port(address: SocketAddr, token: impl Into<String>) -> Self {
        let token = token.into();
        Self(At::Port { address, token })
    }

    /// Returns the path of the socket, if it is one.
    pub fn path(&self) -> Option<&Path> {
        match &self.0 {
            At::Socket(path) => Some(path),
            At::Port { .. } => None,
        }
    }

    /// Returns the socket that brokers of this user have by default: in `XDG_RUNTIME_DIR`, which `runtime` is, else
    /// in `data`, the user's data folder.
    pub fn default_socket(runtime: Option<&Path>, data: &Path) -> PathBuf {
        runtime.unwrap_or(data).join("tcloud").join("broker.sock")
    }
}

impl FromStr for Place {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(path) = text.strip_prefix("unix:")
            && !path.is_empty()
        {
            return Ok(Self::socket(path));
        }
        let port = text.strip_prefix("tcp://").and_then(|rest| {
            let (token, address) = rest.rsplit_once('@')?;
            let is_plain = !token.is_empty() && token.chars().all(|c| c.is_ascii_alphanumeric());
            is_plain.then_some((token, address.parse().ok()?))
        });
        match port {
            Some((token, address)) => Ok(Self::port(address, token)),
            // What is there may be a token.
            None => Err(format!(
                "{VARIABLE} is no place of a broker: unix:PATH or tcp://TOKEN@127.0.0.1:PORT is needed"
            )),
        }
    }
}

impl Place {
    /// Returns it as text, with its token: for the environment of a program that may ask.
    pub fn to_text(&self) -> String {
        match &self.0 {
            At::Socket(path) => format!("unix:{}", path.display()),
            At::Port { address, token } => format!("tcp://{token}@{address}"),
        }
    }
}

/// Without the token.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            At::Socket(path) => write!(f, "unix:{}", path.display()),
            At::Port { address, .. } => write!(f, "tcp://***@{address}"),
        }
    }
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Place({self})")
    }
}
