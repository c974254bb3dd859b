//! The address to listen on.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// Reads `PORT`, `:PORT`, `localhost:PORT`, `IP:PORT` or `[IPv6]:PORT`. Without an address it is this
/// machine alone.
pub(super) fn read(text: &str) -> Result<SocketAddr, String> {
    let loopback = IpAddr::from(Ipv4Addr::LOCALHOST);
    let of = |port: &str| port.parse().map(|port| SocketAddr::new(loopback, port));
    let port = text
        .strip_prefix("localhost:")
        .or_else(|| text.strip_prefix(':'))
        .unwrap_or(text);
    of(port).or_else(|_| text.parse()).map_err(|_| {
        "expected PORT, :PORT, localhost:PORT, IP:PORT or [IPv6]:PORT, and a port up to 65535"
            .to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn every_form_of_address_is_read() {
        for (text, expected) in [
            ("9000", "127.0.0.1:9000"),
            (":9000", "127.0.0.1:9000"),
            ("localhost:9000", "127.0.0.1:9000"),
            ("127.0.0.2:0", "127.0.0.2:0"),
            ("0.0.0.0:80", "0.0.0.0:80"),
            ("[::1]:9000", "[::1]:9000"),
        ] {
            assert_eq!(read(text).unwrap().to_string(), expected, "{text}");
        }
        for text in [
            "",
            ":",
            "65536",
            "example.com:80",
            "127.0.0.1",
            "::1:9000",
            "-1",
        ] {
            let error = read(text).unwrap_err();
            assert!(error.contains("localhost:PORT"), "{text}: {error}");
        }
    }
}
